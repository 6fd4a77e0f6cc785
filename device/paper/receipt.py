"""The receipt a customer takes home. It has no field for the patient, so it cannot name one."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from PIL import Image

from device.amounts import clock, day, thousands, vnd
from device.paper.check import check_groups, check_text, draw_code
from device.paper.sheet import (
    MARGIN,
    Align,
    Band,
    Beside,
    Block,
    Rule,
    Space,
    Words,
    draw_sheet,
    room,
    row,
)
from device.paper.type import BLACK, WHITE, Face, face, wrap, wrap_evenly, wrap_parts
from wire.topics import is_terminal_id
from words import _

_LARGEST_NUMBER = 2**63 - 1
_HEADING_LINES = 2


@dataclass(frozen=True, kw_only=True)
class ReceiptLine:
    """One drug on a receipt."""

    name: str
    quantity: int
    unit: str
    price_vnd: int
    """Price of one `unit`."""
    batch: str
    expiry: date | None = None

    @property
    def amount_vnd(self) -> int:
        """What the line costs."""
        return self.quantity * self.price_vnd


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What a receipt says. Raises `ValueError` where its check could not be made from it."""

    outlet: str
    address: str
    licence: str
    """Number of the certificate of eligibility (GCN ĐĐKKDD), without those words."""
    terminal: str
    """The terminal's id; only the QR code says it."""
    terminal_label: str
    """What the shop calls the terminal, such as "máy 01"."""
    staff: str = field(repr=False)
    """Name to show, such as "Cô Lan"."""
    epoch: str
    number: int
    """The entry's sequence number."""
    at: datetime
    """When it was sold; a copy says the same."""
    lines: tuple[ReceiptLine, ...] = field(repr=False)
    total_vnd: int
    payment: str
    """How it was paid, in words."""
    prescription: str | None = field(default=None, repr=False)
    check_code: str
    """The entry's hash, 64 hexadecimal digits."""
    copy: bool = False

    def __post_init__(self) -> None:
        """Check what the check is made of."""
        if not is_terminal_id(self.terminal):
            raise ValueError(f"not a terminal's id: {self.terminal!r}")
        if not re.fullmatch(r"[0-9a-f]{32}", self.epoch):
            raise ValueError("an epoch has 32 hexadecimal digits")
        if not re.fullmatch(r"[0-9a-fA-F]{64}", self.check_code):
            raise ValueError("a check code has 64 hexadecimal digits")
        if not 1 <= self.number <= _LARGEST_NUMBER:
            raise ValueError(f"not a receipt's number: {self.number}")
        if self.at.tzinfo is None:
            raise ValueError("the time of sale needs its time zone")


@dataclass(frozen=True)
class _Sizes:
    """Type sizes in dots; 8 dots are a millimetre."""

    note: int
    body: int
    strong: int
    heading: int
    total: int


_SIZES = {
    384: _Sizes(note=22, body=24, strong=27, heading=34, total=44),
    576: _Sizes(note=24, body=28, strong=32, heading=42, total=54),
}


def draw_receipt(receipt: Receipt, *, width_dots: int) -> Image.Image:
    """Draw a receipt in one bit, `width_dots` wide: 384 (58 mm) or 576 (80 mm).

    Raises `ValueError` for another width and `FontMissingError` without the fonts.
    """
    if width_dots not in _SIZES:
        raise ValueError(f"paper is 384 or 576 dots wide, not {width_dots}")
    return _Drawing(receipt, width_dots, _SIZES[width_dots]).draw()


