import pytest

from device.counter.event import Erased, SymbolsWanted, Typed
from device.ui import theme
from device.ui.drawing import Box, Button
from device.ui.keyboard import HEIGHT, keyboard
from device.ui.pads import number_pad
from device.ui.sheet import Sheet
from device.ui.typeface import measure_at

PAD = Box(452, 60, 332, 306)


def _sheet(*, large: bool = False) -> Sheet:
    return Sheet(800, measure_at(1), large=large)


def _typed(buttons: tuple[Button, ...]) -> list[str]:
    return [button.act.key for button in buttons if isinstance(button.act, Typed)]


def test_the_pad_has_every_digit_once() -> None:
    sheet = _sheet()
    number_pad(sheet, PAD, corner="clear")
    buttons = sheet.drawing().buttons
    assert sorted(_typed(buttons)) == [*"0123456789"]
    acts = [button.act for button in buttons]
    assert Erased() in acts
    assert Erased(all=True) in acts


def test_the_pad_for_sums_has_three_noughts_in_its_corner() -> None:
    sheet = _sheet()
    number_pad(sheet, PAD, corner="000")
    buttons = sheet.drawing().buttons
    assert "000" in _typed(buttons)
    assert Erased(all=True) not in [button.act for button in buttons]


def test_the_pad_keeps_to_its_box_and_its_keys_are_large() -> None:
    sheet = _sheet()
    number_pad(sheet, PAD, corner="clear")
    for button in sheet.drawing().buttons:
        assert PAD.contains(button.box.x, button.box.y)
        assert button.box.right <= PAD.right + 0.01
        assert button.box.bottom <= PAD.bottom + 0.01
        assert button.box.width >= 105
        assert 60 <= button.box.height <= 74


@pytest.mark.parametrize("large", [False, True])
def test_the_keyboard_has_every_letter_and_changes_to_digits(*, large: bool) -> None:
    sheet = _sheet(large=large)
    keyboard(sheet, theme.HEIGHT - theme.GAP - HEIGHT, symbols=False)
    letters = sheet.drawing().buttons
    assert sorted(_typed(letters)) == [" ", *"abcdefghijklmnopqrstuvwxyz"]
    assert [button.words for button in letters if button.act == SymbolsWanted()] == ["123"]
    sheet = _sheet(large=large)
    keyboard(sheet, theme.HEIGHT - theme.GAP - HEIGHT, symbols=True)
    symbols = sheet.drawing().buttons
    assert set("0123456789-/.,") < set(_typed(symbols))
    assert [button.words for button in symbols if button.act == SymbolsWanted()] == ["abc"]


def test_the_keyboard_leaves_room_for_back_and_on() -> None:
    sheet = _sheet()
    back, on = keyboard(sheet, theme.HEIGHT - theme.GAP - HEIGHT, symbols=False)
    for box in (back, on):
        assert min(box.width, box.height) >= theme.SMALLEST_TARGET
        assert not any(button.box.overlaps(box) for button in sheet.drawing().buttons)
    assert on.bottom == pytest.approx(theme.HEIGHT - theme.GAP)


def test_every_key_belongs_to_its_group() -> None:
    sheet = _sheet()
    number_pad(sheet, PAD, corner="clear")
    keyboard(sheet, 10, symbols=False)
    assert {button.group for button in sheet.drawing().buttons} == {"pad", "keyboard"}
    assert sheet.drawing().numbered == ()
