"""The first start's desk over fake hardware, in the one window of this process."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from device.enrolment import states
from device.enrolment.book import BookPapers
from device.enrolment.clerk import Clerk, Errands
from device.enrolment.first_start import FirstStart
from device.enrolment.place import Place
from device.ui.bridge import Bridge
from device.ui.first_start.desk import FirstDesk
from hardware.api import Sound
from hardware.fake import FakeBeeper, FakeControls, FakeScanner
from hardware.kit import Kit, open_kit
from hardware.settings import HardwareSettings


@pytest.fixture
def kit() -> Iterator[Kit]:
    kit = open_kit(HardwareSettings(kind="fake"))
    yield kit
    kit.close()


@pytest.fixture
def desk(tmp_path: Path, kit: Kit, window: Any) -> Iterator[FirstDesk]:
    assert window
    (tmp_path / "etc/quay").mkdir(parents=True)
    bridge = Bridge()
    errands = Errands(bridge.post)
    start = FirstStart(
        Clerk(Place(tmp_path)),
        errands,
        later=lambda _seconds, _work: None,
        join=lambda _wifi: True,
        print_papers=lambda _papers, _welcome: None,
    )
    desk = FirstDesk(start, kit, bridge, size=(800, 480), leave=lambda: None)
    desk.start()
    yield desk
    desk.close()
    errands.close()


def _words(desk: FirstDesk) -> str:
    desk.bridge.drain()
    desk.redraw()
    return " ".join(text.words for text in desk.stage.terminal.drawing.texts)


def _hands(kit: Kit) -> FakeControls:
    assert kit.controls is not None
    return kit.controls


def _scanner(kit: Kit) -> FakeScanner:
    return _hands(kit).scanner


def test_a_scanner_that_is_missing_is_named_and_forgotten_when_it_is_back(
    desk: FirstDesk, kit: Kit
) -> None:
    assert "Chưa thấy máy quét" not in _words(desk)
    _scanner(kit).unplug()
    assert "Chưa thấy máy quét" in _words(desk)
    _scanner(kit).plug_in()
    assert "Chưa thấy máy quét" not in _words(desk)


def test_a_code_of_no_use_sounds_otherwise_than_one_of_use(desk: FirstDesk, kit: Kit) -> None:
    beeper = _hands(kit).beeper
    assert isinstance(beeper, FakeBeeper)
    _scanner(kit).read(b"8938501000118")
    assert "Mã này không phải nhãn cài máy" in _words(desk)
    _scanner(kit).read(b"WIFI:T:WPA;S:Nha;P:12345678;;")
    desk.bridge.drain()
    assert beeper.played == [Sound.UNKNOWN, Sound.READ]


def test_what_is_told_from_outside_holds_no_secret(desk: FirstDesk) -> None:
    papers = BookPapers(card="QUAY:K/SECRET", recovery="AAAAAA-BBBBBB")
    desk.start_of.go(states.KeepPapers(papers, is_printing=False))
    desk.redraw()
    told = desk.told()
    assert told["state"] == "KeepPapers"
    assert "SECRET" not in str(told)
    assert "AAAAAA" not in str(told)
    assert "Đã cất" in str(told["buttons"])
