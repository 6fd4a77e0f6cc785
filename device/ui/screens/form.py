"""Fields to be typed: the one in hand large, above its keys; the others a touch away."""

from device.counter.event import Confirmed, WentBack
from device.counter.states.asking import Field, Form
from device.ui import theme
from device.ui.asking_sentences import field_hint, field_word, form_title, shown, wrong_words
from device.ui.drawing import Box, Kind, Run
from device.ui.icons import Icon
from device.ui.keyboard import HEIGHT, keyboard
from device.ui.pads import number_pad
from device.ui.screens.parts import back_button, foot, foot_hint, next_button, status_bar
from device.ui.screens.typing_box import other_field, typing_box
from device.ui.sheet import Sheet
from device.ui.view import View
from words import _

_KEYS_TOP = theme.HEIGHT - theme.GAP - HEIGHT
_TITLE = 40.0
_FIELD = 60.0
_LABEL = 32.0
_PAD = Box(452, 60, 0, 306)


def draw(sheet: Sheet, view: View, state: Form) -> None:
    """Draw the fields with the keys that the one in hand wants."""
    status_bar(sheet, view)
    ground = Box(0, theme.BODY_TOP, sheet.width, theme.HEIGHT - theme.BODY_TOP)
    sheet.fill(ground, theme.GROUND)
    if state.fields[state.at].keys in {"digits", "date"}:
        _with_pad(sheet, state)
    else:
        _with_keyboard(sheet, state)


def _with_keyboard(sheet: Sheet, state: Form) -> None:
    top = _title(sheet, state, theme.BODY_TOP, right=sheet.right)
    left, right = theme.MARGIN, sheet.right
    others = [at for at in range(len(state.fields)) if at != state.at]
    if others:
        width = (right - left - (len(others) - 1) * theme.GAP) / len(others)
        for number, at in enumerate(others):
            box = Box(left + number * (width + theme.GAP), top, width, _FIELD)
            _other(sheet, state, at, box)
        top += _FIELD + 4
    bottom = _KEYS_TOP - 6
    _typed(sheet, state, Box(left, top, right - left, bottom - top))
    back, on = keyboard(sheet, _KEYS_TOP, symbols=state.symbols)
    sheet.button(_("Quay lại"), back, WentBack())
    sheet.button(_next_word(state), on, Confirmed(), kind=Kind.PRIMARY)


def _with_pad(sheet: Sheet, state: Form) -> None:
    right = _PAD.x - theme.MARGIN
    top = _title(sheet, state, theme.BODY_TOP + 8, right=right)
    others = [at for at in range(len(state.fields)) if at != state.at]
    left, columns = theme.MARGIN, 2
    width = (right - left - theme.GAP) / columns
    rows = -(-len(others) // columns)
    for number, at in enumerate(others):
        row, column = divmod(number, columns)
        x = left + column * (width + theme.GAP)
        y = theme.FOOT_TOP - theme.GAP - (rows - row) * (_FIELD + theme.GAP) + theme.GAP
        _other(sheet, state, at, Box(x, y, width, _FIELD))
    bottom = theme.FOOT_TOP - theme.GAP - rows * (_FIELD + theme.GAP)
    height = _LABEL + theme.LINE_BUTTON
    top += max(0.0, (bottom - top - height) / 3)
    _typed(sheet, state, Box(left, top, right - left, height))
    number_pad(sheet, _PAD._replace(width=sheet.right - _PAD.x), corner="clear")
    foot(sheet)
    back = back_button(sheet, _("Quay lại"), WentBack(), width=170)
    on = next_button(sheet, _next_word(state), Confirmed(), width=220)
    hint = _("Điền xong bấm {button}").format(button=_next_word(state))
    foot_hint(sheet, hint, left=back.right + theme.MARGIN, right=on.x - theme.MARGIN)


def _title(sheet: Sheet, state: Form, top: float, *, right: float) -> float:
    """Draw what the form is about; return where it ends."""
    words = [Run(form_title(state), bold=True)]
    if state.about:
        words.append(Run(f" · {state.about}"))
    baseline = sheet.baseline(top + _TITLE / 2, theme.BODY)
    sheet.text(words, theme.MARGIN, baseline, theme.BODY, room=right - theme.MARGIN, shrink=True)
    return top + _TITLE


def _other(sheet: Sheet, state: Form, at: int, box: Box) -> None:
    field = state.fields[at]
    other_field(sheet, box, field_word(field, state.topic), _filled(field), at)


def _filled(field: Field) -> str:
    return shown(field) or field_hint(field) or _("chưa ghi")


def _typed(sheet: Sheet, state: Form, area: Box) -> None:
    """Draw the field in hand: its name, the box, and what is wrong with it."""
    field = state.fields[state.at]
    label = _LABEL if area.height - _LABEL >= theme.SMALLEST_TARGET else 0.0
    name = field_word(field, state.topic)
    text = shown(field)
    hint = field_hint(field)
    if not label:
        wide = sheet.width_of(name, theme.BODY, bold=True)
        baseline = sheet.baseline(area.middle, theme.BODY)
        sheet.text(name, area.x, baseline, theme.BODY, bold=True, room=area.width / 3, shrink=True)
        wide = min(wide, area.width / 3) + theme.GAP
        area = Box(area.x + wide, area.y, area.width - wide, area.height)
    else:
        baseline = sheet.baseline(area.y + label / 2, theme.BODY)
        sheet.text(name, area.x, baseline, theme.BODY, bold=True, room=area.width, shrink=True)
    box = Box(area.x, area.y + label, area.width, min(area.height - label, theme.LINE_BUTTON))
    wrong = wrong_words(field) if field.is_wrong else ""
    kept = sheet.width_of(wrong, theme.NOTE, bold=True) + 44 if wrong else 0.0
    typing_box(sheet, box, text, hint=hint, right=kept)
    if wrong:
        _wrong(sheet, box, wrong)


def _wrong(sheet: Sheet, box: Box, words: str) -> None:
    right = box.right - theme.GAP
    baseline = sheet.baseline(box.middle, theme.NOTE)
    text = sheet.text(
        words, right, baseline, theme.NOTE, bold=True, colour=theme.WARN, align="right", room=260
    )
    sheet.icon(Icon.WARNING, text.x - 34, box.middle - 1, height=24)


def _next_word(state: Form) -> str:
    """Say whether another field comes, or all is filled in."""
    return _("Xong") if state.at == len(state.fields) - 1 else _("Tiếp")
