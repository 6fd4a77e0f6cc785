"""`python -m hardware.enclosure OUT`: the case's parts as STL with a picture of each."""

import argparse
import sys
from pathlib import Path

from hardware.enclosure.build import PARTS, WHOLE, EnclosureError, Fit, build, why_not
from hardware.enclosure.picture import View, draw
from hardware.enclosure.solid import SolidError
from words import _

_GRAMS_PER_MM3 = 1.27e-3
"""PETG, as if it were massive: a print takes half to two thirds of it."""
_WHOLE_VIEW = View(around=30, above=25)
_VIEWS = {"back": View(above=50), "front": View(above=50)}


def main(arguments: list[str] | None = None) -> int:
    """Make every part: 0, or 1 with a sentence where one cannot be made or printed."""
    given = _usage().parse_args(arguments)
    fit = Fit(screen=given.screen, board=given.board)
    given.out.mkdir(parents=True, exist_ok=True)
    try:
        for part in PARTS:
            print(_make(given.out, fit, part))
        if given.whole:
            draw(build(given.out, fit, WHOLE), _WHOLE_VIEW).save(given.out / "case.png")
    except (EnclosureError, SolidError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _make(out: Path, fit: Fit, part: str) -> str:
    solid = build(out, fit, part)
    trouble = why_not(solid)
    if trouble:
        raise EnclosureError(f"{part}: {trouble}")
    draw(solid, _VIEWS.get(part)).save(out / f"{part}.png")
    width, depth, height = (round(length) for length in solid.size)
    return _("{part}: {width} × {depth} × {height} mm, nhiều nhất {grams} g nhựa").format(
        part=part,
        width=width,
        depth=depth,
        height=height,
        grams=round(solid.volume * _GRAMS_PER_MM3),
    )


def _usage() -> argparse.ArgumentParser:
    usage = argparse.ArgumentParser(
        prog="python -m hardware.enclosure",
        description=_("Tạo các mảnh vỏ máy để in 3D (STL), kèm hình."),
    )
    usage.add_argument("out", type=Path, metavar=_("THƯ_MỤC"), help=_("thư mục cho các mảnh"))
    usage.add_argument("--screen", type=int, choices=(5, 7), default=7, help=_("màn hình, inch"))
    usage.add_argument("--board", choices=("zero", "pi4"), default="pi4", help=_("loại Pi"))
    usage.add_argument(
        "--whole", action="store_true", help=_("vẽ cả máy đã lắp (case.png); lâu hơn")
    )
    return usage


if __name__ == "__main__":
    sys.exit(main())
