"""All that is kept of a person, as files."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from voicechat.history import takeout
from voicechat.history.export.zipping import Entry
from voicechat.limits import FIELDS
from voicechat.models import Conversation, Limit, Usage, User

SETTINGS = ("language", "microphone_mode", "theme", "keep_days")
PROFILE = ("email", "name", *SETTINGS, "date_joined", "last_login")
INVITATION = ("created_at", "expires_at", "revoked_at", "note", "email", "max_uses", "uses")
TOKENS = [f"{kind}_{way}" for kind in ("text", "audio") for way in ("input", "cached", "output")]


def entries(user: User, extension: str) -> Iterator[Entry]:
    """Give what is known of a person, then every conversation, also those deleted lately."""
    now = timezone.now()
    yield Entry(name="README.txt", time=now, pieces=[_readme()])
    account = json.dumps(_account(user), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    yield Entry(name="account.json", time=now, pieces=[account, "\n"])
    wanted = Conversation.objects.filter(owner=user).begun().values_list("pk", flat=True)
    for entry in takeout.entries(user.pk, list(wanted), extension):
        yield replace(entry, name=f"conversations/{entry.name}")


def _readme() -> str:
    return _(
        "This is all that the site keeps of you.\n\n"
        "account.json: your profile, the personas and invitations that you made, and what your "
        "calls used.\n"
        "conversations: each conversation as a file of its own.\n\n"
        "Conversations in JSON can be imported under History, there and on other such sites.\n"
    )


def _account(user: User) -> dict[str, Any]:
    persona = user.default_persona
    return {
        "profile": {
            **{name: getattr(user, name) for name in PROFILE},
            "default_persona": persona.name if persona else None,
            "groups": list(user.groups.values_list("name", flat=True)),
        },
        "limits": Limit.objects.filter(user=user).values(*FIELDS).first(),
        "personas": list(user.personas.values()),
        "invitations": list(user.invitations.values(*INVITATION)),
        "usage": _used(user),
    }


def _used(user: User) -> list[dict[str, Any]]:
    """Sum up what was used, by model: each row stands in the JSON of its conversation."""
    own = Usage.objects.filter(call__conversation__owner=user).order_by("model", "kind")
    sums = {name: Sum(name) for name in (*TOKENS, "seconds", "cost")}
    return [dict(row) for row in own.values("model", "kind").annotate(**sums)]
