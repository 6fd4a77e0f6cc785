"""Looks at every step of a counter: what must hold, whatever happens."""

from collections import Counter as Tally
from dataclasses import dataclass, field, replace

from device.counter.drug import Drug
from device.counter.event import Event, UndoScan
from device.counter.open_sale import open_sale
from device.counter.payment import Cash, Transfer
from device.counter.rules import Rule, may_answer, person_to_keep, refuse, refuse_sale
from device.counter.sale import OpenSale, SaleLine
from device.counter.savefault import SaveFault
from device.counter.state import Blocked, Paid, Ready, Saving, Selling, State
from device.counter.step import Step
from device.counter.world import World
from tests.device.counter.shop import FREE, Counter

NEVER_SET_ASIDE = frozenset(set(Rule) - {Rule.NEEDS_PRESCRIPTION, Rule.NOT_ENOUGH})


@dataclass
class Witness:
    """What a counter did, reckoned apart from its book."""

    counter: Counter
    stock: Tally[tuple[str, str]] = field(default_factory=Tally)
    """Base units on the shelf and in quarantine, as they should be."""
    excused: set[tuple[str, str]] = field(default_factory=set)
    """Batches of which more was sold than the book had, with a reason."""
    cash_vnd: int = 0
    transfer_vnd: int = 0

    def begin(self) -> None:
        """Take the shelf as it is."""
        self.stock = self._on_shelf()

    def lost(self, drug: Drug, batch: str, units: int) -> None:
        """Somebody counts, and less is there than the book said."""
        self.counter.shelf.move(drug.id, batch, -units)
        self.stock[drug.id, batch] -= units

    def sees(self, event: Event) -> Step:
        """Let something happen; everything that must hold is looked at."""
        before, world = self.counter.state, self.counter.world
        found = self.counter.do(event)
        assert isinstance(found.state, State)
        self._commit_holds(before, found, world)  # before the book knows of it
        self.counter.settle(found)
        self._sale_holds(open_sale(self.counter.state))
        if isinstance(before, Selling) and isinstance(event, UndoScan):
            self._undo_holds(before.sale, found.state, world.fault)
        if isinstance(found.state, Blocked) and found.state is not before:
            self._block_holds(found.state, world)
        if found.commit is not None and self.counter.fault is None:
            self._was_sold(found.commit)
        self._stock_holds()
        assert len(self.counter.parked) <= 6
        return found

    def _sale_holds(self, sale: OpenSale) -> None:
        assert sale.total_vnd == sum(line.quantity * line.offer.price_vnd for line in sale.lines)
        seen: set[tuple[str, str]] = set()
        for line in sale.lines:
            assert line.quantity >= 1
            assert len(line.serials) <= line.quantity
            mine = {(line.drug.id, serial) for serial in line.serials}
            assert not mine & seen
            seen |= mine

    def _commit_holds(self, before: State, found: Step, world: World) -> None:
        begins = isinstance(found.state, Saving) and not isinstance(before, Saving)
        assert (found.commit is not None) == begins
        if found.commit is None:
            return
        sale = found.commit
        assert sale.lines
        assert sale.lines == open_sale(before).lines or isinstance(before, Blocked)
        for index, line in enumerate(sale.lines):
            others = sale.lines[:index] + sale.lines[index + 1 :]
            self._line_holds(line, replace(sale, lines=others), world)
        self._prescription_holds(sale, world)
        for entry in sale.overridden:
            rest = tuple(one for one in sale.overridden if one is not entry)
            assert refuse_sale(replace(sale, overridden=rest), world), "a reason for nothing"
        if sale.prescription is None and all(line.drug == FREE for line in sale.lines):
            assert person_to_keep(sale) is None

    def _line_holds(self, line: SaleLine, others: OpenSale, world: World) -> None:
        """No rule is passed without an entry that names it, this drug, and a reason."""
        assert line.batch
        assert line.expiry is not None
        assert line.expiry >= world.today
        bare = replace(others, overridden=())
        entries = {(entry.rule, entry.drug, entry.batch): entry for entry in others.overridden}
        while (refusal := refuse(line, bare, world)) is not None:
            assert refusal.rule not in NEVER_SET_ASIDE, refusal.rule
            batch = line.batch if refusal.rule is Rule.NOT_ENOUGH else ""
            entry = entries.pop((refusal.rule.source.code, line.drug.id, batch))
            assert entry.reason in {"in-hand", "emergency"}
            bare = bare.overriding(entry)
        if line.substitution:
            assert line.substitution.buyer_agrees
            assert line.substitution.reason
            assert may_answer(world.shop.person(line.substitution.by))

    def _prescription_holds(self, sale: OpenSale, world: World) -> None:
        """RX-04: here and elsewhere together, never more than prescribed."""
        found = sale.prescription
        here = world.past.dispensed(found.text) if found else {}
        on_code = world.past.sold_on_code(found.text) if found else {}
        for prescribed in found.lines if found else ():
            mine = [line for line in sale.lines if line.prescribed == prescribed.number]
            taken = sum(line.base_units for line in mine)
            before = prescribed.elsewhere + here.get(prescribed.number, 0)
            before += on_code.get(prescribed.drug, 0)
            assert not taken or before + taken <= prescribed.quantity

    def _undo_holds(self, sale: OpenSale, after: State, fault: SaveFault | None) -> None:
        assert open_sale(after) == sale.undo()
        if fault is None:
            assert isinstance(after, Ready) == sale.undo().empty

    def _block_holds(self, state: Blocked, world: World) -> None:
        good = state.refusal.good_batch
        assert good is None or (good.expiry and good.expiry >= world.today)
        assert state.refusal.rule.source.law

    def _was_sold(self, sale: OpenSale) -> None:
        """Reckon money and stock, apart from what the book does."""
        paid = self.counter.state
        assert isinstance(paid, Paid)
        total = sum(line.quantity * line.offer.price_vnd for line in sale.lines)
        assert paid.total_vnd == total
        if isinstance(paid.payment, Cash):
            self.cash_vnd += total
        else:
            assert isinstance(paid.payment, Transfer)
            self.transfer_vnd += total
        short = {(entry.drug, entry.batch) for entry in sale.overridden if entry.rule == "GPP-01"}
        for line in sale.lines:
            self.stock[line.drug.id, line.batch] -= line.quantity * line.offer.unit_size
            if (line.drug.id, line.batch) in short:
                self.excused.add((line.drug.id, line.batch))

    def _stock_holds(self) -> None:
        """Nothing comes or goes but by what was written, and below nought only with a reason."""
        found = self._on_shelf()
        assert {key: units for key, units in found.items() if units} == {
            key: units for key, units in self.stock.items() if units
        }
        for drug, stock in self.counter.shelf.stock.items():
            for batch in stock:
                assert batch.on_hand >= 0 or (drug, batch.number) in self.excused
                assert batch.set_aside >= 0

    def _on_shelf(self) -> Tally[tuple[str, str]]:
        return Tally(
            {
                (drug, batch.number): batch.on_hand + batch.set_aside
                for drug, stock in self.counter.shelf.stock.items()
                for batch in stock
            }
        )

    def reckons(self) -> None:
        """At the end the book's figures are the ones that were reckoned apart."""
        book = self.counter.book
        assert book.open_drawer.cash_vnd == self.cash_vnd
        assert book.open_drawer.transfer_vnd == self.transfer_vnd
        units: Tally[tuple[str, int]] = Tally()
        quantities: dict[tuple[str, int], int] = {}
        for sale in book.sold.values():
            if sale.prescription:
                text = sale.prescription.text
                for known in sale.prescription.lines:
                    quantities[text, known.number] = known.quantity
                for line in sale.lines:
                    if line.prescribed is not None:
                        units[text, line.prescribed] += line.base_units
        for key, taken in units.items():
            assert taken <= quantities[key], key
