"""What a scanned code does to the counter's state."""

from dataclasses import replace
from datetime import date

from codes import (
    Badge,
    CitizenCard,
    InsuranceCard,
    Pack,
    PrescriptionCode,
    ReceiptCode,
    RegistrationNumber,
    Statement,
    Unknown,
    VietQR,
    Why,
)
from device.counter.cue import Cue
from device.counter.drug import Offer, Shelf, ShelfBatch
from device.counter.open_sale import open_sale
from device.counter.prescription import Prescription
from device.counter.rules import Refusal, Rule, check_expiry, check_line
from device.counter.sale import OpenSale, SaleLine
from device.counter.selling.batch import first_expired, known_on_shelf, line_for
from device.counter.state import (
    Blocked,
    Notice,
    Ready,
    Selling,
    State,
)

_NOTICES = {
    Why.EMPTY: Notice.UNREADABLE,
    Why.NOT_TEXT: Notice.UNREADABLE,
    Why.BAD_CHECK_DIGIT: Notice.CHECK_DIGIT,
    Why.BAD_CARD: Notice.BAD_CARD,
    Why.LOST_SEPARATOR: Notice.BATCH_UNCLEAR,
    Why.BAD_CRC: Notice.CHECK_DIGIT,
    Why.BAD_INSURANCE_CARD: Notice.NOT_NEEDED,
    Why.BAD_PAYMENT_CODE: Notice.NOT_NEEDED,
}


def scan(state: State, code: Statement, *, shelf: Shelf, today: date) -> tuple[State, Cue]:
    """Return what a scan leads to. A scan is right on every screen: it leaves help and blocks."""
    sale = open_sale(state)
    match code:
        case Pack():
            return _pack(sale, code, shelf=shelf, today=today)
        case PrescriptionCode():
            return _retry(
                state, sale.with_prescription(Prescription(code=code)), shelf=shelf, today=today
            )
        case CitizenCard():
            return _card(state, sale, code, shelf=shelf, today=today)
        case RegistrationNumber():
            # It names a drug, but neither its pack nor its batch.
            return _notice(sale, Notice.NOT_IN_CATALOGUE, code.text), Cue.UNKNOWN
        case InsuranceCard() | Badge() | ReceiptCode() | VietQR():
            return _notice(sale, Notice.NOT_NEEDED), Cue.WARN
        case Unknown():
            notice = _NOTICES.get(code.why, Notice.UNKNOWN_CODE)
            return _notice(sale, notice, code.text), Cue.UNKNOWN


def _pack(sale: OpenSale, pack: Pack, *, shelf: Shelf, today: date) -> tuple[State, Cue]:
    offer = shelf.offer(pack.gtin)
    if offer is None:
        return _notice(sale, Notice.NOT_IN_CATALOGUE, pack.gtin.lstrip("0")), Cue.UNKNOWN
    if pack.batch_doubtful and not known_on_shelf(pack, offer, shelf):
        return _notice(sale, Notice.BATCH_UNCLEAR), Cue.UNKNOWN
    if pack.serial and sale.has_serial(offer.drug.id, pack.serial):
        return _notice(sale, Notice.ALREADY_COUNTED), Cue.WARN
    line = line_for(pack, offer, sale=sale, shelf=shelf, today=today)
    rule: Rule | None
    if line is None:
        line = SaleLine(offer=offer, batch="", expiry=pack.expiry, batch_from="shelf")
        rule = check_expiry(line, today) or Rule.NO_BATCH
    else:
        rule = check_line(line, sale, today=today)
    if rule:
        good = _good_batch(rule, offer, sale=sale, shelf=shelf, today=today)
        refusal = Refusal(rule=rule, line=line, good_batch=good)
        return Blocked(sale=sale, refusal=refusal, pack=pack), Cue.BLOCK
    return Selling(sale=sale.add(line)), Cue.READ


def _good_batch(
    rule: Rule, offer: Offer, *, sale: OpenSale, shelf: Shelf, today: date
) -> ShelfBatch | None:
    if rule is not Rule.EXPIRED:
        return None
    found = first_expired(offer, sale=sale, shelf=shelf, today=today)
    return found if found and found.expiry >= today else None


def _card(
    state: State, sale: OpenSale, card: CitizenCard, *, shelf: Shelf, today: date
) -> tuple[State, Cue]:
    """Attach a card. One that lost its letters never takes the place of the same card whole."""
    known = sale.card
    if not card.reliable and known and known.reliable and known.number == card.number:
        card = known
    after, cue = _retry(state, sale.with_card(card), shelf=shelf, today=today)
    if card.reliable or not isinstance(after, Selling):
        return after, cue
    return replace(after, notice=Notice.NAME_UNREADABLE), Cue.WARN


def _retry(state: State, sale: OpenSale, *, shelf: Shelf, today: date) -> tuple[State, Cue]:
    """A card or a prescription came: try the pack again that was refused for want of it."""
    if isinstance(state, Blocked) and state.pack and state.refusal.rule in _WANTS_A_SCAN:
        return _pack(sale, state.pack, shelf=shelf, today=today)
    return Selling(sale=sale), Cue.READ


_WANTS_A_SCAN = frozenset(
    {Rule.NEEDS_PRESCRIPTION, Rule.NEEDS_TYPE_N, Rule.NEEDS_TYPE_H, Rule.NEEDS_CUSTOMER}
)


def _notice(sale: OpenSale, notice: Notice, code: str = "") -> State:
    if sale.empty:
        return Ready(notice=notice, code=code)
    return Selling(sale=sale, notice=notice, code=code)
