"""A transfer that is awaited: the code made for this sale, and what must stand in it."""

from codes import VietQR
from codes.vietqr import read_vietqr
from device.amounts import vnd
from device.counter.event import MoneySeen, WentBack
from device.counter.state import Transfer
from device.ui import theme
from device.ui.drawing import Box, Run
from device.ui.icons import Icon
from device.ui.paying_sentences import (
    account_digits,
    came_words,
    memo_words,
    transfer_hint,
    waiting_words,
)
from device.ui.screens.parts import back_button, body, foot, foot_hint, next_button, status_bar
from device.ui.sheet import Sheet, Words
from device.ui.view import View
from words import _

_CODE_WIDTH = 344.0
_LEFT = _CODE_WIDTH + 24
_NEXT_WIDTH = 212.0


def draw(sheet: Sheet, view: View, state: Transfer) -> None:
    """Draw the code, the amount, where it goes, and what is awaited."""
    status_bar(sheet, view)
    body(sheet)
    panel = Box(0, theme.BODY_TOP, _CODE_WIDTH, theme.BODY_HEIGHT)
    sheet.fill(panel, theme.PAPER)
    sheet.code(state.text, panel)
    _whereto(sheet, view, state)
    _awaited(sheet, view, state)
    foot(sheet)
    back = back_button(sheet, _("Quay lại"), WentBack(), width=170)
    # "Chuyển khoản" stood further left: a second tap does not say that the money is there.
    seen = next_button(sheet, _("Tiền đã về"), MoneySeen(), width=_NEXT_WIDTH, takes_money=True)
    foot_hint(
        sheet,
        transfer_hint(online=view.network.online),
        left=back.right + theme.MARGIN,
        right=seen.x - theme.MARGIN,
        to_the_right=True,
    )


def _whereto(sheet: Sheet, view: View, state: Transfer) -> None:
    room = sheet.right - _LEFT
    baseline = theme.BODY_TOP + 14 + theme.CAPITAL * sheet.size(theme.STRONG) + 4
    words = _("Khách quét để chuyển khoản")
    sheet.text(words, _LEFT, baseline, theme.STRONG, room=room, shrink=True)
    baseline += sheet.leading(theme.HERO) - 6
    sheet.text(
        vnd(state.amount_vnd), _LEFT, baseline, theme.HERO, bold=True, room=room, shrink=True
    )
    baseline += sheet.leading(theme.BODY) + 10
    for line in _account(view, state):
        sheet.text(line, _LEFT, baseline, theme.BODY, room=room, shrink=True)
        baseline += sheet.leading(theme.BODY)


def _account(view: View, state: Transfer) -> tuple[Words, ...]:
    """Bank and account, holder, memo."""
    account = view.account
    memo = memo_words(state.memo)
    if account is not None:
        number = Run(account_digits(account.number), bold=True)
        return (Run(f"{account.bank_name} · "), number), account.holder, memo
    code = read_vietqr(state.text)
    if not isinstance(code, VietQR):
        return (memo,)
    number = Run(account_digits(code.account), bold=True)
    return ((number,), code.name, memo) if code.name else ((number,), memo)


def _awaited(sheet: Sheet, view: View, state: Transfer) -> None:
    """Draw what it waits for; or that another sum came."""
    height = 2 * theme.GAP + theme.CAPITAL * sheet.size(theme.STRONG) + 12
    box = Box(_CODE_WIDTH, theme.FOOT_TOP - height, sheet.width - _CODE_WIDTH, height)
    icon, words = Icon.RING, waiting_words(online=view.network.online)
    if state.came_vnd is not None:
        icon, words = Icon.WARNING, came_words(state.came_vnd, state.amount_vnd)
        sheet.fill(box, theme.WARN_TINT)
    drawn = sheet.icon(icon, _LEFT, box.middle, height=28)
    left = drawn.right + 14
    sheet.text(
        words,
        left,
        sheet.baseline(box.middle, theme.STRONG),
        theme.STRONG,
        room=sheet.right - left,
        shrink=True,
    )
