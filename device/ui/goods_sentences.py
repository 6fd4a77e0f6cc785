"""The words of goods: units, batches, and what is scanned into a list."""

from datetime import date

from device.amounts import day, thousands
from device.counter.drug import Owner
from device.counter.notes import Gone
from device.counter.state import Gathering
from device.counter.states.goods import Gathered, GatherNotice, Purpose
from device.ui.sentences import StripWords
from device.ui.units import count_words
from words import _


def batch_and_expiry(batch: str, expiry: date | None) -> str:
    """Name a batch and its expiry date."""
    if expiry is None:
        return _("Lô {batch} · HD chưa rõ").format(batch=batch)
    return _("Lô {batch} · HD {expiry}").format(batch=batch, expiry=day(expiry))


def gathering_title(state: Gathering) -> str:
    """Say what the list is for."""
    match state.purpose:
        case "delivery":
            return _("Nhập hàng")
        case "opening":
            return _("Tồn đầu kỳ")
        case "count":
            return _("Kiểm kê")
        case "write-off":
            return _("Xuất hủy")
        case "supplier-return":
            return _("Trả nhà cung cấp")
        case "put-back":
            return _("Đưa lại lên kệ")


def gathering_detail(state: Gathering) -> str:
    """Name supplier, document, reason, owner and place, as far as they are known."""
    parts = [
        state.supplier,
        state.document,
        gone_word(state.because) if state.because and state.purpose == "write-off" else "",
        owner_word(state.owner) if state.purpose == "delivery" else "",
        _("lấy từ chỗ để riêng") if state.from_aside else "",
    ]
    return " · ".join(part for part in parts if part)


def owner_word(owner: Owner) -> str:
    """Name whose goods they are; the outlet's own need no word."""
    return {
        Owner.RETAIL: "",
        Owner.PROGRAMME: _("Thuốc chương trình"),
        Owner.INSURANCE: _("Thuốc BHYT"),
        Owner.SAMPLE: _("Thuốc mẫu"),
    }[owner]


def gone_word(because: Gone) -> str:
    """Say why goods leave."""
    words: dict[Gone, str] = {
        "expired": _("hết hạn"),
        "damaged": _("hư hỏng"),
        "recalled": _("bị thu hồi"),
        "returned-to-supplier": _("trả nhà cung cấp"),
        "lost": _("thất thoát"),
        "other": _("lý do khác"),
    }
    return words[because]


def gathering_prompt(purpose: Purpose) -> tuple[str, str]:
    """Say what to scan while the list is empty: what to do, and what the machine does."""
    return {
        "delivery": (_("Quét từng hộp vừa nhập"), _("Quét lại cùng lô thì số lượng tự tăng")),
        "opening": (_("Quét từng hộp đang có"), _("Quét lại cùng lô thì số lượng tự tăng")),
        "count": (_("Quét từng hộp trên kệ"), _("Máy so với sổ, chênh lệch hiện ngay")),
        "write-off": (_("Quét từng hộp phải hủy"), _("Hàng đang để riêng thì quét ở chỗ đó")),
        "supplier-return": (_("Quét từng hộp đem trả"), _("Chỉ lô đang có mới trả được")),
        "put-back": (_("Quét từng hộp đưa lại lên kệ"), _("Hàng khách trả thì để nguyên chỗ đó")),
    }[purpose]


def gathering_save(purpose: Purpose) -> str:
    """Return the word of the button that writes the list."""
    return {
        "delivery": _("Nhập kho"),
        "opening": _("Ghi tồn đầu"),
        "count": _("Ghi kiểm kê"),
        "write-off": _("Ghi xuất hủy"),
        "supplier-return": _("Ghi trả hàng"),
        "put-back": _("Đưa lên kệ"),
    }[purpose]


def go_on_words(purpose: Purpose) -> str:
    """Say what comes next in a list that has begun."""
    return _("Quét tiếp, hoặc bấm {button}").format(button=gathering_save(purpose))


def gathered_amount(line: Gathered, purpose: Purpose) -> tuple[str, str]:
    """Return what stands at the right of a line: what matters most, and what it is made of."""
    if purpose == "count":
        return _counted(line)
    if purpose == "delivery" and line.cost_vnd is not None:
        sum_vnd = line.cost_vnd * line.quantity
        return thousands(sum_vnd), f"{thousands(line.cost_vnd)} × {line.quantity}"
    drug = line.offer.drug
    if line.offer.unit_size == 1:
        return "", owner_word(line.owner)
    return count_words(line.units, drug.base_unit), owner_word(line.owner)


