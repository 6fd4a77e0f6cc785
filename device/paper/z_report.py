"""The Z report: what a shift did, printed when it is closed, and signed by two people."""

from dataclasses import dataclass, field
from datetime import datetime

from PIL import Image

from device.amounts import clock, day, thousands
from device.paper.layout import PLAIN, Layout, Letterhead, Mark
from device.paper.sheet import Block, Space
from words import _


@dataclass(frozen=True, kw_only=True)
class Takings:
    """Sums of a shift, in đồng, and how many papers each comes from."""

    cash_vnd: int
    cash_count: int
    transfer_vnd: int
    transfer_count: int
    refunded_vnd: int
    """For returns and voids, positive."""
    return_count: int
    void_count: int
    bank_count: int | None = None
    """Transfers that the bank reported; the staff saw the others. None: nobody can tell now."""

    @property
    def sales_vnd(self) -> int:
        """What was sold, less what was given back."""
        return self.cash_vnd + self.transfer_vnd - self.refunded_vnd


@dataclass(frozen=True, kw_only=True)
class ZReport:
    """What a Z report says. Its figures are those of the entry that closed the shift."""

    head: Letterhead
    number: int
    """Of the report, from 1, without gaps."""
    opened_at: datetime
    closed_at: datetime
    staff: str = field(repr=False)
    first: int
    """Number of the shift's first entry."""
    last: int
    takings: Takings
    float_vnd: int
    expected_vnd: int
    counted_vnd: int | None
    """What was found in the drawer; None where nobody counted."""
    prescription_count: int
    antibiotic_count: int | None = None
    override_count: int | None = None
    """Sold without a prescription on somebody's decision. None: nobody can tell now."""
    unsent: int = 0
    unsent_range: tuple[int, int] | None = None
    epoch: str
    entry: int
    """Number of the entry."""
    check_code: str
    mark: Mark = PLAIN


def draw_z_report(report: ZReport, *, width_dots: int) -> Image.Image:
    """Draw the report. Raises `ValueError` for paper of another width."""
    on = Layout(width_dots)
    blocks = [
        *on.letterhead(report.head),
        *_title(report, on),
        *on.dashes(),
        *_sales(report.takings, on),
        *on.dashes(),
        *_drawer(report, on),
        *on.dashes(),
        *_prescriptions(report, on),
        *on.rule(),
        *_unsent(report, on),
        *_check(report, on),
        *on.signatures(_("Người kết ca"), _("Người nhận")),
    ]
    return on.sheet(blocks, mark=report.mark)


def _title(report: ZReport, on: Layout) -> list[Block]:
    until = clock(report.closed_at)
    if day(report.closed_at) != day(report.opened_at):
        until = f"{day(report.closed_at)} {until}"
    when = _("{day}, {opened} đến {closed}").format(
        day=day(report.opened_at), opened=clock(report.opened_at), closed=until
    )
    mark = report.mark
    number = mark.number(report.number, digits=4)
    return [
        on.title(_("BÁO CÁO KẾT CA")),
        *on.row(_("Số"), f"Z {number}", on.strong),
        on.text(when, on.note),
        on.parts(report.staff, report.head.terminal_label),
        on.text(_range(_("Phiếu {first} đến {last}"), report.first, report.last, mark), on.note),
    ]


def _range(words: str, first: int, last: int, mark: Mark) -> str:
    return words.format(first=mark.number(first), last=mark.number(last))


def _sales(takings: Takings, on: Layout) -> list[Block]:
    cash = _("Tiền mặt, {n} phiếu").format(n=thousands(takings.cash_count))
    transfer = _("Chuyển khoản, {n} phiếu").format(n=thousands(takings.transfer_count))
    returns = _("Khách trả hàng, {n} phiếu").format(n=thousands(takings.return_count))
    voids = _("Hủy phiếu, {n} phiếu").format(n=thousands(takings.void_count))
    return [
        *on.row(cash, thousands(takings.cash_vnd)),
        *on.row(transfer, thousands(takings.transfer_vnd)),
        *_witnesses(takings, on),
        *on.row(returns, ""),
        *on.row(voids, ""),
        *on.row(_("Trả lại tiền"), _negative(takings.refunded_vnd)),
        *on.row(_("Doanh thu"), thousands(takings.sales_vnd), on.strong),
    ]


def _witnesses(takings: Takings, on: Layout) -> list[Block]:
    if takings.bank_count is None or not takings.transfer_count:
        return []
    own = takings.transfer_count - takings.bank_count
    words = _("Ngân hàng báo {bank}, tự kiểm {own}").format(bank=takings.bank_count, own=own)
    return [on.text(words, on.note)]


def _negative(amount: int) -> str:
    return f"−{thousands(amount)}" if amount else "0"


def _drawer(report: ZReport, on: Layout) -> list[Block]:
    counted, blocks = report.counted_vnd, [on.text(_("Ngăn kéo tiền"), on.bold)]
    rows = [
        (_("Tiền đầu ca"), thousands(report.float_vnd)),
        (_("Thu tiền mặt"), thousands(report.takings.cash_vnd)),
        (_("Trả lại khách"), _negative(report.takings.refunded_vnd)),
        (_("Phải có"), thousands(report.expected_vnd)),
        (_("Đếm được"), _("không đếm") if counted is None else thousands(counted)),
    ]
    if counted is None:
        return [*blocks, *(block for row in rows for block in on.row(*row))]
    difference = counted - report.expected_vnd
    shown = thousands(difference) if difference >= 0 else _negative(-difference)
    plus = "+" if difference > 0 else ""
    return [
        *blocks,
        *(block for row in rows for block in on.row(*row)),
        *on.row(_("Lệch"), plus + shown, on.strong),
    ]


def _prescriptions(report: ZReport, on: Layout) -> list[Block]:
    rows = (
        (_("Phiếu theo đơn"), report.prescription_count),
        (_("Có kháng sinh"), report.antibiotic_count),
        (_("Bán không đơn có lý do"), report.override_count),
    )
    known = [(name, thousands(count)) for name, count in rows if count is not None]
    return [block for row in known for block in on.row(*row)]


def _unsent(report: ZReport, on: Layout) -> list[Block]:
    count = _("{n} phiếu").format(n=thousands(report.unsent))
    blocks = on.row(_("Chưa gửi Sở Y tế"), count, on.bold)
    if not report.unsent:
        return blocks
    span = report.unsent_range
    if span:
        words = _range(_("{first} đến {last}"), *span, report.mark)
        blocks.append(on.text(words, on.note))
    return [*blocks, on.text(_("Có mạng là máy tự gửi."), on.note)]


def _check(report: ZReport, on: Layout) -> list[Block]:
    if report.mark.is_training:
        return []
    return [
        *on.dashes(),
        *on.check(
            report.head,
            epoch=report.epoch,
            number=report.entry,
            entry_hash=report.check_code,
            invitation=_("Quét để kiểm tra báo cáo"),
        ),
        Space(8),
    ]
