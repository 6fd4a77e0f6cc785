"""`python -m hardware.wiring [FOLDER]`: draw the wiring, and bring its page's tables up to date."""

import sys
from pathlib import Path

from hardware.wiring.drawing import draw_header, draw_plugs
from hardware.wiring.page import put_tables
from hardware.wiring.plan import read_wiring
from words import _

FOLDER = Path("docs/hardware")
PAGE, HEADER, PLUGS = "wiring.md", "wiring/header.svg", "wiring/plugs.svg"


def main(arguments: list[str]) -> int:
    """Write page and pictures; 0, or 1 with a sentence where the data do not hold."""
    folder = Path(arguments[0]) if arguments else FOLDER
    try:
        wiring = read_wiring()
        page = folder / PAGE
        page.write_text(put_tables(page.read_text(encoding="utf-8"), wiring), encoding="utf-8")
        (folder / HEADER).write_text(draw_header(wiring), encoding="utf-8")
        (folder / PLUGS).write_text(draw_plugs(wiring), encoding="utf-8")
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    print(_("Đã viết {file}.").format(file=page))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
