"""Keeps hold of the work that goes on beside a call."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class Chores:
    """Tasks that end with their owner."""

    def __init__(self, on_error: Callable[[BaseException], object]) -> None:
        """
        Args:
            on_error: Called with what a task failed of.
        """
        self._on_error = on_error
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Runs `work` from now on."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def cancel(self) -> None:
        """Cancels all tasks."""
        for task in self._tasks:
            task.cancel()

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self._on_error(error)
