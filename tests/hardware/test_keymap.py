import pytest
from evdev import ecodes

from hardware import keymap
from hardware.keymap import LAYOUTS, Layout, Stroke, compose, misread

PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))


def key(name: str) -> int:
    return int(ecodes.ecodes[f"KEY_{name}"])


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_every_layout_types_all_of_ascii_and_reads_it_back(layout: Layout) -> None:
    assert misread(PRINTABLE, scanner=layout, reader=layout) == PRINTABLE


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_small_and_capital_letters_share_a_key(layout: Layout) -> None:
    for small in "abcdefghijklmnopqrstuvwxyz":
        (stroke,), (shifted,) = layout.strokes(small), layout.strokes(small.upper())
        assert shifted == Stroke(stroke.key, shift=True)


def test_the_kernels_key_numbers_are_meant() -> None:
    us = LAYOUTS["us"]
    names = "GRAVE 1 0 MINUS EQUAL Q P LEFTBRACE RIGHTBRACE A L SEMICOLON APOSTROPHE BACKSLASH Z"
    typed = "`10-=qp[]al;'\\z"
    assert "".join(us.type(Stroke(key(name))) or "" for name in names.split()) == typed
    assert us.type(Stroke(key("SPACE"))) == " "
    assert us.type(Stroke(key("SLASH"), shift=True)) == "?"
    assert LAYOUTS["de"].type(Stroke(key("102ND"), altgr=True)) == "|"
    assert LAYOUTS["fr"].type(Stroke(key("6"), altgr=True)) == "|"
    assert us.type(Stroke(key("F1"))) is None


@pytest.mark.parametrize(
    ("layout", "keys", "typed"),
    [
        (
            "fr",
            [("Q", False), ("W", False), ("A", True), ("1", True), ("SEMICOLON", False)],
            "azQ1m",
        ),
        ("de", [("Y", False), ("Z", True), ("7", True), ("SEMICOLON", False)], "zY/ö"),
        ("vi", [("1", False), ("0", True), ("LEFTBRACE", False), ("8", False)], "ăĐư\u0301"),
    ],
)
def test_each_country_has_its_own_keys(
    layout: str, keys: list[tuple[str, bool]], typed: str
) -> None:
    strokes = [Stroke(key(name), shift=shift) for name, shift in keys]
    assert "".join(LAYOUTS[layout].type(stroke) or "" for stroke in strokes) == typed


@pytest.mark.parametrize(
    ("layout", "name", "plain", "locked"),
    [
        ("us", "A", "a", "A"),
        ("us", "1", "1", "1"),
        ("fr", "2", "é", "é"),
        ("de", "MINUS", "ß", "ß"),
    ],
)
def test_caps_lock_turns_letters_only(layout: str, name: str, plain: str, locked: str) -> None:
    stroke = Stroke(key(name))
    assert LAYOUTS[layout].type(stroke) == plain
    assert LAYOUTS[layout].type(stroke, caps=True) == locked


def test_caps_lock_with_shift_gives_a_small_letter() -> None:
    assert LAYOUTS["us"].type(Stroke(key("A"), shift=True), caps=True) == "a"


@pytest.mark.parametrize(
    ("typed", "text"),
    [("ˆe", "ê"), ("ˆ ", "^"), ("ˆx", "^x"), ("´A", "Á"), ("ˆˆ", "^^"), ("aˆ", "a^"), ("¨u", "ü")],
)
def test_a_dead_key_waits_for_its_letter(typed: str, text: str) -> None:
    assert compose(typed) == text


def test_the_levels_of_a_layout_have_a_place_for_every_key() -> None:
    for layout in LAYOUTS.values():
        for level in layout.levels:
            assert len("".join(level)) == len(keymap._KEYS)
