"""The words of the terminal itself: its parts, a power cut, what leaves, what was written."""

from dataclasses import dataclass

from device.amounts import clock, day, thousands, vnd
from device.clock import local_day
from device.counter.past import PowerCut, SentSale
from device.counter.state import Done
from device.ui.sentences import receipt_number
from device.ui.view import View
from words import _


def cut_title(cut: PowerCut, view: View) -> str:
    """Say that the power was gone, and that no sale is lost."""
    if cut.at is None:
        return _("Vừa mất điện. Không mất phiếu nào.")
    moment = clock(cut.at) if local_day(cut.at) == view.today else day(cut.at)[:5]
    return _("Vừa mất điện lúc {moment}. Không mất phiếu nào.").format(moment=moment)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was found after a power cut, and what to do about it."""

    is_whole: bool
    title: str
    detail: str


def cut_findings(cut: PowerCut) -> tuple[Finding, ...]:
    """Return which sale is whole and which was never made."""
    found = []
    if cut.sale is not None:
        whole = _("Phiếu {number} · {total}: đã bán, đã ghi").format(
            number=receipt_number(cut.sale), total=vnd(cut.total_vnd)
        )
        found.append(Finding(True, whole, _("Giấy có thể chưa in ra. Khách cần thì in lại.")))  # noqa: FBT003 - named by its field
    if cut.draft_lost:
        title = (
            _("Lượt bán sau đó: chưa thu tiền, chưa ghi")
            if cut.sale is not None
            else _("Lượt bán đang làm: chưa thu tiền, chưa ghi")
        )
        found.append(Finding(False, title, _("Mời quét lại từ đầu.")))  # noqa: FBT003
    if not found:
        nothing = _("Mọi phiếu đã bán đều còn trong sổ")
        found.append(Finding(True, nothing, _("Cứ bán tiếp như thường.")))  # noqa: FBT003
    return tuple(found)


def sent_heading(sent: SentSale, view: View) -> str:
    """Say whether the newest sale has left, and when."""
    if sent.received_at is None:
        return _("Chờ gửi Sở Y tế")
    moment = sent.received_at
    shown = clock(moment) if local_day(moment) == view.today else day(moment)
    return _("Đã gửi Sở Y tế lúc {moment}").format(moment=shown)


def done_words(state: Done) -> tuple[str, str]:
    """Say what is in the ledger now, and its number."""
    title = {
        "return": _("Đã nhận lại hàng"),
        "void": _("Đã hủy phiếu"),
        "delivery": _("Đã nhập kho"),
        "opening": _("Đã ghi tồn đầu kỳ"),
        "count": _("Đã ghi kiểm kê"),
        "write-off": _("Đã ghi xuất hủy"),
        "supplier-return": _("Đã ghi trả nhà cung cấp"),
        "put-back": _("Đã ghi đưa lại lên kệ"),
        "aside": _("Đã ghi để riêng"),
        "shift": _("Đã kết ca"),
        "no-sale": _("Đã mở ngăn kéo"),
        "registers": _("Đã in sổ"),
        "price": _("Đã đổi giá"),
    }[state.what]
    number = _("Ca số {n}") if state.what == "shift" else _("Mục số {n} trong sổ")
    return title, number.format(n=thousands(state.number))


def lines_words(state: Done) -> str:
    """Say how many lines were written; of a shift, how many sales still wait to be sent."""
    if not state.lines:
        return ""
    words = _("{n} phiếu chờ gửi") if state.what == "shift" else _("{n} dòng")
    return words.format(n=thousands(state.lines))


def done_advice(state: Done) -> str:
    """Say what the hands have to do now; empty: nothing."""
    return {
        "return": _("Cất hàng vào chỗ để riêng, không bán lại"),
        "void": _("Cất hàng lại lên kệ"),
        "delivery": _("Xếp lên kệ: hạn gần để ngoài"),
        "write-off": _("Giữ biên bản cùng hàng đã hủy"),
        "supplier-return": _("Giao hàng kèm phiếu cho nhà cung cấp"),
        "put-back": _("Gỡ nhãn, xếp hàng lên kệ"),
        "aside": _("Dán nhãn, cất vào chỗ để riêng"),
        "shift": _("Ký tên vào báo cáo vừa in"),
        "registers": _("Ký từng trang, cất vào sổ"),
    }.get(state.what, "")


def amount_word(state: Done) -> str:
    """Name the sum of what was written."""
    if state.what in {"return", "void"}:
        return _("Trả lại khách")
    return _("Trong ngăn kéo") if state.what == "shift" else _("Tổng tiền")
