"""Recalls that people at the counters acknowledged."""

from typing import ClassVar

from server.oversight.tallies.batch_names import ledger_of, storable
from server.oversight.tally import Seen
from server.reference.drugs import DrugBook
from server.store.database import add, to_text
from wire.kinds import RecallAcknowledged

_COLUMNS = ("ledger", "seq", "recall", "at", "stored_at", "staff", "units")


class RecallTally:
    """Notes who acknowledged which recall, and what was found (RCL-02, RCL-05)."""

    tables: ClassVar[tuple[str, ...]] = ("recallanswer",)

    def __init__(self, _book: DrugBook) -> None:
        self._answers: list[tuple[object, ...]] = []

    def take(self, seen: Seen) -> None:
        """Note an acknowledgement."""
        entry = seen.entry
        if isinstance(entry, RecallAcknowledged):
            # Whether it answers what the recall asks now is judged by its time.
            at = seen.at if entry.at_is_trusted else seen.stored_at
            self._answers.append(
                (
                    ledger_of(seen.terminal, seen.epoch), seen.seq, storable(entry.recall),
                    to_text(at), to_text(seen.stored_at), storable(entry.staff),
                    sum(line.units for line in entry.lines),
                )
            )  # fmt: skip

    def store(self) -> None:
        """Write them down."""
        add("recallanswer", _COLUMNS, self._answers)
