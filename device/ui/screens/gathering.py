"""Packs are scanned into a list: a delivery, opening stock, a count, goods that leave."""

from device.counter.drug import Owner
from device.counter.event import Chosen, Confirmed, Opened, Picked, TurnedPage, WentBack
from device.counter.state import Gathering
from device.counter.states.asking import Item
from device.counter.states.goods import Gathered
from device.ui import theme
from device.ui.drawing import Box, Run
from device.ui.goods_sentences import (
    batch_and_expiry,
    gather_notice_words,
    gathered_amount,
    gathering_detail,
    gathering_prompt,
    gathering_save,
    gathering_sum,
    gathering_title,
    go_on_words,
    page_words,
    quantity_words,
)
from device.ui.icons import Icon, shape_of
from device.ui.screens import gathering_quantity
from device.ui.screens.foot_row import Press, foot_row, say_between, sum_between
from device.ui.screens.listing import (
    amount_pair,
    one_page,
    row_ground,
    row_height,
    slim_title,
    two_words,
)
from device.ui.screens.parts import body, information_strip, warning_strip
from device.ui.screens.status import status_bar
from device.ui.sheet import Sheet
from device.ui.view import View
from words import _

_AMOUNT_ROOM = 184.0
_QUANTITY_WIDTH = 132.0
_MOST_ROWS = 3
_ASKS_NOTHING = {"file-read", "pick-batch"}


def draw(sheet: Sheet, view: View, state: Gathering) -> None:
    """Draw the list, newest first, or the line whose quantity is being typed."""
    status_bar(sheet, view)
    body(sheet)
    if state.editing is not None and state.editing < len(state.lines):
        gathering_quantity.draw(sheet, state, state.lines[state.editing])
        return
    top = _strip(sheet, state, _head(sheet, state))
    if not state.lines:
        _invitation(sheet, state, top)
        foot_row(
            sheet,
            back=(_("Quay lại"), WentBack()),
            others=() if state.is_saving else (*_beginnings(state), _find()),
        )
        return
    more = _lines(sheet, state, top)
    _foot(sheet, state, more=more)


def _head(sheet: Sheet, state: Gathering) -> float:
    detail = gathering_detail(state)
    title = Run(gathering_title(state), bold=True)
    words = (title, Run(f" · {detail}")) if detail else (title,)
    return slim_title(sheet, words)


def _strip(sheet: Sheet, state: Gathering, top: float) -> float:
    if state.notice is None:
        return top
    words = gather_notice_words(state.notice, state.code, len(state.left_out))
    if state.notice in _ASKS_NOTHING:
        return information_strip(sheet, top, words, Icon.DONE)
    return warning_strip(sheet, top, words)


def _find() -> Press:
    return _("Tìm thuốc"), Opened(Item.SEARCH)


def _beginnings(state: Gathering) -> tuple[Press, ...]:
    """What must be said of the whole list before the first pack: whose goods, or from where."""
    match state.purpose:
        case "delivery":
            owners = (
                (Owner.RETAIL, _("Hàng của quầy")),
                (Owner.PROGRAMME, _("Thuốc chương trình")),
                (Owner.INSURANCE, _("Thuốc BHYT")),
            )
            return tuple(
                (words, Chosen(owner.value)) for owner, words in owners if owner is not state.owner
            )
        case "count":
            return (
                (_("Tồn đầu kỳ"), Chosen("opening")),
                (_("Đưa lại lên kệ"), Chosen("put-back")),
            )
        case "write-off" | "supplier-return":
            where = _("Lấy trên kệ") if state.from_aside else _("Lấy ở chỗ để riêng")
            return ((where, Chosen("aside")),)
    return ()


def _invitation(sheet: Sheet, state: Gathering, top: float) -> None:
    """Say what to scan, in the middle of what the head and a strip leave free."""
    title, detail = gathering_prompt(state.purpose)
    middle = (top + theme.FOOT_TOP) / 2
    height = 72.0
    natural_width, natural_height = shape_of(Icon.BARCODE)
    icon = height * natural_width / natural_height
    words = max(sheet.width_of(title, theme.TITLE, bold=True), sheet.width_of(detail, theme.BODY))
    left = max(theme.MARGIN, (sheet.width - icon - 28 - words) / 2)
    sheet.icon(Icon.BARCODE, left, middle, height=height)
    left += icon + 28
    room = sheet.right - left
    sheet.text(title, left, middle + 2, theme.TITLE, bold=True, room=room, shrink=True)
    baseline = middle + 2 + sheet.leading(theme.BODY) + 4
    sheet.text(detail, left, baseline, theme.BODY, colour=theme.INK2, room=room, shrink=True)


def _lines(sheet: Sheet, state: Gathering, top: float) -> bool:
    """Draw one page, newest first; return whether there are more pages."""
    height = row_height(sheet)
    fits = min(_MOST_ROWS, int((theme.FOOT_TOP - top) // height))
    newest_first = tuple(enumerate(state.lines))[::-1]
    start, rows = one_page(newest_first, state.page, fits)
    for number, (index, line) in enumerate(rows):
        is_newest = start + number == 0
        _line(sheet, state, line, Box(0, top, sheet.width, height), index, is_newest=is_newest)
        top += height
    more = len(state.lines) > fits
    words = page_words(start + 1, start + len(rows), len(state.lines)) if more else ""
    _below(sheet, words or go_on_words(state.purpose), top)
    return more


def _below(sheet: Sheet, words: str, top: float) -> None:
    """Say what comes next, or which lines show, in what the lines have left."""
    left = theme.FOOT_TOP - top
    if left < theme.LEADING[theme.BODY]:
        return
    size = theme.STRONG if left >= theme.ROW else theme.NOTE
    baseline = sheet.baseline(top + left / 2, size)
    sheet.text(
        words, sheet.width / 2, baseline, size, colour=theme.INK2, align="centre", shrink=True
    )


def _line(
    sheet: Sheet, state: Gathering, line: Gathered, row: Box, index: int, *, is_newest: bool
) -> None:
    row_ground(sheet, row.y, row.height, is_newest=is_newest)
    amount, detail = gathered_amount(line, state.purpose)
    amount_pair(sheet, amount, detail, row.y, row.height, room=_AMOUNT_ROOM)
    right = sheet.right - _AMOUNT_ROOM - theme.GAP
    width = _QUANTITY_WIDTH
    height = theme.LINE_BUTTON if not sheet.large else theme.FOOT_BUTTON
    box = Box(right - width, row.y + (row.height - height) / 2, width, height)
    count = quantity_words(line, state.purpose)
    if state.is_saving:
        sheet.text(
            count, box.centre, sheet.baseline(box.middle, theme.BODY), theme.BODY, bold=True,
            align="centre", room=width, shrink=True,
        )  # fmt: skip
    else:
        sheet.button(count, box, Picked(index))
    two_words(
        sheet,
        line.offer.drug.name,
        batch_and_expiry(line.batch, line.expiry),
        row.y,
        row.height,
        left=theme.MARGIN,
        room=box.x - 2 * theme.MARGIN,
    )


def _foot(sheet: Sheet, state: Gathering, *, more: bool) -> None:
    if state.is_saving:
        say_between(sheet, _("Đang ghi…"), foot_row(sheet))
        return
    others = [_find()]
    if more:
        others.append((_("Xem tiếp"), TurnedPage()))
    free = foot_row(
        sheet,
        back=(_("Quay lại"), WentBack()),
        others=others,
        primary=(gathering_save(state.purpose), Confirmed()),
        room=120,
    )
    sum_between(sheet, *gathering_sum(state), free)
