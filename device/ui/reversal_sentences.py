"""The words of returns and voids."""

from codes import CitizenCard
from device.amounts import clock, day, vnd
from device.counter.past import PastSale, SoldLine
from device.counter.payment import Cash
from device.counter.state import FindSale, Returning
from device.counter.states.goods import ReturnNotice
from device.ui.sentences import StripWords, receipt_number
from device.ui.units import count_words, unit_name
from words import _


def find_trouble(state: FindSale) -> str:
    """Say why no sale was opened; empty: there was nothing wrong."""
    if state.already_undone:
        return _("Phiếu này đã trả hết hoặc đã hủy")
    if state.not_found:
        return _("Máy này không có phiếu đó")
    return ""


def sale_words(sale: PastSale) -> str:
    """Name a sale."""
    return _("Phiếu {number} · {total}").format(
        number=receipt_number(sale.number), total=vnd(sale.total_vnd)
    )


def sold_words(state: Returning) -> str:
    """Say when it was sold, how it was paid, and whether a card was shown; never whose."""
    sale = state.sale
    parts = [
        _("Bán {day} {time}").format(day=day(sale.at), time=clock(sale.at)),
        _("tiền mặt") if isinstance(sale.payment, Cash) else _("chuyển khoản"),
        _person_word(state),
    ]
    return " · ".join(part for part in parts if part)


def _person_word(state: Returning) -> str:
    if state.person is None:
        return ""
    is_card = isinstance(state.person, CitizenCard)
    return _("đã quét căn cước") if is_card else _("đã ghi người trả")


def bought_words(line: SoldLine) -> str:
    """Say how much of a line was sold, and how much came back before."""
    bought = _("mua {count}").format(count=count_words(line.quantity, line.offer.unit))
    if line.returned:
        return _("{bought}, đã trả {n}").format(bought=bought, n=line.returned)
    return bought


def returning_words(line: SoldLine, quantity: int) -> str:
    """Say how much of a line comes back now."""
    unit = unit_name(line.offer.unit)
    return _("trả {n} {unit}").format(n=quantity, unit=unit) if quantity else _("không trả")


def return_notice_words(notice: ReturnNotice) -> StripWords:
    """Say why a touch or scan did not do what was meant, and what to do."""
    return StripWords(*{**_no_void(), **_no_return()}[notice])


def _no_void() -> dict[ReturnNotice, tuple[str, str]]:
    return {
        "invoiced": (
            _("Hóa đơn đã gửi thuế, không hủy được"),
            _("Máy đã chọn trả hết; kế toán lập hóa đơn thay thế"),
        ),
        "partly-returned": (
            _("Phiếu này đã trả một phần"),
            _("Không hủy cả phiếu được, chỉ trả phần còn lại"),
        ),
        "too-late": (
            _("Phiếu không phải của hôm nay"),
            _("Không hủy được, chỉ trả hàng"),
        ),
        "minutes-needed": (
            _("Có thuốc kiểm soát đặc biệt, không hủy được"),
            _("Máy đã chọn trả hết; thuốc để riêng, không bán lại"),
        ),
    }


def _no_return() -> dict[ReturnNotice, tuple[str, str]]:
    return {
        "all-counted": (
            _("Loại này đã tính đủ số đã mua"),
            _("Không trả nhiều hơn số ghi trên phiếu"),
        ),
        "needs-card": (
            _("Quét căn cước của người trả"),
            _("Không có thẻ, hoặc là hộ chiếu: bấm Nhập người trả"),
        ),
        "refused": (
            _("Chưa ghi được"),
            _("Xem lại số lượng rồi bấm lần nữa"),
        ),
    }


def not_of_sale_words() -> StripWords:
    """Say that a pack was scanned that is not of this sale."""
    return StripWords(
        _("Hộp này không có trong phiếu"), _("Không nhận lại. Xem số lô ghi trên phiếu")
    )
