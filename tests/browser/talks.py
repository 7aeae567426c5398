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
            "started_at, ended_at, duration, is_starred, turn_count) VALUES (?, ?, (SELECT id FROM "
            "voicechat_persona WHERE name = 'Juniper'), '', ?, ?, ?, 60000000, 0, ?)",
            (pk, owner, settings, started, started, len(texts)),
        )
        database.execute(
            "INSERT INTO voicechat_call (id, conversation_id, number, provider_call_id, model, "
            "transcription_model, transport, is_reserved, is_imported, is_through_site, "
            "limited_by, counted_seconds, started_at, ended_at, end_reason) "
            "VALUES (?, ?, 1, '', 'gpt-realtime', '', 'webrtc', 0, 0, 0, '', 0, ?, ?, 'ended')",
            (call, pk, started, started),
        )
        database.executemany(
            "INSERT INTO voicechat_turn (conversation_id, call_id, item_id, position, role, state, "
            "text, text_as_heard, created_at) VALUES (?, ?, ?, ?, 'user', 'final', ?, '', ?)",
            [(pk, call, f"i{n}", n, text, started) for n, text in enumerate(texts)],
        )
    return str(conversation)
