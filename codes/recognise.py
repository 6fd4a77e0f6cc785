"""From a scan to what it means."""

from codes.badge import PREFIX as BADGE
from codes.badge import Badge, read_badge
from codes.citizen import CitizenCard, looks_like_a_card, read_card
from codes.control import PREFIX as CONTROL
from codes.control import ControlCode, read_control
from codes.digital_link import looks_like_digital_link, read_digital_link
from codes.encoding import Decoded, Decoding, decode
from codes.insurance import InsuranceCard, looks_like_insurance, read_insurance
from codes.pack import Pack, looks_like_gs1, looks_like_retail, read_gs1, read_retail
from codes.prescription import PrescriptionCode, find_prescription_code
from codes.receipt_code import PREFIX as RECEIPT
from codes.receipt_code import ReceiptCode, read_receipt_code
from codes.registration import RegistrationNumber, find_registration
from codes.scan import Scan
from codes.unknown import Unknown, Why
from codes.vietqr import VietQR, looks_like_vietqr, read_vietqr

Statement = (
    Badge
    | CitizenCard
    | InsuranceCard
    | Pack
    | PrescriptionCode
    | ReceiptCode
    | RegistrationNumber
    | Unknown
    | VietQR
)
"""A code that says something, as opposed to one that orders something."""

Code = Statement | ControlCode
"""Everything a scan can turn out to be."""

LONGEST = 7089
"""Bytes: the digits that the largest QR code holds (ISO/IEC 18004)."""
_TWELVE_DIGITS = 12

_NAMES: dict[type[Code], str] = {
    Badge: "staff badge",
    CitizenCard: "citizen card",
    ControlCode: "control code",
    InsuranceCard: "insurance card",
    Pack: "drug pack",
    PrescriptionCode: "prescription code",
    ReceiptCode: "receipt code",
    RegistrationNumber: "registration number",
    Unknown: "unknown code",
    VietQR: "payment code",
}


def name_of(code: Code) -> str:
    """Return a short name of the kind of code, for tools; it never changes.

    >>> name_of(recognise(Scan(b"8938501000118")))
    'drug pack'
    """
    return _NAMES[type(code)]


def recognise(scan: Scan) -> Code:
    """Say what was scanned. Never raises: what is not understood comes back as `Unknown`.

    The first kind whose shape fits decides, and a text that fits but does not hold is refused as
    that kind instead of being tried as another. The order:

    1. Our own codes: nobody else's begin with `QUAY`.
    2. Persons' cards, by how they begin. What begins like one is personal and goes no further,
       whatever the symbology says and whatever a damaged card may contain. The insurance card is
       first: with a 12-digit number it begins like a citizen card and ends like none.
    3. GS1 element strings, by the symbology, which only GS1 may use, or by their separator.
    4. Payment codes: they begin with digits, but with more than any GTIN has.
    5. Digits alone: a registration number before a UPC-A (`_digits`).
    6. Registration numbers of the old shapes: the whole text must fit.
    7. Web addresses with a GTIN in the path, before any address with a prescription code in it.
    8. A prescription code, wherever it stands in the text: the widest net comes last.

    An unknown text is not carried along: it may hold a person's data.
    """
    if len(scan.data) > LONGEST:
        return Unknown(Why.TOO_LONG)
    decoded = decode(scan.data)
    if not decoded.text.strip():
        return Unknown(Why.EMPTY)
    card = _card(decoded, scan.symbology)
    if card is not None:
        return card
    return _thing(decoded, scan.symbology)


def _card(decoded: Decoded, symbology: str) -> CitizenCard | InsuranceCard | Unknown | None:
    """Read a person's card; None where the text does not begin like one."""
    if looks_like_insurance(decoded.text):
        return read_insurance(decoded.text)
    if looks_like_a_card(decoded.text):
        # A scanner that types like a keyboard tells no symbology, and drops what it cannot type.
        return read_card(decoded.text, typed=not symbology)
    return None


def _thing(decoded: Decoded, symbology: str) -> Code:
    text = decoded.text.strip(" \t\r\n")
    own = _own(text)
    if own is not None:
        return own
    if looks_like_gs1(decoded.text, symbology):
        return read_gs1(decoded.text)
    if looks_like_vietqr(text):
        return read_vietqr(text)
    if looks_like_retail(text):
        return _digits(text, symbology)
    if looks_like_digital_link(text):
        return read_digital_link(text)
    nothing = Why.NOT_TEXT if decoded.decoding is Decoding.DAMAGED else Why.NO_MATCH
    return find_registration(text) or find_prescription_code(text) or Unknown(nothing)


def _own(text: str) -> ControlCode | Badge | ReceiptCode | Unknown | None:
    """Read one of our own codes; None where it is none."""
    if not text.startswith("QUAY"):
        return None
    if text.startswith(CONTROL):
        return read_control(text)
    if text.startswith(BADGE):
        return read_badge(text)
    return read_receipt_code(text) if text.startswith(RECEIPT) else None


def _digits(text: str, symbology: str) -> RegistrationNumber | Pack | Unknown:
    """Read 8, 12, 13 or 14 digits.

    Twelve digits may be a UPC-A, a registration number, or a person's number, which cards of 2016
    to 2020 print as a bar code. A retail symbology (`]E`) means a UPC-A; any other that is told
    never does; where none is told, a number of Vietnam (893) is a registration number: as UPC-A it
    would be of a block of GS1 US that starts 0893.
    """
    if len(text) == _TWELVE_DIGITS and not symbology.startswith("]E"):
        registration = find_registration(text)
        if registration:
            return registration
        if symbology:
            return Unknown(Why.NO_MATCH)
    return read_retail(text)
