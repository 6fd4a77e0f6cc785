"""The orders of the printed sheet: what hangs in a shop today must be read for ever."""

import pytest

from codes import Command, ControlCode, Scan, Unknown, Why, recognise
from codes.check_character import check_character
from codes.control import ALL

PRINTED = {
    "QUAY:C/CASH/Z": ControlCode(Command.PAY_CASH),
    "QUAY:C/BANK/U": ControlCode(Command.PAY_BY_QR),
    "QUAY:C/UNDO/C": ControlCode(Command.REMOVE_LAST),
    "QUAY:C/DROP/N": ControlCode(Command.CANCEL),
    "QUAY:C/COPY/G": ControlCode(Command.REPRINT),
    "QUAY:C/SHIFT/1": ControlCode(Command.END_SHIFT),
    "QUAY:C/Q02/W": ControlCode(Command.QUANTITY, 2),
    "QUAY:C/Q10/W": ControlCode(Command.QUANTITY, 10),
    "QUAY:C/OK/L": ControlCode(Command.CONFIRM),
    "QUAY:C/PRESS07/G": ControlCode(Command.PRESS, 7),
    "QUAY:C/DIGIT0/S": ControlCode(Command.DIGIT, 0),
}
"""Codes as they were printed once: a shop's sheet is not printed again for a new version."""


def read(text: str) -> object:
    return recognise(Scan(text.encode(), "]Q1"))


@pytest.mark.parametrize(("text", "code"), PRINTED.items())
def test_what_was_printed_once_keeps_its_meaning(text: str, code: ControlCode) -> None:
    assert read(text) == code
    assert code.text == text


@pytest.mark.parametrize("body", ["PRESS00", "PRESS08", "PRESS7", "DIGIT", "DIGIT10", "DIGIT01"])
def test_there_are_seven_buttons_and_ten_digits(body: str) -> None:
    assert read(f"QUAY:C/{body}/{check_character('C' + body)}") == Unknown(Why.NO_MATCH)


def test_no_order_is_the_beginning_of_another_with_its_number() -> None:
    bodies = [code.text.split("/")[1] for code in ALL]
    assert len(set(bodies)) == len(bodies)


def test_every_code_fits_the_second_smallest_qr_code_at_its_highest_level() -> None:
    """ISO/IEC 18004: version 2-H holds 20 characters of the alphanumeric mode."""
    assert max(len(code.text) for code in ALL) <= 20
