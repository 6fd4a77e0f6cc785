"""Examples of every state of the counter."""

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from typing import Any

from codes import (
    Pack,
)
from device.counter.asking.forms import form_for
from device.counter.drug import Hold, HoldKind
from device.counter.letter import Letter
from device.counter.past import Drawer, PastSale, PowerCut, SoldLine
from device.counter.prescription import Origin, PrescribedLine, Prescription
from device.counter.rules import Refusal, Rule, Way
from device.counter.sale import OpenSale, SaleLine, Substitution
from device.counter.savefault import SaveFault
from device.counter.shop import Role
from device.counter.state import (
    AfterPowerCut,
    Blocked,
    CallPerson,
    Choice,
    Done,
    Ending,
    FindSale,
    Gathering,
    LetterShown,
    Menu,
    Notice,
    Paid,
    PaperHelp,
    Quantity,
    Ready,
    RecallShown,
    Registers,
    Returning,
    SaveFailed,
    Saving,
    Search,
    Selling,
    Service,
    ShiftClosing,
    ShiftOpening,
    SignedOut,
    State,
    StockList,
    Transfer,
    Tuning,
    WhatLeaves,
)
from device.counter.states.asking import Item
from tests.device.counter.shop import (
    AT,
    CARD,
    FREE,
    LAN,
    MAI,
    NEXT_YEAR,
    ON_PRESCRIPTION,
    ORDINARY,
    TODAY,
    UNKNOWN_GTIN,
    gtin,
    pack,
    stocked,
)

SHELF = stocked()
BLISTER = SHELF.offers_by_gtin[gtin(FREE)]
LINE = SaleLine(offer=BLISTER, batch="A", expiry=NEXT_YEAR, batch_from="code")
PRESCRIPTION = Prescription(
    code=ORDINARY,
    origin=Origin.PROVINCE,
    issued=TODAY,
    lines=(
        PrescribedLine(number=1, name="Amlodipin", quantity=28, drug=ON_PRESCRIPTION.id),
        PrescribedLine(number=2, name="Paracetamol", quantity=20, drug=FREE.id),
    ),
    is_checked=True,
)
SALE = OpenSale().add(LINE)
LETTER = Letter(id="m1", kind="double-dispensing", at=AT, subject="cd3-c")
ON_PAPER = SALE.with_prescription(PRESCRIPTION).with_card(CARD)
HOLD = Hold(number="R1", kind=HoldKind.RECALLED, drug_id=FREE.id, drug_name=FREE.name)
PAST = PastSale(
    epoch="e0",
    number=7,
    sha256="a" * 64,
    at=AT,
    lines=(SoldLine(offer=BLISTER, batch="A", expiry=NEXT_YEAR, quantity=2),),
    total_vnd=22_000,
)
UNKNOWN_PACK = Pack(UNKNOWN_GTIN, "A", NEXT_YEAR)
PROPOSED = replace(
    LINE,
    prescribed=1,
    substitution=Substitution(prescribed=ON_PRESCRIPTION.id, reason="", by=MAI.badge),
)


def states() -> Iterator[State]:
    """Yield examples of every state, over an open sale and over none."""
    yield Ready()
    yield Ready(notice=Notice.NOT_IN_CATALOGUE, code="1", unknown=UNKNOWN_PACK)
    yield Selling(sale=SALE)
    yield Selling(sale=ON_PAPER, is_asking=True)
    yield Selling(sale=SALE, notice=Notice.NOT_IN_CATALOGUE, unknown=UNKNOWN_PACK)
    yield Selling(sale=OpenSale().with_card(CARD))
    yield from _refused()
    quantity = Quantity(
        sale=SALE, index=0, offers=SHELF.offers(FREE.id), chosen=BLISTER, on_hand=1000
    )
    yield quantity
    yield replace(quantity, typed="0")
    yield replace(quantity, typed="9999", too_many=100)
    yield Transfer(sale=SALE, text="00", reference="K7M4P", memo="QT", amount_vnd=11_000, since=AT)
    yield Saving(sale=SALE)
    for paying in (False, True):
        yield SaveFailed(sale=SALE, fault=SaveFault.DISK_FULL, paying=paying)
    yield Paid(number=7, total_vnd=11_000, line_count=1, on_prescription=False, at=AT, labels=1)
    for behind in (Ready(), Selling(sale=SALE), Gathering(purpose="delivery")):
        yield from _over(behind)
    yield from _elsewhere()


def _refused() -> Iterator[State]:
    for rule in Rule:
        refusal = Refusal(rule=rule, line=LINE, ways=tuple(Way))
        yield Blocked(sale=OpenSale(), refusal=refusal, pack=pack(FREE, "A"))
        yield Blocked(sale=SALE, refusal=refusal, in_sale=True)
    allowed = Refusal(rule=Rule.NOT_ENOUGH, line=LINE, ways=tuple(Way), allowed=5, limit_vnd=10_000)
    yield Blocked(sale=ON_PAPER, refusal=allowed, is_saving=True)
    yield Blocked(sale=ON_PAPER, refusal=replace(allowed, line=PROPOSED))


def _offered(kind: str) -> list[Any]:
    """Return the topics or questions that some folder finishes: nobody asks the others."""
    folders = ("selling", "goods", "reversal", "people")
    modules = [import_module(f"device.counter.{folder}.finishing") for folder in folders]
    return [key for module in modules for key in getattr(module, kind, {})]


def _over(behind: State) -> Iterator[State]:
    yield PaperHelp(behind=behind)
    blocked = Blocked(sale=SALE, refusal=Refusal(rule=Rule.NEEDS_PRESCRIPTION, line=LINE))
    for topic in _offered("FORMS"):
        for under in (behind, blocked):
            form = form_for(topic, behind=under, about=FREE.name)
            yield form
            last = len(form.fields) - 1
            filled = tuple(replace(field, text="12") for field in form.fields)
            yield replace(form, fields=filled, at=last)
    for question in _offered("CHOICES"):
        for under in (behind, blocked):
            yield Choice(question=question, options=("paper", "emergency", "other"), behind=under)
    found = SHELF.find("", page=0, size=4)
    for purpose in ("sell", "link", "gather", "label", "price"):
        yield Search(
            purpose=purpose,
            code=UNKNOWN_GTIN,
            found=found,
            behind=behind,
        )
    yield CallPerson(roles=frozenset({Role.PHARMACIST}), behind=behind, then=behind)
    yield Menu(items=tuple(Item)[:6], behind=behind)
    yield RecallShown(hold=HOLD, behind=behind)
    yield Service(behind=behind)
    yield Service(behind=behind, page=1, bundle="writing")
    yield Service(behind=behind, code=7, printed_at=AT, is_read=True)
    yield Ending(behind=behind)
    yield Tuning(behind=behind)


def _elsewhere() -> Iterator[State]:
    yield SignedOut(people=(LAN, MAI))
    yield ShiftOpening(person=LAN)
    yield ShiftClosing(person=LAN, drawer=Drawer(shift=1))
    yield Done(what="return", number=8)
    for purpose in ("delivery", "opening", "count", "write-off", "supplier-return", "put-back"):
        yield Gathering(purpose=purpose)
    yield StockList()
    yield FindSale()
    yield FindSale(typed="7")
    yield Returning(sale=PAST, quantities=(0,))
    yield Returning(sale=PAST, quantities=(1,), reason="wrong-drug")
    yield Registers(day=TODAY)
    yield WhatLeaves(sent=None)
    yield AfterPowerCut(cut=PowerCut(at=AT, sale=7, total_vnd=11_000))
    yield LetterShown(letter=LETTER, behind=Ready())


STATES = tuple(states())
