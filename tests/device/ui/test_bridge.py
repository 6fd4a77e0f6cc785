import threading

import pytest

from codes import Scan
from device.ui.bridge import Bridge, Ear, HeardCount
from hardware.errors import HardwareError, ScannerError


def test_work_of_other_threads_is_done_in_order_when_drained() -> None:
    bridge, done, woken = Bridge(), [], threading.Event()
    bridge.wake = woken.set

    def post_all() -> None:
        for number in range(500):
            bridge.post(lambda number=number: done.append(number))  # type: ignore[misc]

    thread = threading.Thread(target=post_all)
    thread.start()
    thread.join()
    assert woken.is_set()
    assert done == []
    bridge.drain()
    assert done == list(range(500))


def test_work_that_fails_does_not_take_along_what_waits_behind_it() -> None:
    bridge = Bridge()
    done: list[str] = []
    wakes: list[None] = []
    bridge.wake = lambda: wakes.append(None)
    bridge.post(lambda: done.append(str(1 // 0)))
    bridge.post(lambda: done.append("second"))
    wakes.clear()
    with pytest.raises(ZeroDivisionError):
        bridge.drain()
    assert wakes
    bridge.drain()
    assert done == ["second"]


def test_an_answer_or_its_error_comes_back() -> None:
    bridge = Bridge()
    good, bad = bridge.ask(lambda: 42), bridge.ask(lambda: int("x"))
    bridge.drain()
    assert good.result(0) == 42
    with pytest.raises(ValueError, match="invalid literal"):
        bad.result(0)


def test_an_ear_passes_on_scans_and_faults() -> None:
    bridge = Bridge()
    heard: list[Scan | HardwareError | None] = []
    ear = Ear(bridge, heard.append, heard.append)
    fault = ScannerError("serial", "unplugged")
    ear.scanned(Scan(b"1"))
    ear.scanner_fault(fault)
    ear.scanner_fault(None)
    bridge.drain()
    assert heard == [Scan(b"1"), fault, None]


def test_hearing_can_be_waited_for() -> None:
    heard = HeardCount()
    assert not heard.wait_beyond(0, timeout=0.01)
    threading.Thread(target=heard.one_more).start()
    assert heard.wait_beyond(0, timeout=10)
    assert heard.count == 1
