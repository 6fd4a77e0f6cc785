"""Every screen as a picture, each checked: `python -m device.ui.gallery FOLDER SIZE...`.

The exit status is 1 where any screen has a defect: `check` says which.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image

from device.ui import showcase, theme
from device.ui.check import defects
from device.ui.first_start.gallery import first_start_defects, show_first
from device.ui.first_start.showcase import first_views
from device.ui.glyphs import characters
from device.ui.screens.every import draw
from device.ui.stage import Stage
from device.ui.typeface import FONTS, measure_at
from device.ui.view import View
from device.ui.window import open_window
from words import LANGUAGES, _, use_language

Size = tuple[int, int]
SMALLEST: Size = (800, 480)
"""The only size in which larger letters are drawn; they are checked in every size."""
_COLOURS = 64


def main(arguments: list[str] | None = None) -> int:
    """Draw and check every screen in every size and language; return the exit status."""
    chosen = _parser().parse_args(arguments)
    folder: Path = chosen.folder
    folder.mkdir(parents=True, exist_ok=True)
    languages: Sequence[str] = [chosen.language] if chosen.language else LANGUAGES
    if len(chosen.sizes) == 1 and len(languages) == 1:
        return _one(folder, chosen.sizes[0], languages[0])
    status = 0
    # Kivy has one window in a process.
    for width, height in chosen.sizes:
        for language in languages:
            size = f"{width}x{height}"
            command = [sys.executable, "-m", "device.ui.gallery", str(folder), size]
            ran = subprocess.run([*command, "--language", language], check=False)  # noqa: S603
            status = max(status, abs(ran.returncode))
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m device.ui.gallery", description=_("Vẽ mọi màn hình của máy ra tệp PNG.")
    )
    parser.add_argument("folder", type=Path, help=_("thư mục nhận hình"))
    parser.add_argument(
        "sizes", type=_size, nargs="+", metavar="800x480", help=_("cỡ màn hình, tính bằng điểm")
    )
    parser.add_argument(
        "--language", choices=LANGUAGES, help=_("ngôn ngữ; không chọn thì mọi ngôn ngữ")
    )
    return parser


def _size(text: str) -> Size:
    width, _by, height = text.partition("x")
    return int(width), int(height)


def _one(folder: Path, size: Size, language: str) -> int:
    use_language(language)
    open_window(*size, fullscreen=False)
    found = check_all(size)
    for line in found:
        print(f"{language} {size[0]}x{size[1]} {line}", file=sys.stderr)  # noqa: T201 - a program's own words
    _draw(folder, size, language)
    return 1 if found else 0


def check_all(size: Size) -> list[str]:
    """Return the defects of every screen in this size, each with the screen's name."""
    unit = theme.unit(*size)
    measure, width = measure_at(unit), size[0] / unit
    glyphs = frozenset.intersection(*(characters(font) for font in FONTS))
    found = [
        f"{name}: {defect}"
        for name, view in _everything()
        for defect in defects(draw(view, width=width, measure=measure), width=width, glyphs=glyphs)
    ]
    return [*found, *first_start_defects(width=width, measure=measure, glyphs=glyphs)]


def _everything() -> Iterator[tuple[str, View]]:
    """Yield every screen, plain and large, in earnest and for practice."""
    for name, view in showcase.views().items():
        yield name, view
        yield f"{name}-large", replace(view, large=True)
        yield f"{name} in training", replace(view, is_training=True)
        yield f"{name}-large in training", replace(view, large=True, is_training=True)


def _draw(folder: Path, size: Size, language: str) -> None:
    width, height = size
    stage = Stage(width, height, press=lambda _act: None)
    suffix = "" if language == "vi" else f"-{language}"
    for name, view in showcase.views().items():
        _save(stage, view, folder / f"{name}{suffix}-{width}x{height}.png")
        if size == SMALLEST:
            large = replace(view, large=True)
            _save(stage, large, folder / f"{name}{suffix}-large-{width}x{height}.png")
    for name, first in first_views().items():
        show_first(stage, first)
        _save_shown(stage, folder / f"{name}{suffix}-{width}x{height}.png")


def _save(stage: Stage, view: View, file: Path) -> None:
    stage.show(view)
    _save_shown(stage, file)


def _save_shown(stage: Stage, file: Path) -> None:
    picture = stage.picture().quantize(_COLOURS, dither=Image.Dither.NONE)
    picture.save(file, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
