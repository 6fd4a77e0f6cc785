"""How many of one line, and in which unit: units and pad side by side."""

from device.amounts import thousands
from device.counter.drug import Offer
from device.counter.event import Chosen, Confirmed
from device.counter.state import Quantity
from device.ui import theme
from device.ui.drawing import Box, Kind
from device.ui.pads import number_pad
from device.ui.screens.parts import back_button, body, foot, foot_hint, next_button, status_bar
from device.ui.selling_sentences import more_by_scan, most_words, on_shelf_words, unit_detail
from device.ui.sentences import batch_words
from device.ui.sheet import Sheet
from device.ui.units import unit_name
from device.ui.view import View
from words import _

_PAD = Box(452, 60, 0, 306)
_RIGHT = _PAD.x - theme.MARGIN
_PANEL_HEIGHT = 92.0
_TILE_HEIGHT = 80.0
_MANY = 1000


def draw(sheet: Sheet, view: View, state: Quantity) -> None:
    """Draw the drug, the quantity with its amount, the units, and the pad."""
    status_bar(sheet, view)
    body(sheet)
    top = _drug(sheet, state)
    bottom = theme.FOOT_TOP - theme.GAP
    tiles = bottom - _TILE_HEIGHT
    free = tiles - top - _PANEL_HEIGHT
    _panel(sheet, state, top + free / 2)
    _units(sheet, state, tiles)
    number_pad(sheet, _PAD._replace(width=sheet.right - _PAD.x), corner="clear")
    foot(sheet)
    remove = back_button(sheet, _("Bỏ dòng này"), Chosen("remove"), width=196, kind=Kind.REMOVE)
    done = next_button(sheet, _("Xong"), Confirmed(), width=220)
    hint = more_by_scan(state.sale.lines[state.index])
    foot_hint(sheet, hint, left=remove.right + theme.MARGIN, right=done.x - theme.MARGIN)


def _drug(sheet: Sheet, state: Quantity) -> float:
    """Draw what it is and how much of it there is; return where the rest begins."""
    line = state.sale.lines[state.index]
    room, left = _RIGHT - theme.MARGIN, theme.MARGIN
    baseline = theme.BODY_TOP + 14 + theme.CAPITAL * sheet.size(theme.BODY)
    sheet.text(line.drug.name, left, baseline, theme.BODY, bold=True, room=room, shrink=True)
    baseline += sheet.leading(theme.NOTE) + 2
    shelf = on_shelf_words(state.on_hand, state.chosen)
    parts = (batch_words(line), shelf)
    one = " · ".join(part for part in parts if part)
    fits = sheet.width_of(one, theme.NOTE) <= room
    for words in (one,) if fits else parts:
        sheet.text(words, left, baseline, theme.NOTE, colour=theme.INK2, room=room, shrink=True)
        baseline += sheet.leading(theme.NOTE)
    return baseline - sheet.leading(theme.NOTE) + 8


def _panel(sheet: Sheet, state: Quantity, top: float) -> None:
    """Draw the quantity and what it costs; or the most that is allowed."""
    box = Box(theme.MARGIN, top, _RIGHT - theme.MARGIN, _PANEL_HEIGHT)
    wrong = state.too_many is not None
    outline = theme.WARN if wrong else theme.ACT
    sheet.outlined(box, outline, theme.PAPER, thickness=theme.TYPING_OUTLINE)
    line = state.sale.lines[state.index]
    quantity = int(state.typed) if state.typed else line.quantity
    left, right = box.x + 18, box.right - 18
    # Four digits leave the amount no room beside them.
    token = theme.HERO if quantity < _MANY else theme.TITLE
    number = sheet.text(
        thousands(quantity),
        left,
        sheet.baseline(box.middle, token),
        token,
        bold=True,
        room=(right - left) / 2,
        shrink=True,
    )
    after = number.x + number.width
    if state.typed:
        caret = Box(after + 3, box.y + 16, 3, box.height - 32)
        sheet.fill(caret, theme.ACT)
    unit = sheet.text(
        unit_name(state.chosen.unit),
        after + 16,
        sheet.baseline(box.middle, token),
        theme.STRONG,
        bold=True,
        room=90,
        shrink=True,
    )
    _amount(sheet, state, quantity, box, unit.x + unit.width + 12)


def _amount(sheet: Sheet, state: Quantity, quantity: int, box: Box, left: float) -> None:
    right = box.right - 18
    first, second = sheet.pair(box.y, box.height, theme.NOTE, theme.TITLE)
    if state.too_many is not None:
        words = most_words(state.too_many, state.chosen)
        first, second = sheet.pair(box.y, box.height, theme.NOTE, theme.NOTE)
        for line, baseline in zip(words, (first, second), strict=True):
            sheet.text(
                line,
                right,
                baseline,
                theme.NOTE,
                bold=True,
                colour=theme.WARN,
                align="right",
                room=right - left,
                shrink=True,
            )
        return
    price = f"{thousands(state.chosen.price_vnd)} × {thousands(quantity)}"
    amount = thousands(state.chosen.price_vnd * quantity)
    room = right - left
    colour = theme.INK2
    sheet.text(
        price, right, first, theme.NOTE, colour=colour, align="right", room=room, shrink=True
    )
    sheet.text(amount, right, second, theme.TITLE, bold=True, align="right", room=room, shrink=True)


def _units(sheet: Sheet, state: Quantity, top: float) -> None:
    count = len(state.offers)
    width = (_RIGHT - theme.MARGIN - 2 * theme.GAP) / 3
    for number, offer in enumerate(state.offers):
        box = Box(theme.MARGIN + number * (width + theme.GAP), top, width, _TILE_HEIGHT)
        smaller: Offer | None = state.offers[number + 1] if number + 1 < count else None
        name = unit_name(offer.unit)
        sheet.button(
            f"{name[:1].upper()}{name[1:]}",
            box,
            Chosen(offer.unit),
            kind=Kind.CHOSEN if offer == state.chosen else Kind.OUTLINED,
            detail=unit_detail(offer, smaller),
        )
