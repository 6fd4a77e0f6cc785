"""What biip reads of GS1 codes. Loaded with the first pack, or before: biip takes a while."""

from biip import ParseError
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from biip.gs1_element_strings import GS1ElementStrings
from biip.gs1_messages import GS1Message
from biip.gtin import Gtin


def parse_message(text: str) -> GS1ElementStrings | None:
    """Return what an element string says, or None if it is none."""
    try:
        return GS1Message.parse(text).element_strings
    except (ParseError, ValueError, ArithmeticError):  # of numbers that nobody here needs
        return None


def parse_link(text: str) -> GS1ElementStrings | None:
    """Return what a Digital Link says, or None if it is none."""
    try:
        return GS1DigitalLinkURI.parse(text).element_strings
    except (ParseError, ValueError, ArithmeticError):  # a malformed host is a ValueError
        return None


def parse_gtin(text: str) -> str | None:
    """Return a GTIN in 14 digits, or None if its check digit is wrong."""
    try:
        return Gtin.parse(text).as_gtin_14()
    except ParseError:
        return None
