"""The counter's printed sheet: codes that are scanned instead of touching the screen.

A control code is `QUAY:C/<what>/<check>`, such as `QUAY:C/CASH/Z`: upper case, and only characters
of a QR code's alphanumeric mode, so that the code is as coarse as can be. No other code of this
system contains a slash and begins with `QUAY:`. The check character is ISO/IEC 7064 MOD 37,36 over
`C` and what follows, slashes left out.
"""

from dataclasses import dataclass
from enum import Enum

from codes.check_character import check_character
from codes.unknown import Unknown, Why

PREFIX = "QUAY:C/"
QUANTITIES = range(2, 11)
BUTTONS = range(1, 8)
"""At most seven things can be pressed on a screen."""
DIGITS = range(10)


class Command(Enum):
    """What the sheet can order; the value stands in the code."""

    PAY_CASH = "CASH"
    PAY_BY_QR = "BANK"
    MONEY_SEEN = "MONEY"
    """The money of a transfer has arrived."""
    QUANTITY = "Q"
    """Followed by two digits: how many."""
    REMOVE_LAST = "UNDO"
    CANCEL = "DROP"
    REPRINT = "COPY"
    END_SHIFT = "SHIFT"
    MENU = "MENU"
    BACK = "BACK"
    CONFIRM = "OK"
    """The primary button of the screen."""
    NEXT = "NEXT"
    """The next page, or the next field."""
    PRINT = "PRINT"
    """The screen's own print button."""
    SEARCH = "FIND"
    PARK = "PARK"
    UNPARK = "RESUME"
    LABELS = "LABELS"
    RETURN = "RETURN"
    """Returns and voids."""
    STOCK = "STOCK"
    DELIVERY = "GOODSIN"
    COUNT = "COUNT"
    SIGN_OUT = "LEAVE"
    ERASE = "ERASE"
    """Take the last typed character back."""
    PRESS = "PRESS"
    """Followed by two digits: which button of the screen, from the upper left, from 1."""
    DIGIT = "DIGIT"
    """Followed by the digit that is typed."""


_NUMBERED = {
    Command.QUANTITY: (QUANTITIES, 2),
    Command.PRESS: (BUTTONS, 2),
    Command.DIGIT: (DIGITS, 1),
}
"""What stands behind a command, and in how many digits."""


@dataclass(frozen=True, slots=True)
class ControlCode:
    """An order to the counter."""

    command: Command
    number: int = 0
    """What the newest line's quantity becomes (2 to 10), which button (1 to 7), which digit."""

    @property
    def quantity(self) -> int:
        """For `Command.QUANTITY`: how many."""
        return self.number

    @property
    def text(self) -> str:
        """What the sheet prints as a QR code."""
        _range, places = _NUMBERED.get(self.command, ((), 0))
        number = f"{self.number:0{places}d}" if places else ""
        body = f"C/{self.command.value}{number}"
        return f"QUAY:{body}/{check_character(body)}"


ALL = (
    *(ControlCode(command) for command in Command if command not in _NUMBERED),
    *(ControlCode(command, n) for command, (numbers, _) in _NUMBERED.items() for n in numbers),
)
"""Everything the sheet can hold."""

_BY_BODY = {code.text.removeprefix(PREFIX)[:-2]: code for code in ALL}


def read_control(text: str) -> ControlCode | Unknown:
    """Read a control code. Case counts: `quay:c/cash/z` is none."""
    body, slash, check = text.removeprefix(PREFIX).rpartition("/")
    if not text.startswith(PREFIX) or not slash:
        return Unknown(Why.NO_MATCH)
    if check != check_character("C" + body):
        return Unknown(Why.BAD_CHECK_DIGIT)
    return _BY_BODY.get(body) or Unknown(Why.NO_MATCH)
