"""Eight facts about the terminal; a fault is the only coloured cell and says what to do."""

from device.counter.event import Confirmed, Opened, PrintWanted, WentBack
from device.counter.state import Service
from device.counter.states.asking import Item
from device.facts import Fact
from device.told_by_province import ToldByProvince
from device.ui import theme
from device.ui.drawing import Box
from device.ui.icons import Icon
from device.ui.screens.foot_row import foot_row, say_between
from device.ui.screens.listing import say_in_the_middle
from device.ui.screens.parts import body
from device.ui.screens.status import status_bar
from device.ui.sheet import Sheet
from device.ui.terminal_sentences import part_name
from device.ui.view import View
from words import _

_ROWS = 4
_TOP, _GAP = 52.0, 6.0
_LINE = 30.0
"""What is left below the facts for the province's data."""


def draw(sheet: Sheet, view: View, state: Service) -> None:
    """Draw the facts in two columns, and what a technician tries."""
    status_bar(sheet, view)
    body(sheet)
    if not view.facts:
        say_in_the_middle(sheet, _("Đang kiểm tra…"), theme.BODY_TOP, theme.FOOT_TOP)
    width = (sheet.right - theme.MARGIN - _GAP) / 2
    bottom = theme.FOOT_TOP - (_LINE if view.told else _GAP)
    height = (bottom - _TOP - (_ROWS - 1) * _GAP) / _ROWS
    for number, fact in enumerate(view.facts):
        row, column = divmod(number, 2)
        left = theme.MARGIN + column * (width + _GAP)
        _fact(sheet, fact, Box(left, _TOP + row * (height + _GAP), width, height))
    if view.told:
        _told(sheet, view.told)
    free = foot_row(
        sheet,
        back=(_("Quay lại"), WentBack()),
        others=(
            (_("Mở ngăn kéo"), Opened(Item.NO_SALE)),
            (_("In thử"), PrintWanted()),
        ),
        primary=(_("Kiểm tra lại"), Confirmed()),
    )
    say_between(sheet, _("Đang in thử…") if state.is_trying_printer else "", free)


def _told(sheet: Sheet, told: ToldByProvince) -> None:
    """Write which of the province's data is in use."""
    colour = theme.INK2 if told.is_well else theme.BLOCK
    room = sheet.right - 2 * theme.MARGIN
    baseline = theme.FOOT_TOP - 9
    sheet.text(told.line, theme.MARGIN, baseline, theme.NOTE, colour=colour, room=room, shrink=True)


def _fact(sheet: Sheet, fact: Fact, box: Box) -> None:
    sheet.fill(box, theme.PAPER if fact.is_well else theme.WARN_TINT, radius=theme.KEY_RADIUS)
    sheet.icon(Icon.DONE if fact.is_well else Icon.WARNING, box.x + 14, box.middle, height=32)
    left = box.x + 62
    room = box.right - left - 10
    upper, lower = sheet.pair(box.y, box.height, theme.BODY, theme.NOTE)
    sheet.text(part_name(fact.part), left, upper, theme.BODY, bold=True, room=room, shrink=True)
    sheet.text(fact.detail, left, lower, theme.NOTE, room=room, shrink=True)
