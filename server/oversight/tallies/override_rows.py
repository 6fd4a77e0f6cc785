"""Rules that somebody set aside, one row each."""

from typing import ClassVar

from msgspec import UNSET

from server.oversight.tally import Seen
from server.reference.drugs import DrugBook
from server.store.database import add, to_text
from wire.kinds import Override

LONGEST = 300
"""Letters kept of what somebody wrote."""
_COLUMNS = (
    "terminal", "epoch", "seq", "outlet", "day", "at", "staff", "rule", "reason", "allowed_by",
    "drug", "sale_epoch", "sale_seq",
)  # fmt: skip


class OverrideRows:
    """Keeps who set aside which rule, why, and for what; one whose sale was undone stays."""

    tables: ClassVar[tuple[str, ...]] = ("overridden",)

    def __init__(self, _book: DrugBook) -> None:
        self._rows: list[tuple[object, ...]] = []

    def take(self, seen: Seen) -> None:
        """Note an override."""
        if not isinstance(seen.entry, Override):
            return
        entry = seen.entry
        written = (entry.staff, entry.rule, entry.reason, entry.allowed_by)
        self._rows.append(
            (
                *(seen.terminal, seen.epoch, seen.seq, seen.outlet, seen.day.isoformat()),
                to_text(seen.at),
                *(_clean(text) for text in written),
                "" if entry.drug is UNSET else _clean(entry.drug),
                _clean(entry.sale.epoch) if entry.sale else "",
                entry.sale.seq if entry.sale else None,
            )
        )

    def store(self) -> None:
        """Add the rows."""
        add("overridden", _COLUMNS, self._rows)


def _clean(text: str) -> str:
    """Return a text that every database keeps: PostgreSQL knows no NUL."""
    return text.replace("\0", "")[:LONGEST]