@dataclass(frozen=True)
class _Drawing:
    receipt: Receipt
    width: int
    sizes: _Sizes

    def draw(self) -> Image.Image:
        copy = self.receipt.copy
        blocks = [
            Space(12),
            *([*self._copy_band(), Space(8)] if copy else []),
            *self._outlet(),
            *self._title(),
            *(block for line in self.receipt.lines for block in self._line(line)),
            *self._total(),
            *self._check(),
            *(self._copy_band() if copy else self._ending()),
            Space(12),
        ]
        return draw_sheet(blocks, width=self.width)

    @property
    def _room(self) -> int:
        return room(self.width)

    @property
    def _note(self) -> Face:
        return face(self.sizes.note)

    @property
    def _body(self) -> Face:
        return face(self.sizes.body)

    @property
    def _bold(self) -> Face:
        return face(self.sizes.body, bold=True)

    def _copy_band(self) -> list[Block]:
        words = self._centred(_("BẢN SAO"), face(self.sizes.strong, bold=True), ink=WHITE)
        return [Band(words)]

    def _outlet(self) -> list[Block]:
        licence = self.receipt.licence and _("GCN ĐĐKKDD số {licence}").format(
            licence=self.receipt.licence
        )
        return [
            self._heading(),
            self._centred(self.receipt.address, self._note),
            self._centred(licence, self._note),
            Space(8),
            Rule(),
        ]

    def _heading(self) -> Words:
        """The outlet's name, smaller if it would take more than two lines."""
        faces = [face(size, bold=True) for size in (self.sizes.heading, self.sizes.strong)]
        drawn = [self._centred(self.receipt.outlet, bold) for bold in faces]
        return next((words for words in drawn if len(words.lines) <= _HEADING_LINES), drawn[-1])

    def _title(self) -> list[Block]:
        receipt = self.receipt
        title = _("PHIẾU BÁN") if receipt.prescription is None else _("PHIẾU BÁN THEO ĐƠN")
        when = f"{day(receipt.at)} {clock(receipt.at)}"
        return [
            Space(6),
            *self._row(title, self._bold, f"{receipt.number:06d}", self._bold),
            self._parts(when, receipt.staff, receipt.terminal_label),
            *self._prescription(),
            Space(8),
            Rule(dashed=True),
        ]

    def _prescription(self) -> list[Block]:
        if self.receipt.prescription is None:
            return []
        words = _("Đơn {code}").format(code=self.receipt.prescription)
        return [Words(wrap(words, self._note, self._room), self._note)]

    def _line(self, line: ReceiptLine) -> list[Block]:
        price = f"{thousands(line.quantity)} {line.unit} × {thousands(line.price_vnd)}"
        batch = line.batch and _("Lô {batch}").format(batch=line.batch)
        expiry = line.expiry and _("HD {day}").format(day=day(line.expiry))
        return [
            Space(8),
            Words(wrap(line.name, self._bold, self._room), self._bold),
            *self._row(price, self._body, thousands(line.amount_vnd), self._body),
            self._parts(batch, expiry or ""),
        ]

    def _total(self) -> list[Block]:
        amount = vnd(self.receipt.total_vnd)
        label = face(self.sizes.strong, bold=True)
        return [
            Space(8),
            Rule(),
            Space(6),
            *self._row(_("TỔNG CỘNG"), label, amount, self._large(amount)),
            *self._row(self.receipt.payment, self._body, amount, self._body),
            Space(8),
            Rule(dashed=True),
        ]

    def _large(self, amount: str) -> Face:
        """Return the largest face in which the amount fits the paper."""
        sizes = self.sizes
        faces = [face(size, bold=True) for size in (sizes.total, sizes.heading, sizes.body)]
        return next((large for large in faces if large.width(amount) <= self._room), faces[-1])

    def _check(self) -> list[Block]:
        receipt = self.receipt
        bold = face(self.sizes.note, bold=True)
        digits = check_groups(receipt.check_code)
        text = check_text(
            terminal=receipt.terminal,
            epoch=receipt.epoch,
            number=receipt.number,
            entry_hash=receipt.check_code,
        )
        code, quiet = draw_code(text, room=self.width - MARGIN - bold.width(digits))
        column = self.width - MARGIN - code.width - 2 * quiet
        invitation = wrap(_("Quét để kiểm tra phiếu này"), self._note, column)
        return [Beside(code, quiet, [Words(invitation, self._note), Words([digits], bold)])]

    def _ending(self) -> list[Block]:
        return [self._centred(_("Đổi, trả: mang theo phiếu này và hộp thuốc."), self._note)]

    def _centred(self, text: str, face: Face, *, ink: int = BLACK) -> Words:
        return Words(wrap_evenly(text, face, self._room), face, Align.CENTRE, ink)

    def _parts(self, *parts: str) -> Words:
        return Words(wrap_parts(list(parts), self._note, self._room), self._note)

    def _row(self, left: str, left_face: Face, right: str, right_face: Face) -> list[Block]:
        return row(left, left_face, right, right_face, width=self.width)
