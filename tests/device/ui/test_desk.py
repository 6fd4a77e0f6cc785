import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from kivy.base import EventLoop

from codes import Command, ControlCode, Scan
from device.counter.event import DropSale
from device.counter.letter import Letter
from device.counter.state import Blocked, LetterShown, Paid, Ready, Saving, Selling, State
from device.health import read_health
from device.till import Till
from device.ui import theme
from device.ui.desk import Desk
from device.ui.drawing import Drawing
from device.ui.keys import ENTER, Keys
from device.ui.remote import RemoteTouch
from device.ui.view import Fittings, Mishap
from hardware.fake import FakeScanner
from hardware.keyboard import KeyboardScanner
from hardware.kit import Kit
from tests.device.ui.counter import AMOXICILLIN, LOSARTAN, PARACETAMOL, Tile, open_counter


class Watch:
    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[tuple[Till, Kit]]:
    samples = (Tile("Paracetamol", PARACETAMOL[1:].encode()),)
    with open_counter(tmp_path, samples=samples) as opened:
        yield opened


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def left() -> list[bool]:
    return []


@pytest.fixture
def desk(window: Any, counter: tuple[Till, Kit], watch: Watch, left: list[bool]) -> Iterator[Desk]:
    till, kit = counter
    desk = Desk(
        till,
        kit,
        fittings=Fittings(staff="Cô Lan"),
        size=(800, 480),
        leave=lambda: left.append(True),
        monotonic=watch,
    )
    window.add_widget(desk.stage)
    desk.start()
    watch.time += 10
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


def _frames(count: int = 3) -> None:
    for _frame in range(count):
        EventLoop.idle()


def _words(desk: Desk) -> str:
    drawing: Drawing = desk.stage.terminal.drawing
    in_buttons = [text for button in drawing.buttons for text in button.texts]
    return " | ".join(text.words for text in (*drawing.texts, *in_buttons))


def _read(desk: Desk, code: str) -> None:
    scanner = desk.kit.scanners[1]
    assert isinstance(scanner, FakeScanner)
    thread = threading.Thread(target=scanner.read, args=(code.encode(),))
    thread.start()
    thread.join()


def _touch(desk: Desk, words: str) -> None:
    found = desk.stage.find_button(words)
    assert found, f"{words!r} is not there"
    x, y = found[1]
    window = EventLoop.window
    touch = RemoteTouch(1, (x / (window.width - 1), y / (window.height - 1)))
    EventLoop.post_dispatch_input("begin", touch)
    _frames(1)
    EventLoop.post_dispatch_input("end", touch)
    _frames()


def _in(desk: Desk, kind: type[State]) -> Callable[[], bool]:
    return lambda: isinstance(desk.till.state, kind)


def test_a_scan_from_another_thread_shows(desk: Desk) -> None:
    assert "Mời quét mã" in _words(desk)
    _read(desk, PARACETAMOL[1:])
    assert isinstance(desk.till.state, Ready)
    _pump(_in(desk, Selling))
    _frames()
    assert "Paracetamol 500 mg" in _words(desk)


def test_money_is_taken_by_a_touch_but_not_in_dead_time(desk: Desk, watch: Watch) -> None:
    _read(desk, PARACETAMOL[1:])
    _pump(lambda: desk.stage.find_button("Thu tiền mặt") is not None)
    watch.time += theme.MONEY_DEAD_TIME - 0.05
    _touch(desk, "Thu tiền mặt")
    assert isinstance(desk.till.state, Selling)
    watch.time += 0.1
    _touch(desk, "Thu tiền mặt")
    assert _paid(desk) == 8_000
    _pump(lambda: "Đã bán" in _words(desk))
    assert "Phiếu 000002" in _words(desk)


