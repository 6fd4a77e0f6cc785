"""A box that is typed into, or could be: label, words, and a caret where typing goes on."""

from device.counter.event import Picked
from device.ui import theme
from device.ui.drawing import Box
from device.ui.sheet import Sheet

_PADDING = 14.0
_CARET = 3.0


def typing_box(sheet: Sheet, box: Box, text: str, *, hint: str = "", right: float = 0.0) -> None:
    """Draw the box being typed into: green outline and a caret. `right`: room kept at its end."""
    sheet.outlined(box, theme.ACT, theme.PAPER, thickness=theme.TYPING_OUTLINE)
    left, room = box.x + _PADDING, box.width - 2 * _PADDING - right - 8
    baseline = sheet.baseline(box.middle, theme.STRONG)
    words = _end_of(sheet, text, room)
    end = left
    if words:
        typed = sheet.text(words, left, baseline, theme.STRONG, room=room + 8, shrink=True)
        # A space at the end is typed as well.
        end = left + sheet.width_of(words, theme.STRONG) if not typed.cut else typed.x + typed.width
    tall = min(box.height - 16, sheet.leading(theme.STRONG))
    sheet.fill(Box(end + 2, box.middle - tall / 2, _CARET, tall), theme.ACT)
    if hint and not text:
        sheet.text(
            hint,
            left + 14,
            sheet.baseline(box.middle, theme.BODY),
            theme.BODY,
            colour=theme.INK2,
            room=room - 14,
            shrink=True,
        )


def _end_of(sheet: Sheet, text: str, room: float) -> str:
    """Return the end of a long text: there it is being typed."""
    if sheet.width_of(text, theme.STRONG) <= room:
        return text
    for first in range(1, len(text)):
        words = "…" + text[first:]
        if sheet.width_of(words, theme.STRONG) <= room:
            return words
    return ""


def other_field(sheet: Sheet, box: Box, label: str, text: str, index: int) -> None:
    """Draw a field that is not being typed into: pressing it goes there."""
    sheet.button(label, box, Picked(index), detail=text, align="left")
