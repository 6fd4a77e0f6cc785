"""The check of a drawing: what would keep somebody from reading it or pressing the right thing.

Pure: it looks at shapes, not at pixels.
"""

from collections.abc import Iterator
from itertools import combinations
from unicodedata import normalize

from device.ui import theme
from device.ui.button_colours import GROUND_OF, PRESSED_GROUND_OF
from device.ui.colours import contrast
from device.ui.drawing import Box, Button, Code, Drawing, Fill, Kind, Mark, Shape, Sight, Text

LEAST_CONTRAST = 7.0
"""WCAG 2.2, 1.4.6 (AAA)."""
_DESCENDER = 0.2
_ROUNDING = 0.6
"""Lengths come from whole pixels."""


def defects(drawing: Drawing, *, width: float, glyphs: frozenset[str]) -> list[str]:
    """Return every defect in words, each naming the text or button that it is about.

    `glyphs` are the characters that the font has.
    """
    return [
        *_cut(drawing),
        *_outside(drawing, width),
        *_overlapping(drawing),
        *_missing_glyphs(drawing, glyphs),
        *_faint(drawing),
        *_too_much(drawing),
        *_too_small(drawing),
    ]


def _lines(drawing: Drawing) -> list[Text]:
    return [*drawing.texts, *(text for button in drawing.buttons for text in button.texts)]


def _cut(drawing: Drawing) -> Iterator[str]:
    for text in _lines(drawing):
        if text.cut:
            yield f"cut to {text.room:.0f} u at {text.size:.0f}: {text.words!r}"
    for button in drawing.buttons:
        for text in button.texts:
            if text.x < button.box.x or text.x + text.width > button.box.right:
                yield f"wider than its button: {text.words!r}"
            ink = inked(text)
            if ink.y < button.box.y or ink.bottom > button.box.bottom:
                yield f"higher than its button: {text.words!r}"


def _outside(drawing: Drawing, width: float) -> Iterator[str]:
    screen = Box(0, 0, width, theme.HEIGHT)
    for shape in drawing.shapes:
        box = inked(shape) if isinstance(shape, Text) else shape.box
        beyond = max(-box.x, -box.y, box.right - screen.right, box.bottom - screen.bottom)
        if beyond > _ROUNDING:
            yield f"leaves the screen by {beyond:.0f} u: {_name(shape)}"


def _overlapping(drawing: Drawing) -> Iterator[str]:
    """No words on words, on a sign or on a button; no button on a button."""
    solid = [shape for shape in drawing.shapes if isinstance(shape, Text | Button | Mark | Code)]
    boxes = [(shape, _ground_of(shape)) for shape in solid]
    for (one, mine), (other, its) in combinations(boxes, 2):
        if mine.overlaps(its) and not _belong(one, other):
            yield f"overlap: {_name(one)} and {_name(other)}"
    for button in drawing.buttons:
        parts = [inked(text) for text in button.texts]
        parts += [button.mark.box] if button.mark else []
        for a, b in combinations(parts, 2):
            if a.overlaps(b):
                yield f"overlap within {_name(button)}"


def _belong(one: Shape, other: Shape) -> bool:
    """Whether two shapes may lie on each other: a picture's frame on the picture."""
    return isinstance(one, Mark | Sight) and isinstance(other, Mark | Sight)


def _ground_of(shape: Shape) -> Box:
    return inked(shape) if isinstance(shape, Text) else shape.box


def inked(text: Text) -> Box:
    """Return the ground from the top of the capitals to the bottom of the descenders."""
    top = text.baseline - theme.CAPITAL * text.size
    return Box(text.x, top, text.width, (theme.CAPITAL + _DESCENDER) * text.size)


def _missing_glyphs(drawing: Drawing, glyphs: frozenset[str]) -> Iterator[str]:
    for text in _lines(drawing):
        missing = {letter for letter in normalize("NFC", text.words) if letter not in glyphs}
        if missing:
            yield f"no glyph for {sorted(missing)}: {text.words!r}"


def _faint(drawing: Drawing) -> Iterator[str]:
    for place, shape in enumerate(drawing.shapes):
        if isinstance(shape, Text):
            ground = _ground_below(drawing.shapes[:place], shape)
            for run in shape.runs:
                colour = run.colour or shape.colour
                yield from _contrast(colour, run.ground or ground, shape.words)
        if isinstance(shape, Button):
            for text in shape.texts:
                for grounds in (GROUND_OF, PRESSED_GROUND_OF):
                    yield from _contrast(text.colour, grounds[shape.kind][1], text.words)


def _contrast(colour: str, ground: str | None, words: str) -> Iterator[str]:
    if ground is None:
        yield f"no ground under {words!r}"
    elif (found := contrast(colour, ground)) < LEAST_CONTRAST:
        yield f"contrast {found:.1f} of {colour} on {ground}: {words!r}"


def _ground_below(below: tuple[Shape, ...], text: Text) -> str | None:
    """Return the colour under a line of words; None where it lies on more than one, or on none."""
    ink = inked(text).inside(_ROUNDING)
    for shape in reversed(below):
        if isinstance(shape, Fill) and shape.box.overlaps(ink):
            box = shape.box
            holds = box.x <= ink.x and box.y <= ink.y
            inside = holds and ink.right <= box.right and ink.bottom <= box.bottom
            return shape.colour if inside else None
    return None


def _too_much(drawing: Drawing) -> Iterator[str]:
    count = things_to_press(drawing)
    if count > theme.MOST_TO_PRESS:
        yield f"{count} things to press: {[button.words for button in drawing.numbered]}"


def things_to_press(drawing: Drawing) -> int:
    """Return how many things can be pressed; a pad or keyboard counts as one."""
    return len(drawing.numbered) + len({button.group for button in drawing.buttons} - {""})


def _too_small(drawing: Drawing) -> Iterator[str]:
    for button in drawing.buttons:
        is_letter = button.kind is Kind.LETTER or (button.group and button.mark)
        least = theme.KEY_HEIGHT if is_letter else theme.SMALLEST_TARGET
        if min(button.box.width, button.box.height) < least - _ROUNDING:
            box = button.box
            yield f"target of {box.width:.0f} x {box.height:.0f} u: {_name(button)}"


def _name(shape: Shape) -> str:
    match shape:
        case Text():
            return f"text {shape.words!r}"
        case Button():
            return f"button {shape.words!r}"
        case Mark(icon=icon):
            return f"sign {icon.name}"
    return type(shape).__name__.lower()
