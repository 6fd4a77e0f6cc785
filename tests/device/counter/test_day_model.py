"""A day at the counter at random, through the real flow, with every deed carried out.

Whatever is sold, returned, received, counted, written off and set aside, in any order and with
stray touches between: stock is never negative without a recorded reason, money is exact, nothing
in quarantine or under a notice is sold, and no more comes back than was sold.
"""

from collections import Counter as Tally
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from codes import ReceiptCode
from device.counter.deed import CommitSale, Deed, OpenDrawer, Record
from device.counter.drug import Hold, HoldKind, Owner
from device.counter.event import (
    CashTaken,
    Chosen,
    Confirmed,
    Dismissed,
    DropSale,
    Erased,
    Event,
    MoneySeen,
    NotSaved,
    Opened,
    Picked,
    RecallCame,
    Rested,
    Scanned,
    TransferWanted,
    Typed,
    UndoScan,
    WentBack,
)
from device.counter.notes import ReturnNote, VoidNote
from device.counter.savefault import SaveFault
from device.counter.state import Blocked, Done, Gathering, Paid, Ready, RecallShown, Returning
from device.counter.states.asking import Item
from tests.device.counter.shop import (
    CARD,
    COMBINATION,
    FREE,
    MAI,
    NARCOTIC,
    NEXT_YEAR,
    ON_PRESCRIPTION,
    ORDINARY,
    TODAY,
    TOMORROW,
    TYPE_N,
    YESTERDAY,
    Counter,
    MemoryShelf,
    pack,
)

IN_HAND = "GPP-01"
"""The override that says that a pack is in the hand, whatever the book says."""
FLOAT_VND = 500_000

drugs = st.sampled_from([FREE, FREE, ON_PRESCRIPTION, COMBINATION, NARCOTIC])
batches = st.sampled_from(["A", "B", None])
expiries = st.sampled_from([NEXT_YEAR, NEXT_YEAR, NEXT_YEAR, TODAY, YESTERDAY, None])
packs = st.builds(
    pack, drugs, batches, expiries, st.none() | st.sampled_from(["S1", "S2"]), box=st.booleans()
)
strays = st.sampled_from(
    [
        Confirmed(),
        WentBack(),
        Dismissed(),
        Rested(),
        UndoScan(),
        DropSale(),
        CashTaken(),
        Picked(0),
        Picked(1),
        Typed("3"),
        Typed("0"),
        Erased(),
        Erased(all=True),
        Chosen("all"),
        Chosen("void"),
        Chosen("aside"),
        Chosen("viên"),
        Chosen("SET_ASIDE"),
        Chosen("IN_HAND"),
        Chosen("lost"),
        Scanned(CARD),
    ]
)


@dataclass
class WatchedCounter(Counter):
    """A counter that looks at the shelf whenever a sale is written."""

    kept_vnd: int = FLOAT_VND
    """What is in the drawer, by what was really handed over."""
    owed_vnd: int = 0
    """What a note of a return says that goes back, until the drawer opens for it."""
    excused: Tally[str] = field(default_factory=Tally)
    """Base units that were sold of a drug although the book did not have them."""
    fails_next: bool = False

    def carry_out(self, deed: Deed) -> Event | None:
        if self.fails_next and isinstance(deed, CommitSale | Record):
            self.fails_next = False
            return NotSaved(SaveFault.DISK_FULL)
        match deed:
            case CommitSale():
                self._watch(deed)
            case Record(note=ReturnNote(sale=sale, quantities=back, to_shelf=to_shelf)):
                assert not to_shelf, "what came back stands apart"
                lines = zip(back, sale.lines, strict=True)
                self.owed_vnd = sum(many * line.offer.price_vnd for many, line in lines)
            case Record(note=VoidNote(sale=sale)):
                self.owed_vnd = sale.total_vnd
            case OpenDrawer():
                self.kept_vnd -= self.owed_vnd
                self.owed_vnd = 0
        return super().carry_out(deed)

    def _watch(self, deed: CommitSale) -> None:
        sale = deed.sale
        assert sale.total_vnd == sum(line.quantity * line.offer.price_vnd for line in sale.lines)
        wanted: Tally[tuple[str, str]] = Tally()
        for line in sale.lines:
            assert self.shelf.hold(line.drug.id, line.batch) is None, "a notice forbids it"
            assert line.expiry is None or line.expiry >= self.today
            wanted[line.drug.id, line.batch] += line.base_units
        for (drug, batch), units in wanted.items():
            found = self.shelf.batch(drug, batch)
            missing = units - (found.on_hand if found else 0)
            if missing > 0:
                reason = sale.override(IN_HAND, drug, batch)
                assert reason, "sold what is not on the shelf, and nobody said why"
                assert reason.units >= units, "sold more than anybody has seen"
                self.excused[drug] += units
            assert found is None or found.owner is Owner.RETAIL
        if not hasattr(deed.payment, "reference"):
            self.kept_vnd += sale.total_vnd


