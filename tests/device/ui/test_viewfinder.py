import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from kivy.base import EventLoop

from codes import Scan
from device.counter.state import Ready, Selling
from device.ui import theme
from device.ui.desk import Desk
from device.ui.drawing import Drawing, Mark, Sight
from device.ui.icons import Icon
from device.ui.screens.every import draw
from device.ui.showcase.base import BASE
from device.ui.typeface import measure_at
from device.ui.view import Aim, Fittings
from hardware.api import ScannerListener
from tests.device.ui.counter import PARACETAMOL, open_counter

SIZE = (240, 135)
PACK = Scan(PARACETAMOL[1:].encode(), "]E0")
UNKNOWN = Scan(b"8930000000000", "]E0")


@dataclass
class Camera:
    """A scanner that sees what it is told to."""

    size: tuple[int, int] = SIZE
    looks: int = 0
    listener: ScannerListener | None = None
    _new: list[bytes] = field(default_factory=list)

    def start(self, listener: ScannerListener) -> None:
        self.listener = listener

    def close(self) -> None:
        pass

    def sees(self, *, left: int, right: int) -> None:
        half = SIZE[0] // 2
        self._new.append((bytes([left]) * half + bytes([right]) * half) * SIZE[1])

    def latest(self) -> bytes | None:
        self.looks += 1
        return self._new.pop() if self._new else None

    def reads(self, scan: Scan) -> None:
        assert self.listener
        self.listener.scanned(scan)


@dataclass
class Watch:
    time: float = 100.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def camera() -> Camera:
    return Camera()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def desk(window: Any, tmp_path: Path, camera: Camera, watch: Watch) -> Iterator[Desk]:
    with open_counter(tmp_path) as (till, devices):
        kit = replace(devices, scanners=(*devices.scanners, camera), preview=camera)
        desk = Desk(
            till,
            kit,
            fittings=Fittings(staff="Cô Lan"),
            size=(800, 480),
            leave=lambda: None,
            monotonic=watch,
        )
        window.add_widget(desk.stage)
        desk.start()
        try:
            yield desk
        finally:
            desk.close()
            window.remove_widget(desk.stage)


def _pump(until: Callable[[], bool], seconds: float = 30.0) -> None:
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        EventLoop.idle()
        if until():
            return
    pytest.fail("it never happened")


def _look_on(camera: Camera, *, times: int) -> None:
    """Let the screen look so often, and draw what it saw."""
    looks = camera.looks
    _pump(lambda: camera.looks >= looks + times)
    EventLoop.idle()


def _shows(desk: Desk, icon: Icon) -> Callable[[], bool]:
    return lambda: icon in _icons(desk.stage.terminal.drawing)


def _icons(drawing: Drawing) -> list[Icon]:
    return [shape.icon for shape in drawing.shapes if isinstance(shape, Mark)]


def _sight(drawing: Drawing) -> Sight:
    [sight] = [shape for shape in drawing.shapes if isinstance(shape, Sight)]
    return sight


def _greys(desk: Desk) -> tuple[int, int]:
    """What stands at the left and the right edge of the camera's place, above the frame."""
    box, picture = _sight(desk.stage.terminal.drawing).box, desk.stage.picture().convert("L")
    y = round(box.y + 5)
    values = [picture.getpixel((round(x), y)) for x in (box.x + 5, box.right - 5)]
    return int(values[0]), int(values[1])  # type: ignore[arg-type]  # grey: one number


def test_without_pictures_the_bar_code_stands_there(desk: Desk, camera: Camera) -> None:
    _pump(lambda: camera.looks > 2)
    assert _shows(desk, Icon.BARCODE)()
    assert not _shows(desk, Icon.AIM)()


def test_the_camera_shows_what_it_sees(desk: Desk, camera: Camera) -> None:
    camera.sees(left=30, right=220)
    _pump(_shows(desk, Icon.AIM))
    assert not _shows(desk, Icon.BARCODE)()
    assert _greys(desk) == (30, 220)
    camera.sees(left=200, right=10)
    drawn = desk.stage.terminal.drawing
    _pump(lambda: _greys(desk) == (200, 10))
    assert desk.stage.terminal.drawing is drawn, "only the picture is new"


def test_a_new_picture_reaches_the_glass(desk: Desk, camera: Camera, window: Any) -> None:
    camera.sees(left=30, right=220)
    _pump(_shows(desk, Icon.AIM))
    flips: list[object] = []
    window.bind(on_flip=lambda *_args: flips.append(None))
    _look_on(camera, times=3)
    still = len(flips)
    camera.sees(left=31, right=220)
    _look_on(camera, times=2)
    assert len(flips) > still


def test_a_camera_that_went_blind_gives_its_place_back(
    desk: Desk, camera: Camera, watch: Watch
) -> None:
    camera.sees(left=30, right=220)
    _pump(_shows(desk, Icon.AIM))
    watch.time += theme.SIGHT_LOST
    _pump(_shows(desk, Icon.BARCODE))


def test_a_read_is_confirmed_in_the_next_frame_and_fades(desk: Desk, camera: Camera) -> None:
    camera.sees(left=30, right=220)
    _pump(_shows(desk, Icon.AIM))
    camera.reads(UNKNOWN)
    for _frame in range(4):
        EventLoop.idle()
    assert _shows(desk, Icon.AIM_READ)()
    assert isinstance(desk.till.state, Ready)
    _pump(_shows(desk, Icon.AIM))


def test_a_read_by_another_scanner_is_not_the_cameras(desk: Desk, camera: Camera) -> None:
    camera.sees(left=30, right=220)
    _pump(_shows(desk, Icon.AIM))
    heard = desk.heard.count
    desk.scanned(UNKNOWN)
    _pump(lambda: desk.heard.count > heard)
    assert desk.view.aim is Aim.OPEN


def test_only_the_screen_that_waits_looks(desk: Desk, camera: Camera) -> None:
    camera.sees(left=30, right=220)
    _pump(_shows(desk, Icon.AIM))
    camera.reads(PACK)
    _pump(lambda: isinstance(desk.till.state, Selling))
    _pump(lambda: not _shows(desk, Icon.AIM)() and not _shows(desk, Icon.AIM_READ)())
    looks = camera.looks
    for _frame in range(30):
        EventLoop.idle()
    assert camera.looks == looks


@pytest.mark.parametrize("size", [(800, 480), (1024, 600)])
@pytest.mark.parametrize("aim", [None, *Aim])
def test_the_picture_leaves_the_words_their_place(size: tuple[int, int], aim: Aim | None) -> None:
    unit = theme.unit(*size)
    view = replace(BASE, aim=aim)
    drawing = draw(view, width=size[0] / unit, measure=measure_at(unit))
    assert (Icon.BARCODE in _icons(drawing)) is (aim is None)
    if aim:
        box = _sight(drawing).box
        assert box.x >= theme.MARGIN
        assert box.bottom < theme.FOOT_TOP
        assert not [text.words for text in drawing.texts if text.box.overlaps(box)]
