"""Codes on drug packs: GS1 element strings (DataMatrix, GS1-128, QR) and bare GTINs."""

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from codes.unknown import Unknown, Why

if TYPE_CHECKING:
    from biip.gs1_element_strings import GS1ElementStrings

GS1_SYMBOLOGIES = frozenset({"]d2", "]C1", "]Q3", "]e0"})
SEPARATOR = "\x1d"
_UPC_A_LENGTH = 12
_RETAIL_LENGTHS = frozenset({8, _UPC_A_LENGTH, 13, 14})
LONGEST_ELEMENT_STRING = 400
"""Characters; a GS1-128 holds 48, packs of drugs about 60."""
# Twenty characters are the most a batch or serial number may have: the rest may have been cut off.
_GLUED_TO_BATCH = re.compile(r".+(21.+|17[0-9]{6}.*)|.{20}")
_GLUED_TO_SERIAL = re.compile(r".+(10.+|17[0-9]{6}.*)|.{20}")


@dataclass(frozen=True, slots=True)
class Pack:
    """What a pack's code says. `gtin` has 14 digits, its check digit is right."""

    gtin: str
    batch: str | None = None
    expiry: date | None = None
    serial: str | None = None
    separator_seen: bool = True
    """False where the element string had no separator although its batch may have needed one."""

    @property
    def batch_doubtful(self) -> bool:
        """Whether a scanner dropped the separator, so that batch and expiry cannot be trusted.

        Measured: without its separator `10AB123<GS>21SN0001` reads as the batch `AB12321SN0001`,
        and no decoder notices. An expiry date behind the batch is swallowed likewise, and so are
        batch and expiry behind a serial number. A batch and a serial number are never both there
        without a separator between them.
        """
        if self.separator_seen:
            return False
        if self.batch is None:
            return bool(_GLUED_TO_SERIAL.fullmatch(self.serial or ""))
        return self.serial is not None or bool(_GLUED_TO_BATCH.fullmatch(self.batch))


def looks_like_gs1(text: str, symbology: str) -> bool:
    """Whether the text is to be read as a GS1 element string."""
    return (
        symbology in GS1_SYMBOLOGIES
        or SEPARATOR in text
        or (not symbology and bool(re.match(r"01[0-9]{14}(17|10|21)", text)))
    )


def read_gs1(text: str) -> Pack | Unknown:
    """Read a GS1 element string: GTIN (01), expiry (17), batch (10), serial number (21)."""
    body = text.strip(SEPARATOR + " \r\n\t")
    # Any text may hold the separator, a person's data too, so it is not carried along.
    if len(body) > LONGEST_ELEMENT_STRING or not is_plain(body.replace(SEPARATOR, "")):
        return Unknown(Why.BAD_GS1)
    from codes.gs1 import parse_message  # noqa: PLC0415 - a tenth of the terminal's start

    found = parse_message(body)
    if found is None:
        return Unknown(Why.BAD_GS1)
    return pack_of(found, separator_seen=SEPARATOR in body)


def pack_of(found: "GS1ElementStrings", *, separator_seen: bool) -> Pack | Unknown:
    """Take what a pack's code says of a pack."""
    elements = {element.ai.ai: element for element in found}
    if len(elements) < len(found):
        # No code says anything twice: a piece of a batch or serial number was taken for a field.
        return Unknown(Why.LOST_SEPARATOR)
    if "01" not in elements:
        return Unknown(Why.NO_GTIN)
    gtin = elements["01"].gtin
    if gtin is None:
        return Unknown(Why.BAD_CHECK_DIGIT, elements["01"].value)
    batch, expiry, serial = (elements.get(ai) for ai in ("10", "17", "21"))
    return Pack(
        gtin=gtin.as_gtin_14(),
        batch=batch.value if batch else None,
        expiry=expiry.date if expiry else None,
        serial=serial.value if serial else None,
        separator_seen=separator_seen,
    )


def is_plain(text: str) -> bool:
    """Whether the text is printable ASCII: GS1 allows no other character in any field."""
    return text.isascii() and text.isprintable()


def looks_like_retail(text: str) -> bool:
    """Whether the text has the shape of a GTIN: EAN-8, UPC-A, EAN-13 or ITF-14."""
    return text.isascii() and text.isdigit() and len(text) in _RETAIL_LENGTHS


def read_retail(text: str) -> Pack | Unknown:
    """Read an EAN-8, UPC-A, EAN-13 or ITF-14 code: a GTIN, without batch and expiry.

    >>> read_retail("8938501000118").gtin
    '08938501000118'
    """
    from codes.gs1 import parse_gtin  # noqa: PLC0415 - a tenth of the terminal's start

    gtin = parse_gtin(text)
    if gtin is None:
        # Twelve digits may be a person's number: cards of 2016 to 2020 print it as a bar code.
        return Unknown(Why.BAD_CHECK_DIGIT, "" if len(text) == _UPC_A_LENGTH else text)
    return Pack(gtin=gtin)
