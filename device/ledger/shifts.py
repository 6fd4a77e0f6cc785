"""Shifts: what the open one has done, added up from the entries alone.

Money that is given back is given in cash, whichever way the sale was paid.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import msgspec

from device.ledger.database import LedgerDatabase
from device.ledger.wear import check_sum
from wire.decoding import decode
from wire.entry import Head, Reference
from wire.kinds import Return, Shift, ShiftFigures, Void, read_entry
from wire.sale import Sale

_START: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - never shown: no shift is open


class Tally(msgspec.Struct):
    """The newest shift after some entry: what its report needs, and what the next one begins with.

    Sums are đồng.
    """

    number: int = 0
    is_open: bool = False
    left_vnd: int = 0
    """What was counted when the shift before was closed."""
    opened_at: datetime | None = None
    opened_by: str = ""
    first: int = 0
    """Number of the entry that opened it."""
    float_vnd: int = 0
    cash_vnd: int = 0
    cash_count: int = 0
    transfer_vnd: int = 0
    transfer_count: int = 0
    refunded_vnd: int = 0
    refund_count: int = 0
    """Returns and voids."""
    void_count: int = 0
    """Of these, voids."""
    prescription_count: int = 0

    @property
    def expected_vnd(self) -> int:
        """What should be in the drawer."""
        return self.float_vnd + self.cash_vnd - self.refunded_vnd

    def take(self, entry: Head) -> "Tally":
        """Return the tally with one more entry; one that is carried was counted as it was first."""
        match entry:
            case Head(carried=Reference()):
                pass
            case Shift(event="opened"):
                return self._opened(entry)
            case Shift():
                return self._closed(entry)
            case Sale() if self.is_open:
                self._sold(entry)
            case Return() | Void() if self.is_open:
                self.refunded_vnd += entry.total_vnd
                self.refund_count += 1
                self.void_count += isinstance(entry, Void)
        return self

    def _opened(self, entry: Shift) -> "Tally":
        return Tally(
            number=entry.number if isinstance(entry.number, int) else self.number + 1,
            is_open=True,
            left_vnd=self.left_vnd,
            opened_at=entry.at,
            opened_by=entry.staff,
            first=entry.seq,
            float_vnd=entry.counted_vnd or 0,
        )

    def _closed(self, entry: Shift) -> "Tally":
        number = self.number
        if isinstance(entry.figures, ShiftFigures):
            number = entry.figures.number
        return Tally(number=number, left_vnd=entry.counted_vnd or 0)

    def _sold(self, sale: Sale) -> None:
        if sale.paid_by == "cash":
            self.cash_vnd += sale.total_vnd
            self.cash_count += 1
        else:
            self.transfer_vnd += sale.total_vnd
            self.transfer_count += 1
        self.prescription_count += is_prescribed(sale)

    def figures(self, *, unsent: int) -> ShiftFigures:
        """Return the figures of the report."""
        return ShiftFigures(
            number=self.number,
            opened_at=self.opened_at or _START,
            first=self.first,
            float_vnd=self.float_vnd,
            cash_vnd=self.cash_vnd,
            cash_count=self.cash_count,
            transfer_vnd=self.transfer_vnd,
            transfer_count=self.transfer_count,
            refunded_vnd=self.refunded_vnd,
            refund_count=self.refund_count,
            void_count=self.void_count,
            prescription_count=self.prescription_count,
            unsent=unsent,
        )


def is_prescribed(sale: Sale) -> bool:
    """Whether a sale was made on a prescription, with a code or without."""
    return sale.prescription is not None or sale.dispensed is not msgspec.UNSET


class Adding:
    """Adds the shift up; asked again, it reads only what was written since."""

    def __init__(self, database: LedgerDatabase) -> None:
        self._database = database
        self._through: tuple[int, str] | None = None
        """Key and hash of the newest entry that was added."""
        self._tally = Tally()

    def tally(self) -> Tally:
        """Return the newest shift as it stands."""
        newest = _newest(self._database)
        if newest != self._through:
            if not self._is_still_there():
                self._tally, self._through = _latest(self._database)
            first = self._through[0] if self._through else 0
            # A copy: where reading fails in the middle, what was added stays as it was.
            tally = msgspec.structs.replace(self._tally)
            for entry in entries_of_shift(self._database, behind=first):
                tally = tally.take(entry)
            self._tally, self._through = tally, newest
        return self._tally

    def _is_still_there(self) -> bool:
        """Whether what was added is in this database: it may have been set aside since."""
        if self._through is None:
            return False
        key, sha256 = self._through
        return self._database.row("SELECT sha256 FROM entry WHERE id = ?", key) == (sha256,)


def _newest(database: LedgerDatabase) -> tuple[int, str] | None:
    found = database.row("SELECT id, sha256 FROM entry ORDER BY id DESC LIMIT 1")
    return None if found is None else (int(found[0]), str(found[1]))


def entries_of_shift(database: LedgerDatabase, *, behind: int) -> Iterator[Head]:
    """Yield the entries behind a key that a shift counts."""
    for (body,) in database.rows(
        "SELECT body FROM entry WHERE id > ? AND kind IN ('sale', 'return', 'void', 'shift')"
        " ORDER BY id",
        behind,
    ):
        yield read_entry(bytes(body))


def _latest(database: LedgerDatabase) -> tuple[Tally, tuple[int, str] | None]:
    """Return the tally right after the newest entry of a shift, and that entry."""
    tally, start = then(database)
    shifts = [
        (key, sha256, read_entry(bytes(body)))
        for key, sha256, body in database.rows(
            "SELECT id, sha256, body FROM entry"
            " WHERE kind != 'sale' AND kind = 'shift' AND id > ? ORDER BY id",
            start,
        )
    ]
    through: tuple[int, str] | None = (start, "") if start else None
    for key, sha256, entry in shifts:
        if not isinstance(entry.carried, Reference):
            tally, through = tally.take(entry), (key, sha256)
    if not tally.is_open:
        # Nothing is counted between two shifts.
        return tally, _newest(database)
    return tally, through


def then(database: LedgerDatabase) -> tuple[Tally, int]:
    """Return what stands for the entries that were purged, and the key up to which it counts."""
    found = database.row("SELECT tally, through FROM shiftthen")
    return (read_tally(found[0]), int(found[1])) if found else (Tally(), 0)


def read_tally(text: object) -> Tally:
    """Return a tally that was stored; an empty one where it cannot be read."""
    try:
        return decode(str(text).encode(), Tally)
    except msgspec.DecodeError:
        return Tally()


def set_then(database: LedgerDatabase, tally: Tally, *, through: int) -> None:
    """Note what stands for the entries that are purged, up to this key."""
    restore_then(database, msgspec.json.encode(tally).decode(), through)


def restore_then(database: LedgerDatabase, text: str, through: int) -> None:
    """Bring over what stood in another database."""
    database.run(
        "INSERT OR REPLACE INTO shiftthen (id, tally, through, check_sum) VALUES (1, ?, ?, ?)",
        text, through, check_sum((text, through)),
    )  # fmt: skip
