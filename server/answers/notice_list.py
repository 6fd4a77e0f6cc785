"""The list of notices in answers: as much of it as the broker carries, the gravest first."""

import logging
from collections.abc import Sequence
from itertools import accumulate, takewhile

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from wire.asking import MAX_NOTICES, Answer, Notice
from wire.size import MAX_SAID

log = logging.getLogger(__name__)

PART = 24 * 1024
"""Bytes of the notices in one part: what a line of 64 kbit/s carries in four seconds."""
_OF_PAPER = (
    "until", "registration", "ingredient", "form", "expiry", "maker", "importer", "carried_out_by"
)  # fmt: skip
_LEFT_OUT: tuple[tuple[str, ...], ...] = ((), _OF_PAPER, (*_OF_PAPER, "reason", "issued"))
"""What stops a sale stays."""


def with_part(answer: Answer, found: Sequence[Notice], first: int) -> Answer:
    """Add those behind the first so many, as many as have room, and where the next part begins."""
    part = gravest(found[first:], min(PART, _room(answer)))
    following = first + len(part)
    return replace(
        answer, notices=part, notices_next=following if following < len(found) else UNSET
    )


def with_whole(answer: Answer, found: Sequence[Notice]) -> Answer:
    """Add the whole list, in fewer words where they have no room; or nothing, and say so.

    For terminals that know of no parts: what a list does not name is over to them.
    """
    for names in _LEFT_OUT:
        whole = tuple(_without(notice, names) for notice in found)
        if len(gravest(whole, _room(answer))) == len(found):
            return replace(answer, notices=whole)
    log.error("%s: %d notices are too many for its program", answer.terminal, len(found))
    return answer


def gravest(found: Sequence[Notice], room: int = PART) -> tuple[Notice, ...]:
    """Return the first of them that have room together, in bytes.

    One at least: there would be no getting on.
    """
    sizes = accumulate(len(msgspec.json.encode(notice)) + 1 for notice in found[: MAX_NOTICES - 1])
    return tuple(found[: max(1, sum(1 for _size in takewhile(lambda size: size <= room, sizes)))])


def _room(answer: Answer) -> int:
    """Return how many bytes of notices an answer still holds."""
    return MAX_SAID - len(msgspec.json.encode(replace(answer, notices=(), notices_next=0))) - 10


def _without(notice: Notice, names: Sequence[str]) -> Notice:
    fields = {field.name: field.default for field in msgspec.structs.fields(Notice)}
    return replace(notice, **{name: fields[name] for name in names})