def quantity_words(line: Gathered, purpose: Purpose) -> str:
    """Return what stands on the button of a line's quantity."""
    if purpose == "count" and not line.is_counted:
        return _("Bấm số")
    return count_words(line.quantity, line.offer.unit)


def _counted(line: Gathered) -> tuple[str, str]:
    unit = line.offer.drug.base_unit
    if line.expected is None:
        return _("ngoài sổ"), count_words(line.units, unit)
    book = _("sổ {count}").format(count=count_words(line.expected, unit))
    if not line.is_counted:
        return _("chưa đếm"), book
    difference = line.units - line.expected
    if difference == 0:
        return _("khớp"), book
    words = _("thừa {n}") if difference > 0 else _("thiếu {n}")
    return words.format(n=thousands(abs(difference))), book


def gathering_sum(state: Gathering) -> tuple[str, str]:
    """Return what stands in the foot: how many lines, and what they cost or how they differ."""
    lines = _("{n} dòng").format(n=len(state.lines))
    if state.purpose == "count":
        counted = [line for line in state.lines if line.is_counted]
        if len(counted) < len(state.lines):
            return lines, _("{n} chưa đếm").format(n=len(state.lines) - len(counted))
        wrong = sum(line.expected != line.units for line in counted)
        return lines, _("{n} dòng lệch").format(n=wrong) if wrong else _("khớp sổ")
    costs = [line.cost_vnd * line.quantity for line in state.lines if line.cost_vnd is not None]
    if state.purpose == "delivery" and costs:
        return lines, thousands(sum(costs))
    return lines, ""


def gather_notice_words(notice: GatherNotice, code: str, left_out: int = 0) -> StripWords:
    """Say what was wrong with a scan, and what to do. The list stays."""
    title, detail = _gather_notices(left_out)[notice]
    shown = "".join(letter for letter in code if letter.isprintable())[:24]
    return StripWords(title, f"{shown} · {detail}" if shown else detail)


def _gather_notices(left_out: int) -> dict[GatherNotice, tuple[str, str]]:
    more = _("{n} dòng của tệp phải quét tay").format(n=left_out)
    return {
        "unknown-code": (_("Mã này chưa có trong danh mục"), _("Bấm Tìm thuốc, tìm theo tên")),
        "no-batch": (_("Mã này không có số lô"), _("Bấm số lô và hạn dùng trên hộp")),
        "expired": (_("Hộp này đã hết hạn"), _("Để riêng, không nhập vào kệ")),
        "held": (_("Lô này đang bị dừng bán"), _("Để riêng, chờ thông báo của Sở Y tế")),
        "already-counted": (_("Hộp này đã tính rồi"), _("Mỗi hộp có số riêng, tính một lần")),
        "more-than-there": (_("Sổ không có nhiều như vậy"), _("Xem lại số lượng, hoặc kiểm kê")),
        "unclear": (_("Chưa đọc được mã"), _("Lau mã cho sạch rồi quét lại")),
        "refused": (_("Chưa ghi được"), _("Xem lại từng dòng rồi ghi lần nữa")),
        "file-read": (_("Đã đọc tệp giao hàng"), more if left_out else _("So với hàng rồi nhập")),
        "nothing-in-file": (_("Tệp không có dòng nào dùng được"), _("Quét từng hộp như thường")),
        "pick-batch": (_("Chọn lô rồi bấm số lượng"), _("Lô nào không bấm số thì giữ nguyên")),
        "leaving": (_("Danh sách này chưa ghi"), _("Bấm Quay lại lần nữa thì bỏ hết")),
        "nothing-aside": (
            _("Chỗ để riêng không có hàng bán lại được"),
            _("Hàng bị dừng bán, hết hạn: để nguyên"),
        ),
        "lies-aside": (
            _("Sổ còn ghi lô này ở chỗ để riêng"),
            _("Đã lên kệ: bỏ dòng này, dùng Đưa lại lên kệ"),
        ),
    }


def page_words(first: int, last: int, total: int) -> str:
    """Say which of how many rows show."""
    if first == last:
        return _("{first} trên {total}").format(first=first, total=total)
    return _("{first}–{last} trên {total}").format(first=first, last=last, total=total)
