"""What a screen that stops the sale says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from device.counter.rules import Refusal
from device.counter.sale import OpenSale
from device.ui.rich import Rich


@dataclass(frozen=True, slots=True, kw_only=True)
class StopWords:
    """What a screen that stops the sale says, from the top down."""

    title: str
    subject: str
    """Which pack, or which thing."""
    detail: str
    steps: tuple[Rich, ...]
    """What to do."""
    numbered: bool
    """Whether the steps follow each other, or are a choice."""
    ground: str
    """The rule's source, or what else stands below."""
    hint: str
    """What the scanner can do here."""
    button: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One rule's part of it."""

    title: str
    detail: str
    steps: tuple[Rich, Rich]
    numbered: bool = False
    hint: str = ""
    """Empty: the usual one."""


Saying = Callable[[Refusal, OpenSale, date], Reason]
"""The refusal, the sale without the refused line, and today."""
