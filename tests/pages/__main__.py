"""Draws every page of the whole province: `python -m tests.pages FOLDER`; fails on a broken one."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from PIL import Image
from playwright.sync_api import BrowserContext
from playwright.sync_api import Page as Tab

from server.web.pages import PAGES
from tests.pages.chromium import DESK, PHONE, Visit, chromium, signed_in, visit
from tests.pages.looks import faults
from tests.pages.son_giang import EVERYTHING, SonGiang, son_giang
from tests.pages.tour import Stop, standing, tour

OUTLETS, DAYS = 240, 90
COLOURS = 256
"""As many as a small picture may have."""
_Colour = tuple[int, int, int]


def draw(folder: Path) -> list[str]:
    """Draw every page at both sizes; return what is wrong with them."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    wrong: list[str] = []
    with _opened() as (province, context):
        stops = standing(tour(province.planted), PAGES)
        for stop in stops:
            for size, ending in ((DESK, ""), (PHONE, "-dien-thoai")):
                visited = visit(context, province.address, size)
                wrong += _picture(visited, stop, folder / f"{stop.name}{ending}.png")
        context.add_cookies([{"name": "ngon-ngu", "value": "en", "url": province.address}])
        visited = visit(context, province.address)
        wrong += _picture(visited, stops[0], folder / f"{stops[0].name}-en.png")
    return wrong


@contextmanager
def _opened() -> Iterator[tuple[SonGiang, BrowserContext]]:
    with (
        TemporaryDirectory(prefix="quay-pages-") as place,
        son_giang(Path(place), outlets=OUTLETS, days=DAYS) as province,
        chromium() as browser,
    ):
        yield province, signed_in(browser, province.address, EVERYTHING)


def _picture(visited: Visit, stop: Stop, file: Path) -> list[str]:
    stop.go(visited.tab)
    found = [f"{file.name}: {what}" for what in (*faults(visited.tab), *visited.wrong)]
    _save(visited.tab, file)
    visited.tab.close()
    print(file.name, "✗" if found else "", flush=True)
    return found


def _save(tab: Tab, file: Path) -> None:
    """Save a picture small: the commonest colours stay as they are, others become the nearest."""
    picture = Image.open(io.BytesIO(tab.screenshot())).convert("RGB")
    counted = picture.getcolors(picture.width * picture.height) or []
    common = sorted(counted, key=lambda one: (-one[0], one[1]))[:COLOURS]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _count, colour in common for part in cast("_Colour", colour)])
    few = picture.quantize(palette=palette, dither=Image.Dither.NONE)
    few.save(file, optimize=True)


if __name__ == "__main__":
    broken = draw(Path(sys.argv[1]))
    print(*broken, sep="\n")
    sys.exit(1 if broken else 0)
