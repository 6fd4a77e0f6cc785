"""GS1 Digital Link: a pack's code as a web address, `https://id.gs1.org/01/…/10/…?17=…`."""

import re

from codes.pack import LONGEST_ELEMENT_STRING, Pack, is_plain, pack_of
from codes.unknown import Unknown, Why

_LOOKS_LIKE_ONE = re.compile(r"https?://[^/?#\s]+(?:/[^?#\s]*?)?/01/[0-9]{8,14}(?![0-9])")


def looks_like_digital_link(text: str) -> bool:
    """Whether the text is a web address with a GTIN (01) in its path."""
    return bool(_LOOKS_LIKE_ONE.match(text))


def read_digital_link(text: str) -> Pack | Unknown:
    """Read a web address: GTIN, batch and serial number in its path, expiry behind the `?`.

    Each field stands by itself, so no separator can be lost.
    """
    if len(text) > LONGEST_ELEMENT_STRING or not is_plain(text):
        return Unknown(Why.BAD_GS1)
    from codes.gs1 import parse_link  # noqa: PLC0415 - a tenth of the terminal's start

    found = parse_link(text)
    if found is None:
        return Unknown(Why.BAD_GS1)
    if not all(is_plain(element.value) for element in found):  # what stood there as %C4%90
        return Unknown(Why.BAD_GS1)
    return pack_of(found, separator_seen=True)
