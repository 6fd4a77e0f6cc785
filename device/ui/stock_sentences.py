"""The words of the shelf: what expires, what has run out, what is recalled, which books to sign."""

from dataclasses import dataclass
from datetime import date

from device.amounts import day, thousands
from device.counter.drug import Hold, HoldKind
from device.counter.past import RegisterRow, StockRow
from device.counter.state import RecallShown, StockList
from device.ui.rich import Rich, rich
from device.ui.units import count_words
from words import _

URGENT_DAYS = 30
"""What expires sooner is tagged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallWords:
    """What the screen of a recall says, from the top down."""

    title: str
    subject: str
    detail: str
    steps: tuple[Rich, ...]
    ground: str
    button: str


def tab_words(tab: str, counts: tuple[int, int, int, int]) -> tuple[str, str]:
    """Name a tab of the stock list, and how many rows it has."""
    if tab == "all":
        return _("Tất cả"), _("đang có")
    if tab == "out":
        return _("Hết hàng"), _("{n} thuốc").format(n=thousands(counts[3]))
    count = counts[("30", "60", "90").index(tab)]
    return _("{n} ngày").format(n=tab), _("{n} lô").format(n=thousands(count))


def stock_heading(state: StockList) -> str:
    """Say what the list shows."""
    match state.tab:
        case "out":
            return _("Không còn trên kệ")
        case "all":
            return _("Tất cả đang có")
        case days:
            return _("Sắp hết hạn trong {n} ngày").format(n=days)


def nothing_in_stock_list(state: StockList) -> str:
    """Say that a list is empty."""
    match state.tab:
        case "out":
            return _("Thuốc nào cũng còn trên kệ")
        case "all":
            return _("Chưa có thuốc nào trên kệ")
        case days:
            return _("Không có lô nào hết hạn trong {n} ngày").format(n=days)


def days_left_words(row: StockRow, today: date) -> tuple[str, bool]:
    """Say when a batch expires, and whether that is urgent."""
    if row.expiry is None:
        return "", False
    left = (row.expiry - today).days
    if left < 0:
        return _("đã hết hạn"), True
    return (_("còn {n} ngày").format(n=left) if left else _("hạn hôm nay")), left < URGENT_DAYS


def aside_words(row: StockRow) -> str:
    """Say how much of a batch is set aside."""
    return _("để riêng {n}").format(n=thousands(row.set_aside)) if row.set_aside else ""


def recall_words(state: RecallShown) -> RecallWords:
    """Say what is recalled, suspended or sealed, and what to do."""
    hold = state.hold
    title = {
        HoldKind.RECALLED: _("Thu hồi thuốc: ngừng bán ngay"),
        HoldKind.SUSPENDED: _("Tạm ngừng bán thuốc này"),
        HoldKind.SEALED: _("Sở Y tế niêm phong lô này"),
    }[hold.kind]
    return RecallWords(
        title=title,
        subject=_recalled_subject(hold),
        detail=_recalled_detail(state),
        steps=_recall_steps(state),
        ground=_recall_ground(hold),
        button=_recall_button(state),
    )


def _recalled_subject(hold: Hold) -> str:
    if not hold.batches:
        return _("{drug} · mọi lô").format(drug=hold.drug_name)
    return _("{drug} · Lô {batches}").format(drug=hold.drug_name, batches=", ".join(hold.batches))


def _recalled_detail(state: RecallShown) -> str:
    expiries = {row.expiry for row in state.rows if row.expiry}
    reason = state.hold.reason
    parts = [
        _("HD {expiry}").format(expiry=day(min(expiries))) if len(expiries) == 1 else "",
        _("Lý do: {reason}").format(reason=reason) if reason else "",
    ]
    return " · ".join(part for part in parts if part)


def _recall_steps(state: RecallShown) -> tuple[Rich, ...]:
    if not state.rows:
        return (
            rich(_("Trên kệ *không có* thuốc này")),
            rich(_("Hàng mới về mà có lô này thì *không nhận*")),
        )
    there = count_words(state.units, state.rows[0].unit)
    if state.hold.kind is HoldKind.SEALED:
        return (
            rich(_("Trên kệ có *{count}*: giữ nguyên chỗ"), count=there),
            rich(_("*Không bán, không di chuyển*, chờ Sở Y tế")),
        )
    label = {
        HoldKind.RECALLED: _("Để riêng, dán nhãn *Thuốc thu hồi*"),
        HoldKind.SUSPENDED: _("Để riêng, dán nhãn *Tạm ngừng bán*"),
    }[state.hold.kind]
    return rich(_("Trên kệ có *{count}*: lấy xuống hết"), count=there), rich(label)


def _recall_ground(hold: Hold) -> str:
    where = _("công văn {number}").format(number=hold.number)
    if hold.kind is HoldKind.RECALLED and hold.level:
        where = _("Thu hồi mức {level}, {where}").format(level=hold.level, where=where)
    return _("{where}. Máy đã khóa lô này.").format(where=f"{where[:1].upper()}{where[1:]}")


def _recall_button(state: RecallShown) -> str:
    if not state.rows or state.hold.kind is HoldKind.SEALED:
        return _("Đã đọc")
    return _("Đã để riêng {count}").format(count=count_words(state.units, state.rows[0].unit))


def annex_words(row: RegisterRow) -> str:
    """Name the book, and how often the drug moved."""
    moved = _("{n} lần nhập, xuất").format(n=row.movements)
    return _("Sổ theo phụ lục {annex} · {moved}").format(annex=row.annex, moved=moved)
