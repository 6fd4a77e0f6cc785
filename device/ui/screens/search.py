"""Looking a drug up in the whole catalogue: four results above the keyboard."""

from device.counter.asking.searching import RESULTS_ON_A_PAGE
from device.counter.drug import Offer
from device.counter.event import Picked, PrintWanted, TurnedPage, WentBack
from device.counter.state import Search
from device.ui import theme
from device.ui.asking_sentences import found_words, result_words, search_hint, search_title
from device.ui.drawing import Box, Run
from device.ui.icons import Icon
from device.ui.keyboard import HEIGHT, keyboard
from device.ui.screens.parts import status_bar
from device.ui.screens.typing_box import typing_box
from device.ui.sheet import Sheet
from device.ui.view import View
from words import _

_COLUMNS = 2
_KEYS_TOP = theme.HEIGHT - theme.GAP - HEIGHT
_BOX_HEIGHT = theme.SMALLEST_TARGET
_MORE_WIDTH = 152.0
_PRINT_WIDTH = 188.0
_TOP = theme.BODY_TOP + 4


def draw(sheet: Sheet, view: View, state: Search) -> None:
    """Draw what is typed, what was found, and the keys."""
    status_bar(sheet, view)
    ground = Box(0, theme.BODY_TOP, sheet.width, theme.HEIGHT - theme.BODY_TOP)
    sheet.fill(ground, theme.GROUND)
    _typed(sheet, state)
    top = _TOP + _BOX_HEIGHT + theme.KEY_GAP
    if state.found.offers:
        _results(sheet, state, top)
    else:
        _nothing(sheet, state, top)
    back, beside = keyboard(sheet, _KEYS_TOP, symbols=state.symbols)
    sheet.button(_("Quay lại"), back, WentBack())
    # What is looked for stays in sight once results take its place.
    asked = search_title(state) if state.found.offers else ""
    words = asked or _("Gõ không dấu cũng được")
    lines = sheet.balanced(words, theme.NOTE, room=beside.width)
    leading = sheet.leading(theme.NOTE)
    baseline = sheet.baseline(beside.middle, theme.NOTE) - (len(lines) - 1) * leading / 2
    for line in lines:
        colour, room = theme.INK2, beside.width
        sheet.text(line, beside.x, baseline, theme.NOTE, colour=colour, room=room, shrink=True)
        baseline += leading


def _typed(sheet: Sheet, state: Search) -> None:
    right, more = sheet.right, state.found.total > RESULTS_ON_A_PAGE
    if state.purpose == "price" and not state.text:
        box = Box(right - _PRINT_WIDTH, _TOP, _PRINT_WIDTH, _BOX_HEIGHT)
        right = sheet.button(_("In bảng giá"), box, PrintWanted()).x - theme.GAP
    if more:
        box = Box(right - _MORE_WIDTH, _TOP, _MORE_WIDTH, _BOX_HEIGHT)
        right = sheet.button(_("Xem tiếp"), box, TurnedPage()).x - theme.GAP
    box = Box(theme.MARGIN, _TOP, right - theme.MARGIN, _BOX_HEIGHT)
    count = ""
    if state.found.total:
        first = state.page * RESULTS_ON_A_PAGE
        count = found_words(first, first + len(state.found.offers), state.found.total)
    kept = sheet.width_of(count, theme.NOTE) + 8 if count else 0.0
    typing_box(sheet, box, state.text, right=kept)
    if count:
        baseline = sheet.baseline(box.middle, theme.NOTE)
        right = box.right - theme.MARGIN
        colour, room = theme.INK2, kept + 8
        sheet.text(count, right, baseline, theme.NOTE, colour=colour, align="right", room=room)


def _results(sheet: Sheet, state: Search, top: float) -> None:
    width = (sheet.right - theme.MARGIN - theme.KEY_GAP) / _COLUMNS
    height = (_KEYS_TOP - theme.KEY_GAP - top - theme.KEY_GAP) / 2
    offers = state.found.offers[:RESULTS_ON_A_PAGE]
    on_hand = (*state.found.on_hand, *(0 for _offer in offers))
    for number, offer in enumerate(offers):
        row, column = divmod(number, _COLUMNS)
        x = theme.MARGIN + column * (width + theme.KEY_GAP)
        box = Box(x, top + row * (height + theme.KEY_GAP), width, height)
        _result(sheet, box, offer, on_hand[number], state.page * RESULTS_ON_A_PAGE + number)


def _result(sheet: Sheet, box: Box, offer: Offer, on_hand: int, index: int) -> None:
    words = result_words(offer, on_hand)
    sheet.button(offer.drug.name, box, Picked(index), detail=words, align="left")


def _nothing(sheet: Sheet, state: Search, top: float) -> None:
    """Say what is looked for and how, as long as nothing was found."""
    title, hint = search_title(state), search_hint(state)
    room, left = sheet.right - theme.MARGIN, theme.MARGIN
    height = _KEYS_TOP - 6 - top
    if state.text and not state.found.total:
        icon = sheet.icon(Icon.WARNING, left, top + height / 2, height=34)
        left, room = icon.right + 16, sheet.right - icon.right - 16
    if not title:
        baseline = sheet.baseline(top + height / 2, theme.BODY)
        sheet.text(hint, left, baseline, theme.BODY, colour=theme.INK2, room=room, shrink=True)
        return
    first, second = sheet.pair(top, height, theme.STRONG, theme.BODY)
    sheet.text((Run(title, bold=True),), left, first, theme.STRONG, room=room, shrink=True)
    sheet.text(hint, left, second, theme.BODY, colour=theme.INK2, room=room, shrink=True)
