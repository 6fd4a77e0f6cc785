"""Every paper as a picture: `python -m device.paper.gallery FOLDER`."""

import argparse
import sys
from pathlib import Path

from device.paper.showcase import papers
from words import LANGUAGES, _, use_language

WIDTHS = {58: 384, 80: 576}


def main(arguments: list[str] | None = None) -> int:
    """Draw every paper for both widths of paper; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m device.paper.gallery", description=_("Vẽ mọi giấy máy in ra tệp PNG.")
    )
    parser.add_argument("folder", type=Path, help=_("thư mục nhận hình"))
    parser.add_argument("--language", choices=LANGUAGES, default="vi", help=_("ngôn ngữ"))
    chosen = parser.parse_args(arguments)
    use_language(chosen.language)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    suffix = "" if chosen.language == "vi" else f"-{chosen.language}"
    for name, draw in papers().items():
        for millimetres, dots in WIDTHS.items():
            for number, page in enumerate(draw(dots), 1):
                part = "" if number == 1 else f"-{number}"
                page.save(
                    chosen.folder / f"{name}{part}{suffix}-{millimetres}mm.png", optimize=True
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
