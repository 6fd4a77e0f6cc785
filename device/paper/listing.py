"""Lists: the shelf, the posted prices, what leaves the shop, and a page to try the printer."""

from dataclasses import dataclass, field
from datetime import datetime

from PIL import Image

from device.amounts import clock, day, thousands
from device.paper.layout import PLAIN, Layout, Letterhead, Mark
from device.paper.sheet import Block, Rule, Space
from words import _

ROWS_ON_A_PAGE = 40
"""Rows of a list that is one piece of paper: about a metre at 58 mm."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One thing of a list."""

    name: str
    figure: str = ""
    """On the right."""
    notes: tuple[str, ...] = ()
    """Small, below the name."""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list of any kind."""

    head: Letterhead
    title: str
    at: datetime
    staff: str = field(default="", repr=False)
    facts: tuple[str, ...] = ()
    """What the list is about, one line each."""
    rows: tuple[Row, ...] = ()
    empty: str = ""
    """What is said where there are no rows."""
    notes: tuple[str, ...] = ()
    """At the end."""
    signatures: tuple[str, str] | None = None
    mark: Mark = PLAIN


def draw_listing(listing: Listing, *, width_dots: int) -> list[Image.Image]:
    """Draw the list, on as many pieces of paper as it takes.

    Raises `ValueError` for paper of another width.
    """
    on = Layout(width_dots)
    rows = listing.rows
    parts = [rows[at : at + ROWS_ON_A_PAGE] for at in range(0, len(rows), ROWS_ON_A_PAGE)] or [()]
    return [
        on.sheet(_page(listing, part, number, len(parts), on), mark=listing.mark)
        for number, part in enumerate(parts, 1)
    ]


def _page(
    listing: Listing, rows: tuple[Row, ...], number: int, count: int, on: Layout
) -> list[Block]:
    when = f"{day(listing.at)} {clock(listing.at)}"
    page = _("Trang {n}/{all}").format(n=number, all=count) if count > 1 else ""
    blocks = [
        *on.letterhead(listing.head),
        on.title(listing.title),
        on.parts(when, listing.staff, listing.head.terminal_label, page),
        *(on.text(fact) for fact in listing.facts if fact),
        Space(8),
        Rule(dashed=True),
        *(block for row in rows for block in _row(row, on)),
    ]
    if not listing.rows and listing.empty:
        blocks += [Space(8), on.text(listing.empty)]
    if number < count:
        return blocks
    blocks += [*on.rule(), *(on.text(note, on.note) for note in listing.notes)]
    if listing.signatures:
        blocks += on.signatures(*listing.signatures)
    return blocks


def _row(row: Row, on: Layout) -> list[Block]:
    if not row.figure:
        names: list[Block] = [on.text(row.name, on.bold)]
    else:
        names = on.two_faced_row(row.name, on.bold, row.figure, on.body)
    notes = [on.parts(*row.notes)] if any(row.notes) else []
    return [Space(6), *names, *notes]


@dataclass(frozen=True, kw_only=True)
class TrialPage:
    """A page that shows whether a printer prints everything that papers need."""

    head: Letterhead
    at: datetime
    sums: tuple[tuple[str, str], ...] = ()
    """Facts about the terminal: name and value."""


def draw_trial_page(page: TrialPage, *, width_dots: int) -> Image.Image:
    """Draw every size, both edges, solid black and a code."""
    on = Layout(width_dots)
    letters = "Ẩ ẫ Ặ ễ ỗ ợ ự ỹ đ Đ"
    blocks = [
        *on.letterhead(page.head),
        on.title(_("TRANG IN THỬ")),
        on.parts(f"{day(page.at)} {clock(page.at)}", page.head.terminal_label),
        *on.dashes(),
        *(on.text(letters, size) for size in (on.note, on.body, on.bold, on.strong, on.heading)),
        *on.row(_("Lề trái"), _("Lề phải")),
        *on.row(_("Số"), f"{thousands(1_234_567)} đ", on.strong),
        *on.barred(_("Chữ đậm có gạch đứng bên trái")),
        *on.bands(Mark(copy=1)),
        *(block for fact in page.sums for block in on.row(*fact, on.note)),
        *on.check(
            page.head,
            epoch="0" * 32,
            number=1,
            entry_hash="0" * 64,
            invitation=_("Mã này quét được là máy in tốt"),
        ),
    ]
    return on.sheet(blocks)
