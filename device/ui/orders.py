"""What can be asked of the screen from outside, one JSON object each."""

from typing import Literal

import msgspec


class Order(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, tag_field="do"):
    """Any order."""


class Touch(Order, tag="touch"):
    """Touch the screen at a pixel, from the top left; the tray lies below the screen."""

    x: int
    y: int


class Press(Order, tag="press"):
    """Press the button with these words, once its dead time is over."""

    button: str


class Keys(Order, tag="keys"):
    """Type, as a keyboard would."""

    text: str = ""
    enter: bool = False


class Shot(Order, tag="shot"):
    """Save a picture of the terminal's screen as PNG."""

    file: str


class State(Order, tag="state"):
    """Tell how things are, without any person's data."""


class Printer(Order, tag="printer"):
    """Do something to the fake printer."""

    what: Literal["run_out_of_paper", "load_paper"]
    after_rows: int = 0
    """How many rows of dots the paper lasts yet: it may end in the middle of a ticket."""


class Quit(Order, tag="quit"):
    """End the program."""


AnyOrder = Touch | Press | Keys | Shot | State | Printer | Quit
