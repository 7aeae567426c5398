"""Fills the site of the pictures: `python -m tests.screenshots.content`, with its settings.

Prints, as JSON, the sessions of the people by language and part, and addresses that scenes open.
"""

import json
import os
from datetime import timedelta
from decimal import Decimal
from typing import Any

import django

from tests.screenshots.sayings import OWN_PERSONA, SEARCHED, TALKS
from tests.support.people import session_of


def main() -> None:
    """Fill it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "realtime_site.settings"
    django.setup()
    from django.conf import settings

    known: dict[str, dict[str, Any]] = {}
    for number, (code, _) in enumerate(settings.LANGUAGES):
        known[code] = _people(code, number)
    print(json.dumps(known))


def _people(code: str, number: int) -> dict[str, Any]:
    """Make the people who read a language, with what they have."""
    from django.contrib.auth.models import Group
    from django.utils import timezone

    from voicechat.models import Conversation, Invitation, Limit, Persona, Share, SiteSettings, User

    names = ("Clara", "Robin", "Ida", "Noor")
    person, newcomer, admin, kept_out = (
        User.objects.create_user(
            f"{name.lower()}{number or ''}@example.org", "a-voice-for-pictures", name=name,
            language=code,
        )
        for name in names
    )  # fmt: skip
    User.objects.filter(pk=admin.pk).update(is_staff=True, is_superuser=True)
    SiteSettings(sign_up="invitation", sharing_is_allowed=True).save()
    Limit.objects.create(user=kept_out, may_call=False)
    everybody = {"minutes_per_day": 60, "cost_per_month": Decimal(20)}
    Limit.objects.update_or_create(user=None, group=None, defaults=everybody)
    group, _ = Group.objects.get_or_create(name="Evening class")
    group.user_set.add(person)
    name, emoji, description = OWN_PERSONA[code]
    own = Persona.objects.create(
        owner=person, name=name, emoji=emoji, description=description, voice="coral",
        instructions=description,
    )  # fmt: skip
    talks = [_talk(person, talk) for talk in TALKS[code]]
    deleted = _talk(person, TALKS[code][-1])
    now = timezone.now()
    Conversation.objects.filter(pk=deleted.pk).update(deleted_at=now)
    month = timedelta(days=30)
    shared = Share.make(talks[0], month)
    gone = Share.make(talks[1], month)
    Share.objects.filter(pk=gone.pk).update(expires_at=now)
    link = Invitation.objects.create(
        made_by=admin, group=group, note="Evening class", expires_at=now + month, max_uses=12
    )
    return {
        "person": session_of(person),
        "newcomer": session_of(newcomer),
        "admin": session_of(admin),
        "kept_out": session_of(kept_out),
        "conversation": str(talks[0].pk),
        "persona": str(own.pk),
        "shared_persona": str(Persona.objects.get(name="Ada", owner=None).pk),
        "shared": shared.token,
        "gone": gone.token,
        "invitation": link.token,
        "search": SEARCHED[code],
    }


def _talk(owner: Any, talk: Any) -> Any:
    """Have had a conversation; gives it."""
    from django.utils import timezone

    from tests.support.records import turn
    from voicechat.models import Call, Conversation, Persona
    from voicechat.realtime.prices import Tokens
    from voicechat.records import UsageRecord

    persona = Persona.objects.get(name=talk.persona, owner=None)
    call = Conversation.begin(owner, persona, persona.session_settings())
    began = timezone.now() - timedelta(hours=talk.hours_ago)
    Call.objects.filter(pk=call.pk).update(started_at=began)
    call.refresh_from_db()
    turns, usage = [], []
    for number, text in enumerate(talk.lines):
        start = 4_000 + number * 9_000
        role = ("user", "assistant")[number % 2]
        turns.append(
            turn(f"item_{number}", position=(number + 1) * 65536, role=role, text=text,
                 start_ms=start, end_ms=start + 6_000)
        )  # fmt: skip
        if role == "assistant":
            tokens = Tokens(text_input=900, text_cached=600, text_output=60, audio_input=400,
                            audio_cached=200, audio_output=700)  # fmt: skip
            usage.append(UsageRecord(provider_id=f"resp_{number}", kind="response", tokens=tokens,
                                     at_ms=start))  # fmt: skip
    call.store(
        turns=turns, usage=usage, provider_call_id=f"rtc_{call.pk.hex[:8]}",
        end_reason=Call.EndReason.ENDED, ended_ms=len(talk.lines) * 24_000,
    )  # fmt: skip
    conversation = call.conversation
    conversation.title, conversation.is_starred = talk.title, talk.is_starred
    conversation.save(update_fields=["title", "is_starred"])
    return conversation


if __name__ == "__main__":
    main()
