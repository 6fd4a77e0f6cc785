"""What the screens say on battery, and that nothing is pressed on the last one."""

import pytest

from device.ui import theme
from device.ui.showcase import power
from tests.device.ui.layout import faults
from tests.device.ui.looking import draw_view, words_of

VIEWS = power.views()


@pytest.mark.parametrize("size", [(800, 480), (1024, 600)])
@pytest.mark.parametrize("name", VIEWS)
def test_every_screen_on_battery_can_be_read_and_pressed(name: str, size: tuple[int, int]) -> None:
    width = size[0] / theme.unit(*size)
    assert faults(draw_view(VIEWS[name], *size), width=width) == []


def test_a_counter_on_battery_says_for_how_long_and_sells_on() -> None:
    for name in ("terminal-battery", "terminal-battery-selling"):
        drawing = draw_view(VIEWS[name])
        assert "máy còn chạy khoảng 47 phút" in words_of(drawing)
        assert drawing.buttons


def test_the_last_sale_is_named_as_the_last() -> None:
    assert "thu xong khách này" in words_of(draw_view(VIEWS["terminal-battery-last-sale"]))


def test_nothing_is_pressed_on_the_last_screen() -> None:
    drawing = draw_view(VIEWS["terminal-ending"])
    assert drawing.buttons == ()
    assert "Máy sắp tắt" in words_of(drawing)
