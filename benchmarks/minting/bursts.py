"""Clients that ask for keys without a pause, and whether what they were given is right."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from benchmarks.load.callers import Caller, Report
from benchmarks.minting.contenders import Contender

BURST = 3.0  # seconds
# Each call that was begun, which is then over: a site does not have ever more of them under way.
END = """UPDATE voicechat_call SET ended_at = started_at, end_reason = 'ended'
WHERE ended_at IS NULL RETURNING id"""


class Client(Caller):
    """A caller who asks for one key after the other."""

    async def ask(self, contender: Contender, until: float) -> list[dict[str, Any]]:
        """Ask until a time (of the monotonic clock); give the answers that are no refusals."""
        answers = []
        while time.monotonic() < until:
            answers.append(await self._post("", contender.body, self.report.starts))
        return [answer for answer in answers if answer]


@dataclass
class Figures:
    """What came of all bursts of one contender with so many clients.

    Attributes:
        times: What each request took, in ms.
        seconds: How long the bursts took; `cpu` the contender's processor time.
        answers: How often each status was answered, or how a request failed.
    """

    times: list[float] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0
    answers: Counter[str] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.times) / self.seconds

    @property
    def errors(self) -> int:
        """How many requests were not answered with a key."""
        return sum(count for answer, count in self.answers.items() if answer[0] != "2")


async def burst(
    contender: Contender, people: list[dict[str, str]], figures: Figures, keys: set[str]
) -> None:
    """Have people ask at the same time, each of them again and again; add to figures and keys."""
    report = Report()
    clients = [Client(contender.url, person, "", report) for person in people]
    cpu, began = contender.cpu(), time.monotonic()
    asking = [client.ask(contender, began + BURST) for client in clients]
    answers = [answer for each in await asyncio.gather(*asking) for answer in each]
    figures.seconds += time.monotonic() - began
    figures.cpu += contender.cpu() - cpu
    figures.times += [seconds * 1000 for seconds in report.starts]
    figures.answers += report.answers
    await asyncio.gather(*(client.http.close() for client in clients))
    _check(contender, answers, keys)


def _check(contender: Contender, answers: list[dict[str, Any]], keys: set[str]) -> None:
    """See that each answer has a key of its own, and that each call is kept that was answered."""
    given = {answer.get("client_secret", answer)["value"] for answer in answers}
    assert len(given) == len(answers), f"{contender.name} gave a key twice"
    assert not given & keys, f"{contender.name} gave a key that another one had given"
    keys |= given
    if contender.deployment:
        kept = {UUID(str(pk)) for (pk,) in contender.deployment.rows(END)}
        assert kept == {UUID(answer["call"]) for answer in answers}, "calls were not kept"
