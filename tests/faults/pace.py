"""What is turned down so that hours of waiting fit into minutes. Nothing else is changed.

Where a program waits between two attempts, it waits a fraction of that; everything it does in
between is what it always does.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from importlib import import_module
from typing import Any

from tests.faults.deaths import NoSuchPlaceError

WAITS = 0.04
"""By which the waits of `wire.backoff` are multiplied."""
SECONDS = {
    "device.link.exchange:ANSWER_SECONDS": 0.8,
    "device.link.exchange:BATCH_AGE_SECONDS": 0.05,
    "device.link.exchange:LEAVE_SECONDS": 5.0,
    "device.link.exchange:LONGEST_PATIENCE_SECONDS": 60.0,
    "device.link.connection:LEAVE_SECONDS": 5.0,
    "device.link.connection:READY_SECONDS": 6.0,
    "device.link.turns:FIRST_REST_SECONDS": 2.0,
    "device.link.turns:LONGEST_REST_SECONDS": 4.0,
    "device.link.sender:STABLE_SECONDS": 2.0,
    "device.upkeep:EVERY_SECONDS": 0.3,
    "server.ingest.source:_STABLE_SECONDS": 2.0,
}
"""Named waits, and what they are instead."""


def hurry() -> None:
    """Shorten this process's waits; raise `NoSuchPlaceError` where one has gone."""
    backoff = import_module("wire.backoff").Backoff
    wait: Callable[[Any], float] = backoff.next_seconds
    backoff.next_seconds = lambda self: WAITS * wait(self)
    for place, seconds in SECONDS.items():
        module, _colon, name = place.partition(":")
        if not hasattr(import_module(module), name):
            raise NoSuchPlaceError(place)
        setattr(import_module(module), name, seconds)


def set_clock(off_by: timedelta) -> None:
    """Let the terminal's clock be wrong by so much, as without a battery."""

    class Wrong(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz or UTC) + off_by

    clock: Any = import_module("device.clock")
    clock.datetime = Wrong
