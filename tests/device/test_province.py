"""The screen asks the link over a real socket; neither can hold the other up."""

import socket
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from queue import Empty, SimpleQueue

import msgspec
import pytest

from device import province
from device.counter.event import Event, LetterCame, MoneyCame, Prescribed, RecallCame
from device.counter.prescription import Origin
from device.link.window import SOCKET, News, Window
from device.province import Province, prescription_of
from tests.wire_sheets import SHEET
from wire.asking import Money

CODE = SHEET.code


class Counter:
    """What the counter was told."""

    def __init__(self, folder: Path) -> None:
        self.told: SimpleQueue[Event] = SimpleQueue()
        self.province = Province(folder, self.told.put)

    def next(self) -> Event:
        return self.told.get(timeout=5)

    def nothing_more(self) -> bool:
        try:
            self.told.get(timeout=0.2)
        except Empty:
            return True
        return False


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    window = Window(tmp_path)
    window.open()
    yield window
    window.close()


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    counter = Counter(tmp_path)
    yield counter
    counter.province.close()


def asked(window: Window) -> list[str]:
    until = time.monotonic() + 5
    while time.monotonic() < until:
        if found := window.asked():
            return found
    pytest.fail("nobody asked")


def connected(counter: Counter) -> None:
    counter.province.start()
    assert isinstance(counter.next(), RecallCame), "what came while nobody listened is looked up"
    assert isinstance(counter.next(), LetterCame), "likewise"


def test_what_the_province_knows_comes_as_an_event(window: Window, counter: Counter) -> None:
    connected(counter)
    assert counter.province.ask(CODE)
    assert asked(window) == [CODE]
    window.tell(News(prescription=CODE, sheet=SHEET))
    assert counter.next() == Prescribed(CODE, prescription_of(SHEET))


def test_since_when_sales_count_is_taken_as_it_was_told() -> None:
    day = date(2026, 11, 20)
    assert prescription_of(msgspec.structs.replace(SHEET, counted_from=day)).counted_from == day
    assert prescription_of(SHEET).counted_from is None


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_date_that_cannot_be_is_no_answer(window: Window, counter: Counter, day: date) -> None:
    connected(counter)
    for wrong in ("issued", "tranche_begins"):
        counter.province.ask(CODE)
        assert asked(window) == [CODE]
        sheet = msgspec.structs.replace(SHEET, **{wrong: day})
        window.tell(News(prescription=CODE, sheet=sheet))
        assert counter.next() == Prescribed(CODE, None)


def test_what_it_does_not_know_comes_as_an_event_too(window: Window, counter: Counter) -> None:
    connected(counter)
    counter.province.ask(CODE)
    window.tell(News(prescription=CODE))
    assert counter.next() == Prescribed(CODE, None)


def test_without_a_network_the_counter_goes_on_at_once(window: Window, counter: Counter) -> None:
    connected(counter)
    counter.province.ask(CODE)
    window.tell(News(prescription=CODE, sheet=SHEET, is_offline=True))
    assert counter.next() == Prescribed(CODE, None)


def test_without_a_link_the_counter_goes_on_at_once(counter: Counter) -> None:
    assert counter.province.ask(CODE)
    assert counter.next() == Prescribed(CODE, None)


def test_an_answer_that_never_comes_is_waited_for_a_second(
    window: Window, counter: Counter
) -> None:
    connected(counter)
    counter.province.ask(CODE)
    assert counter.next() == Prescribed(CODE, None)
    window.tell(News(prescription=CODE, sheet=SHEET))
    assert counter.nothing_more(), "the counter has gone on"


def test_somebody_at_the_screen_has_the_line_measured(window: Window, counter: Counter) -> None:
    counter.province.measure()  # the link is not there yet: nothing comes of it
    connected(counter)
    assert not window.wants_line()
    counter.province.measure()
    assert counter.province.ask(CODE)
    assert asked(window) == [CODE]  # what was said before it has come as well
    assert window.wants_line()
    assert not window.wants_line()


