import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from device.ui import theme
from tests.device.ui.counter import CARD, PARACETAMOL, STUMBLE

Ask = Callable[..., dict[str, Any]]
ROOT = Path(__file__).parents[3]
BARCODE = PARACETAMOL[1:]


@pytest.fixture
def program(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    environment = os.environ | {"SDL_VIDEODRIVER": "offscreen", "LIBGL_ALWAYS_SOFTWARE": "1"}
    command = [sys.executable, "-m", "tests.device.ui.counter_program", str(tmp_path)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


@pytest.fixture
def ask(program: "subprocess.Popen[str]", tmp_path: Path) -> Iterator[Ask]:
    with socket.socket(socket.AF_UNIX) as line:
        deadline = time.monotonic() + 60
        while line.connect_ex(str(tmp_path / "remote")):
            assert time.monotonic() < deadline
            with suppress(subprocess.TimeoutExpired):
                program.wait(0.05)  # nothing announces a socket
                pytest.fail("the program has ended")
        with line.makefile("rw") as lines:

            def ask(do: str, **more: object) -> dict[str, Any]:
                lines.write(json.dumps({"do": do, **more}) + "\n")
                lines.flush()
                answer: dict[str, Any] = json.loads(lines.readline())
                return answer

            yield ask


def _scan(ask: Ask, text: str) -> dict[str, Any]:
    assert ask("keys", text=text, enter=True) == {"ok": True}
    return ask("state")


def test_a_sale_from_the_first_scan_to_the_paper(ask: Ask, tmp_path: Path) -> None:
    state = ask("state")
    assert (state["state"], state["last_sale"]) == ("Ready", None)
    assert state["buttons"] == ["Tìm thuốc", "Nhập hàng", "Kho thuốc", "Việc khác"]
    state = _scan(ask, BARCODE)
    assert (state["state"], state["lines"], state["total"]) == ("Selling", 1, 8_000)
    assert _scan(ask, BARCODE)["total"] == 16_000
    assert ask("press", button="Thu tiền mặt") == {"ok": True}
    state = ask("state")
    assert (state["state"], state["last_sale"], state["unsent"]) == ("Paid", 2, 2)
    assert "Thu tiền mặt" not in state["buttons"]
    picture = tmp_path / "paid.png"
    assert ask("shot", file=str(picture)) == {"ok": True}
    with Image.open(picture) as image:
        assert image.size == (800, 480)
        assert image.getpixel((300, 60)) == tuple(round(255 * c) for c in theme.rgb(theme.OK_TINT))


def test_the_tray_is_pressed_until_the_sample_was_read(ask: Ask) -> None:
    assert ask("press", button="Mẫu 0") == {"ok": True}
    assert ask("state")["lines"] == 1
    assert ask("press", button="Mẫu 19") == {"ok": True}
    assert ask("state")["total"] == 16_000


def test_pictures_show_what_was_ordered_before(ask: Ask, tmp_path: Path) -> None:
    pictures = []
    for number, order in enumerate((None, BARCODE, "8936012345674", None)):
        if order:
            ask("keys", text=order, enter=True)
        file = tmp_path / f"{number}.png"
        assert ask("shot", file=str(file))["ok"]
        pictures.append(file.read_bytes())
    assert pictures[0] != pictures[1] != pictures[2]
    assert ask("state")["notice"] == "NOT_IN_CATALOGUE"


def test_touches_in_dead_time_do_nothing_and_later_ones_do(ask: Ask) -> None:
    _scan(ask, BARCODE)
    ask("touch", x=700, y=430)
    assert ask("state")["state"] == "Selling"
    assert ask("press", button="Việc khác") == {"ok": True}
    assert ask("state")["state"] == "Menu"


def test_touches_land_where_the_picture_shows_the_button(ask: Ask) -> None:
    _scan(ask, BARCODE)
    _until(lambda: _state_after_touch(ask, 572 + 6, 468 - 6) == "Paid")
    _until(lambda: _state_after_touch(ask, 20, 480 + 40) == "Selling")


def _state_after_touch(ask: Ask, x: int, y: int) -> str:
    assert ask("touch", x=x, y=y) == {"ok": True}
    return str(ask("state")["state"])


def test_paper_runs_out_and_comes_back(ask: Ask) -> None:
    assert ask("printer", what="run_out_of_paper") == {"ok": True}
    _scan(ask, BARCODE)
    ask("press", button="Thu tiền mặt")
    _until(lambda: ask("state")["paper"] == "PAPER_OUT")
    assert ask("press", button="Cách thay") == {"ok": True}
    assert ask("state")["state"] == "PaperHelp"
    assert ask("printer", what="load_paper") == {"ok": True}
    _until(lambda: ask("state")["waiting"] == 0)
    assert ask("press", button="Bán tiếp") == {"ok": True}
    assert ask("state")["state"] == "Paid"


def test_state_tells_no_persons_data(ask: Ask) -> None:
    state = _scan(ask, CARD)
    assert state["state"] == "Selling"
    assert "Mẫu" not in json.dumps(state, ensure_ascii=False)


@pytest.mark.parametrize(
    "order",
    [
        {"do": "press", "button": "Không có nút này"},
        {"do": "fly"},
        {"do": "touch", "x": "left"},
        {"do": "shot", "file": "/nowhere/at/all.png"},
        {"no": "order"},
    ],
)
def test_wrong_orders_are_answered_not_obeyed(ask: Ask, order: dict[str, object]) -> None:
    do = str(order.pop("do", ""))
    answer = ask(do, **order)
    assert answer["ok"] is False
    assert answer["error"]
    assert ask("state")["ok"]


def test_nobody_else_may_use_the_socket_and_it_goes_with_the_program(
    ask: Ask, program: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    assert stat.S_IMODE((tmp_path / "remote").stat().st_mode) == 0o600
    assert ask("quit") == {"ok": True}
    assert program.wait(30) == 0
    assert not (tmp_path / "remote").exists()


def test_sigterm_ends_the_program_in_order(ask: Ask, program: "subprocess.Popen[str]") -> None:
    assert ask("state")["ok"]
    program.send_signal(signal.SIGTERM)
    assert program.wait(30) == 0


def test_a_defect_is_logged_and_shown_and_the_counter_goes_on(
    ask: Ask, program: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    _scan(ask, BARCODE)
    before, after = tmp_path / "before.png", tmp_path / "after.png"
    ask("shot", file=str(before))
    assert _scan(ask, STUMBLE.decode())["lines"] == 1
    ask("shot", file=str(after))
    with Image.open(after) as image:
        strip = tuple(round(255 * part) for part in theme.rgb(theme.WARN_TINT))
        assert image.getpixel((400, 56)) == strip
    assert _scan(ask, BARCODE)["total"] == 16_000
    ask("shot", file=str(after))
    with Image.open(after) as image:
        assert image.getpixel((400, 56)) != strip
    ask("quit")
    assert program.stderr
    assert "a defect nobody thought of" in program.stderr.read()


def test_defects_that_come_too_fast_end_the_program_loudly(
    ask: Ask, program: "subprocess.Popen[str]"
) -> None:
    assert ask("state")["ok"]
    for _time in range(60):  # six within ten seconds: not at once on a busy computer
        try:
            ask("keys", text=STUMBLE.decode(), enter=True)
        except (json.JSONDecodeError, OSError):
            break
    assert program.wait(60) == 1
    assert program.stderr
    assert "a defect nobody thought of" in program.stderr.read()


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