def test_a_finger_looks_pressed_until_it_leaves(desk: Desk, watch: Watch) -> None:
    _read(desk, PARACETAMOL[1:])
    _pump(lambda: desk.stage.find_button("Thu tiền mặt") is not None)
    watch.time += 1
    before = desk.stage.picture().tobytes()
    found = desk.stage.find_button("Thu tiền mặt")
    assert found
    touch = RemoteTouch(1, (found[1][0] / 799, found[1][1] / 479))
    EventLoop.post_dispatch_input("begin", touch)
    pressed = desk.stage.picture()
    assert pressed.tobytes() != before
    colour = tuple(round(255 * part) for part in theme.rgb(theme.ACT_PRESS))
    assert pressed.getpixel((600, 400)) == colour
    _read(desk, PARACETAMOL[1:])
    _pump(lambda: "2 vỉ" in _words(desk))
    assert desk.stage.picture().getpixel((600, 400)) == colour
    EventLoop.post_dispatch_input("end", touch)
    assert _paid(desk) == 16_000


def _paid(desk: Desk) -> int:
    state = desk.till.state
    assert isinstance(state, Paid)
    return state.total_vnd


def test_a_scanner_that_is_gone_shows_until_it_is_back(desk: Desk, tmp_path: Path) -> None:
    def health() -> str | None:
        found = read_health(tmp_path)
        return found.scanner if found else None

    scanner = desk.kit.scanners[1]
    assert isinstance(scanner, FakeScanner)
    scanner.unplug()
    _pump(lambda: "Chưa thấy máy quét" in _words(desk))
    desk._tick(0)
    assert health() == "offline"
    scanner.plug_in()
    _pump(lambda: "Chưa thấy máy quét" not in _words(desk))
    desk._tick(0)
    assert health() == "ok"


def test_one_scanner_that_works_does_not_hide_another_that_is_gone(desk: Desk) -> None:
    keyboard, scanner = desk.kit.scanners
    assert isinstance(keyboard, KeyboardScanner)
    assert isinstance(scanner, FakeScanner)
    scanner.unplug()
    for typed in ("9" * 5000, PARACETAMOL[1:]):
        keyboard.text(typed)
        keyboard.key("enter")
    _pump(_in(desk, Selling))
    _frames()
    assert "Chưa thấy máy quét" in _words(desk)


def test_a_scanner_that_only_types_is_enough_where_no_other_ever_was(
    window: Any, counter: tuple[Till, Kit], tmp_path: Path
) -> None:
    till, kit = counter
    keyboard, scanner = kit.scanners
    assert isinstance(keyboard, KeyboardScanner)
    assert isinstance(scanner, FakeScanner)
    scanner.unplug()
    desk = Desk(till, kit, fittings=Fittings(staff="Cô Lan"), size=(800, 480), leave=lambda: None)
    assert window
    desk.start()
    _pump(lambda: "Chưa thấy máy quét" in _words(desk))
    keyboard.text(PARACETAMOL[1:])
    keyboard.key("enter")
    _pump(_in(desk, Selling))
    _frames()
    assert "Chưa thấy máy quét" not in _words(desk)
    desk._tick(0)
    found = read_health(tmp_path)
    assert found
    assert found.scanner == "offline", "an update is judged by it, before anybody has typed"
    desk.close()


def test_a_code_cut_short_asks_for_another_read_and_is_over_with_it(desk: Desk) -> None:
    keyboard = desk.kit.scanners[0]
    assert isinstance(keyboard, KeyboardScanner)
    keyboard.text("9" * 5000)
    keyboard.key("enter")
    _pump(lambda: "Chưa đọc hết mã" in _words(desk))
    keyboard.text(PARACETAMOL[1:])
    keyboard.key("enter")
    _pump(_in(desk, Selling))
    _frames()
    assert "Chưa đọc hết mã" not in _words(desk)


def test_sold_makes_room_after_a_while(
    window: Any, counter: tuple[Till, Kit], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme, "REST_AFTER_SALE", 0.3)
    till, kit = counter
    desk = Desk(till, kit, fittings=Fittings(staff="Cô Lan"), size=(800, 480), leave=lambda: None)
    assert window
    desk.start()
    _sell(desk)
    _pump(_in(desk, Ready))
    desk.close()


def test_a_new_sale_within_that_while_is_left_alone(
    window: Any, counter: tuple[Till, Kit], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme, "REST_AFTER_SALE", 0.3)
    till, kit = counter
    desk = Desk(till, kit, fittings=Fittings(staff="Cô Lan"), size=(800, 480), leave=lambda: None)
    assert window
    desk.start()
    _sell(desk)
    _frames(2)
    _read(desk, PARACETAMOL[1:])
    _pump(_in(desk, Selling))
    _frames(20)
    assert isinstance(desk.till.state, Selling)
    desk.close()


