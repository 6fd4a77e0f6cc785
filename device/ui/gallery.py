"""Every screen as a picture: `python -m device.ui.gallery FOLDER SIZE...`."""

import argparse
import subprocess
import sys
from pathlib import Path

from device.ui import showcase
from device.ui.stage import Stage
from device.ui.window import open_window
from words import LANGUAGES, _, use_language


def main(arguments: list[str] | None = None) -> int:
    """Draw every screen in every size; return the exit status."""
    chosen = _parser().parse_args(arguments)
    folder: Path = chosen.folder
    folder.mkdir(parents=True, exist_ok=True)
    if len(chosen.sizes) == 1:
        _draw(folder, chosen.sizes[0], chosen.language)
        return 0
    # Kivy has one window in a process.
    for width, height in chosen.sizes:
        size = f"{width}x{height}"
        command = [sys.executable, "-m", "device.ui.gallery", str(folder), size]
        subprocess.run([*command, "--language", chosen.language], check=True)  # noqa: S603 - itself
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m device.ui.gallery", description=_("Vẽ mọi màn hình của máy ra tệp PNG.")
    )
    parser.add_argument("folder", type=Path, help=_("thư mục nhận hình"))
    parser.add_argument(
        "sizes", type=_size, nargs="+", metavar="800x480", help=_("cỡ màn hình, tính bằng điểm")
    )
    parser.add_argument("--language", choices=LANGUAGES, default="vi", help=_("ngôn ngữ"))
    return parser


def _size(text: str) -> tuple[int, int]:
    width, _by, height = text.partition("x")
    return int(width), int(height)


def _draw(folder: Path, size: tuple[int, int], language: str) -> None:
    use_language(language)
    width, height = size
    open_window(width, height, fullscreen=False)
    stage = Stage(width, height, press=lambda _act: None)
    suffix = "" if language == "vi" else f"-{language}"
    for name, view in showcase.views().items():
        stage.show(view)
        stage.picture().save(folder / f"{name}{suffix}-{width}x{height}.png", optimize=True)


if __name__ == "__main__":
    sys.exit(main())
