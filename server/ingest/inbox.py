"""The bounded queue between the thread that reads the network and the one that writes."""

import time
from collections import deque
from threading import Condition

from server.ingest.message import Message

MAX_MESSAGES = 2000
MAX_BYTES = 32 * 1024 * 1024
BATCH_MESSAGES = 500
LINGER_SECONDS = 0.010
"""How long a batch waits for more: a commit costs about as much."""


class Inbox:
    """Messages on their way to the database. What does not fit stays with the broker."""

    def __init__(self, *, max_messages: int = MAX_MESSAGES, max_bytes: int = MAX_BYTES) -> None:
        self._max_messages, self._max_bytes = max_messages, max_bytes
        self._waiting: deque[Message] = deque()
        self._bytes = 0
        self._closed = False
        self._changed = Condition()

    def put(self, message: Message) -> None:
        """Take a message in, whether there is room or not."""
        with self._changed:
            self._waiting.append(message)
            self._bytes += len(message.payload)
            self._changed.notify_all()

    def has_room(self) -> bool:
        """Whether anything more should be read. A little may have been read already."""
        with self._changed:
            return len(self._waiting) < self._max_messages and self._bytes < self._max_bytes

    def take(self, *, most: int = BATCH_MESSAGES, linger: float = LINGER_SECONDS) -> list[Message]:
        """Wait for messages and return a batch; nothing once the inbox is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            until = time.monotonic() + linger
            self._changed.wait_for(
                lambda: len(self._waiting) >= most or self._closed,
                timeout=until - time.monotonic(),
            )
            if self._closed:
                return []
            batch = [self._waiting.popleft() for _ in range(min(most, len(self._waiting)))]
            self._bytes -= sum(len(message.payload) for message in batch)
            self._changed.notify_all()
            return batch

    def wait_for_room(self) -> None:
        """Wait until at least half of the inbox is free, or it is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._is_half_free())

    def close(self) -> None:
        """Hand nothing out any more: what still waits is not acknowledged and comes again."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _is_half_free(self) -> bool:
        return len(self._waiting) <= self._max_messages // 2 and self._bytes <= self._max_bytes // 2