def test_rest_comes_after_a_minute() -> None:
    assert theme.REST_AFTER_SALE == 60


def _sell(desk: Desk) -> None:
    _read(desk, PARACETAMOL[1:])
    _pump(lambda: desk.stage.find_button("Thu tiền mặt") is not None)
    button = desk.stage.find_button("Thu tiền mặt")
    assert button
    desk.press(button[0].act)
    assert isinstance(desk.till.state, Paid)


def test_the_receipt_is_followed_to_the_paper(desk: Desk) -> None:
    controls = desk.kit.controls
    assert controls
    assert controls.printer
    controls.printer.run_out_of_paper()
    _sell(desk)
    _pump(lambda: "Máy in hết giấy." in _words(desk))
    controls.printer.load_paper()
    _pump(lambda: "Đã in phiếu" in _words(desk))
    assert len(controls.printer.tickets) == 1
    _touch_after_dead_time(desk, "In lại")
    assert controls.printer.wait_for_tickets(2)


def _touch_after_dead_time(desk: Desk, words: str) -> None:
    watch = desk.stage.finger._monotonic
    assert isinstance(watch, Watch)
    watch.time += 1
    _touch(desk, words)


def test_a_refused_pack_is_put_aside_by_a_touch(desk: Desk) -> None:
    _read(desk, AMOXICILLIN[1:])
    _pump(_in(desk, Blocked))
    _frames()
    assert "Thuốc này phải có đơn" in _words(desk)
    _touch_after_dead_time(desk, "Bỏ thuốc này")
    assert isinstance(desk.till.state, Ready)


def test_another_refusal_under_the_finger_is_not_dismissed(desk: Desk, watch: Watch) -> None:
    _read(desk, AMOXICILLIN[1:])
    _pump(lambda: desk.stage.find_button("Bỏ thuốc này") is not None)
    watch.time += 1
    place = desk.stage.find_button("Bỏ thuốc này")
    assert place
    touch = RemoteTouch(1, (place[1][0] / 799, place[1][1] / 479))
    EventLoop.post_dispatch_input("begin", touch)
    _read(desk, LOSARTAN[1:])
    _pump(lambda: "Losartan 50 mg" in _words(desk))
    EventLoop.post_dispatch_input("end", touch)
    assert isinstance(desk.till.state, Blocked)
    _touch(desk, "Bỏ thuốc này")
    assert isinstance(desk.till.state, Blocked)
    watch.time += 1
    _touch(desk, "Bỏ thuốc này")
    assert _is_ready(desk)


def _is_ready(desk: Desk) -> bool:
    return isinstance(desk.till.state, Ready)


def test_a_sample_of_the_tray_is_read(desk: Desk, watch: Watch) -> None:
    watch.time += 1
    found = desk.stage.find_button("Paracetamol")
    assert found
    desk.press(found[0].act)
    _pump(_in(desk, Selling))


def test_the_terminals_picture_does_not_show_the_tray(desk: Desk) -> None:
    assert desk.stage.bench_height == theme.BENCH_HEIGHT
    picture = desk.stage.picture()
    assert picture.size == (800, 480)
    ground = tuple(round(255 * part) for part in theme.rgb(theme.BENCH))
    assert ground not in {colour for _count, colour in picture.getcolors(100_000) or []}


def test_a_defect_in_the_middle_of_saving_says_that_nobody_knows(
    desk: Desk, left: list[bool], watch: Watch
) -> None:
    _read(desk, PARACETAMOL[1:])
    _pump(_in(desk, Selling))
    assert isinstance(desk.till.state, Selling)
    desk.till.state = Saving(sale=desk.till.state.sale)
    desk.fell()
    _frames()
    assert desk.view.mishap is Mishap.SALE_IN_DOUBT
    assert "Chưa rõ phiếu đã lưu hay chưa" in _words(desk)
    _read(desk, PARACETAMOL[1:])
    _frames()
    assert desk.view.mishap is Mishap.SALE_IN_DOUBT
    watch.time += 1
    _touch(desk, "Mở lại")
    assert left == [True]


