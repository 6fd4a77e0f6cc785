"""Which sale comes back: scan its receipt, or type its number."""

from device.counter.event import Confirmed, WentBack
from device.counter.state import FindSale
from device.ui import theme
from device.ui.drawing import Box
from device.ui.icons import Icon
from device.ui.pads import number_pad
from device.ui.reversal_sentences import find_trouble
from device.ui.screens.foot_row import foot_row, say_between
from device.ui.screens.parts import body
from device.ui.screens.status import status_bar
from device.ui.sheet import Sheet
from device.ui.view import View
from words import _

_PAD_LEFT = 452.0
_RIGHT = 428.0


def draw(sheet: Sheet, view: View, state: FindSale) -> None:
    """Draw the invitation, the number, and the pad."""
    status_bar(sheet, view)
    body(sheet)
    room = _RIGHT - theme.MARGIN
    below = sheet.paragraph(
        _("Quét mã trên phiếu bán"), theme.MARGIN, 100, theme.TITLE, bold=True, room=room
    )
    below = _said(sheet, find_trouble(state), below - 4)
    _number(sheet, state, below - 10)
    number_pad(
        sheet,
        Box(_PAD_LEFT, 60, sheet.right - _PAD_LEFT, theme.FOOT_TOP - 8 - 60),
        corner="clear",
    )
    free = foot_row(
        sheet,
        back=(_("Quay lại"), WentBack()),
        primary=(_("Tìm phiếu"), Confirmed()) if state.typed else None,
    )
    say_between(sheet, _("Trả hàng, hủy phiếu"), free)


def _said(sheet: Sheet, trouble: str, baseline: float) -> float:
    """Say where the code is, or what was wrong; return the baseline below."""
    left, colour = theme.MARGIN, theme.INK2
    if trouble:
        icon = sheet.icon(Icon.WARNING, left, baseline - 9, height=28)
        left, colour = icon.right + 12, theme.INK
    words = trouble or _("Mã vuông cuối phiếu. Không có mã thì bấm số phiếu.")
    return sheet.paragraph(
        words,
        left,
        baseline,
        theme.BODY,
        room=_RIGHT - left,
        bold=bool(trouble),
        colour=colour,
    )


def _number(sheet: Sheet, state: FindSale, top: float) -> None:
    box = Box(theme.MARGIN, top, _RIGHT - theme.MARGIN, 60)
    sheet.outlined(box, theme.ACT, theme.PAPER, thickness=theme.TYPING_OUTLINE)
    word = sheet.text(
        _("Số phiếu"), box.x + 19, sheet.baseline(box.middle, theme.BODY), theme.BODY, room=150,
        shrink=True,
    )  # fmt: skip
    right = box.right - 19
    sheet.text(
        state.typed,
        right - 6,
        sheet.baseline(box.middle, theme.TITLE),
        theme.TITLE,
        bold=True,
        align="right",
        room=right - 6 - word.x - word.width - 12,
        shrink=True,
    )
    sheet.fill(Box(right, box.y + 13, 3, box.height - 26), theme.ACT)
