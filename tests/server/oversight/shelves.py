"""Ledgers of shops that move goods, stored as ingest leaves them, and drugs to move."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from server.oversight.follow import follow
from server.reference.drugs import DrugFacts
from server.store import entries, marks
from server.store.database import rows, writing
from server.store.entries import Ledger, NewEntry
from server.store.marks import Advance
from wire.chain import entry_hash, origin
from wire.entry import Head, Reference, encode
from wire.kinds import CountLine, GoodsIn, Return, ShelfLine, StockCount, Void
from wire.sale import Line, Sale

BEGAN = datetime(2026, 11, 1, 1, 0, tzinfo=UTC)
"""08:00 in Việt Nam."""
EXPIRY = date(2027, 6, 30)


class Drugs:
    """A catalogue: drugs that begin with a class of control are of that class."""

    def facts(self, drug: str) -> DrugFacts:
        head, _dash, rest = drug.partition("-")
        return DrugFacts(id=drug, name=f"Thuốc {drug}", control=head if rest else "none")


class Shop:
    """Writes one epoch of one terminal, an entry a minute."""

    def __init__(
        self, terminal: str = "T1", epoch: str = "", *, began: datetime = BEGAN, staff: str = "7"
    ) -> None:
        self.terminal, self.staff = terminal, staff
        self.epoch = epoch or f"{next(_numbers):032x}"
        self.now = began
        self.entries: list[Head] = []
        self.bodies: list[bytes] = []
        self._stored = 0

    def write(self, kind: type[Head], **fields: Any) -> Reference:
        """Write an entry of any kind."""
        head = origin(self.terminal, self.epoch)
        if self.bodies:
            head = entry_hash(self.bodies[-1])
        self.now += timedelta(minutes=1)
        own: dict[str, Any] = {
            "terminal": self.terminal, "epoch": self.epoch, "seq": len(self.bodies) + 1,
            "prev": head, "at": self.now,
        }  # fmt: skip
        entry = kind(**own | fields)
        self.entries.append(entry)
        self.bodies.append(encode(entry))
        return Reference(epoch=self.epoch, seq=len(self.bodies), sha256=entry_hash(self.bodies[-1]))

    def receive(
        self,
        *goods: tuple[str, str, int],
        supplier: str = "Dược A",
        document: str = "HD1",
        **fields: Any,
    ) -> Reference:
        lines = tuple(shelf_line(*one) for one in goods)
        named = {"supplier": supplier, "document": document}
        return self.write(GoodsIn, staff=self.staff, lines=lines, **named, **fields)

    def sell(self, *sold: tuple[str, str, int], **fields: Any) -> Reference:
        return self.sell_lines(*(line(*one) for one in sold), **fields)

    def sell_lines(self, *lines: Line, **fields: Any) -> Reference:
        total = sum(one.amount_vnd for one in lines)
        return self.write(Sale, lines=lines, total_vnd=total, **{"staff": self.staff} | fields)

    def give_back(
        self, sale: Reference, *back: tuple[str, str, int], to_shelf: bool = True
    ) -> Reference:
        lines = tuple(line(*one) for one in back)
        return self.write(
            Return, staff=self.staff, sale=sale, lines=lines, total_vnd=0, to_shelf=to_shelf
        )

    def void(self, sale: Reference) -> Reference:
        sold = self.entries[sale.seq - 1]
        assert isinstance(sold, Sale)
        return self.write(
            Void, staff=self.staff, sale=sale, lines=sold.lines, total_vnd=sold.total_vnd
        )

    def count(self, *found: tuple[str, str, int], because: str = "count") -> Reference:
        lines = tuple(
            CountLine(drug=drug, batch=batch, expiry=EXPIRY, expected=0, counted=units)
            for drug, batch, units in found
        )
        return self.write(StockCount, staff=self.staff, because=because, lines=lines)

    def store(self, *, but: Iterable[int] = ()) -> None:
        """Store what was written since; `but`: numbers that were set aside."""
        left = set(but)
        with writing():
            fresh = [
                (number, entry, body)
                for number, (entry, body) in enumerate(
                    zip(self.entries, self.bodies, strict=True), 1
                )
                if number > self._stored and number not in left
            ]
            self._put(fresh)
            marks.advance(
                [
                    Advance(
                        ledger=Ledger(self.terminal, self.epoch), through=len(self.bodies),
                        head=entry_hash(self.bodies[-1]), added=len(fresh), has_aside=bool(left),
                    )
                ],
                self.now,
            )  # fmt: skip
        self._stored = len(self.bodies)

    def store_late(self, number: int) -> None:
        """Store what was set aside."""
        with writing():
            self._put([(number, self.entries[number - 1], self.bodies[number - 1])])

    def _put(self, fresh: Iterable[tuple[int, Head, bytes]]) -> None:
        entries.add(
            [
                NewEntry(
                    self.terminal, self.epoch, number, entry_hash(body), entry.prev, entry.kind,
                    entry.at, getattr(entry, "total_vnd", None), body,
                )
                for number, entry, body in fresh
            ],
            self.now,
        )  # fmt: skip


_numbers: Iterator[int] = count(1)


def line(drug: str, batch: str, units: int, **fields: Any) -> Line:
    usual: dict[str, Any] = {"expiry": EXPIRY, "unit": "viên", "price_vnd": 1_000}
    return Line(drug=drug, batch=batch, quantity=units, **usual | fields)


def shelf_line(drug: str, batch: str, units: int, **fields: Any) -> ShelfLine:
    return ShelfLine(drug=drug, batch=batch, units=units, **{"expiry": EXPIRY} | fields)


def counted(*, most: int = 5000) -> int:
    """Count all that is stored, in portions."""
    done = 0
    while fresh := follow(Drugs(), most=most):
        done += fresh
    return done


def stock(terminal: str = "T1") -> dict[tuple[str, str, str], tuple[int, int]]:
    """Return what the province thinks there is on a terminal's shelf and aside."""
    found = rows(
        """
        SELECT drug, batch, owner, on_shelf, aside FROM shelfbatch
        JOIN goodsledger ON goodsledger.id = shelfbatch.ledger
        JOIN lot ON lot.id = shelfbatch.lot WHERE terminal = ? AND closed = 0
        """,
        (terminal,),
    )
    return {(drug, batch, owner): (shelf, aside) for drug, batch, owner, shelf, aside in found}
