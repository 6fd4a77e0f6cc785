"""The words of the selling screens: what there is to show goes in, sentences come out."""

from dataclasses import dataclass
from datetime import date, datetime

from device.amounts import clock, day, thousands, vnd
from device.clock import local_day
from device.counter.sale import OpenSale, SaleLine
from device.ui.drawing import Run
from device.ui.rich import Rich, rich
from device.ui.units import count_words
from device.ui.view import ScannerTrouble
from device.watching import LastSale, NetworkView
from words import _


@dataclass(frozen=True, slots=True)
class StripWords:
    """A strip: what is the matter, and what to do about it."""

    title: str
    detail: str


def scanner_words(trouble: ScannerTrouble) -> StripWords:
    """Say what is wrong with a scanner."""
    match trouble:
        case ScannerTrouble.MISSING:
            return StripWords(_("Chưa thấy máy quét"), _("Cắm lại dây, máy tự nhận"))
        case ScannerTrouble.READ_BROKE_OFF:
            return StripWords(_("Chưa đọc hết mã"), _("Quét lại mã đó một lần nữa"))


def battery_words(minutes: int | None) -> StripWords:
    """Say that the battery carries, and for how long."""
    detail = _("Cứ bán bình thường, thu xong từng khách. Cắm điện lại là máy sạc.")
    if minutes is None:
        return StripWords(_("Mất điện: máy đang chạy pin"), detail)
    title = _("Mất điện: máy còn chạy khoảng {n} phút")
    return StripWords(title.format(n=thousands(minutes)), detail)


def last_sale_on_battery_words() -> StripWords:
    """Say that the battery ends with this sale."""
    return StripWords(
        _("Pin gần hết: thu xong khách này"), _("Sau đó máy tự tắt, không mất phiếu.")
    )


def mishap_words() -> StripWords:
    """Say that the program made a mistake and goes on."""
    return StripWords(
        _("Máy vừa gặp lỗi, vẫn bán được"),
        _("Xem lại thuốc và tiền trước khi thu. Lỗi đã được ghi lại."),
    )


def offline_words(network: NetworkView, today: date) -> StripWords:
    """Say that the network is gone and that nothing has to be done."""
    since = _moment(network.since, today) if network.since else ""
    title = (
        _("Mất mạng từ {since}. Cứ bán bình thường.").format(since=since)
        if since
        else _("Mất mạng. Cứ bán bình thường.")
    )
    detail = (
        _("{n} phiếu đang chờ, có mạng là máy tự gửi. Không cần làm gì.").format(
            n=thousands(network.unsent)
        )
        if network.unsent
        else _("Có mạng là máy tự gửi. Không cần làm gì.")
    )
    return StripWords(title, detail)


def clock_sign() -> str:
    """Say that nobody has set the clock."""
    return _("(giờ chưa chỉnh)")


def network_word(network: NetworkView) -> str:
    """Say whether there is a network."""
    return _("Có mạng") if network.online else _("Mất mạng")


def unsent_words(network: NetworkView) -> Rich:
    """Say how many sales have not been received yet."""
    return rich(_("Chờ gửi  *{n}*"), n=thousands(network.unsent))


def received_words(network: NetworkView, today: date) -> str:
    """Say when the department last confirmed anything: the time, or the day when not today."""
    if network.received_at is None:
        return _("Sở chưa nhận")
    return _("Sở nhận {moment}").format(moment=_moment(network.received_at, today))


def _moment(moment: datetime, today: date) -> str:
    return clock(moment) if local_day(moment) == today else day(local_day(moment))[:5]


def last_sale_words(last: LastSale, today: date) -> tuple[Rich, Rich]:
    """Name the newest sale, and what it came to."""
    name = rich(
        _("Vừa bán {moment} · Phiếu {number}"),
        moment=_moment(last.at, today),
        number=receipt_number(last.number),
    )
    return name, (Run(vnd(last.total_vnd), bold=True),)


def parked_words(sales: int) -> tuple[str, str]:
    """Say that sales are put by, and how many."""
    return _("Bán tiếp lượt gác"), _("{n} khách đang chờ").format(n=sales)


def receipt_number(number: int) -> str:
    """Write a receipt's number as the receipt does.

    >>> receipt_number(128)
    '000128'
    """
    return f"{number:06d}"


def batch_words(line: SaleLine) -> str:
    """Name batch and expiry of a line."""
    if line.expiry is None:
        return _("Lô {batch} · HD chưa rõ").format(batch=line.batch)
    return _("Lô {batch} · HD {expiry}").format(batch=line.batch, expiry=day(line.expiry))


def bare_batch_words(batch: str) -> str:
    """Name a batch alone."""
    return _("Lô {batch}").format(batch=batch)


def quantity_words(line: SaleLine) -> str:
    """Return how much of a drug is sold."""
    return count_words(line.quantity, line.offer.unit)


def training_word() -> str:
    """Return the word at a total while people practise."""
    return _("TẬP")


def training_bar_words(*, short: bool = False) -> str:
    """Say that nothing counts."""
    return _("ĐANG TẬP") if short else _("ĐANG TẬP – không bán thật")


def earlier_lines(count: int) -> str:
    """Say how many lines do not show."""
    return _("và {n} dòng trước").format(n=count)


def page_words(first: int, last: int, of: int) -> str:
    """Say which rows a page shows."""
    if first == last:
        return _("{n} trên {all} thuốc").format(n=first, all=of)
    return _("{first}–{last} trên {of}").format(first=first, last=last, of=of)


def prompt(sale: OpenSale) -> str:
    """Say what comes next in an open sale."""
    return _("Quét tiếp, hoặc thu tiền") if sale.lines else _("Quét hộp thuốc đầu tiên")
