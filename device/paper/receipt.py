"""The receipt a customer takes home."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from PIL import Image

from device.amounts import clock, day, thousands, vnd
from device.paper.layout import PLAIN, Layout, Letterhead, Mark
from device.paper.sheet import Block, Rule, Space
from wire.topics import is_terminal_id
from words import _

_LARGEST_NUMBER = 2**63 - 1


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
    directions: str = ""
    """How it is taken, in words."""
    is_supplement: bool = False
    """Not a drug: it stands apart (RX-16)."""

    @property
    def amount_vnd(self) -> int:
        """What the line costs."""
        return self.quantity * self.price_vnd


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What a receipt says. Raises `ValueError` where its check could not be made from it."""

    head: Letterhead
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
    witness: str = ""
    """Who saw that a transfer arrived, in words."""
    prescription: str | None = field(default=None, repr=False)
    patient: str = field(default="", repr=False)
    """Name and year of birth, only where the shop wants it there; never on a copy."""
    rest: str = ""
    """What is left on the prescription, in words."""
    check_code: str
    """The entry's hash, 64 hexadecimal digits."""
    mark: Mark = PLAIN

    def __post_init__(self) -> None:
        """Check what the check is made of, and that no copy names anybody."""
        if not is_terminal_id(self.head.terminal):
            raise ValueError(f"not a terminal's id: {self.head.terminal!r}")
        if not re.fullmatch(r"[0-9a-f]{32}", self.epoch):
            raise ValueError("an epoch has 32 hexadecimal digits")
        if not re.fullmatch(r"[0-9a-fA-F]{64}", self.check_code):
            raise ValueError("a check code has 64 hexadecimal digits")
        if not 1 <= self.number <= _LARGEST_NUMBER:
            raise ValueError(f"not a receipt's number: {self.number}")
        if self.at.tzinfo is None:
            raise ValueError("the time of sale needs its time zone")
        if self.mark.copy and self.patient:
            raise ValueError("a copy names no patient")


def draw_receipt(receipt: Receipt, *, width_dots: int) -> Image.Image:
    """Draw a receipt in one bit, `width_dots` wide: 384 (58 mm) or 576 (80 mm).

    Raises `ValueError` for another width and `FontMissingError` without the fonts.
    """
    return _Drawing(receipt, Layout(width_dots)).draw()


@dataclass(frozen=True)
class _Drawing:
    receipt: Receipt
    on: Layout

    def draw(self) -> Image.Image:
        receipt = self.receipt
        drugs = [line for line in receipt.lines if not line.is_supplement]
        supplements = [line for line in receipt.lines if line.is_supplement]
        blocks = [
            *self.on.letterhead(receipt.head),
            *self._title(),
            *(block for line in drugs for block in self._line(line)),
            *self._supplements(supplements),
            *self._total(),
            *self._rest(),
            *self._foot(),
        ]
        return self.on.sheet(blocks, mark=receipt.mark)

    def _title(self) -> list[Block]:
        receipt, on = self.receipt, self.on
        title = _("PHIẾU BÁN") if receipt.prescription is None else _("PHIẾU BÁN THEO ĐƠN")
        when = f"{day(receipt.at)} {clock(receipt.at)}"
        return [
            *on.row(title, receipt.mark.number(receipt.number), on.bold),
            on.parts(when, receipt.staff, receipt.head.terminal_label),
            *self._prescription(),
            Space(8),
            Rule(dashed=True),
        ]

    def _prescription(self) -> list[Block]:
        words = [self.receipt.patient] if self.receipt.patient else []
        if self.receipt.prescription is not None:
            words.insert(0, _("Đơn {code}").format(code=self.receipt.prescription))
        return [self.on.text(text, self.on.note) for text in words]

    def _line(self, line: ReceiptLine) -> list[Block]:
        on = self.on
        price = f"{thousands(line.quantity)} {line.unit} × {thousands(line.price_vnd)}"
        batch = line.batch and _("Lô {batch}").format(batch=line.batch)
        expiry = line.expiry and _("HD {day}").format(day=day(line.expiry))
        return [
            Space(8),
            on.text(line.name, on.bold),
            *on.row(price, thousands(line.amount_vnd)),
            on.parts(batch, expiry or ""),
            *on.barred(line.directions),
        ]

    def _supplements(self, lines: list[ReceiptLine]) -> list[Block]:
        """Name what is no drug, and say that it is none (RX-16)."""
        if not lines:
            return []
        return [
            *self.on.dashes(),
            self.on.text(_("Không phải là thuốc:"), self.on.bold),
            *(block for line in lines for block in self._line(line)),
        ]

    def _total(self) -> list[Block]:
        on, receipt = self.on, self.receipt
        amount = vnd(receipt.total_vnd)
        witness = [on.text(receipt.witness, on.note)] if receipt.witness else []
        return [
            Space(8),
            Rule(),
            Space(6),
            *on.two_faced_row(_("TỔNG CỘNG"), on.strong, amount, on.large(amount)),
            *on.row(receipt.payment, amount),
            *witness,
        ]

    def _rest(self) -> list[Block]:
        if not self.receipt.rest:
            return []
        return [*self.on.dashes(), self.on.text(self.receipt.rest, self.on.bold)]

    def _foot(self) -> list[Block]:
        """The check, and what to bring back; nothing from training can be checked."""
        receipt, on = self.receipt, self.on
        if receipt.mark.is_training:
            return []
        check = on.check(
            receipt.head,
            epoch=receipt.epoch,
            number=receipt.number,
            entry_hash=receipt.check_code,
            invitation=_("Quét để kiểm tra phiếu này"),
        )
        invitation = _("Đổi, trả: mang theo phiếu này và hộp thuốc.")
        ending = [] if receipt.mark.copy else [on.centred(invitation, on.note)]
        return [Space(8), Rule(dashed=True), *check, *ending]