def test_money_and_recalls_come_unasked(window: Window, counter: Counter) -> None:
    connected(counter)
    window.tell(News(money=Money(reference="K7M4P", amount_vnd=66_000)))
    assert counter.next() == MoneyCame(reference="K7M4P", amount_vnd=66_000)
    window.tell(News(recalls=True))
    assert counter.next() == RecallCame()


def test_a_link_that_is_started_again_is_found_again(tmp_path: Path, counter: Counter) -> None:
    first = Window(tmp_path)
    first.open()
    connected(counter)
    first.close()
    second = Window(tmp_path)
    second.open()
    assert isinstance(counter.next(), RecallCame)
    assert isinstance(counter.next(), LetterCame)
    second.tell(News(recalls=True))
    assert counter.next() == RecallCame()
    second.close()


def test_a_screen_that_does_not_listen_never_holds_up_the_link(
    tmp_path: Path, window: Window
) -> None:
    deaf = socket.socket(socket.AF_UNIX)
    deaf.connect(str(tmp_path / SOCKET))
    began = time.monotonic()
    for _news in range(20_000):
        window.tell(News(prescription=CODE, sheet=SHEET))
    assert time.monotonic() - began < 60, "it would wait for ever"
    deaf.close()


def test_a_link_that_hangs_never_holds_up_the_counter(tmp_path: Path, counter: Counter) -> None:
    with socket.socket(socket.AF_UNIX) as hung:
        hung.bind(str(tmp_path / SOCKET))
        hung.listen()
        counter.province.start()
        until = time.monotonic() + 60
        for number in range(300):  # of 2 KB: more than the line holds
            assert counter.province.ask(f"{number}" + "x" * 2_000)
        assert time.monotonic() < until, "it would wait for ever"


@pytest.mark.parametrize("rubbish", [b"\n", b"{}\n", b"\xff\xff\n", b'{"prescription": 7}\n'])
def test_rubbish_from_a_screen_does_not_stop_the_link(
    tmp_path: Path, window: Window, counter: Counter, rubbish: bytes
) -> None:
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(tmp_path / SOCKET))
        line.sendall(rubbish)
    connected(counter)
    counter.province.ask(CODE)
    assert asked(window) == [CODE]


def test_the_counter_learns_what_stands_on_the_sheet() -> None:
    found = prescription_of(SHEET)
    assert (found.origin, found.issued, found.is_checked) == (
        Origin.PROVINCE, date(2026, 11, 20), True,
    )  # fmt: skip
    assert [(line.number, line.quantity, line.drug) for line in found.lines] == [
        (1, 20, "SYN044"), (2, 10, ""),
    ]  # fmt: skip
    assert "Amoxicilin" not in repr(News(prescription=CODE, sheet=SHEET))


def test_a_message_and_a_restart_come_unasked(window: Window, tmp_path: Path) -> None:
    ordered = threading.Event()
    counter = Counter(tmp_path)
    counter.province = Province(tmp_path, counter.told.put, restart=ordered.set)
    connected(counter)
    window.tell(News(messages=True))
    assert isinstance(counter.next(), LetterCame)
    assert not ordered.is_set()
    window.tell(News(restart=True))
    assert ordered.wait(5)
    counter.province.close()


def test_what_nobody_expected_does_not_end_the_listening(
    window: Window, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(province, "AGAIN_SECONDS", 0.02)
    errors = [TypeError("nobody expected it")]
    told = counter.told

    def tell(event: Event) -> None:
        if errors:
            raise errors.pop()
        told.put(event)

    counter.province._tell = tell
    connected(counter)
    counter.province.ask(CODE)
    assert asked(window) == [CODE]
    window.tell(News(prescription=CODE, sheet=SHEET))
    assert counter.next() == Prescribed(CODE, prescription_of(SHEET))
