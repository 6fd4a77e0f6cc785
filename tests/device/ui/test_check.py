from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from device.counter.event import Dismissed, Typed
from device.ui import theme
from device.ui.check import defects, things_to_press
from device.ui.drawing import Box, Button, Drawing, Fill, Kind, Mark, Run, Text
from device.ui.icons import Icon

WIDTH = 800.0
GLYPHS = frozenset("Mời quét mã Xong Bỏ dòng này 0123456789")
GROUND = Fill(box=Box(0, 0, WIDTH, theme.HEIGHT), colour=theme.GROUND)
WORDS = Text(
    x=100, baseline=100, size=theme.BODY, colour=theme.INK, room=300, runs=(Run("Mời"),), width=60
)
CAPTION = replace(WORDS, x=520, baseline=410, runs=(Run("Xong"),), width=80)
BUTTON = Button(
    box=Box(500, 370, 200, 80),
    words="Xong",
    kind=Kind.OUTLINED,
    act=Dismissed(),
    texts=(CAPTION,),
)
GOOD = Drawing((GROUND, WORDS, BUTTON))


def _found(drawing: Drawing) -> list[str]:
    return defects(drawing, width=WIDTH, glyphs=GLYPHS)


def _with(*shapes: Text | Button | Fill | Mark) -> Drawing:
    return Drawing((*GOOD.shapes, *shapes))


def _button(**changes: Any) -> Button:
    return replace(BUTTON, texts=(), **changes)


def test_a_good_drawing_has_no_defect() -> None:
    assert _found(GOOD) == []


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        (lambda: _with(replace(WORDS, baseline=200, cut=True)), "cut to 300 u at 24: 'Mời'"),
        (lambda: _with(replace(WORDS, x=770)), "leaves the screen by 30 u: text 'Mời'"),
        (lambda: _with(replace(WORDS, x=-5)), "leaves the screen by 5 u: text 'Mời'"),
        (lambda: _with(replace(WORDS, baseline=479)), "leaves the screen by 4 u: text 'Mời'"),
        (lambda: _with(_button(box=Box(10, 430, 90, 60))), "leaves the screen by 10 u"),
        (lambda: _with(replace(WORDS, x=120)), "overlap: text 'Mời' and text 'Mời'"),
        (lambda: _with(replace(WORDS, x=600, baseline=410)), "overlap: button 'Xong' and text"),
        (lambda: _with(_button(box=Box(600, 300, 90, 90))), "overlap: button 'Xong' and button"),
        (
            lambda: _with(Mark(box=Box(110, 90, 30, 30), icon=Icon.DONE)),
            "overlap: text 'Mời' and sign DONE",
        ),
        (lambda: _with(replace(WORDS, baseline=200, runs=(Run("✓"),))), "no glyph for ['✓']"),
        (lambda: _with(replace(WORDS, baseline=200, colour=theme.EDGE)), "contrast 4."),
        (
            lambda: _with(replace(WORDS, baseline=200, runs=(Run("Mời", ground=theme.OFF),))),
            "contrast 1.",
        ),
        (lambda: Drawing((WORDS,)), "no ground under 'Mời'"),
        (
            lambda: _with(_button(box=Box(10, 370, 90, 55.0))),
            "target of 90 x 55 u: button 'Xong'",
        ),
        (
            lambda: _with(_button(box=Box(10, 370, 40, 50), kind=Kind.LETTER, group="k")),
            "target of 40 x 50 u",
        ),
        (
            lambda: Drawing((GROUND, replace(BUTTON, texts=(replace(CAPTION, x=690),)))),
            "wider than its button: 'Xong'",
        ),
        (
            lambda: Drawing((GROUND, replace(BUTTON, texts=(replace(CAPTION, baseline=380),)))),
            "higher than its button: 'Xong'",
        ),
        (
            lambda: Drawing((GROUND, replace(BUTTON, texts=(CAPTION, CAPTION)))),
            "overlap within button 'Xong'",
        ),
    ],
)
def test_a_planted_defect_is_found_and_named(planted: Callable[[], Drawing], said: str) -> None:
    assert [line for line in _found(planted()) if said in line]


def test_words_across_two_grounds_are_found() -> None:
    edge = Fill(box=Box(0, 0, 130, 300), colour=theme.PAPER)
    assert _found(Drawing((GROUND, edge, WORDS))) == ["no ground under 'Mời'"]


def test_more_than_seven_things_are_too_many_but_a_pad_counts_as_one() -> None:
    boxes = [Box(10 + 70 * number, 10, 60, 60) for number in range(8)]
    many = Drawing((GROUND, *(_button(box=box) for box in boxes)))
    assert [line for line in _found(many) if line.startswith("8 things to press")]
    keys = [
        replace(_button(box=box), group="pad", kind=Kind.DIGIT, act=Typed("1")) for box in boxes
    ]
    pad = Drawing((GROUND, BUTTON, *keys))
    assert things_to_press(pad) == 2
    assert _found(pad) == []


def test_things_are_numbered_as_they_are_read_and_keys_are_not() -> None:
    def at(x: float, y: float, words: str, group: str = "") -> Button:
        return _button(box=Box(x, y, 60, 60), words=words, group=group)

    buttons = [
        at(400, 300, "d"),
        at(300, 8, "b"),
        at(10, 310, "c"),
        at(10, 10, "a"),
        at(100, 10, "key", "pad"),
    ]
    assert [button.words for button in Drawing(tuple(buttons)).numbered] == ["a", "b", "c", "d"]
