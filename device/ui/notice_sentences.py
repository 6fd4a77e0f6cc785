"""What was wrong with a scan or an order, and what to do: a strip over the sale."""

from device.counter.state import Notice
from device.ui.sentences import StripWords
from words import _

_CODE_LENGTH = 14
"""So much of a code is shown: what stands below a bar code in figures."""


def notice_words(notice: Notice, code: str = "") -> StripWords:
    """Say what was wrong, and what to do. The sale stays."""
    title, detail = (_of_codes() | _of_orders() | _of_the_ledger())[notice]
    shown = "".join(letter for letter in code if letter.isprintable())
    if len(shown) > _CODE_LENGTH:
        shown = shown[: _CODE_LENGTH - 1] + "…"
    return StripWords(title, f"{shown} · {detail}" if shown else detail)


def _of_codes() -> dict[Notice, tuple[str, str]]:
    return {
        Notice.UNKNOWN_CODE: (_("Chưa biết mã này"), _("Thử quét mã khác trên hộp")),
        Notice.UNREADABLE: (_("Chưa đọc được mã"), _("Lau mã cho sạch rồi quét lại")),
        Notice.CHECK_DIGIT: (_("Mã đọc chưa đúng"), _("Quét lại, hoặc quét mã khác trên hộp")),
        Notice.BAD_CARD: (_("Chưa đọc được thẻ căn cước"), _("Quét lại mã vuông trên thẻ")),
        Notice.NOT_IN_CATALOGUE: (
            _("Mã này chưa có trong danh mục"),
            _("Quét mã khác, hoặc tìm tên"),
        ),
        Notice.BATCH_UNCLEAR: (
            _("Chưa rõ số lô của hộp này"),
            _("Quét lại, hoặc quét mã vạch trên hộp"),
        ),
        Notice.ALREADY_COUNTED: (
            _("Hộp này đã tính rồi"),
            _("Mỗi hộp có số riêng, chỉ tính một lần"),
        ),
        Notice.NAME_UNREADABLE: (
            _("Chưa đọc được tên trên thẻ"),
            _("Số thẻ đã đọc. Cần tên thì quét lại"),
        ),
        Notice.NOT_NEEDED: (
            _("Bán thuốc không cần mã này"),
            _("Mời quét hộp thuốc hoặc đơn thuốc"),
        ),
        Notice.PRESCRIPTION_UNCHECKED: (
            _("Mất mạng, chưa kiểm tra được đơn"),
            _("Cứ bán theo đơn, máy sẽ gửi khi có mạng"),
        ),
        Notice.PRESCRIPTION_USED: (
            _("Đơn này đã bán tại đây rồi"),
            _("Xem lại đơn, chỉ bán phần còn thiếu"),
        ),
        Notice.CODE_LINKED: (_("Đã nhớ mã này"), _("Lần sau quét là máy biết thuốc")),
    }


def _of_orders() -> dict[Notice, tuple[str, str]]:
    return {
        Notice.NOTHING_SCANNED: (
            _("Chưa có thuốc nào"),
            _("Quét hộp thuốc trước, rồi quét thẻ lệnh"),
        ),
        Notice.COUNTED_BY_SCAN: (
            _("Thuốc này phải quét từng hộp"),
            _("Mỗi hộp có số riêng, máy tự đếm"),
        ),
        Notice.NO_TRANSFER: (
            _("Chưa thu chuyển khoản được"),
            _("Lượt bán này hãy thu tiền mặt"),
        ),
        Notice.PARKED: (_("Đã gác lại lượt bán"), _("Mời quét thuốc cho khách tiếp theo")),
        Notice.PARK_FULL: (
            _("Đã gác quá nhiều lượt bán"),
            _("Bán tiếp một lượt gác rồi hãy gác nữa"),
        ),
        Notice.NOTHING_PARKED: (_("Chưa gác lượt bán nào"), _("Không có gì để bán tiếp")),
        Notice.NOT_YOURS: (_("Việc này cần người khác"), _("Gọi người có quyền quét thẻ")),
        Notice.SALE_OPEN: (
            _("Đang bán dở cho khách này"),
            _("Thu tiền hoặc bỏ lượt này rồi làm tiếp"),
        ),
        Notice.NOT_FOUND: (
            _("Máy này không có phiếu đó"),
            _("Xem lại số phiếu, hoặc hỏi máy đã bán"),
        ),
    }


def _of_the_ledger() -> dict[Notice, tuple[str, str]]:
    return {
        Notice.LEDGER_RENEWED: (
            _("Sổ trong máy bị hỏng, đã thay sổ mới"),
            _("Cứ bán bình thường, báo kỹ thuật đến xem"),
        ),
        Notice.CATALOGUE_LOST: (
            _("Sổ trong máy bị hỏng, mất danh mục thuốc"),
            _("Gọi kỹ thuật nạp lại danh mục để bán tiếp"),
        ),
    }
