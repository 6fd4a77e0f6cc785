import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from device.counter.state import Selling
from device.ui import gallery, showcase
from device.ui.first_start.showcase import first_views
from device.ui.showcase.base import BASE, THREE
from device.ui.view import View

ROOT = Path(__file__).parents[3]


def test_every_screen_is_drawn_plain_and_large(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "device.ui.gallery", str(tmp_path), "800x480"]
    ran = subprocess.run(
        [*command, "--language", "en"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    drawn = {file.name for file in tmp_path.iterdir()}
    kinds = ("en", "en-large")
    wanted = {f"{name}-{kind}-800x480.png" for name in showcase.views() for kind in kinds}
    # Nobody has asked for larger letters yet when a terminal is started for the first time.
    assert drawn == wanted | {f"{name}-en-800x480.png" for name in first_views()}
    for file in tmp_path.iterdir():
        with Image.open(file) as image:
            assert image.size == (800, 480)
            assert image.mode == "P"
            colours = image.convert("RGB").getcolors(1_000_000)
            assert colours
            assert len(colours) > 20
    assert ran.returncode == 0, ran.stderr


def _plant(monkeypatch: pytest.MonkeyPatch, view: View) -> None:
    monkeypatch.setattr(showcase, "views", lambda: {"planted": view})


def test_a_screen_with_a_defect_is_named_with_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    line = THREE.lines[0]
    drug = replace(line.drug, name="Paracetamol viên nén bao phim tan trong ruột " * 3)
    long = replace(line, offer=replace(line.offer, drug=drug))
    _plant(monkeypatch, replace(BASE, state=Selling(sale=replace(THREE, lines=(long,)))))
    found = gallery.check_all((800, 480))
    assert found
    assert all(" cut to " in defect and "Paracetamol" in defect for defect in found)
    assert {defect.split(":")[0] for defect in found} == {
        "planted",
        "planted-large",
        "planted in training",
        "planted-large in training",
    }


def test_a_sign_that_the_font_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    _plant(monkeypatch, replace(BASE, staff="Cô Lan ✓"))
    assert "planted: no glyph for ['✓']: 'Cô Lan ✓'" in gallery.check_all((800, 480))


def test_the_exit_status_says_whether_any_screen_has_a_defect(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    window: object,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert window
    arguments = [str(tmp_path), "800x480", "--language", "vi"]
    monkeypatch.setattr(gallery, "open_window", lambda *_size, **_how: None)
    _plant(monkeypatch, BASE)
    assert gallery.main(arguments) == 0
    _plant(monkeypatch, replace(BASE, staff="Cô Lan ✓"))
    assert gallery.main(arguments) == 1
    assert "vi 800x480 planted: no glyph" in capsys.readouterr().err
    drawn = {file.name for file in tmp_path.iterdir() if not file.name.startswith("first-start")}
    assert drawn == {"planted-800x480.png", "planted-large-800x480.png"}
