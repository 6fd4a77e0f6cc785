"""Every state that the screens of a sale and of what asks can show, the awkward ones too."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from codes import CitizenCard, PrescriptionCode
from device.counter.drug import Control, Found, ShelfBatch
from device.counter.payment import Transfer as Transferred
from device.counter.payment import Witness
from device.counter.prescription import PrescribedLine, Prescription
from device.counter.rules import Refusal, Rule, Warn, Warning_, Way
from device.counter.sale import OpenSale, SaleLine
from device.counter.state import (
    Blocked,
    Notice,
    Paid,
    PaperHelp,
    Quantity,
    Ready,
    SaveFailed,
    SaveFault,
    Saving,
    Search,
    Selling,
    State,
)
from device.printing import PaperView
from device.ui.showcase import asking, base, selling
from device.ui.showcase.base import (
    BASE,
    CARD,
    FIVE,
    KNOWN,
    NOW,
    OFFLINE,
    PAID,
    PART,
    PRESCRIBED,
    PRESCRIPTION,
    THREE,
)
from device.ui.view import Aim, Mishap, ScannerTrouble, View
from device.watching import LastSale
from hardware.errors import PrinterFault

LONG_NAME = "Amoxicillin trihydrat và kali clavulanat hỗn dịch uống vị dâu 250 mg/31,25 mg"
LONG = base.line(
    LONG_NAME,
    unit="chai",
    unit_size=1,
    price_vnd=1_234_500,
    batch="ABCDEFGHIJ0123456789",
    expiry=date(2026, 12, 1),
    quantity=99,
    prescription_only=True,
    antibiotic=True,
)
NO_EXPIRY = replace(base.VITAMIN, expiry=None)
LAST_DAY = replace(base.VITAMIN, expiry=base.TODAY)
LONG_CARD = replace(CARD, name="Công Tằng Tôn Nữ Thị Quỳnh Ngọc Phương Nguyễn Hoàng")
NARCOTIC_PRESCRIPTION = Prescription(code=PrescriptionCode("01234ab12cd3-n"))


def every_view() -> dict[str, View]:
    views = {**selling.views(), **asking.views()}
    views |= {f"state {name}": _state(state) for name, state in _states().items()}
    views |= {f"over {name}": view for name, view in _troubles().items()}
    views["ready, first day, long staff name"] = replace(
        BASE,
        last_sale=None,
        staff="Dược sĩ Nguyễn Thị Quỳnh Hương Giang",
        network=replace(OFFLINE, received_at=None, since=None, unsent=0),
    )
    views["ready, long offline"] = replace(
        BASE,
        network=replace(
            OFFLINE,
            unsent=12_345,
            since=NOW - timedelta(days=30),
            received_at=NOW - timedelta(days=30),
        ),
        last_sale=LastSale(1_234_567, NOW - timedelta(days=1), 123_456_000),
    )
    for aim in Aim:
        views[f"ready, camera {aim.name}"] = replace(BASE, aim=aim)
        views[f"ready, camera {aim.name}, strip"] = replace(
            BASE, aim=aim, scanner=ScannerTrouble.MISSING
        )
    return views


def _state(state: State) -> View:
    return replace(BASE, state=state)


def _states() -> dict[str, State]:
    states: dict[str, State] = {
        "saving": Saving(sale=THREE),
        "long": Selling(sale=OpenSale(lines=(LONG, NO_EXPIRY, LAST_DAY))),
        "long prescription": Selling(sale=_prescribed(LONG_CARD, NARCOTIC_PRESCRIPTION)),
        "many on prescription": Selling(sale=replace(FIVE, card=CARD, prescription=PRESCRIPTION)),
        "only a card": Selling(sale=OpenSale(card=CARD)),
        "only a prescription": Selling(sale=OpenSale(prescription=PRESCRIPTION)),
        "paid, much": _paid(123_456_000),
        "paid, five rows": _paid(35_000),
        "paid, exact": _paid(500_000),
        "paid, nothing": _paid(0),
    }
    states |= _prescribed_states() | _asking_states()
    by_staff = Transferred(reference="K7M4P", witness=Witness.STAFF)
    for rest, labels in product((0, 12), (0, 12)):
        paid = replace(_paid(123_456_000), rest=rest, labels=labels)
        states[f"paid, {rest} left, {labels} labels"] = paid
        states[f"transferred, {rest} left, {labels} labels"] = replace(paid, payment=by_staff)
    states |= {f"save failed {fault}": SaveFailed(sale=FIVE, fault=fault) for fault in SaveFault}
    states["no room"] = SaveFailed(sale=FIVE, fault=SaveFault.DISK_FULL, paying=False)
    states |= {
        f"{notice} {code}": Selling(sale=THREE, notice=notice, code=code)
        for notice, code in product(Notice, ("", "01089385010001181721"))
    }
    states |= {f"ready {notice}": Ready(notice=notice) for notice in Notice}
    for rule, line in product(Rule, (base.AMOXICILLIN, LONG)):
        for control in (Control.NONE, *_controls_of(rule)):
            refusal = replace(selling.refusal(rule), line=_controlled(line, control))
            name = f"{rule.name} {control.name} {len(line.drug.name)}"
            states[name] = Blocked(sale=PRESCRIBED, refusal=refusal)
            states[f"{name}, nothing else"] = Blocked(sale=OpenSale(), refusal=refusal)
    good = ShelfBatch(number="ABCDEFGHIJ0123456789", expiry=date(2028, 1, 1), on_hand=14_000)
    three = (Way.PAPER_PRESCRIPTION, Way.EMERGENCY, Way.CALL_PHARMACIST)
    for way in Way:
        refusal = replace(selling.refusal(Rule.NEEDS_PRESCRIPTION), ways=(way,))
        states[f"way {way.name}"] = Blocked(sale=THREE, refusal=refusal)
    for count in range(4):
        refusal = replace(selling.refusal(Rule.NEEDS_PRESCRIPTION), ways=three[:count])
        states[f"{count} ways"] = Blocked(sale=THREE, refusal=refusal)
    states["setting aside"] = Blocked(
        sale=THREE, refusal=selling.refusal(Rule.EXPIRED), is_saving=True
    )
    for left in (1, 14_000):
        expired = Refusal(
            rule=Rule.EXPIRED,
            line=replace(LONG, expiry=date(2016, 1, 1)),
            good_batch=replace(good, on_hand=left),
        )
        states[f"expired, {left} left"] = Blocked(sale=THREE, refusal=expired)
    return states


def _prescribed_states() -> dict[str, State]:
    """Long names, many batches of one line, all warnings, every page."""
    long = PrescribedLine(number=1, name=LONG_NAME, quantity=12_345, dispensed=345)
    prescription = replace(KNOWN, lines=(long, *KNOWN.lines[1:]))
    first = replace(LONG, prescribed=1, quantity=1)
    batches = tuple(replace(first, batch=f"LOT{number}") for number in range(3))
    sale = OpenSale(lines=(*batches, *PART.lines[1:]), card=LONG_CARD, prescription=prescription)
    states: dict[str, State] = {
        f"batches, page {page}": Selling(sale=sale, page=page) for page in range(5)
    }
    for warn in Warn:
        detail = "2026-11-22" if warn in {Warn.LAST_DAY, Warn.LICENCE_ENDED} else "54"
        warnings = (Warning_(warn, PART.lines[0], detail),)
        states[f"warned {warn.name}"] = Selling(sale=PART, warnings=warnings)
    everything = tuple(Warning_(warn, first, "2026-11-22") for warn in Warn)
    states["warned of everything"] = Selling(sale=OpenSale(lines=(first,)), warnings=everything)
    return states


def _asking_states() -> dict[str, State]:
    offers = tuple(replace(LONG.offer, unit=unit) for unit in ("hộp", "vỉ", "viên"))
    quantity = Quantity(
        sale=OpenSale(lines=(LONG,)), index=0, offers=offers, chosen=offers[0], on_hand=123_456
    )
    found = Found((LONG.offer,) * 4, (123_456,) * 4, 54_321)
    return {
        "quantity, as it is": quantity,
        "quantity, many": replace(quantity, typed="9999"),
        "quantity, too many": replace(quantity, typed="9999", too_many=1234),
        "quantity, one unit": replace(quantity, offers=offers[:1], on_hand=0),
        "search, long": Search(text="a" * 90, found=found, page=13_579, behind=Ready()),
    }


def _troubles() -> dict[str, View]:
    """Every strip over every kind of screen, and every page of help."""
    views: dict[str, View] = {}
    sales = {
        "three": THREE,
        "prescribed": PRESCRIBED,
        "known": PART,
        "five": replace(FIVE, card=CARD),
    }
    screens: dict[str, State] = {name: Selling(sale=sale) for name, sale in sales.items()}
    screens |= {"ready": Ready(), "paid": PAID, "help": PaperHelp(behind=Ready())}
    for (name, state), fault in product(screens.items(), PrinterFault):
        for waiting in (0, 12):
            paper = PaperView(fault=fault, waiting=waiting)
            views[f"{name} {fault.name} {waiting}"] = replace(BASE, state=state, paper=paper)
    for (name, state), trouble in product(screens.items(), ScannerTrouble):
        views[f"{name} {trouble.name}"] = replace(BASE, state=state, scanner=trouble)
    for (name, state), mishap in product(screens.items(), Mishap):
        views[f"{name} {mishap.name}"] = replace(BASE, state=state, mishap=mishap)
    for name, network in (("online", BASE.network), ("offline", OFFLINE)):
        views[f"clock not set, {name}"] = replace(BASE, network=network, is_clock_trusted=False)
    views["help, all well"] = replace(BASE, state=PaperHelp(behind=Ready()))
    views["paid, printed"] = replace(BASE, state=replace(PAID, at=NOW - timedelta(hours=1)))
    return views


def _paid(total_vnd: int) -> Paid:
    return replace(PAID, total_vnd=total_vnd, number=1_234_567)


def _prescribed(card: CitizenCard, prescription: Prescription) -> OpenSale:
    return OpenSale(lines=(LONG,), card=card, prescription=prescription)


def _controls_of(rule: Rule) -> tuple[Control, ...]:
    if rule is Rule.NEEDS_TYPE_N:
        return (Control.NARCOTIC,)
    if rule is Rule.NEEDS_TYPE_H:
        return (Control.PSYCHOTROPIC, Control.PRECURSOR)
    return tuple(Control) if rule is Rule.NEEDS_CUSTOMER else ()


def _controlled(line: SaleLine, control: Control) -> SaleLine:
    drug = replace(line.drug, control=control)
    return replace(line, offer=replace(line.offer, drug=drug))
