"""What may be wrong with a drawing, beside what the gallery's own check finds."""

from collections.abc import Iterator
from itertools import combinations

from device.ui import theme
from device.ui.check import defects
from device.ui.drawing import Drawing, Kind
from device.ui.glyphs import characters
from device.ui.typeface import FONTS

_GLYPHS = frozenset.intersection(*(characters(font) for font in FONTS))


def faults(drawing: Drawing, *, width: float, may_be_cut: tuple[str, ...] = ()) -> list[str]:
    found = defects(drawing, width=width, glyphs=_GLYPHS)
    allowed = [f for f in found if f.startswith("cut to") and any(cut in f for cut in may_be_cut)]
    return [*(fault for fault in found if fault not in allowed), *_misplaced(drawing)]


def _misplaced(drawing: Drawing) -> Iterator[str]:
    primary = [button for button in drawing.buttons if button.kind is Kind.PRIMARY]
    if len(primary) > 1:
        yield "two next steps"
    for button in primary:
        is_right = button.box.right > theme.MINIMUM_WIDTH - theme.MARGIN - 1
        if not is_right or button.box.y < theme.FOOT_TOP:
            yield f"not at the bottom right: {button.words}"
    for one, other in combinations(drawing.buttons, 2):
        gap = theme.KEY_GAP if one.group and one.group == other.group else theme.GAP
        if one.box.inside(-gap + 0.1).overlaps(other.box):
            yield f"too near: {one.words}, {other.words}"
