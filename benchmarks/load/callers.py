"""Browsers by the hundred: they start calls and post what is said, as the call page does."""

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

PERIOD = 5.0  # seconds between two batches of a call
PATIENCE = ClientTimeout(total=60)
KEPT = 10.0  # seconds that a connection is kept: less than the server keeps it
WORDS = ("tell", "me", "of", "the", "sea", "and", "how", "it", "looked", "that", "harbour")


@dataclass
class Report:
    """What was answered, and how long it took.

    Attributes:
        starts: Seconds that each start took; `batches` likewise.
        answers: How often each status was answered, or how a request failed.
        sent: The text of each turn by call, in order.
    """

    starts: list[float] = field(default_factory=list)
    batches: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    sent: dict[str, list[str]] = field(default_factory=dict)


class Caller:
    """One person's call, over a connection that is kept."""

    def __init__(self, site: str, person: dict[str, str], persona: str, report: Report) -> None:
        self.site = site
        self.account = person["account"]
        self.persona = persona
        self.report = report
        self.records_url = ""
        self.call = ""
        self.started = 0.0
        token = "a" * 32
        self.http = ClientSession(
            connector=TCPConnector(limit=1, keepalive_timeout=KEPT),
            headers={"X-CSRFToken": token, "X-Account": self.account},
            cookies={"csrftoken": token, "sessionid": person["session"]},
            timeout=PATIENCE,
        )

    async def start(self) -> None:
        """Ask for a key, as the button Start does."""
        answer = await self._post("/api/calls", {"persona": self.persona}, self.report.starts)
        if answer:
            self.call, self.records_url = answer["call"], answer["records_url"]
            self.report.sent[self.call] = []
            self.started = time.monotonic()

    async def talk(self, until: float) -> None:
        """Post a batch each five seconds until a time (of the monotonic clock), then the end."""
        await self._store({"transport": "webrtc", "provider_call_id": f"rtc_{self.call}"})
        await asyncio.sleep(random.uniform(0, PERIOD))  # noqa: S311  (nobody's secret)
        due = time.monotonic()
        while time.monotonic() < until:
            await self._store(self._batch())
            due += PERIOD
            await asyncio.sleep(max(0.0, due - time.monotonic()))
        await self._store({"end_reason": "ended", "ended_ms": self._ms()})
        await self.http.close()

    def _batch(self) -> dict[str, Any]:
        """What is said in five seconds: a question, or an answer with what it used."""
        said = self.report.sent[self.call]
        number = len(said)
        said.append(f"{number} {' '.join(random.choices(WORDS, k=12))}")  # noqa: S311
        now = self._ms()
        turn = {
            "item_id": f"item_{number}",
            "position": (number + 1) * 65536,
            "role": "assistant" if number % 2 else "user",
            "state": "final",
            "text": said[-1],
            "start_ms": now,
            "end_ms": now,
        }
        if number % 2 == 0:
            return {"turns": [turn]}
        usage = {"provider_id": f"resp_{number}", "kind": "response", "at_ms": now}
        tokens = {"text_input": 200, "audio_input": 80, "audio_output": 120}
        return {"turns": [turn], "usage": [{**usage, **tokens}]}

    def _ms(self) -> int:
        return round((time.monotonic() - self.started) * 1000)

    async def _store(self, batch: dict[str, Any]) -> None:
        answer = await self._post(self.records_url, batch, self.report.batches)
        if answer and answer["refused"]:
            self.report.answers["refused records"] += len(answer["refused"])

    async def _post(self, path: str, body: Any, took: list[float]) -> Any:
        """Give the answer's body; nothing if it was a refusal, which the report counts."""
        began = time.monotonic()
        try:
            async with self.http.post(self.site + path, json=body) as response:
                answer = await response.json()
        except (ClientError, TimeoutError, ValueError) as error:
            self.report.answers[repr(error)] += 1
            return None
        took.append(time.monotonic() - began)
        self.report.answers[str(response.status)] += 1
        return answer if response.ok else None
