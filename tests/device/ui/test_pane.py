"""What is painted again when a screen changes, and which button has which number."""

from dataclasses import replace

import pytest
import zxingcpp
from kivy.graphics import InstructionGroup
from PIL import Image

from device.counter.event import CashTaken, MenuWanted, Picked, TransferWanted
from device.counter.state import Transfer
from device.ui import matrix
from device.ui.canvas import Pane
from device.ui.drawing import Code, Drawing
from device.ui.screens.every import draw
from device.ui.showcase import asking, selling
from device.ui.showcase.base import BASE
from device.ui.stage import Stage
from device.ui.typeface import measure_at
from device.ui.view import View

SALE = selling.views()["sale"]
TRANSFER = selling.views()["transfer"]


def _draw(view: View) -> Drawing:
    return draw(view, width=800, measure=measure_at(1))


def _painted(pane: Pane) -> list[int]:
    return [id(child) for child in pane.group.children if isinstance(child, InstructionGroup)]


@pytest.mark.usefixtures("window")
def test_only_what_changed_is_painted_again() -> None:
    pane = Pane(x=0, top=480, unit=1)
    assert pane.show(_draw(BASE))
    before = _painted(pane)
    assert not pane.show(_draw(BASE))
    assert _painted(pane) == before
    assert pane.show(_draw(replace(BASE, staff="Chú Hải")))
    after = _painted(pane)
    assert len(after) == len(before)
    assert len(set(before) & set(after)) == len(before) - 1


@pytest.mark.usefixtures("window")
def test_equal_shapes_in_one_drawing_are_all_painted() -> None:
    pane = Pane(x=0, top=480, unit=1)
    [first, *rest] = _draw(BASE).shapes
    for times in (1, 3, 2):
        pane.show(Drawing((first,) * times + tuple(rest)))
        assert len(_painted(pane)) == times + len(rest)


@pytest.mark.usefixtures("window")
def test_a_screen_that_comes_back_looks_as_it_did() -> None:
    stage = Stage(800, 480, press=lambda _act: None)
    stage.show(SALE)
    before = stage.picture().tobytes()
    for view in (BASE, TRANSFER, *asking.views().values()):
        stage.show(view)
    stage.show(SALE)
    assert stage.picture().tobytes() == before


@pytest.mark.usefixtures("window")
def test_buttons_have_numbers_as_they_are_read() -> None:
    stage = Stage(800, 480, press=lambda _act: None)
    stage.show(SALE)
    found = [stage.nth_button(number) for number in range(9)]
    acts = [button and button[0].act for button in found]
    expected = [Picked(2), Picked(1), Picked(0), MenuWanted(), TransferWanted(), CashTaken()]
    assert acts == [None, *expected, None, None]
    for place in found[1:7]:
        assert place
        assert stage.button_at(*place[1]) == place[0]


@pytest.mark.usefixtures("window")
def test_keys_have_no_number() -> None:
    stage = Stage(800, 480, press=lambda _act: None)
    stage.show(asking.views()["asking-search"])
    words = []
    number = 1
    while found := stage.nth_button(number):
        words.append(found[0].words)
        number += 1
    assert words == [
        "Xem tiếp",
        "Amoxicillin 500 mg",
        "Amoxicillin 250 mg",
        "Amoxicillin 875 mg + clavulanat",
        "Amoxicillin 500 mg + clavulanat",
        "Quay lại",
    ]


@pytest.mark.usefixtures("window")
@pytest.mark.parametrize("large", [False, True])
def test_a_telephone_reads_the_transfer_code_off_the_screen(*, large: bool) -> None:
    stage = Stage(800, 480, press=lambda _act: None)
    stage.show(replace(TRANSFER, large=large))
    [code] = zxingcpp.read_barcodes(stage.picture())
    assert isinstance(TRANSFER.state, Transfer)
    assert code.text == TRANSFER.state.text


@pytest.mark.parametrize("room", [200, 328, 410])
def test_every_module_is_the_same_number_of_pixels_with_white_around(room: int) -> None:
    assert isinstance(TRANSFER.state, Transfer)
    drawn = matrix.picture(TRANSFER.state.text, room=room).convert("L")
    assert drawn.width <= room
    ink = drawn.point(lambda value: 255 - value).getbbox()
    assert ink
    finder = [drawn.getpixel((ink[0] + at, ink[1])) for at in range(drawn.width - ink[0])]
    module = next(at for at, value in enumerate(finder) if value) // 7
    assert (drawn.width - (ink[2] - ink[0])) // 2 == matrix.QUIET_MODULES * module
    side = drawn.width // module
    small = drawn.resize((side, side), Image.Resampling.NEAREST)
    assert small.resize(drawn.size, Image.Resampling.NEAREST).tobytes() == drawn.tobytes()


def test_a_code_does_not_show_the_account_in_repr() -> None:
    [code] = [shape for shape in _draw(TRANSFER).shapes if isinstance(shape, Code)]
    assert "113366668888" in code.text
    assert "113366668888" not in repr(code)
