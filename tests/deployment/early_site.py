"""Has somebody talk on a site of long ago: `manage.py shell < early_site.py`."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.db import connection
from django.db.migrations.loader import MigrationLoader

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
SAID = (("user", "Tell me of the lighthouse."), ("assistant", "It stands on a rock, far out."))

apps = MigrationLoader(connection).project_state(("voicechat", "0004_records")).apps
User, Persona, Conversation, Call, Turn, Usage = (
    apps.get_model("voicechat", name)
    for name in ("User", "Persona", "Conversation", "Call", "Turn", "Usage")
)
persona = Persona.objects.get(name="Juniper")
settings = {
    "persona": {"name": persona.name, "emoji": "", "max_minutes": None},
    "instructions": "Be kind.", "opening_line": "", "voice": "marin", "model": "gpt-realtime-2.1",
    "speed": 1.0, "languages": [], "turn_detection": "semantic_vad", "reasoning_effort": "",
    "noise_reduction": "near_field", "transcription_model": "gpt-transcribe",
}  # fmt: skip
end = NOON + timedelta(minutes=2)
user = User.objects.create(email="early@example.org", password="!", max_call_minutes=30)
conversation = Conversation.objects.create(
    owner=user, persona=persona, settings=settings, started_at=NOON, ended_at=end, turn_count=2
)
call = Call.objects.create(
    conversation=conversation, number=1, model="gpt-realtime-2.1", started_at=NOON, ended_at=end,
    end_reason="ended",
)  # fmt: skip
for number, (role, text) in enumerate(SAID, 1):
    Turn.objects.create(
        conversation=conversation, call=call, item_id=f"item_{number}", role=role, state="final",
        position=2**32 + number * 65536, text=text,
    )  # fmt: skip
Usage.objects.create(
    call=call, kind="response", provider_id="resp_1", model="gpt-realtime-2.1", audio_output=100,
    cost=Decimal("0.5"),
)  # fmt: skip
Usage.objects.update(created_at=NOON)
