"""How a page looks: what a careful eye would find wrong with it, found by measuring."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page as Tab

FAILED = "Chưa lấy được bảng này"
"""What a panel says whose figures could not be had."""
FEWEST_COLOURS = 4
"""A canvas with no more has nothing on it."""
_MEASURE = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def faults(tab: Tab) -> list[str]:
    """Return what is wrong with the page that is open."""
    seen: dict[str, Any] = tab.evaluate(_MEASURE)
    found = [f"cut off: {words}" for words in seen["cut"]]
    found += [f"overlapping: {words}" for words in seen["overlapping"]]
    if seen["wide"] > seen["width"]:
        found.append(f"the page scrolls sideways: {seen['wide']} of {seen['width']}")
    drawn = [colours for colours in seen["colours"] if colours > FEWEST_COLOURS]
    if len(drawn) < seen["charts"]:
        found.append(f"not drawn: {seen['charts'] - len(drawn)} of {seen['charts']} charts")
    if tab.get_by_text(FAILED).count():
        found.append("a panel failed")
    return found
