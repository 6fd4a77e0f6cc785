"""Slips: goods that came, came back, or went, with the signatures of who was there."""

from dataclasses import dataclass, field
from datetime import date, datetime

from PIL import Image

from device.amounts import clock, day, thousands, vnd
from device.paper.layout import PLAIN, Layout, Letterhead, Mark
from device.paper.sheet import Block, Space
from words import _


@dataclass(frozen=True, kw_only=True)
class SlipLine:
    """One batch on a slip."""

    name: str
    quantity: int
    unit: str
    batch: str
    expiry: date | None = None
    price_vnd: int | None = None
    """Of one `unit`, where a price is known."""
    invoiced_vnd: int | None = None
    """Of the whole line, where an invoice says it."""

    @property
    def amount_vnd(self) -> int:
        """What the line costs; 0 where no price is known."""
        if self.invoiced_vnd is not None:
            return self.invoiced_vnd
        return self.quantity * (self.price_vnd or 0)


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What a slip says."""

    head: Letterhead
    title: str
    number: int
    """Of the entry."""
    at: datetime
    staff: str = field(repr=False)
    facts: tuple[tuple[str, str], ...] = ()
    """Names and values over the lines, such as the supplier."""
    lines: tuple[SlipLine, ...] = field(default=(), repr=False)
    total: tuple[str, int] | None = None
    """What the sum is called, and the sum."""
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    """Who signs, at most two beside one another."""
    epoch: str
    check_code: str
    mark: Mark = PLAIN


def draw_slip(slip: Slip, *, width_dots: int) -> Image.Image:
    """Draw the slip. Raises `ValueError` for paper of another width."""
    on = Layout(width_dots)
    when = f"{day(slip.at)} {clock(slip.at)}"
    blocks = [
        *on.letterhead(slip.head),
        on.title(slip.title),
        *on.row(_("Số"), slip.mark.number(slip.number), on.strong),
        on.parts(when, slip.staff, slip.head.terminal_label),
        *_facts(slip, on),
        *on.dashes(),
        *(block for line in slip.lines for block in _line(line, on)),
        *_total(slip, on),
        *(on.text(note, on.note) for note in slip.notes),
        *_check(slip, on),
        *_signatures(slip, on),
    ]
    return on.sheet(blocks, mark=slip.mark)


def _facts(slip: Slip, on: Layout) -> list[Block]:
    return [on.text(f"{name}: {value}") for name, value in slip.facts if value]


def _line(line: SlipLine, on: Layout) -> list[Block]:
    batch = line.batch and _("Lô {batch}").format(batch=line.batch)
    expiry = line.expiry and _("HD {day}").format(day=day(line.expiry))
    quantity = f"{thousands(line.quantity)} {line.unit}"
    if line.price_vnd is None:
        amount: list[Block] = [on.text(quantity)]
    else:
        is_exact = line.quantity * line.price_vnd == line.amount_vnd
        times = f" × {thousands(line.price_vnd)}" if is_exact else ""
        amount = on.row(f"{quantity}{times}", thousands(line.amount_vnd))
    return [
        on.text(line.name, on.bold),
        *amount,
        on.parts(batch, expiry or ""),
        Space(8),
    ]


def _total(slip: Slip, on: Layout) -> list[Block]:
    if slip.total is None:
        return on.rule()
    name, total = slip.total
    return [*on.rule(), *on.two_faced_row(name, on.strong, vnd(total), on.heading)]


def _check(slip: Slip, on: Layout) -> list[Block]:
    if slip.mark.is_training:
        return []
    return [
        *on.dashes(),
        *on.check(
            slip.head,
            epoch=slip.epoch,
            number=slip.number,
            entry_hash=slip.check_code,
            invitation=_("Quét để kiểm tra phiếu này"),
        ),
    ]


def _signatures(slip: Slip, on: Layout) -> list[Block]:
    names = slip.signatures
    pairs = zip(names[::2], [*names[1::2], *([""] * (len(names) % 2))], strict=True)
    return [block for left, right in pairs for block in on.signatures(left, right)]
