"""From a scan to what it means."""

from codes.citizen import CitizenCard, looks_like_a_card, read_card
from codes.pack import Pack, looks_like_gs1, looks_like_retail, read_gs1, read_retail
from codes.prescription import PrescriptionCode, find_prescription_code
from codes.scan import Scan
from codes.unknown import Unknown, Why

Code = CitizenCard | PrescriptionCode | Pack | Unknown
"""Everything a scan can turn out to be."""


def recognise(scan: Scan) -> Code:
    """Say what was scanned. Never raises: what is not understood comes back as `Unknown`."""
    try:
        text = scan.data.decode("utf-8")
    except UnicodeDecodeError:
        return Unknown(Why.NOT_TEXT)
    if not text.strip():
        return Unknown(Why.EMPTY)
    if looks_like_a_card(text):
        return read_card(text)
    if looks_like_gs1(text, scan.symbology):
        return read_gs1(text)
    text = text.strip()
    if looks_like_retail(text):
        return read_retail(text)
    # Text of unknown origin may hold a person's data, so it is not carried along.
    return find_prescription_code(text) or Unknown(Why.NO_MATCH)
