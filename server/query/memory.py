"""What was asked a moment ago: several pages, and several people, ask the same at once.

A page that is drawn remembers for some seconds what concerns the whole province; whoever asks
without remembering (a round, a test, a program) gets everything anew.
"""

import mmap
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

SECONDS = 5.0
"""How old a figure may be that is shown as that of now."""
_MOST = 512
_MOMENT = struct.Struct("d")
Value = TypeVar("Value")


@dataclass(slots=True)
class _Known:
    """One answer, and the lock of whoever is looking it up."""

    lock: Lock = field(default_factory=Lock)
    asked_at: float = 0.0
    """When its making began; 0: it was not made."""
    value: Any = None


class Memory:
    """Answers by what was asked; forgotten in every process that was forked from the same one."""

    def __init__(self) -> None:
        self._known: dict[object, _Known] = {}
        self._lock = Lock()
        self._changed = mmap.mmap(-1, _MOMENT.size)
        """When something was last changed, by the machine's clock: shared with forked processes."""

    def once(self, key: object, make: Callable[[], Value], seconds: float = SECONDS) -> Value:
        """Return what was made not long ago; or make it, while others that want it wait."""
        known = self._place(key)
        with known.lock:
            began = monotonic()
            if not known.asked_at or not self._holds(known.asked_at, began - seconds):
                made = make()
                known.value, known.asked_at = made, began
            return known.value  # type: ignore[no-any-return] # what was kept under this key

    def renew(self, key: object, make: Callable[[], Value]) -> None:
        """Make an answer anew while the old one is still given out: nobody waits."""
        began, made, known = monotonic(), make(), self._place(key)
        known.value, known.asked_at = made, began

    def forget(self) -> None:
        """Forget everything: something was changed, or another store was opened."""
        self._changed[:] = _MOMENT.pack(monotonic())
        with self._lock:
            self._known = {}

    def _holds(self, asked_at: float, oldest: float) -> bool:
        changed: float = _MOMENT.unpack(self._changed[:])[0]
        return asked_at > max(changed, oldest)

    def _place(self, key: object) -> _Known:
        with self._lock:
            if len(self._known) >= _MOST and key not in self._known:
                self._known = {}
            return self._known.setdefault(key, _Known())


_memory: ContextVar[Memory | None] = ContextVar("memory", default=None)


@contextmanager
def remembering(memory: Memory | None) -> Iterator[None]:
    """Let `once` remember within the block; None: it asks anew, as before something is done."""
    before = _memory.set(memory)
    try:
        yield
    finally:
        _memory.reset(before)


def once(key: object, make: Callable[[], Value]) -> Value:
    """Return an answer that may be some seconds old where the caller remembers; else a new one.

    What is shared is not changed by whoever gets it.
    """
    memory = _memory.get()
    return memory.once(key, make) if memory else make()
