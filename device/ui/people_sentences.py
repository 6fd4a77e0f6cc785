"""The words of people and shifts."""

from device.amounts import thousands, vnd
from device.counter.savefault import SaveFault
from device.counter.state import ShiftClosing, ShiftOpening, SignedOut
from device.ui.rich import Rich, rich
from device.ui.sentences import StripWords
from device.ui.view import View
from words import _


def invitation(state: SignedOut) -> tuple[str, str]:
    """Say how to sign in: what to do first, and what else there is."""
    if state.badge_seen:
        return _("Bấm PIN để vào ca"), _("Đã đọc thẻ. Bấm PIN nữa là xong")
    match state.wants:
        case "badge":
            return _("Quét thẻ để vào ca"), _("Giơ thẻ nhân viên trước máy quét")
        case "pin":
            return _("Chọn tên để vào ca"), _("Chọn tên, rồi bấm PIN")
        case "badge-and-pin":
            return _("Quét thẻ để vào ca"), _("Quét thẻ, rồi bấm PIN")
    return _("Quét thẻ để vào ca"), _("Không có thẻ: chọn tên, bấm PIN")


def sign_in_trouble(state: SignedOut) -> str:
    """Say what was wrong with a badge or a PIN; empty: nothing."""
    if state.wait_seconds:
        return _("Sai PIN nhiều lần. Chờ {n} giây").format(n=state.wait_seconds)
    if state.not_a_badge:
        return _("Mã này không phải thẻ nhân viên")
    if state.tries_left is not None:
        return _("Sai PIN, còn {n} lần").format(n=state.tries_left)
    if state.unknown_badge:
        return _("Thẻ này chưa có ở quầy")
    return ""


def pin_of(name: str) -> Rich:
    """Say whose PIN is typed."""
    return rich(_("PIN của *{name}*"), name=name)


def where_words(view: View) -> str:
    """Name outlet and terminal."""
    label = f"{view.label[:1].upper()}{view.label[1:]}"
    return " · ".join(part for part in (view.outlet, label) if part)


def carried_words(state: ShiftOpening) -> str:
    """Say what the shift before left in the drawer."""
    return vnd(state.carried_vnd)


def open_ends_words(state: ShiftClosing) -> Rich:
    """Say first what is still open; the shift can be closed all the same. Empty: nothing is.

    CTL-08: the day's books of controlled drugs are printed and signed on the day.
    """
    unsent = state.drawer.unsent
    if not state.registers_due:
        words = _("*{n} phiếu chưa gửi.* Cứ kết ca: có mạng là máy tự gửi.")
        return rich(words, n=thousands(unsent)) if unsent else ()
    if not unsent:
        return rich(_("*Sổ hôm nay chưa in và ký.* In ở Sổ kiểm soát đặc biệt."))
    return rich(_("*Sổ hôm nay chưa in và ký.* Còn *{n} phiếu chưa gửi.*"), n=thousands(unsent))


def drawer_rows(state: ShiftClosing) -> tuple[tuple[str, str], ...]:
    """Return what the drawer's sum is made of."""
    drawer = state.drawer
    rows = [
        (_("Tiền đầu ca"), thousands(drawer.float_vnd)),
        (
            _("Thu tiền mặt, {n} phiếu").format(n=thousands(drawer.cash_count)),
            thousands(drawer.cash_vnd),
        ),
    ]
    if drawer.refund_count:
        returned = _("Trả lại hàng, {n} phiếu").format(n=thousands(drawer.refund_count))
        rows.append((returned, f"−{thousands(drawer.refunded_vnd)}"))
    return tuple(rows)


def difference_words(state: ShiftClosing) -> tuple[str, bool] | None:
    """Say whether the drawer is right; None while nothing was counted, or it may not be shown."""
    difference = state.difference_vnd
    if difference is None or not state.shows_expected:
        return None
    if difference == 0:
        return _("Đủ tiền, không lệch"), True
    words = _("Thừa {amount}") if difference > 0 else _("Thiếu {amount}")
    return words.format(amount=vnd(abs(difference))), False


def transfers_words(state: ShiftClosing) -> tuple[str, str]:
    """Say what came by transfer, and is not in the drawer."""
    count = thousands(state.drawer.transfer_count)
    return _("Chuyển khoản, {n} phiếu:").format(n=count), thousands(state.drawer.transfer_vnd)


def not_written_words(fault: SaveFault) -> str:
    """Say that a shift could not be written; nothing is lost, and it can be tried again."""
    reason = {
        SaveFault.DISK_FULL: _("Bộ nhớ đầy, chưa ghi được"),
        SaveFault.DAMAGED: _("Sổ trong máy hỏng, chưa ghi được"),
    }
    return reason[fault]


def still_to_count() -> StripWords:
    """Say that the drawer has to be counted before the sum is told."""
    return StripWords(_("Đếm tiền trong ngăn kéo"), _("Bấm số tiền đếm được"))
