"""Prices: what each outlet last asked, what it posted, and what was sold above that."""

from typing import ClassVar, NamedTuple

from server.oversight.tallies.batch_names import ledger_of, storable
from server.oversight.tallies.price_rows import (
    Ask,
    AskedKey,
    PostedKey,
    store_above,
    store_asked,
    store_posted,
    store_voided,
    were_posted,
    withdraw,
)
from server.oversight.tally import Seen
from server.reference.drugs import DrugBook
from server.store.database import to_text
from wire.kinds import PricePosted
from wire.sale import Line, Sale


class _SoldLine(NamedTuple):
    """A line of a sale."""

    seen: Seen
    number: int
    line: Line


class PriceTally:
    """Compares prices with what was posted (PRC-01, PRC-02)."""

    tables: ClassVar[tuple[str, ...]] = (
        "outletprice",
        "postedprice",
        "aboveposted",
        "pricechanged",
        "pricespread",
        "pricefar",
        "priceannounced",
    )

    def __init__(self, _book: DrugBook) -> None:
        self._asked: dict[AskedKey, list[Ask]] = {}
        self._withdrawn: list[tuple[AskedKey, Ask]] = []
        self._posted: dict[PostedKey, tuple[int, str]] = {}
        self._unsure: dict[PostedKey, list[_SoldLine]] = {}
        self._above: list[tuple[object, ...]] = []
        self._voided: list[tuple[int, int]] = []

    def take(self, seen: Seen) -> None:
        """Note the prices of a sale, or a price that was posted."""
        match seen.entry:
            case Sale() as sale:
                self._take_sale(seen, sale)
            case PricePosted() as entry:
                key = (ledger_of(seen.terminal, seen.epoch), entry.drug,
                       entry.unit)  # fmt: skip
                self._posted[key] = (entry.price_vnd, to_text(seen.at))
        if seen.undoes:
            sold = seen.undoes
            self._voided.append((ledger_of(sold.terminal, sold.epoch), sold.seq))
            self._withdraw(sold)

    def store(self) -> None:
        """Write them down."""
        before = were_posted(self._unsure)
        for key, posted in before.items():
            for one in self._unsure[key]:
                self._compare_with(one, posted)
        store_asked({key: asks for key, asks in self._asked.items() if asks})
        withdraw(self._withdrawn)
        store_posted(self._posted)
        store_above(self._above)
        store_voided(self._voided)

    def _take_sale(self, seen: Seen, sale: Sale) -> None:
        ledger, at = ledger_of(seen.terminal, seen.epoch), to_text(seen.at)
        for number, line in enumerate(sale.lines):
            if line.price_vnd <= 0:
                continue
            drug, unit = line.drug, line.unit
            if not seen.is_undone:
                key = (drug, unit, seen.outlet)
                self._asked.setdefault(key, []).append(Ask(at, line.price_vnd, line.unit_size))
            self._look(_SoldLine(seen, number, line), (ledger, drug, unit))

    def _withdraw(self, sold: Seen) -> None:
        """Let a sale that is undone be none that asked: its price may have been a mistake."""
        if not isinstance(sold.entry, Sale):
            return
        at = to_text(sold.at)
        for line in sold.entry.lines:
            key = (line.drug, line.unit, sold.outlet)
            ask = Ask(at, line.price_vnd, line.unit_size)
            here = self._asked.get(key, [])
            if ask in here:
                here.remove(ask)
            else:
                self._withdrawn.append((key, ask))

    def _look(self, one: _SoldLine, key: PostedKey) -> None:
        if one.line.posted_vnd is not None:
            self._compare(one, one.line.posted_vnd)
        elif key in self._posted:
            self._compare_with(one, self._posted[key])
        else:
            self._unsure.setdefault(key, []).append(one)

    def _compare_with(self, one: _SoldLine, posted: tuple[int, str]) -> None:
        """Compare with what was posted; what was posted after a sale that comes late is not it."""
        posted_vnd, at = posted
        if at <= to_text(one.seen.at):
            self._compare(one, posted_vnd)

    def _compare(self, one: _SoldLine, posted_vnd: int) -> None:
        seen, line = one.seen, one.line
        if line.price_vnd <= posted_vnd or not isinstance(seen.entry, Sale):
            return
        self._above.append(
            (
                ledger_of(seen.terminal, seen.epoch), seen.seq, one.number, seen.outlet,
                seen.day.isoformat(), to_text(seen.at), line.drug, line.unit,
                line.quantity, line.price_vnd, posted_vnd,
                storable(seen.entry.staff), int(seen.is_undone),
            )
        )  # fmt: skip
