"""Every state of people, goods, returns and the terminal, the awkward ones too."""

from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

from device.counter.drug import HoldKind, Owner
from device.counter.past import Drawer, PowerCut, SentField, StockRow
from device.counter.savefault import SaveFault
from device.counter.shop import Person, SignIn
from device.counter.state import (
    AfterPowerCut,
    Done,
    FindSale,
    Gathering,
    Ready,
    RecallShown,
    Registers,
    Returning,
    Service,
    ShiftClosing,
    ShiftOpening,
    SignedOut,
    State,
    StockList,
    Tuning,
    WhatLeaves,
)
from device.counter.states.goods import Gathered, GatherNotice, LeftOut, Purpose, ReturnNotice
from device.counter.states.people import Finished
from device.facts import gather_facts
from device.ui.showcase import goods, people, terminal
from device.ui.showcase.around import offer, offline, shown
from device.ui.showcase.base import CARD, NOW, TODAY
from device.ui.view import View

LONG_NAME = "Amoxicillin trihydrat và kali clavulanat hỗn dịch uống vị dâu 250 mg/31,25 mg"
LONG_BATCH = "ABCDEFGHIJ0123456789"
LONG_OFFER = offer(LONG_NAME, unit="chai", price_vnd=1_234_500, base_unit="chai")
LONG_LINE = Gathered(
    offer=LONG_OFFER, batch=LONG_BATCH, expiry=None, quantity=9_999, cost_vnd=1_234_500
)
LONG_PERSON = Person(badge="9", name="Dược sĩ Nguyễn Thị Quỳnh Hương Giang", pin_digits=8)
RICH = Drawer(
    float_vnd=12_345_000,
    cash_vnd=123_456_000,
    cash_count=1_234,
    transfer_vnd=123_456_000,
    transfer_count=1_234,
    refunded_vnd=12_345_000,
    refund_count=123,
    unsent=999,
)
MAY_BE_CUT = (LONG_NAME[:6], LONG_BATCH[:4], "Dược sĩ", "Quỳnh Hương", "Công ty Cổ phần")


def other_views() -> dict[str, View]:
    views = {**people.views(), **goods.views(), **terminal.views()}
    for states in (_people(), _gathering(), _shelf(), _reversal(), _terminal()):
        views |= {name: shown(state) for name, state in states.items()}
    views["closing, offline, rich"] = offline(
        ShiftClosing(person=LONG_PERSON, drawer=RICH, typed="123456000"), unsent=999
    )
    faults = gather_facts(terminal.FAULTS)
    views["service, testing"] = replace(
        shown(Service(behind=Ready(), is_trying_printer=True)), facts=faults
    )
    return views


def _people() -> dict[str, State]:
    someone = people.PEOPLE[0]
    states: dict[str, State] = {
        f"signed out, {wants}": SignedOut(
            people=() if wants in {"badge", "badge-and-pin"} else people.MORE_PEOPLE, wants=wants
        )
        for wants in get_args(SignIn)
    }
    out = SignedOut(people=(LONG_PERSON, *people.MORE_PEOPLE), chosen=LONG_PERSON, pin="12345678")
    states |= {
        "signed out, handing over": SignedOut(people=people.MORE_PEOPLE, behind=Ready()),
        "signed out, second page": SignedOut(people=people.MORE_PEOPLE, page=1),
        "pin, eight digits": out,
        "pin, checking": replace(out, is_checking=True),
        "pin, waiting": replace(out, pin="", wait_seconds=120),
        "pin, wrong, handing over": replace(out, tries_left=1, behind=Ready()),
        "pin after badge": SignedOut(chosen=someone, badge_seen=True, wants="badge-and-pin"),
        "opening": ShiftOpening(person=someone),
        "opening, much": ShiftOpening(person=someone, typed="1234567890", carried_vnd=123_456_000),
        "opening, saving": ShiftOpening(person=someone, is_saving=True),
        "closing, rich": ShiftClosing(person=someone, drawer=RICH, typed="9999999999"),
        "closing, poor": ShiftClosing(person=someone, drawer=Drawer()),
        "closing, saving": replace(people.CLOSING, is_saving=True),
        "closing blind, counted": replace(people.CLOSING, shows_expected=False),
        "closing, too much": replace(people.CLOSING, typed="2811001"),
    }
    for fault in SaveFault:
        states[f"closing, {fault}"] = replace(people.CLOSING, fault=fault)
        states[f"opening, {fault}"] = ShiftOpening(person=someone, typed="1", fault=fault)
    for what in get_args(Finished):
        states[f"done {what}"] = Done(what=what, number=7)
        states[f"done {what}, much"] = Done(
            what=what, number=1_234_567, amount_vnd=123_456_000, lines=99, detail="Công ty Mẫu"
        )
    return states


