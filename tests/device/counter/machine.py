"""A day at the counter in any order: what Hypothesis plays, and what must hold after each step.

The rules of selling stand here; other folders' rules come in subclasses, which find everything
that was written in `counter.book`.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from codes import Badge
from device.counter.drug import Drug, Hold, HoldKind
from device.counter.event import (
    CashTaken,
    Chosen,
    Confirmed,
    Dismissed,
    DropSale,
    Event,
    HelpWanted,
    LetterCame,
    MenuWanted,
    MoneyCame,
    MoneySeen,
    Opened,
    Picked,
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
from tests.device.counter.serving import Serving, batches, drugs
from tests.device.counter.shop import (
    LAN,
    MAI,
    TODAY,
)

MOST_NOTICES = 3

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
        LetterCame(),
    ]
)


class SellingMachine(Serving):
    """Sells, prescribes, overrides, parks, pays and undoes at random, on a shelf that moves."""

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
