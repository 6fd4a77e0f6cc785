"""What can stand on a printed sheet, in millimetres from the upper left corner of an A4 page."""

from dataclasses import dataclass

from hardware.symbology import Symbology
from words import _

PAGE_MM = (210.0, 297.0)
MARGIN_MM = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A line of text, or a paragraph of `width` millimetres, hung up by its first baseline."""

    page: int
    x: float
    y: float
    text: str
    size: float
    """Millimetres from baseline to baseline of close lines: points are 0.353 of it."""
    bold: bool = False
    centred: bool = False
    width: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCode:
    """A code; `size` is the most it may be wide, without the white around it."""

    page: int
    x: float
    y: float
    size: float
    text: str
    symbology: Symbology = Symbology.QR_CODE
    level: str = "H"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A thin line across the page."""

    page: int
    y: float


Item = Words | PrintedCode | Rule


def heading(page: int, title: str, text: str) -> list[Item]:
    """Return the head of a page: its name, and what it is for."""
    half = PAGE_MM[0] / 2
    return [
        Words(page=page, x=half, y=22, text=title, size=12, bold=True, centred=True),
        Words(page=page, x=half, y=32, text=text, size=7, centred=True),
        Rule(page=page, y=37),
    ]


def foot(page: int) -> Item:
    """Return what stands at the foot of each page of orders."""
    return Words(
        page=page,
        x=PAGE_MM[0] / 2,
        y=286,
        text=_("Mã bị mờ, bị ướt thì in lại tờ này (giấy A4, cỡ thật 100 %)."),
        size=4.6,
        centred=True,
    )
