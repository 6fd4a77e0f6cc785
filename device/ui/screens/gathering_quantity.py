"""How many of a gathered line: what was typed, and the pad beside it."""

from device.counter.event import Chosen, Confirmed
from device.counter.state import Gathering
from device.counter.states.goods import Gathered
from device.ui import theme
from device.ui.drawing import Box
from device.ui.goods_sentences import batch_and_expiry, gather_notice_words, gathered_amount
from device.ui.icons import Icon
from device.ui.pads import number_pad
from device.ui.screens.foot_row import foot_row, say_between
from device.ui.sheet import Sheet
from device.ui.units import count_words, unit_name
from words import _

_PAD_LEFT = 452.0
_RIGHT = 436.0


def draw(sheet: Sheet, state: Gathering, line: Gathered) -> None:
    """Draw the line, its quantity, and the pad."""
    room = _RIGHT - theme.MARGIN
    sheet.text(
        line.offer.drug.name, theme.MARGIN, 91, theme.STRONG, bold=True, room=room, shrink=True
    )
    batch = batch_and_expiry(line.batch, line.expiry)
    sheet.text(batch, theme.MARGIN, 122, theme.NOTE, colour=theme.INK2, room=room)
    _quantity(sheet, state, line)
    _below(sheet, state, line)
    pad = Box(_PAD_LEFT, 60, sheet.right - _PAD_LEFT, theme.FOOT_TOP - 8 - 60)
    number_pad(sheet, pad, corner="clear")
    free = foot_row(
        sheet,
        back=(_("Bỏ dòng này"), Chosen("remove")),
        primary=(_("Xong"), Confirmed()),
        removes=True,
    )
    say_between(sheet, _hint(state, line), free)


def _hint(state: Gathering, line: Gathered) -> str:
    if state.purpose == "count" and not line.is_counted:
        return _("Trên kệ không còn thì bấm số 0")
    return _("Quét lại hộp để thêm 1")


def _quantity(sheet: Sheet, state: Gathering, line: Gathered) -> None:
    box = Box(theme.MARGIN, 142, _RIGHT - theme.MARGIN, 96)
    sheet.outlined(box, theme.ACT, theme.PAPER, thickness=theme.TYPING_OUTLINE)
    shown = state.typed or (str(line.quantity) if line.is_counted else "–")
    number = sheet.text(
        shown, box.x + 20, sheet.baseline(box.middle, theme.HERO), theme.HERO, bold=True, room=200,
        shrink=True,
    )  # fmt: skip
    beside = number.x + number.width + 16
    sheet.text(
        unit_name(line.offer.unit),
        beside,
        number.baseline,
        theme.TITLE,
        bold=True,
        room=box.right - beside - 16,
        shrink=True,
    )


def _below(sheet: Sheet, state: Gathering, line: Gathered) -> None:
    """Say what is wrong with the number, or what it comes to."""
    room = _RIGHT - theme.MARGIN
    if state.notice:
        words = gather_notice_words(state.notice, "")
        icon = sheet.icon(Icon.WARNING, theme.MARGIN, 272, height=30)
        left = icon.right + 12
        below = sheet.paragraph(
            words.title, left, 281, theme.BODY, bold=True, room=_RIGHT - left, lines=2
        )
        if not sheet.large:
            sheet.paragraph(words.detail, left, below, theme.NOTE, room=_RIGHT - left)
        return
    base = line.offer.drug.base_unit
    holds = (
        _("1 {unit} có {count}").format(
            unit=unit_name(line.offer.unit), count=count_words(line.offer.unit_size, base)
        )
        if line.offer.unit_size > 1
        else ""
    )
    amount, detail = gathered_amount(line, state.purpose)
    said = " · ".join(part for part in (holds, detail if state.purpose == "count" else "") if part)
    sheet.text(said, theme.MARGIN, 278, theme.BODY, colour=theme.INK2, room=room, shrink=True)
    if state.purpose == "count":
        sheet.text(amount, theme.MARGIN, 318, theme.STRONG, bold=True, room=room, shrink=True)