def test_a_keyboard_scanner_at_full_speed_loses_nothing(window: Any) -> None:
    heard: list[Scan] = []

    class Listener:
        def scanned(self, scan: Scan) -> None:
            heard.append(scan)

        def scanner_fault(self, _fault: object) -> None:
            """Nothing to note."""

    keyboard = KeyboardScanner()
    keyboard.start(Listener())
    keys = Keys(window, keyboard)
    gs1 = f"01{PARACETAMOL}1728063010{{number:04d}}"
    codes = [gs1.format(number=number) + "\x1d21SN0|-/" for number in range(100)]
    for code in codes:
        for letter in code:
            if letter == "\x1d":
                window.dispatch("on_key_down", 93, 48, None, ["ctrl"])
            else:
                window.dispatch("on_key_down", ord(letter), 0, letter, [])
                window.dispatch("on_textinput", letter)
        window.dispatch("on_key_down", ENTER, 40, None, [])
    keys.close()
    window.dispatch("on_textinput", "x")
    window.dispatch("on_key_down", ENTER, 40, None, [])
    assert [scan.data.decode() for scan in heard] == codes


def test_escape_does_not_end_the_program(window: Any) -> None:
    keyboard = KeyboardScanner()
    keys = Keys(window, keyboard)
    assert window.dispatch("on_key_down", 27, 41, None, [])
    keys.close()
    assert not EventLoop.quit


def _letter(desk: Desk) -> None:
    letter = Letter(id="m1", kind="note", at=desk.till.now, text="Mời họp")
    desk.till.state = LetterShown(letter=letter, behind=Ready())


def _finger(place: tuple[float, float]) -> Any:
    return SimpleNamespace(uid=7, x=place[0], y=place[1], button="left")


def test_a_touch_does_not_answer_what_was_not_drawn_yet(desk: Desk, watch: Watch) -> None:
    _letter(desk)
    desk.redraw()
    watch.time += 10
    found = desk.stage.nth_button(1)
    assert found
    finger = _finger(found[1])
    desk.stage.on_touch_down(finger)
    later = Letter(id="m2", kind="note", at=desk.till.now, text="Họp lúc 9 giờ")
    desk.till.state = LetterShown(letter=later, behind=Ready())
    desk.redraw_soon()
    desk.stage.on_touch_up(finger)
    assert desk.till.state == LetterShown(letter=later, behind=Ready()), "it never stood there"


def test_a_trembling_tap_within_one_frame_is_one(desk: Desk, watch: Watch) -> None:
    pressed: list[object] = []
    later = Letter(id="m2", kind="note", at=desk.till.now, text="Họp lúc 9 giờ")

    def press(act: object) -> None:
        pressed.append(act)
        desk.till.state = LetterShown(letter=later, behind=Ready())
        desk.redraw_soon()

    _letter(desk)
    desk.redraw()
    watch.time += 10
    desk.stage._press = press
    found = desk.stage.nth_button(1)
    assert found
    for _tap in range(2):
        desk.stage.on_touch_down(_finger(found[1]))
        desk.stage.on_touch_up(_finger(found[1]))
    assert len(pressed) == 1


def test_a_code_does_not_answer_what_nobody_can_have_read_yet(desk: Desk, watch: Watch) -> None:
    confirm = ControlCode(Command.CONFIRM).text
    _letter(desk)
    desk.scanned(Scan(confirm.encode()))
    assert isinstance(desk.till.state, LetterShown), "it is not even drawn"
    desk.redraw()
    watch.time += theme.DEAD_TIME - 0.05
    desk.scanned(Scan(confirm.encode()))
    assert isinstance(desk.till.state, LetterShown)
    watch.time += 0.1
    desk.scanned(Scan(confirm.encode()))
    _pump(_in(desk, Ready))


def test_a_restart_waits_until_nobody_is_served(desk: Desk, left: list[bool]) -> None:
    _read(desk, PARACETAMOL[1:])
    _pump(_in(desk, Selling))
    desk.bridge.leave_soon()
    desk._tick(0.5)
    assert not left
    desk.till.handle(DropSale())
    _pump(lambda: bool(left))
