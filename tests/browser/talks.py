"""Conversations that somebody had, written straight into a site's database."""

import json
import uuid
from datetime import UTC, datetime, timedelta

from tests.support.processes import Site

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def talk(site: Site, *texts: str, hours_ago: int = 0) -> str:
    """Have the ordinary user have said these; gives the conversation's id, as addresses have it."""
    conversation, call = uuid.uuid4(), uuid.uuid4().hex
    pk = conversation.hex
    started = str((NOON - timedelta(hours=hours_ago)).replace(tzinfo=None))
    settings = json.dumps({"persona": {"name": "Juniper", "emoji": "🌿"}, "voice": "marin"})
    with site.connect() as database:
        [(owner,)] = database.execute(
            "SELECT id FROM voicechat_user WHERE email = 'user@example.com'"
        )
        database.execute(
            "INSERT INTO voicechat_conversation (id, owner_id, persona_id, title, settings, "
            "started_at, ended_at, duration, is_starred, turn_count) VALUES (%s, %s, (SELECT id "
            "FROM voicechat_persona WHERE name = 'Juniper'), '', %s, %s, %s, %s, false, %s)",
            (pk, owner, settings, started, started, site.a_minute, len(texts)),
        )
        database.execute(
            "INSERT INTO voicechat_call (id, conversation_id, number, provider_call_id, model, "
            "transcription_model, transport, is_reserved, is_imported, is_through_site, "
            "limited_by, counted_seconds, started_at, ended_at, end_reason) "
            "VALUES (%s, %s, 1, '', 'gpt-realtime', '', 'webrtc', false, false, false, '', 0, %s, "
            "%s, 'ended')",
            (call, pk, started, started),
        )
        for n, text in enumerate(texts):
            database.execute(
                "INSERT INTO voicechat_turn (conversation_id, call_id, item_id, position, role, "
                "state, text, text_as_heard, created_at) "
                "VALUES (%s, %s, %s, %s, 'user', 'final', %s, '', %s)",
                (pk, call, f"i{n}", n, text, started),
            )
    return str(conversation)
