"""The books of controlled drugs that moved today, to be printed and signed."""

from device.amounts import day
from device.counter.event import Chosen, Confirmed, TurnedPage, WentBack
from device.counter.past import RegisterRow
from device.counter.state import Registers
from device.ui import theme
from device.ui.drawing import Box, Run
from device.ui.goods_sentences import page_words
from device.ui.icons import Icon
from device.ui.screens.foot_row import Press, foot_row, say_between
from device.ui.screens.listing import (
    one_page,
    row_ground,
    row_height,
    say_in_the_middle,
    slim_title,
    two_words,
)
from device.ui.screens.parts import body
from device.ui.screens.status import status_bar
from device.ui.sheet import Sheet
from device.ui.stock_sentences import annex_words
from device.ui.view import View
from words import _

_TAG_ROOM = 170.0


def draw(sheet: Sheet, view: View, state: Registers) -> None:
    """Draw one row for each drug that moved, and whether its page is printed."""
    status_bar(sheet, view)
    body(sheet)
    title = _("In sổ và ký, ngày {day}").format(day=day(state.day))
    top = slim_title(sheet, title, right=_("Thuốc kiểm soát đặc biệt"))
    if not state.rows:
        words = _("Ngày này không có thuốc nào phải ghi sổ")
        say_in_the_middle(sheet, words, top, theme.FOOT_TOP)
        foot_row(sheet, back=(_("Quay lại"), WentBack()), others=_days(view, state))
        return
    shown, more = _rows(sheet, state, top)
    _foot(sheet, view, state, shown, more=more)


def _rows(sheet: Sheet, state: Registers, top: float) -> tuple[str, bool]:
    height = row_height(sheet)
    fits = int((theme.FOOT_TOP - top) // height)
    start, rows = one_page(state.rows, state.page, fits)
    for row in rows:
        _row(sheet, row, Box(0, top, sheet.width, height))
        top += height
    shown = page_words(start + 1, start + len(rows), len(state.rows))
    return shown, len(state.rows) > fits


def _row(sheet: Sheet, row: RegisterRow, box: Box) -> None:
    row_ground(sheet, box.y, box.height)
    icon = Icon.DONE if row.printed else Icon.RING
    sheet.icon(icon, theme.MARGIN, box.middle, height=36)
    words = _("đã in") if row.printed else _("chưa in")
    tag = Run(words, ground=None if row.printed else theme.WARN_TINT)
    baseline = sheet.baseline(box.middle, theme.BODY)
    right = sheet.text((tag,), sheet.right, baseline, theme.BODY, align="right", room=_TAG_ROOM)
    left = theme.MARGIN + 36 + theme.MARGIN
    two_words(
        sheet,
        row.name,
        annex_words(row),
        box.y,
        box.height,
        left=left,
        room=right.x - theme.MARGIN - left,
    )


def _days(view: View, state: Registers) -> list[Press]:
    """Books of other days: a page that was not signed then is printed now."""
    days: list[Press] = [(_("Ngày trước"), Chosen("day-before"))]
    if state.day < view.today:
        days.append((_("Ngày sau"), Chosen("day-after")))
    return days


def _foot(sheet: Sheet, view: View, state: Registers, shown: str, *, more: bool) -> None:
    if state.is_saving:
        say_between(sheet, _("Đang ghi và in…"), foot_row(sheet))
        return
    others = _days(view, state)
    if more:
        others.append((_("Xem tiếp"), TurnedPage()))
    again = all(row.printed for row in state.rows)
    free = foot_row(
        sheet,
        back=(_("Quay lại"), WentBack()),
        others=others,
        primary=(_("In lại sổ") if again else _("In sổ"), Confirmed()),
    )
    say_between(sheet, shown if more else _("In xong, ký từng trang"), free)
