"""The wiring: data, pictures and page agree, and no pin is asked for two things."""

import xml.dom.minidom
from pathlib import Path

import pytest

from hardware.power.settings import PowerGoodSettings
from hardware.wiring.__main__ import HEADER, PAGE, PLUGS, main
from hardware.wiring.drawing import draw_header, draw_plugs
from hardware.wiring.page import BEGIN, END, put_tables, tables
from hardware.wiring.plan import FILE, GPIO_OF_PIN, GROUND, read_wiring

DOCS = Path(__file__).parents[2] / "docs/hardware"
WIRING = read_wiring()


def test_page_and_pictures_are_what_the_data_say() -> None:
    page = (DOCS / PAGE).read_text(encoding="utf-8")
    assert put_tables(page, WIRING) == page, "run python -m hardware.wiring"
    assert (DOCS / HEADER).read_text(encoding="utf-8") == draw_header(WIRING)
    assert (DOCS / PLUGS).read_text(encoding="utf-8") == draw_plugs(WIRING)


def test_the_pages_example_is_a_setting_that_is_read_and_the_pin_that_is_drawn() -> None:
    page = (DOCS / PAGE).read_text(encoding="utf-8")
    (mains,) = (signal for signal in WIRING.signal if signal.name == "MAINS")
    assert f"line = {mains.gpio.removeprefix('GPIO')} " in page
    assert f"# {mains.gpio}, pin {mains.pin}" in page
    assert PowerGoodSettings(line=6, mains_is="low").mains_is == "low"


def test_the_header_has_forty_pins_and_no_number_twice() -> None:
    supplies = {1, 2, 4, 17} | GROUND
    assert set(GPIO_OF_PIN) | supplies == set(range(1, 41))
    assert not set(GPIO_OF_PIN) & supplies
    assert sorted(GPIO_OF_PIN.values()) == list(range(28))


def test_every_signal_is_in_the_table_and_in_the_picture() -> None:
    drawn, table = draw_header(WIRING), tables(WIRING)
    for signal in WIRING.signal:
        assert f"| {signal.pin} | {signal.gpio or '–'} | {signal.name} |" in table
        assert f"{signal.name} ({signal.wire})" in drawn


@pytest.mark.parametrize("draw", [draw_header, draw_plugs])
def test_pictures_are_sound_and_nothing_lies_outside(draw: object) -> None:
    assert callable(draw)
    picture = xml.dom.minidom.parseString(draw(WIRING)).documentElement  # noqa: S318 - our own
    assert picture
    width, height = int(picture.getAttribute("width")), int(picture.getAttribute("height"))
    for text in picture.getElementsByTagName("text"):
        x, y = float(text.getAttribute("x")), float(text.getAttribute("y"))
        words = text.firstChild
        assert words
        size = 0.62 * float(text.getAttribute("font-size"))
        length = size * len(str(words.nodeValue))
        start = {"start": x, "middle": x - length / 2, "end": x - length}
        left = start[text.getAttribute("text-anchor")]
        assert left >= 0, words.nodeValue
        assert left + length <= width, words.nodeValue
        assert 0 < y < height


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pin = 31", "pin = 3"),
        ("pin = 31", "pin = 33"),
        ('gpio = "GPIO6"', 'gpio = "GPIO7"'),
        ("pin = 2\n", "pin = 9\n"),
        ("pin = 31", "pin = 41"),
    ],
)
def test_a_pin_that_is_named_wrongly_or_used_twice_is_refused(
    tmp_path: Path, old: str, new: str
) -> None:
    file = tmp_path / "wiring.toml"
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=r"pin|Expected"):
        read_wiring(file)


def test_the_program_writes_between_the_marks_only(tmp_path: Path) -> None:
    (tmp_path / "wiring").mkdir()
    (tmp_path / PAGE).write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    written = (tmp_path / PAGE).read_text(encoding="utf-8")
    assert written.startswith("before\n")
    assert written.endswith("\nafter\n")
    assert "old" not in written
    (tmp_path / PAGE).write_text("no marks", encoding="utf-8")
    assert main([str(tmp_path)]) == 1


def test_who_reads_a_ups_may_open_its_bus_and_its_wire() -> None:
    rules = (FILE.parents[1] / "udev/99-quay.rules").read_text(encoding="utf-8")
    rows = [line for line in rules.splitlines() if line and not line.startswith("#")]
    until_scanners = rows[: next(at for at, row in enumerate(rows) if "QUAY_SCANNER" in row)]
    for subsystem, group in (("i2c-dev", "i2c"), ("gpio", "gpio")):
        (row,) = (row for row in until_scanners if f'SUBSYSTEM=="{subsystem}"' in row)
        assert f'GROUP="{group}"' in row
        assert 'MODE="0660"' in row
