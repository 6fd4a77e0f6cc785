"""The counter under every order of events: what must hold, holds after each of them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from codes import Pack, Unknown, Why
from device.counter.event import (
    CashTaken,
    Dismissed,
    Event,
    HelpWanted,
    NotSaved,
    Rested,
    Saved,
    Scanned,
    UndoScan,
)
from device.counter.open_sale import open_sale
from device.counter.rules import check_line, person_to_keep
from device.counter.sale import OpenSale
from device.counter.state import Blocked, Paid, Ready, SaveFailed, SaveFault, Saving, Selling, State
from device.counter.step import Step
from tests.device.counter.shop import (
    CARD,
    DRUGS,
    FREE,
    NEXT_YEAR,
    ORDINARY,
    TODAY,
    TYPE_H,
    TYPE_N,
    YESTERDAY,
    Counter,
    MemoryShelf,
    gtin,
    pack,
)

MIDNIGHT = timedelta(days=1)
SAVED = Saved(number=7, at=datetime(2026, 11, 22, tzinfo=UTC))

good_packs = st.sampled_from([pack(drug, box=box) for drug in DRUGS for box in (False, True)])
any_packs = st.builds(
    Pack,
    st.sampled_from([gtin(drug) for drug in DRUGS]) | st.just("08938501000118"),
    st.sampled_from([None, "A", "B", "AB12321SN1"]),
    st.sampled_from([None, NEXT_YEAR, TODAY, YESTERDAY]),
    st.none() | st.sampled_from(["S1", "S2", "S3"]),
    st.booleans(),
)
papers = st.sampled_from([CARD, ORDINARY, TYPE_N, TYPE_H])
unknown = st.builds(Unknown, st.sampled_from(Why), st.sampled_from(["", "893"]))
scans = st.builds(Scanned, st.one_of(good_packs, good_packs, any_packs, papers, papers, unknown))
presses = st.sampled_from([UndoScan(), Dismissed(), HelpWanted(), Rested(), MIDNIGHT])
answers = st.sampled_from([SAVED, SAVED, NotSaved(SaveFault.DISK_FULL)])
# Somebody who goes on until it is paid, and others who press what they find.
visits = st.lists(scans, min_size=1, max_size=4).flatmap(
    lambda scanned: st.tuples(st.permutations([*scanned, Scanned(CARD)]), answers).map(
        lambda visit: [*visit[0], CashTaken(), Dismissed(), CashTaken(), visit[1]]
    )
)
strays = st.lists(st.one_of(scans, presses, answers, st.just(CashTaken())), min_size=1, max_size=6)
mornings = st.lists(visits | strays, min_size=3, max_size=8).map(
    lambda parts: [event for part in parts for event in part]
)


@st.composite
def shelves(draw: st.DrawFn) -> MemoryShelf:
    shelf = MemoryShelf()
    for drug in DRUGS:
        for number in draw(st.sets(st.sampled_from(["A", "B", "AB12321SN1"]))):
            expiry = draw(st.sampled_from([NEXT_YEAR, TODAY, YESTERDAY]))
            shelf.put(drug, number, expiry, draw(st.integers(1, 300)))
    return shelf


@dataclass
class Witness:
    """Looks at every step of a counter."""

    counter: Counter
    committed: list[OpenSale] = field(default_factory=list)

    def sees(self, event: Event) -> None:
        before, today = self.counter.state, self.counter.today
        found = self.counter.do(event)
        assert isinstance(found.state, State)
        self._sale_holds(open_sale(found.state))
        self._saving_holds(before, event, found, today)
        if isinstance(before, Selling) and isinstance(event, UndoScan):
            self._undo_holds(before.sale, found.state)
        if isinstance(found.state, Blocked) and found.state is not before:
            self._block_holds(found.state, today)
        if isinstance(found.state, Paid) and isinstance(before, Saving):
            assert found.state.total_vnd == before.sale.total_vnd
            assert before.sale is self.committed[-1]

    def _sale_holds(self, sale: OpenSale) -> None:
        assert sale.total_vnd == sum(line.quantity * line.offer.price_vnd for line in sale.lines)
        seen: set[tuple[str, str]] = set()
        for line in sale.lines:
            assert line.quantity >= 1
            assert len(line.serials) <= line.quantity
            mine = {(line.drug.id, serial) for serial in line.serials}
            assert not mine & seen
            seen |= mine

    def _saving_holds(self, before: State, event: Event, found: Step, today: date) -> None:
        begins = isinstance(found.state, Saving) and not isinstance(before, Saving)
        assert (found.commit is not None) == begins
        if found.commit is None:
            return
        sale = found.commit
        self.committed.append(sale)
        assert isinstance(event, CashTaken)
        assert isinstance(before, Selling | SaveFailed)
        assert isinstance(found.state, Saving)
        assert found.state.sale is sale is before.sale
        assert sale.lines
        assert all(line.batch for line in sale.lines)
        assert not any(check_line(line, sale, today=today) for line in sale.lines)
        assert not any(line.expiry and line.expiry < today for line in sale.lines)
        if sale.prescription is None and all(line.drug == FREE for line in sale.lines):
            assert person_to_keep(sale) is None

    def _undo_holds(self, sale: OpenSale, after: State) -> None:
        left = open_sale(after)
        assert left == sale.undo()
        steps = (
            _packs(sale) - _packs(left),
            int(sale.card is not left.card),
            int(sale.prescription is not left.prescription),
        )
        assert sum(steps) == 1 or (sum(steps) == 0 and (sale.card or sale.prescription))
        assert isinstance(after, Ready) == left.empty

    def _block_holds(self, state: Blocked, today: date) -> None:
        good = state.refusal.good_batch
        assert good is None or good.expiry >= today
        assert state.refusal.rule.source.law


def _packs(sale: OpenSale) -> int:
    return sum(line.quantity for line in sale.lines)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(shelves(), mornings)
def test_no_order_of_events_leads_to_a_forbidden_or_a_wrong_sale(
    shelf: MemoryShelf, played: list[Event | timedelta]
) -> None:
    counter = Counter(shelf)
    witness = Witness(counter)
    for event in played:
        if isinstance(event, timedelta):
            counter.today += event
        else:
            witness.sees(event)
