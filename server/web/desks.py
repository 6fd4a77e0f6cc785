"""Threads that answer: each keeps its connection to the database, and closes it at the end."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import Context, copy_context
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, ParamSpec, TypeVar

from server.store.database import close_store

COUNT = 12
"""Pages that are made at once; each holds a connection to PostgreSQL."""
FILES = 2
"""Files that are made at once: each takes a core for seconds, and pages go on beside them."""
MOST_FILES = 12
"""That are made or waited for, before somebody is asked to come again."""
Given = ParamSpec("Given")
Made = TypeVar("Made")
_Work = tuple[Future[Any], Context, Callable[[], Any]]


class Desks:
    """A connection costs more than most pages: threads that keep one are worth a file."""

    def __init__(self, count: int = COUNT) -> None:
        self._count, self._free, self._asked = count, 0, 0
        self._waiting: SimpleQueue[_Work | None] = SimpleQueue()
        self._threads: list[Thread] = []
        self._lock = Lock()

    @property
    def at_work(self) -> int:
        """How many callers wait for what they want to be made."""
        return self._asked

    async def run(
        self, make: Callable[Given, Made], *given: Given.args, **more: Given.kwargs
    ) -> Made:
        """Call a function in one of the threads and return what it returns."""
        future: Future[Made] = Future()
        with self._lock:
            if not self._free and len(self._threads) < self._count:
                self._threads.append(Thread(target=self._serve, name="desk", daemon=True))
                self._threads[-1].start()
            else:
                self._free -= 1
        self._waiting.put((future, copy_context(), lambda: make(*given, **more)))
        self._asked += 1  # by the one loop that asks
        try:
            return await asyncio.wrap_future(future)
        finally:
            self._asked -= 1

    def close(self) -> None:
        """End all threads, after what they are at."""
        for _thread in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()
        self._threads, self._free = [], 0

    def _serve(self) -> None:
        try:
            while work := self._waiting.get():
                self._do(*work)
        finally:
            close_store()

    def _do(self, future: Future[Any], context: Context, make: Callable[[], Any]) -> None:
        try:
            if future.set_running_or_notify_cancel():
                future.set_result(context.run(make))
        except BaseException as error:  # noqa: BLE001 - it is the caller's
            future.set_exception(error)
        finally:
            with self._lock:
                self._free += 1
