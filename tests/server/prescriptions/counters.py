"""Counters that dispense on prescriptions, and send when their line is up again."""

from collections import Counter as Tally
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import UNSET

from server.prescriptions.follow import follow
from server.store import prescriptions
from server.store.database import reading, run, writing
from server.store.prescriptions import Taken
from server.store.terminals import register
from tests.server.desk import Desk
from tests.server.outlet import NOW, Outlet
from wire.asking import AnsweredLine, Sheet
from wire.chain import entry_hash
from wire.entry import Head, Reference, encode
from wire.kinds import Return, Void
from wire.sale import Dispensed, Line, Sale

CODE = "330127c3d9ab-c"


def sheet(*quantities: int, code: str = CODE, **facts: Any) -> Sheet:
    """Return a prescription whose lines have these quantities of D1, D2, …"""
    lines = tuple(
        AnsweredLine(number=number, name=f"Thuốc {number}", quantity=quantity, drug=f"D{number}")
        for number, quantity in enumerate(quantities, start=1)
    )
    return Sheet(code=code, issued=date(2026, 11, 21), lines=lines, **facts)


@dataclass
class Counter:
    """A terminal of an outlet, with its ledger."""

    terminal: str
    home: str = ""
    """Code of its outlet; empty: the terminal's own."""
    desk: Desk = field(default_factory=Desk)
    sent: int = 0

    def __post_init__(self) -> None:
        self.outlet = Outlet(id=self.terminal)
        with writing():
            register(self.outlet.registration)
            if self.home:
                run("UPDATE terminal SET outlet_code = ? WHERE id = ?", (self.home, self.terminal))

    def sell(
        self,
        code: str,
        lines: dict[int, int],
        *,
        at: datetime = NOW,
        numbered: bool = True,
        checked: bool = False,
    ) -> Reference:
        """Sell so many units on these lines of a prescription; nothing is sent yet."""
        sold = tuple(line(number, units, numbered=numbered) for number, units in lines.items())
        said = Dispensed(origin="province", checked=True) if checked else UNSET
        return self._write(
            Sale(
                **self._head(at), staff="1", lines=sold, prescription=code, dispensed=said,
                total_vnd=sum(one.amount_vnd for one in sold),
            )
        )  # fmt: skip

    def void(self, sale: Reference, *, at: datetime = NOW) -> Reference:
        """Undo a sale; nothing is sent yet."""
        return self._write(Void(**self._head(at), staff="1", sale=sale, lines=(), total_vnd=0))

    def take_back(
        self, sale: Reference, lines: dict[int, int], *, numbered: bool = True
    ) -> Reference:
        """Take goods back; nothing is sent yet."""
        back = tuple(line(number, units, numbered=numbered) for number, units in lines.items())
        return self._write(
            Return(**self._head(NOW), staff="1", sale=sale, lines=back, total_vnd=0, to_shelf=False)
        )

    def send(self, *, portions: Sequence[int] = ()) -> None:
        """Send what is left, in portions of so many entries and the rest."""
        for size in (*portions, len(self.outlet.bodies)):
            fresh = self.outlet.bodies[self.sent : self.sent + size]
            if fresh:
                self.sent += len(fresh)
                assert self.desk.receive_batch(self.outlet, fresh).through == self.sent

    def send_again(self) -> None:
        """Send everything once more, as a terminal does that heard no receipt."""
        self.desk.receive_batch(self.outlet, self.outlet.bodies)

    def _head(self, at: datetime) -> dict[str, Any]:
        seq = len(self.outlet.bodies) + 1
        return {
            "terminal": self.outlet.id,
            "epoch": self.outlet.epoch,
            "seq": seq,
            "prev": self.outlet.head,
            "at": at + timedelta(seconds=seq),
        }

    def _write(self, entry: Head) -> Reference:
        body = encode(entry)
        self.outlet.bodies.append(body)
        seq = len(self.outlet.bodies)
        return Reference(epoch=self.outlet.epoch, seq=seq, sha256=entry_hash(body))


def by_line(taken: Iterable[Taken]) -> dict[int | None, int]:
    """Return what was dispensed by line, as the terminals numbered it."""
    units = Tally[int | None]()
    for one in taken:
        units[one.prescribed] += one.units
    return dict(units)


def all_dispensed() -> dict[int | None, int]:
    """Return what is dispensed when everything is read, which reading on does not change."""
    while follow():
        pass
    with reading():
        found = by_line(prescriptions.dispensed(CODE, beside="X"))
    assert follow() == 0
    with reading():
        assert by_line(prescriptions.dispensed(CODE, beside="X")) == found
    return found


def line(number: int, units: int, *, numbered: bool = True) -> Line:
    """Return a line of a sale: so many tablets of the drug with this number."""
    return Line(
        drug=f"D{number}",
        batch="A",
        expiry=date(2028, 1, 31),
        quantity=units,
        unit="viên",
        price_vnd=1_000,
        prescribed=number if numbered else None,
    )