def _gathering() -> dict[str, State]:
    states: dict[str, State] = {}
    many = (*goods.LINES, LONG_LINE)
    for purpose in get_args(Purpose):
        base = Gathering(purpose=purpose)
        listed = replace(
            base,
            lines=many,
            supplier="Công ty Cổ phần Dược phẩm và Vật tư y tế Trung ương số Một",
            document="HĐ 0001234/2026",
            owner=Owner.PROGRAMME,
        )
        states[f"{purpose}, empty"] = base
        states[f"{purpose}, from aside"] = replace(base, from_aside=True, because="damaged")
        states[f"{purpose}, many"] = listed
        states[f"{purpose}, second page"] = replace(listed, page=1)
        states[f"{purpose}, saving"] = replace(listed, is_saving=True)
        states[f"{purpose}, quantity"] = replace(listed, editing=4, typed="12345")
        states[f"{purpose}, quantity of a line with a book"] = replace(
            listed, lines=goods.COUNTED, editing=1
        )
    for notice in get_args(GatherNotice):
        listed = replace(goods.DELIVERY, notice=notice, left_out=(LeftOut(line=7),))
        states[f"delivery, {notice}"] = replace(listed, code="01089385010001181721")
        states[f"delivery, empty, {notice}"] = Gathering(purpose="delivery", notice=notice)
        states[f"quantity, {notice}"] = replace(listed, editing=0)
    states["count, not in the book"] = Gathering(
        purpose="count", lines=(replace(LONG_LINE, expected=None),)
    )
    return states


def _shelf() -> dict[str, State]:
    long = StockRow(
        drug_id="long", name=LONG_NAME, unit="viên", batch=LONG_BATCH,
        expiry=TODAY - timedelta(1), on_hand=1_234_567, set_aside=1_234,
    )  # fmt: skip
    out = StockRow(drug_id="out", name=LONG_NAME, unit="viên")
    today = replace(long, expiry=TODAY, batch="0424P")
    states: dict[str, State] = {}
    for tab in ("30", "60", "90", "out", "all"):
        listed = StockList(tab=tab, counts=(1_234, 2_345, 3_456, 4_567))
        states[f"stock {tab}, empty"] = listed
        states[f"stock {tab}"] = replace(listed, rows=(long, out, today, *goods.STOCK), page=7)
    for kind in HoldKind:
        hold = replace(goods.HOLD, kind=kind)
        states[f"{kind}"] = RecallShown(hold=hold, rows=(goods.RECALLED,), behind=Ready())
        states[f"{kind}, none there"] = RecallShown(hold=hold, behind=Ready())
        states[f"{kind}, long"] = RecallShown(
            hold=replace(
                hold,
                drug_name=LONG_NAME,
                batches=(LONG_BATCH, LONG_BATCH),
                reason="Công ty Cổ phần Mẫu báo thuốc không đạt độ hòa tan ở tháng thứ mười tám",
            ),
            rows=(long, replace(long, expiry=date(2028, 1, 1))),
            behind=Ready(),
        )
        states[f"{kind}, every batch"] = RecallShown(
            hold=replace(hold, batches=(), reason=""), behind=Ready(), is_saving=True
        )
    books = replace(goods.REGISTERS, rows=goods.REGISTERS.rows * 3, page=1)
    printed = tuple(replace(row, printed=True) for row in goods.REGISTERS.rows)
    states |= {
        "registers, many": books,
        "registers, saving": replace(books, is_saving=True),
        "registers, yesterday": replace(books, day=TODAY - timedelta(1)),
        "registers, printed": replace(goods.REGISTERS, rows=printed),
        "registers, none": Registers(day=TODAY - timedelta(1)),
    }
    return states


def _reversal() -> dict[str, State]:
    long = replace(
        goods.SALE.lines[0], offer=LONG_OFFER, batch=LONG_BATCH, quantity=9_999, returned=1_234
    )
    back = replace(goods.SALE.lines[0], returned=2)
    sale = replace(goods.SALE, number=1_234_567, lines=(long, back, *goods.SALE.lines))
    some = Returning(sale=sale, quantities=(8_765, 0, 0, 0, 1))
    states: dict[str, State] = {
        "find": FindSale(),
        "find, long": FindSale(typed="123456789"),
        "find, undone": FindSale(already_undone=True),
        "returning, much": some,
        "returning, none": replace(some, quantities=(0,) * 5),
        "returning, second page": replace(some, page=1),
        "returning, card": replace(some, person=CARD),
        "returning, saving": replace(some, is_saving=True),
    }
    for notice in get_args(ReturnNotice):
        states[f"returning, {notice}"] = replace(some, notice=notice)
    return states


def _terminal() -> dict[str, State]:
    long = replace(
        terminal.SENT,
        received_at=None,
        fields=tuple(SentField(name=f"Trường {n}", value=LONG_NAME) for n in range(20)),
        sealed=("tên", "năm sinh", "số căn cước", "địa chỉ của người mua"),
    )
    return {
        "what leaves, long": WhatLeaves(sent=long, page=9),
        "what leaves, yesterday": WhatLeaves(
            sent=replace(terminal.SENT, received_at=NOW - timedelta(days=1), sealed=())
        ),
        "tuning, large": Tuning(large=True, language="en", behind=Ready()),
        "power cut, draft only": AfterPowerCut(cut=PowerCut(at=NOW, draft_lost=True)),
        "power cut, long ago": AfterPowerCut(
            cut=PowerCut(at=NOW - timedelta(days=3), sale=1_234_567, total_vnd=123_456_000)
        ),
        "service, nothing known": Service(behind=Ready()),
    }