class Day(RuleBasedStateMachine):
    """One day, and the night after it."""

    @initialize(a=st.integers(0, 300), b=st.integers(0, 40), aside=st.integers(0, 30))
    def shop(self, a: int, b: int, aside: int) -> None:
        shelf = MemoryShelf()
        for drug in (FREE, ON_PRESCRIPTION, COMBINATION, NARCOTIC):
            shelf.put(drug, "A", NEXT_YEAR, a, set_aside=aside)
            shelf.put(drug, "B", TODAY, b)
        self.counter = WatchedCounter(shelf=shelf, person=MAI)
        drawer = self.counter.book.open_drawer
        self.counter.book.open_drawer = replace(drawer, float_vnd=FLOAT_VND)

    def act(self, *events: Event) -> None:
        for event in events:
            self.counter.act(event)

    def go_home(self) -> None:
        """Press what leads away from a screen, until nothing is open."""
        for _ in range(6):
            if isinstance(self.counter.state, Ready):
                return
            self.act(WentBack(), Dismissed(), DropSale(), Rested())

    @rule(
        drug=drugs,
        batch=st.sampled_from(["A", "B"]),
        many=st.integers(1, 3),
        transfer=st.booleans(),
        fails=st.sampled_from([False, False, False, True]),
    )
    def sells(self, drug: Any, batch: str, many: int, *, transfer: bool, fails: bool) -> None:
        self.go_home()
        self.act(Scanned(CARD), Scanned(TYPE_N if drug is NARCOTIC else ORDINARY))
        expiry = NEXT_YEAR if batch == "A" else TODAY
        for _ in range(many):
            self.act(Scanned(pack(drug, batch, expiry)), Chosen("SEEN_CARD"))
        self.counter.fails_next = fails
        self.act(*((TransferWanted(), MoneySeen()) if transfer else (CashTaken(),)))
        self.counter.fails_next = False

    @rule(scanned=st.lists(packs, min_size=1, max_size=3), with_papers=st.booleans())
    def scans(self, scanned: list[Any], *, with_papers: bool) -> None:
        papers = (Scanned(CARD), Scanned(ORDINARY)) if with_papers else ()
        self.act(*papers, *(Scanned(one) for one in scanned))

    @rule()
    def a_narcotic_on_its_prescription(self) -> None:
        self.go_home()
        self.act(Scanned(TYPE_N), Scanned(CARD), Scanned(pack(NARCOTIC, "A")))
        self.act(Chosen("SEEN_CARD"), CashTaken())

    @rule(fails=st.booleans())
    def pays_cash(self, *, fails: bool) -> None:
        self.counter.fails_next = fails
        self.act(CashTaken())
        self.counter.fails_next = False

    @rule()
    def pays_by_transfer(self) -> None:
        self.act(TransferWanted(), MoneySeen())

    @rule(stray=strays)
    def presses_something(self, stray: Event) -> None:
        self.act(stray)

    @rule()
    def sells_what_the_book_does_not_have(self) -> None:
        if isinstance(self.counter.state, Blocked):
            self.act(Chosen("IN_HAND"), Confirmed())

    @rule()
    def sets_aside(self) -> None:
        if isinstance(self.counter.state, Blocked):
            self.act(Chosen("SET_ASIDE"))

    @rule(scanned=st.lists(packs, min_size=1, max_size=4), fails=st.booleans())
    def receives(self, scanned: list[Any], *, fails: bool) -> None:
        self.go_home()
        self.act(Opened(Item.DELIVERY), Typed("A"), Confirmed(), Typed("1"))
        self.act(Confirmed(), *(Scanned(one) for one in scanned))
        self.finish_list(fails=fails)

    @rule(scanned=st.lists(packs, min_size=1, max_size=4), many=st.integers(0, 20))
    def counts(self, scanned: list[Any], many: int) -> None:
        self.go_home()
        self.act(Opened(Item.COUNT), *(Scanned(one) for one in scanned))
        self.act(Picked(0), *(Typed(key) for key in str(many)), Confirmed())
        self.finish_list()

    @rule(scanned=st.lists(packs, min_size=1, max_size=4), many=st.integers(0, 60))
    def puts_back(self, scanned: list[Any], many: int) -> None:
        self.go_home()
        self.act(Opened(Item.COUNT), Chosen("put-back"), *(Scanned(one) for one in scanned))
        self.act(Picked(0), Chosen("viên"), *(Typed(key) for key in str(many)), Confirmed())
        self.finish_list()

    @rule(
        scanned=st.lists(packs, min_size=1, max_size=4),
        item=st.sampled_from([Item.WRITE_OFF, Item.SUPPLIER_RETURN]),
        aside=st.sampled_from(["never", "first", "last"]),
        many=st.integers(0, 60),
    )
    def lets_goods_go(self, scanned: list[Any], item: Item, many: int, aside: str) -> None:
        self.go_home()
        self.act(Opened(item), Chosen("damaged"), Typed("7"), Confirmed())
        self.act(*((Chosen("aside"),) if aside == "first" else ()))
        self.act(*(Scanned(one) for one in scanned))
        self.act(Picked(0), Chosen("viên"), *(Typed(key) for key in str(many)), Confirmed())
        self.act(*((Chosen("aside"),) if aside == "last" else ()))
        self.finish_list()

    def finish_list(self, *, fails: bool = False) -> None:
        if isinstance(self.counter.state, Gathering):
            self.counter.fails_next = fails
            self.act(Confirmed())
            self.counter.fails_next = False

    @rule(
        data=st.data(),
        drug=drugs,
        picks=st.lists(st.sampled_from([0, 0, 0, 1]), min_size=1, max_size=3),
    )
    def something_comes_back(self, data: st.DataObject, picks: list[int], drug: Any) -> None:
        number = data.draw(self.numbers())
        self.go_home()
        self.act(Opened(Item.RETURN))
        check = f"{number:064x}"[:12].upper()
        self.act(Scanned(ReceiptCode("Q33-0001", "0f0f0f0f", number, check)))
        if isinstance(self.counter.state, Returning):
            self.act(*(Picked(index) for index in picks), Scanned(CARD))
            self.act(*[Scanned(pack(drug, "A"))] * data.draw(st.integers(0, 4)))
            self.act(Confirmed(), Chosen("not-needed"), Confirmed())

    def numbers(self) -> st.SearchStrategy[int]:
        """Return numbers of sales, and one of none."""
        return st.sampled_from([*self.counter.book.sales, self.counter.book.last + 1])

    @rule(data=st.data(), fails=st.booleans())
    def a_sale_is_undone(self, data: st.DataObject, *, fails: bool) -> None:
        number = data.draw(self.numbers())
        self.go_home()
        self.act(Opened(Item.RETURN), Typed(str(number)), Confirmed())
        if isinstance(self.counter.state, Returning):
            self.act(Chosen("void"))
            self.counter.fails_next = fails
            self.act(Chosen("wrong-entry"))
            self.counter.fails_next = False

    @rule(drug=drugs, batch=batches, kind=st.sampled_from(HoldKind))
    def a_recall_comes(self, drug: Any, batch: str | None, kind: HoldKind) -> None:
        number = f"{len(self.counter.shelf.holds) + 1}/QLD"
        names = (batch,) if batch else ()
        hold = Hold(number=number, kind=kind, drug_id=drug.id, drug_name=drug.name, batches=names)
        self.counter.shelf.holds.append(hold)
        self.act(RecallCame())

    @rule()
    def the_recall_is_answered(self) -> None:
        if isinstance(self.counter.state, RecallShown):
            self.act(Confirmed())

    @rule()
    def the_notices_are_lifted(self) -> None:
        self.counter.shelf.holds.clear()

    @rule()
    def the_counter_rests(self) -> None:
        if isinstance(self.counter.state, Paid | Done):
            self.act(Rested(), Dismissed())

    @rule()
    def midnight(self) -> None:
        self.counter.today = min(self.counter.today + timedelta(days=1), TOMORROW)

    @invariant()
    def stock_is_never_negative_without_a_recorded_reason(self) -> None:
        for drug, found in self.counter.shelf.stock.items():
            for batch in found:
                assert batch.set_aside >= 0
                assert batch.on_hand >= 0 or self.counter.excused[drug]

    @invariant()
    def money_is_exact(self) -> None:
        drawer = self.counter.book.drawer()
        assert drawer.expected_vnd == self.counter.kept_vnd
        assert self.counter.owed_vnd == 0

    @invariant()
    def no_more_comes_back_than_was_sold(self) -> None:
        for sale in self.counter.book.sales.values():
            for line in sale.lines:
                assert 0 <= line.returned <= line.quantity


Day.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestDay = Day.TestCase
