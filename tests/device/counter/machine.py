"""A day at the counter in any order: what Hypothesis plays, and what must hold after each step.

The rules of selling stand here; other folders' rules come in subclasses, which find everything
that was written in `counter.book`.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from codes import Badge, PrescriptionCode
from device.counter.deed import AskPrescription
from device.counter.drug import Drug, Hold, HoldKind
from device.counter.event import (
    CashTaken,
    Chosen,
    Confirmed,
    Dismissed,
    DropSale,
    Event,
    HelpWanted,
    MenuWanted,
    MoneyCame,
    MoneySeen,
    Opened,
    Picked,
    Prescribed,
    RecallCame,
    Rested,
    Scanned,
    SetQuantity,
    TransferWanted,
    TurnedPage,
    Typed,
    UndoScan,
    WentBack,
)
from device.counter.open_sale import open_sale
from device.counter.parameters import WithoutCode
from device.counter.prescription import Origin, PrescribedLine, Prescription
from device.counter.state import (
    Blocked,
    CallPerson,
    Choice,
    Form,
    Menu,
    Quantity,
    RecallShown,
    SaveFault,
    Selling,
    Transfer,
)
from device.counter.states.asking import Item
from device.counter.step import Step
from tests.device.counter.shop import (
    CARD,
    COMBINATION,
    DRUGS,
    FREE,
    LAN,
    MAI,
    NARCOTIC,
    NEXT_YEAR,
    ON_PRESCRIPTION,
    ORDINARY,
    OTHER_BRAND,
    OTHER_ON_PRESCRIPTION,
    PRECURSOR,
    PSYCHOTROPIC,
    TODAY,
    TOMORROW,
    TYPE_H,
    TYPE_N,
    YESTERDAY,
    Counter,
    MemoryShelf,
    pack,
)
from tests.device.counter.witness import Witness

PRESCRIBED: dict[PrescriptionCode, tuple[tuple[Drug, int], ...]] = {
    ORDINARY: ((ON_PRESCRIPTION, 28), (OTHER_ON_PRESCRIPTION, 60), (FREE, 25)),
    TYPE_N: ((NARCOTIC, 30), (COMBINATION, 10)),
    TYPE_H: ((PSYCHOTROPIC, 14), (PRECURSOR, 100)),
}
"""What really stands on each prescription: drug and base units."""

MOST_NOTICES = 3

drugs = st.sampled_from(DRUGS)
batches = st.sampled_from(["A", "B", "C"])
strays = st.sampled_from(
    [
        Dismissed(),
        WentBack(),
        Confirmed(),
        Rested(),
        HelpWanted(),
        MenuWanted(),
        TurnedPage(),
        MoneySeen(),
        Typed("1"),
        Picked(0),
        Opened(Item.SEARCH),
        Opened(Item.LABELS),
        RecallCame(),
    ]
)


class SellingMachine(RuleBasedStateMachine):
    """Sells, prescribes, overrides, parks, pays and undoes at random, on a shelf that moves."""

    def __init__(self) -> None:
        super().__init__()
        self.counter = Counter(MemoryShelf())
        self.witness = Witness(self.counter)
        self.asked: list[str] = []

    def act(self, event: Event) -> Step:
        """Let something happen, and look at what it led to."""
        return self.witness.sees(event)

    @initialize(
        stock=st.lists(
            st.tuples(
                drugs,
                batches,
                st.sampled_from([NEXT_YEAR, NEXT_YEAR, NEXT_YEAR, TOMORROW, YESTERDAY]),
                st.integers(1, 250),
            ),
            min_size=12,
            max_size=24,
        ),
        allowed=st.sampled_from(WithoutCode),
    )
    def open_shop(self, stock: list[Any], allowed: WithoutCode) -> None:
        for drug, number, expiry, on_hand in stock:
            self.counter.shelf.put(drug, number, expiry, on_hand)
        self.counter.permit(rx_required_override=allowed)
        self.witness.begin()

    # What is scanned.

    @rule(
        drug=drugs,
        batch=st.none() | batches,
        serial=st.none() | st.sampled_from(["S1", "S2", "S3"]),
        box=st.booleans(),
    )
    def scan_pack(self, drug: Drug, batch: str | None, serial: str | None, *, box: bool) -> None:
        known = self.counter.shelf.batch(drug.id, batch) if batch else None
        expiry = known.expiry if known else NEXT_YEAR
        code = pack(drug, batch, expiry if batch else None, serial, box=box)
        self.act(Scanned(code))

    @rule(drug=drugs, times=st.integers(2, 4))
    def scan_what_is_there(self, drug: Drug, times: int) -> None:
        """Somebody who takes good packs from the shelf."""
        for _scan in range(times):
            self.act(Scanned(pack(drug, None, None)))

    @rule(code=st.sampled_from([*PRESCRIBED]))
    def scan_prescription(self, code: PrescriptionCode) -> None:
        found = self.act(Scanned(code))
        self.asked += [deed.code for deed in found.deeds if isinstance(deed, AskPrescription)]

    @rule(
        code=st.sampled_from([*PRESCRIBED]),
        has_card=st.sampled_from([True, True, True, False]),
        box=st.booleans(),
        data=st.data(),
    )
    def serve_on_prescription(
        self, code: PrescriptionCode, data: st.DataObject, *, has_card: bool, box: bool
    ) -> None:
        """A whole customer, from the prescription to the last pack."""
        self.scan_prescription(code)
        if has_card:
            self.act(Scanned(CARD))
        if self.asked:
            self.answer(has_answer=True, data=data)
        for drug, _units in PRESCRIBED[code]:
            self.act(Scanned(pack(drug, None, None, box=box)))

    @rule(swapped=st.sampled_from([OTHER_BRAND, OTHER_BRAND, ON_PRESCRIPTION]))
    def substitute(self, swapped: Drug) -> None:
        """Go the whole way of selling another brand."""
        self.act(Scanned(pack(swapped, None, None)))
        for name in ("SUBSTITUTE", "CONSENT"):
            if isinstance(self.counter.state, Blocked):
                self.act(Chosen(name))
        if isinstance(self.counter.state, CallPerson):
            self.act(Scanned(Badge(MAI.badge)))
        if isinstance(self.counter.state, Choice):
            self.act(Chosen("out-of-stock"))

    @rule()
    def scan_card(self) -> None:
        self.act(Scanned(CARD))

    @precondition(lambda self: self.asked)
    @rule(has_answer=st.sampled_from([True, True, False]), data=st.data())
    def answer(self, *, has_answer: bool, data: st.DataObject) -> None:
        """The province says what it has heard of: no more than was dispensed."""
        text = self.asked.pop(0)
        found = self._told(text, data) if has_answer else None
        self.act(Prescribed(text, found))

    def _told(self, text: str, data: st.DataObject) -> Prescription:
        code = next(code for code in PRESCRIBED if code.text.upper() == text.upper())
        here = self.counter.book.dispensed(text)
        lines = tuple(
            PrescribedLine(
                number=number,
                name=drug.name,
                quantity=units,
                drug=drug.id,
                dispensed=data.draw(st.integers(0, here.get(number, 0))),
            )
            for number, (drug, units) in enumerate(PRESCRIBED[code], start=1)
        )
        return Prescription(
            code=code, origin=Origin.PROVINCE, issued=TODAY, lines=lines, is_checked=True
        )

    # What is pressed.

    @precondition(lambda self: isinstance(self.counter.state, Blocked))
    @rule(data=st.data())
    def take_a_way_out(self, data: st.DataObject) -> None:
        ways = self.counter.at(Blocked).refusal.ways
        presses: list[Event] = [Chosen(way.name) for way in ways]
        self.act(data.draw(st.sampled_from([*presses, *presses, Dismissed(), Confirmed()])))

    @precondition(lambda self: isinstance(self.counter.state, RecallShown))
    @rule()
    def answer_the_recall(self) -> None:
        self.act(Confirmed())

    @precondition(lambda self: isinstance(self.counter.state, Form))
    @rule()
    def fill_the_form(self) -> None:
        for field in self.counter.at(Form).fields:
            text = TODAY.strftime("%d%m%Y") if field.keys == "date" else "1"
            for key in text if field.needed else "":
                self.act(Typed(key))
            self.act(Confirmed())

    @precondition(lambda self: isinstance(self.counter.state, Choice))
    @rule(data=st.data())
    def answer_the_question(self, data: st.DataObject) -> None:
        self.act(Chosen(data.draw(st.sampled_from(self.counter.at(Choice).options))))

    @precondition(lambda self: isinstance(self.counter.state, CallPerson))
    @rule(person=st.sampled_from([LAN, MAI]))
    def scan_a_badge(self, person: Any) -> None:
        self.act(Scanned(Badge(person.badge)))

    @precondition(lambda self: isinstance(self.counter.state, Selling))
    @rule(
        index=st.integers(0, 3),
        unit=st.sampled_from(["", "viên", "vỉ", "hộp"]),
        number=st.integers(0, 150),
    )
    def change_a_quantity(self, index: int, unit: str, number: int) -> None:
        self.act(Picked(index))
        if isinstance(self.counter.state, Quantity):
            if unit:
                self.act(Chosen(unit))
            for digit in str(number):
                self.act(Typed(digit))
            self.act(Confirmed())

    @rule(number=st.integers(2, 10))
    def scan_a_quantity(self, number: int) -> None:
        self.act(SetQuantity(number))

    @rule()
    def undo(self) -> None:
        self.act(UndoScan())

    @rule(event=strays)
    def press_something(self, event: Event) -> None:
        self.act(event)

    # What is paid, put by, dropped.

    @rule()
    def pay_in_cash(self) -> None:
        self.act(CashTaken())

    @precondition(lambda self: isinstance(self.counter.state, Blocked | Selling))
    @rule(has_cash=st.booleans())
    def finish(self, *, has_cash: bool) -> None:
        """Somebody who goes on until it is paid: each block is left by its first way."""
        for _refused in range(8):
            match self.counter.state:
                case Selling():
                    self.act(CashTaken() if has_cash else TransferWanted())
                case Blocked(refusal=refusal, is_saving=False):
                    names = {way.name for way in refusal.ways} & {"IN_HAND", "LESS", "SET_ASIDE"}
                    self.act(Chosen(min(names)) if names else Dismissed())
                case Transfer():
                    self.act(MoneySeen())

    @rule()
    def want_a_transfer(self) -> None:
        self.act(TransferWanted())

    @precondition(lambda self: isinstance(self.counter.state, Transfer))
    @rule(more=st.sampled_from([0, 0, -1000, 1000]))
    def money_comes(self, more: int) -> None:
        waiting = self.counter.at(Transfer)
        amount = waiting.amount_vnd + more
        found = self.act(MoneyCame(reference=waiting.reference, amount_vnd=amount))
        assert found.commit is None or more == 0

    @rule()
    def money_comes_late(self) -> None:
        before = self.counter.state
        self.act(MoneyCame(reference="ZZZZZ", amount_vnd=11_000))
        assert self.counter.state is before

    @rule(item=st.sampled_from([Item.PARK, Item.UNPARK]))
    def put_by_or_take_up(self, item: Item) -> None:
        self.act(Opened(item))

    @rule()
    def drop(self) -> None:
        self.act(DropSale())

    @precondition(lambda self: isinstance(self.counter.state, Menu))
    @rule(index=st.integers(0, 5))
    def press_a_tile(self, index: int) -> None:
        menu = self.counter.at(Menu)
        mine = {Item.DROP, Item.PARK, Item.UNPARK, Item.LABELS, Item.SEARCH}
        if index < len(menu.items) and menu.items[index] in mine:
            self.act(Picked(index))

    # What happens around the counter.

    @precondition(lambda self: self.counter.today < TODAY + timedelta(days=6))
    @rule()
    def midnight(self) -> None:
        self.counter.today += timedelta(days=1)

    @precondition(lambda self: len(self.counter.shelf.holds) < MOST_NOTICES)
    @rule(drug=drugs, batch=batches, kind=st.sampled_from(HoldKind))
    def a_notice_arrives(self, drug: Drug, batch: str, kind: HoldKind) -> None:
        number = f"R{len(self.counter.shelf.holds) + 1}"
        hold = Hold(
            number=number, kind=kind, drug_id=drug.id, drug_name=drug.name, batches=(batch,)
        )
        self.counter.shelf.holds.append(hold)
        self.act(RecallCame())

    @rule(person=st.sampled_from([LAN, MAI]))
    def somebody_else_stands_there(self, person: Any) -> None:
        self.counter.person = replace(person)

    @rule(fault=st.sampled_from([None, None, None, SaveFault.DISK_FULL]))
    def the_disk(self, fault: SaveFault | None) -> None:
        self.counter.fault = fault

    @rule(units=st.integers(1, 40), drug=drugs, batch=batches)
    def the_book_turns_out_wrong(self, units: int, drug: Drug, batch: str) -> None:
        """A count finds less than the book said."""
        found = self.counter.shelf.batch(drug.id, batch)
        if found and found.on_hand >= units:
            self.witness.lost(drug, batch, units)

    def teardown(self) -> None:
        self.witness.reckons()
        assert open_sale(self.counter.state) is not None
