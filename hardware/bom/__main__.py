"""`python -m hardware.bom [FILE]`: write the bill of materials as a page."""

import sys
from pathlib import Path

from hardware.bom.page import write_page
from hardware.bom.parts import read_bill
from words import _

PAGE = Path("docs/hardware/bom.md")


def main(arguments: list[str]) -> int:
    """Write the page; 0, or 1 with a sentence where the data do not hold."""
    file = Path(arguments[0]) if arguments else PAGE
    try:
        page = write_page(read_bill())
        file.write_text(page, encoding="utf-8")
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    print(_("Đã viết {file}.").format(file=file))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
