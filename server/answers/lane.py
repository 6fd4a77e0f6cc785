"""Lanes: questions that a counter waits for never stand behind those that nobody waits for."""

import logging
import queue
from base64 import urlsafe_b64decode
from collections.abc import Callable
from contextlib import suppress
from threading import Thread

import msgspec

from server.store.database import close_store
from settings.alive import Pulse

log = logging.getLogger(__name__)

_STUCK_SECONDS = 120.0
"""Without one question answered while some wait."""


class Lane:
    """A queue with its threads. What does not fit in any more is dropped: it is asked again."""

    def __init__(
        self, name: str, work: Callable[[str, bytes], None], *, threads: int, most: int
    ) -> None:
        self._name, self._work = name, work
        self._waiting: queue.Queue[tuple[str, bytes] | None] = queue.Queue(most)
        self.pulse = Pulse(_STUCK_SECONDS)
        self._threads = [
            Thread(target=self._run, name=f"{name}-{number}", daemon=True)
            for number in range(threads)
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def put(self, topic: str, payload: bytes) -> None:
        """Take a question."""
        try:
            self._waiting.put_nowait((topic, payload))
            if self.pulse.is_at_rest:
                self.pulse.works()
        except queue.Full:
            log.warning("more questions than can be answered: %s", self._name)

    def close(self, seconds: float) -> None:
        """End; what waits is not answered any more."""
        with suppress(queue.Empty):
            while True:
                self._waiting.get_nowait()
        for _thread in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join(seconds)

    def _run(self) -> None:
        while (asked := self._waiting.get()) is not None:
            self._work(*asked)
            # One thread that hangs is borne by the others; when all do, nothing is said any more.
            if self._waiting.empty():
                self.pulse.rests()
            else:
                self.pulse.works()
        close_store()


class _Peeked(msgspec.Struct):
    page: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    prescription: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


def is_for_page(payload: bytes) -> bool:
    """Whether a question is for a page and nothing that is urgent; unverified, so it says no more.

    Whoever lies about it waits in the wrong lane.
    """
    try:
        peeked = msgspec.json.decode(_claimed(payload), type=_Peeked)
    except (ValueError, RecursionError):
        return False
    return peeked.page is not msgspec.UNSET and peeked.prescription is msgspec.UNSET


def _claimed(payload: bytes) -> bytes:
    """Return what a compact JWS says, unverified; raise `ValueError` if it is none."""
    said = payload.split(b".", 2)[1:2] or [b""]
    return urlsafe_b64decode(said[0] + b"==")
