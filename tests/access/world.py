"""One of everything, all of it Alice's, and the people who may come upon it."""

import re
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.admin.utils import quote
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from tests.support.invited import invite
from tests.support.records import turn
from voicechat.models import (
    Call,
    Conversation,
    DayUsage,
    Limit,
    Persona,
    Share,
    SiteSettings,
    SpeechModel,
    User,
    Voice,
    VoiceSample,
)


class World:
    """Fills in addresses with what is Alice's, and with what everybody shares."""

    def __init__(self, alice: User) -> None:
        shared = Persona.objects.get(name="Juniper", owner=None)
        self.persona = Persona.objects.create(owner=alice, name="Hers", voice="marin")
        self.call: Call = Conversation.begin(alice, shared, shared.session_settings())
        self.call.store(turns=[turn()])
        self.turn = self.call.turns.get()
        site = SiteSettings.objects.create(sharing_is_allowed=True)
        self.share = Share.make(self.call.conversation, timedelta(days=1))
        self.invitation = invite(alice)
        day = DayUsage.objects.create(day="2026-05-04", owner=alice, model="m")
        things: list[Model] = [
            EmailAddress.objects.get(user=alice), self.call, SpeechModel.objects.all()[0],
            Voice.objects.all()[0], self.call.conversation, Limit.objects.create(user=alice),
            Group.objects.create(name="Class"), self.invitation, alice, self.persona, site,
            self.share, day,
            VoiceSample.objects.create(voice=Voice.objects.all()[0], language="en", model="m"),
        ]  # fmt: skip
        self.keys = {thing._meta.model_name: thing.pk for thing in things}
        with_history = [thing for thing in things if hasattr(thing, "history")]
        self.versions = {
            thing._meta.model_name: version.pk
            for thing in with_history
            if (version := thing.history.first())
        }

    @property
    def ids(self) -> list[str]:
        """Give what its things are known by."""
        known = [*self.keys.values(), self.turn.pk, self.call.pk, self.share.token]
        return [str(key) for key in (*known, self.invitation.token)]

    def address(self, pattern: str) -> str:
        """Give an address that a pattern is for."""
        model = re.match(r"admin/\w+/(\w+)/", pattern)
        key = quote(self.keys.get(model[1], "")) if model else ""  # as the admin writes a token
        version = self.versions.get(model[1], 0) if model else 0
        is_persona = pattern.startswith(("personas/", "admin/"))
        values: dict[str, Any] = {
            "<uuid:pk>": self.persona.pk if is_persona else self.call.conversation_id,
            "<int:turn_pk>": self.turn.pk,
            "<str:token>": (self.share if "shared" in pattern else self.invitation).token,
            "<str:month>": "2026-05",
            "<str:language>": "ja",
            "<uuidstr:call_id>": self.call.pk,
            "<uuidstr:conversation_id>": self.call.conversation_id,
            "<name>": "marin",
            "<path:address>": "nowhere",
            "<path:content_type_id>": ContentType.objects.get_for_model(Persona).pk,
            "<path:object_id>": key or self.persona.pk,
            "<id>": key,
            "^([^/]+)/history/([^/]+)/$": f"{key}/history/{version}/",
            "^(?P<app_label>account|voicechat|auth)/$": "voicechat/",
            "^confirm-email/(?P<key>[-:\\w]+)/$": "confirm-email/nonsense/",
            "^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "password/reset/key/1-x/",
            "(?P<url>.*)$": "nowhere/",
        }
        for part, value in values.items():
            pattern = pattern.replace(part, str(value))
        assert not set("<>()") & set(pattern), f"{pattern} is not filled in."
        return f"/{pattern}"
