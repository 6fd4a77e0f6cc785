"""From the source to parts that a printer takes: OpenSCAD makes them, and each is looked at."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hardware.enclosure.solid import Solid, read_stl
from words import _

SOURCE = Path(__file__).parent / "quay-case.scad"
PARTS = ("front", "back", "foot", "cradle", "clip")
WHOLE = "all"
"""Everything as it stands on the counter: to look at, not to print."""
BED = (220.0, 220.0, 220.0)
"""Width, depth and height that common printers print."""


class EnclosureError(Exception):
    """The case cannot be made; its text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What the case is made for."""

    screen: Literal[5, 7] = 7
    """Inches."""
    board: Literal["zero", "pi4"] = "pi4"


def build(out: Path, fit: Fit, part: str, *more: str) -> Solid:
    """Write a part as STL and return it; raise `EnclosureError`.

    `more`: other measures of the source, such as "bed=180".
    """
    program = shutil.which("openscad")
    if program is None:
        raise EnclosureError(_("Máy này chưa có OpenSCAD; hãy cài gói openscad."))
    defines = [f'part="{part}"', f"screen={fit.screen}", f'board="{fit.board}"', *more]
    options = [word for define in defines for word in ("-D", define)]
    file = out / f"{part}.stl"
    done = subprocess.run(  # noqa: S603 - the project's own arguments
        [program, *options, "--hardwarnings", "-o", str(file), str(SOURCE)],
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode != 0:
        raise EnclosureError(done.stderr.strip())
    return read_stl(file)


def why_not(solid: Solid) -> str:
    """Say what keeps a part from being printed; empty: nothing."""
    if solid.open_edges():
        return _("mặt ngoài không kín: {edges} cạnh hở").format(edges=solid.open_edges())
    if solid.volume <= 0:
        return _("mặt trong lộn ra ngoài")
    if solid.bodies() != 1:
        return _("rời thành {number} mảnh").format(number=solid.bodies())
    if any(length > most for length, most in zip(solid.size, BED, strict=True)):
        return _("lớn hơn bàn in 220 × 220 mm")
    return ""
