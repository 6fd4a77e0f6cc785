"""The AIM identifier (ISO/IEC 15424) that a scanner can be set to send before each code."""

import re

from codes import Scan
from codes.pack import GS1_SYMBOLOGIES

_IDENTIFIER = re.compile(rb"\][A-Za-z][0-9A-Za-z]")
_LENGTH = 3
_EAN = "]E"


def scan_of(data: bytes, *, typed: bool = False) -> Scan:
    """Make a scan, with the symbology where the scanner told it.

    No code of a counter begins with `]`. Of what was typed, the symbology is believed only where
    it speaks of GS1 codes: a text whose symbology is known counts as unharmed by a keyboard.
    """
    if not _IDENTIFIER.match(data):
        return Scan(data)
    symbology = data[:_LENGTH].decode()
    is_told = not typed or symbology in GS1_SYMBOLOGIES or symbology.startswith(_EAN)
    return Scan(data[_LENGTH:], symbology if is_told else "")
