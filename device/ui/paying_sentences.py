"""The words of paying: a transfer that is awaited, and what was paid."""

from datetime import datetime

from device.amounts import clock, vnd
from device.counter.payment import Transfer as Transferred
from device.counter.payment import Witness
from device.counter.state import Paid
from device.ui.rich import Rich, rich
from words import _


def waiting_words(*, online: bool) -> str:
    """Say what a transfer waits for."""
    return _("Đang chờ ngân hàng báo…") if online else _("Mất mạng: xem điện thoại của quầy")


def came_words(came_vnd: int, wanted_vnd: int) -> str:
    """Say that another sum came than the sale costs."""
    if came_vnd < wanted_vnd:
        missing = vnd(wanted_vnd - came_vnd)
        return _("Mới về {sum}, còn thiếu {missing}").format(sum=vnd(came_vnd), missing=missing)
    return _("Đã về {sum}, thừa {more}").format(sum=vnd(came_vnd), more=vnd(came_vnd - wanted_vnd))


def transfer_hint(*, online: bool) -> str:
    """Say how it goes on."""
    if online:
        return _("Tiền về là máy tự xong. Hoặc xem điện thoại quầy:")
    return _("Thấy tiền về trên điện thoại của quầy thì bấm:")


def memo_words(memo: str) -> Rich:
    """Say what must stand in the transfer."""
    return rich(_("Nội dung: *{memo}*"), memo=memo)


def account_digits(number: str) -> str:
    """Write an account number in groups of four.

    >>> account_digits("113366668888")
    '1133 6666 8888'
    """
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def paid_by(state: Paid) -> str:
    """Say how a sale was paid."""
    return _("Chuyển khoản") if isinstance(state.payment, Transferred) else _("Tiền mặt")


def witness_words(payment: Transferred, at: datetime) -> str:
    """Say who saw the money."""
    if payment.witness is Witness.BANK:
        return _("Ngân hàng báo lúc {time}").format(time=clock(at))
    return _("Nhân viên đã xem lúc {time}").format(time=clock(at))


def rest_words(rest: int) -> str:
    """Say that a part of the prescription is left for another time."""
    return _("Đơn còn {n} thuốc chưa lấy đủ").format(n=rest)


def label_words(labels: int) -> str:
    """Say that directions are printed as well."""
    return _("kèm {n} nhãn cách dùng").format(n=labels)
