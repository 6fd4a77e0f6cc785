"""What goes in and out of ingest, whatever carries it."""

from collections.abc import Callable
from dataclasses import dataclass, field

LONGEST_WAIT_SECONDS = 30.0
"""Between two attempts to reach the broker or the database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something that arrived. Until it is acknowledged, whoever brought it keeps it."""

    topic: str
    payload: bytes = field(repr=False)
    acknowledge: Callable[[], object] = field(repr=False)
    """Say that it need not come again. Its connection may be gone: then nothing happens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Something to send."""

    topic: str
    payload: bytes = field(repr=False)
