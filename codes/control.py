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


class Command(Enum):
    """What the sheet can order; the value stands in the code."""

    PAY_CASH = "CASH"
    PAY_BY_QR = "BANK"
    QUANTITY = "Q"
    """Followed by two digits: how many."""
    REMOVE_LAST = "UNDO"
    CANCEL = "DROP"
    REPRINT = "COPY"
    END_SHIFT = "SHIFT"


@dataclass(frozen=True, slots=True)
class ControlCode:
    """An order to the counter."""

    command: Command
    quantity: int = 0
    """For `Command.QUANTITY`: what the newest line's quantity becomes, 2 to 10."""

    @property
    def text(self) -> str:
        """What the sheet prints as a QR code."""
        number = f"{self.quantity:02d}" if self.command is Command.QUANTITY else ""
        body = f"C/{self.command.value}{number}"
        return f"QUAY:{body}/{check_character(body)}"


ALL = (
    *(ControlCode(command) for command in Command if command is not Command.QUANTITY),
    *(ControlCode(Command.QUANTITY, quantity) for quantity in QUANTITIES),
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
