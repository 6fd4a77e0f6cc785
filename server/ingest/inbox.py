"""The bounded queue between the thread that reads the network and those that write."""

import time
from collections import deque
from threading import Condition

from server.ingest.message import Message

MAX_MESSAGES = 2000
MAX_BYTES = 32 * 1024 * 1024
BATCH_MESSAGES = 500
BATCH_BYTES = 8 * 1024 * 1024
"""Taken together: some 9,000 sales, which are five times as large while they are read."""
LINGER_SECONDS = 0.010
"""How long a batch waits for more: a commit costs about as much."""


class Inbox:
    """Messages on their way to the database. What does not fit stays with the broker.

    It has one lane or more; each is emptied by one recorder, in order.
    """

    def __init__(
        self, *, max_messages: int = MAX_MESSAGES, max_bytes: int = MAX_BYTES, lanes: int = 1
    ) -> None:
        self._max_messages, self._max_bytes = max_messages, max_bytes
        self._lanes: list[deque[Message]] = [deque() for _ in range(lanes)]
        self._messages = self._bytes = 0
        self._closed = False
        self._changed = Condition()

    def put(self, message: Message, lane: int = 0) -> None:
        """Take a message in, whether there is room or not."""
        with self._changed:
            waiting = self._lanes[lane]
            waiting.append(message)
            self._messages += 1
            self._bytes += len(message.payload)
            # Whoever takes has been woken by the first, and looks again when there are enough.
            if len(waiting) in {1, BATCH_MESSAGES}:
                self._changed.notify_all()

    def has_room(self) -> bool:
        """Whether anything more should be read. A little may have been read already."""
        return self._messages < self._max_messages and self._bytes < self._max_bytes

    def take(
        self, lane: int = 0, *, most: int = BATCH_MESSAGES, linger: float = LINGER_SECONDS
    ) -> list[Message]:
        """Wait for messages and return a batch; nothing once the inbox is closed."""
        waiting = self._lanes[lane]
        with self._changed:
            self._changed.wait_for(lambda: waiting or self._closed)
            until = time.monotonic() + linger
            self._changed.wait_for(
                lambda: len(waiting) >= most or self._closed,
                timeout=until - time.monotonic(),
            )
            if self._closed:
                return []
            batch = self._taken(waiting, most)
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

    def _taken(self, waiting: deque[Message], most: int) -> list[Message]:
        batch: list[Message] = []
        size = 0
        while waiting and len(batch) < most and size < BATCH_BYTES:
            message = waiting.popleft()
            batch.append(message)
            size += len(message.payload)
        self._messages -= len(batch)
        self._bytes -= size
        return batch

    def _is_half_free(self) -> bool:
        return self._messages <= self._max_messages // 2 and self._bytes <= self._max_bytes // 2
