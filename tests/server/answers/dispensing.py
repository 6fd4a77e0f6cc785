"""A terminal that dispenses on prescriptions, with its entries stored as ingest stores them."""

from datetime import date
from typing import Any

from tests.server.desk import Desk
from tests.server.outlet import NOW, Outlet
from wire.chain import entry_hash
from wire.entry import Head, Reference, encode
from wire.kinds import Return, Void
from wire.sale import Line, Sale


class Dispenser:
    """Writes entries and has them stored."""

    def __init__(self, outlet: Outlet) -> None:
        self.outlet = outlet
        self._desk, self._stored = Desk(), 0

    def sell(self, code: str, lines: dict[int, int]) -> Reference:
        sold = tuple(_line(number, units) for number, units in lines.items())
        total = sum(line.amount_vnd for line in sold)
        return self._write(
            Sale(**self._head(), staff="1", lines=sold, total_vnd=total, prescription=code)
        )

    def void(self, sale: Reference) -> Reference:
        return self._write(Void(**self._head(), staff="1", sale=sale, lines=(), total_vnd=0))

    def give_back(self, sale: Reference, lines: dict[int, int]) -> Reference:
        back = tuple(_line(number, units) for number, units in lines.items())
        return self._write(
            Return(**self._head(), staff="1", sale=sale, lines=back, total_vnd=0, to_shelf=False)
        )

    def store(self) -> None:
        fresh = self.outlet.bodies[self._stored :]
        self._stored = len(self.outlet.bodies)
        assert self._desk.receive_batch(self.outlet, fresh).through == self._stored

    def _write(self, entry: Head) -> Reference:
        body = encode(entry)
        self.outlet.bodies.append(body)
        self.store()
        return Reference(
            epoch=self.outlet.epoch, seq=len(self.outlet.bodies), sha256=entry_hash(body)
        )

    def _head(self) -> dict[str, Any]:
        return {
            "terminal": self.outlet.id,
            "epoch": self.outlet.epoch,
            "seq": len(self.outlet.bodies) + 1,
            "prev": self.outlet.head,
            "at": NOW,
        }


def _line(number: int, units: int) -> Line:
    return Line(
        drug=f"D{number}",
        batch="A",
        expiry=date(2028, 1, 31),
        quantity=units,
        unit="viên",
        price_vnd=1_000,
        prescribed=number,
    )
