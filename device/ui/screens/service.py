"""Facts about the terminal; a fault is the only coloured cell and says what to do."""

from device.counter.event import Chosen, Confirmed, Opened, PrintWanted, TurnedPage, WentBack
from device.counter.state import Service
from device.counter.states.asking import Item
from device.facts import Fact
from device.part_names import part_name
from device.ui import theme
from device.ui.drawing import Box
from device.ui.icons import Icon
from device.ui.screens.foot_row import Press, foot_row, say_between
from device.ui.screens.listing import say_in_the_middle
from device.ui.screens.parts import body
from device.ui.screens.status import status_bar
from device.ui.sheet import Sheet
from device.ui.view import View
from words import _

_ROWS = 4
_ON_A_PAGE = 2 * _ROWS
_TOP, _GAP = 52.0, 6.0
_LINE = 30.0
"""What is left below the facts for one line more."""


def draw(sheet: Sheet, view: View, state: Service) -> None:
    """Draw a page of facts in two columns, and what a technician tries."""
    status_bar(sheet, view)
    body(sheet)
    if not view.facts:
        say_in_the_middle(sheet, _("Đang kiểm tra…"), theme.BODY_TOP, theme.FOOT_TOP)
    line, is_well = _line_below(view, state)
    first = state.page * _ON_A_PAGE
    _facts(sheet, view.facts[first : first + _ON_A_PAGE], has_line=bool(line))
    if line:
        _told(sheet, line, is_well=is_well)
    free = foot_row(
        sheet,
        back=(_("Quay lại"), WentBack()),
        others=_others(view, state),
        primary=(_("Kiểm tra lại"), Confirmed()),
    )
    say_between(sheet, _("Đang in thử…") if state.is_trying_printer else "", free)


def _others(view: View, state: Service) -> tuple[Press, ...]:
    turn = (_("Xem tiếp"), TurnedPage())
    if state.page == 0:
        return (_("Mở ngăn kéo"), Opened(Item.NO_SALE)), (_("In thử"), PrintWanted()), turn
    pack = ((_("Ghi gói chẩn đoán ra USB"), Chosen("bundle")),) if view.has_stick else ()
    return *pack, turn


def _line_below(view: View, state: Service) -> tuple[str, bool]:
    """Return what is said below the facts, and whether it is as it should be."""
    match state.bundle if state.page else "none":
        case "writing":
            return _("Đang ghi gói chẩn đoán ra USB…"), True
        case "written":
            return _("Đã ghi gói chẩn đoán ra USB. Rút USB được rồi."), True
        case "failed":
            return _("Không ghi được ra USB: cắm USB khác còn chỗ trống"), False
    return (view.told.line, view.told.is_well) if view.told else ("", True)


def _facts(sheet: Sheet, facts: tuple[Fact, ...], *, has_line: bool) -> None:
    width = (sheet.right - theme.MARGIN - _GAP) / 2
    bottom = theme.FOOT_TOP - (_LINE if has_line else _GAP)
    height = (bottom - _TOP - (_ROWS - 1) * _GAP) / _ROWS
    for number, fact in enumerate(facts):
        row, column = divmod(number, 2)
        left = theme.MARGIN + column * (width + _GAP)
        _fact(sheet, fact, Box(left, _TOP + row * (height + _GAP), width, height))


def _told(sheet: Sheet, line: str, *, is_well: bool) -> None:
    colour = theme.INK2 if is_well else theme.BLOCK
    room = sheet.right - 2 * theme.MARGIN
    baseline = theme.FOOT_TOP - 9
    sheet.text(line, theme.MARGIN, baseline, theme.NOTE, colour=colour, room=room, shrink=True)


def _fact(sheet: Sheet, fact: Fact, box: Box) -> None:
    sheet.fill(box, theme.PAPER if fact.is_well else theme.WARN_TINT, radius=theme.KEY_RADIUS)
    sheet.icon(_icon(fact), box.x + 14, box.middle, height=32)
    left = box.x + 62
    room = box.right - left - 10
    upper, lower = sheet.pair(box.y, box.height, theme.BODY, theme.NOTE)
    sheet.text(part_name(fact.part), left, upper, theme.BODY, bold=True, room=room, shrink=True)
    sheet.text(fact.detail, left, lower, theme.NOTE, room=room, shrink=True)


def _icon(fact: Fact) -> Icon:
    if not fact.is_known:
        return Icon.RING
    return Icon.DONE if fact.is_well else Icon.WARNING
