import pytest
from evdev import ecodes
from hypothesis import given
from hypothesis import strategies as st

from codes.encoding import Decoding, decode
from hardware.framing import LONGEST, Dropped, Piece
from hardware.keymap import LAYOUTS, Layout
from hardware.keystrokes import Keystrokes
from tests.hardware.typist import (
    ALT,
    ALTGR,
    CAPS,
    CTRL,
    ENTER,
    KEY,
    KEYPAD,
    SHIFT,
    TAB,
    Event,
    Typist,
    alt_number,
    tap,
)

PACK = "01089385010001181727123110AB123\x1d21SN0001"
NAME = "TRẦN HỒNG KHÁNH, Võ Xu"
KEY_A, KEY_Z, KEY_F5, KEY_M, NUM_LOCK, KEY_Q = 30, 44, 63, 50, 69, 16


def read(keys: Keystrokes, events: list[Event]) -> list[Piece]:
    pieces: list[Piece] = []
    for event in events:
        if event.type == KEY and event.value < 2:
            pieces += keys.press(event.code) if event.value else keys.release(event.code)
    return pieces


def test_the_numbers_are_the_kernels() -> None:
    names = ["KEY_ENTER", "KEY_TAB", "KEY_LEFTCTRL", "KEY_LEFTSHIFT", "KEY_LEFTALT"]
    assert [ecodes.ecodes[name] for name in names] == [ENTER, TAB, CTRL, SHIFT, ALT]
    assert [ecodes.ecodes[f"KEY_KP{digit}"] for digit in KEYPAD] == list(KEYPAD.values())
    assert ecodes.ecodes["KEY_RIGHTALT"] == ALTGR
    assert ecodes.ecodes["KEY_CAPSLOCK"] == CAPS


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("separator", ["ctrl", "f8", "alt"])
@pytest.mark.parametrize("end", [ENTER, TAB, 96])
def test_a_packs_code_comes_whole(layout: Layout, separator: str, end: int) -> None:
    typist = Typist(layout=layout, separator=separator, end=end)
    assert read(Keystrokes(layout), typist.type(PACK)) == [PACK.encode()]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("letters", ["bytes", "letters"])
def test_vietnamese_by_alt_numbers_comes_whole(layout: Layout, letters: str) -> None:
    typist = Typist(layout=layout, letters=letters)
    assert read(Keystrokes(layout), typist.type(NAME)) == [NAME.encode()]


def test_numbers_that_may_mean_two_letters_are_never_guessed() -> None:
    # 0245 is õ by cp1252 and ơ by cp1258; 245 without zero is a corner of cp437.
    for digits in ("0245", "245"):
        (data,) = read(Keystrokes(), [*alt_number(digits), *tap(ENTER)])
        assert isinstance(data, bytes)
        assert decode(data).decoding is Decoding.DAMAGED
    (data,) = read(Keystrokes(), [*alt_number("7847"), *alt_number("225"), *tap(ENTER)])
    assert data == "ầ\ufffd".encode()


@pytest.mark.parametrize("digits", ["55296", "1114112", "999999999", "0" * 7000 + "225"])
def test_numbers_that_are_no_letter_spoil_the_code(digits: str) -> None:
    assert read(Keystrokes(), [*alt_number(digits), *tap(ENTER)]) == ["\ufffd".encode()]


def test_alt_without_a_number_is_nothing() -> None:
    assert read(Keystrokes(), [*tap(ALT), *tap(KEY_A), *tap(ENTER)]) == [b"a"]


def test_keypad_digits_without_alt_are_digits() -> None:
    events = [event for digit in "0893" for event in tap(KEYPAD[digit])]
    assert read(Keystrokes(), [*tap(NUM_LOCK), *events, *tap(ENTER)]) == [b"0893"]


def test_enter_may_come_as_an_alt_number_or_a_control_character() -> None:
    assert read(Keystrokes(), [*tap(KEY_A), *alt_number("013")]) == [b"a"]
    assert read(Keystrokes(), [*tap(KEY_A), *tap(KEY_M, CTRL)]) == [b"a"]


def test_caps_lock_counts_for_this_scanner() -> None:
    events = [*tap(CAPS), *tap(KEY_A), *tap(KEY_A, SHIFT), *tap(CAPS), *tap(KEY_A), *tap(ENTER)]
    assert read(Keystrokes(), events) == [b"Aaa"]


def test_ctrl_and_alt_together_are_altgr() -> None:
    events = [*tap(KEY_Q, CTRL, ALT), *tap(KEY_Q, ALTGR), *tap(ENTER)]
    assert read(Keystrokes(LAYOUTS["de"]), events) == [b"@@"]


@pytest.mark.parametrize("events", [[*tap(KEY_F5)], [*tap(KEY_A, ALT)], [*tap(KEY_A, ALTGR)]])
def test_a_key_that_means_nothing_spoils_the_code(events: list[Event]) -> None:
    typed = [*tap(KEY_A), *events, *tap(KEY_Z), *tap(ENTER)]
    assert read(Keystrokes(), typed) == ["a\ufffdz".encode()]


@pytest.mark.parametrize("substitute", "#$@[\\]^`{}~")
def test_a_substitute_is_the_separator_in_gs1_codes_and_nowhere_else(substitute: str) -> None:
    keys, typist = Keystrokes(separator=substitute), Typist(separator=substitute)
    assert read(keys, typist.type(PACK)) == [PACK.encode()]
    for other in (f"https://x.vn/{substitute}a", f"001|{substitute}", f"A{substitute}1"):
        assert read(keys, typist.type(other)) == [other.encode()]


def test_a_code_that_never_ends_is_dropped_once() -> None:
    keys = Keystrokes()
    assert read(keys, [*tap(KEY_A)] * (LONGEST + 10)) == [Dropped.TOO_LONG]
    assert read(keys, [*tap(ENTER), *tap(KEY_A), *tap(ENTER)]) == [b"a"]


def test_forgetting_drops_what_was_begun_and_says_so() -> None:
    keys = Keystrokes()
    assert keys.forget(Dropped.UNFINISHED) == []
    read(keys, [*tap(KEY_A)])
    assert keys.has_begun
    assert keys.forget(Dropped.UNFINISHED) == [Dropped.UNFINISHED]
    assert read(keys, [*tap(KEY_Z), *tap(ENTER)]) == [b"z"]


def test_what_follows_lost_keys_is_dropped_up_to_its_end() -> None:
    keys = Keystrokes()
    read(keys, [*tap(KEY_A), Event(KEY, SHIFT, 1)])
    assert keys.lose(Dropped.GAP) == [Dropped.GAP]
    rest = read(keys, [*tap(KEY_Z), *tap(ENTER), *tap(KEY_Z), *tap(ENTER)])
    assert rest == [Dropped.GAP, b"z"], "nobody knows whether it was the rest, or another code"
    keys.lose(Dropped.GAP)
    assert read(keys, [*tap(ENTER), *tap(KEY_Z), *tap(ENTER)]) == [b"z"]


def test_how_the_last_code_ended_is_known() -> None:
    keys = Keystrokes()
    for end, suffix in ((ENTER, "\r"), (TAB, "\t")):
        read(keys, [*tap(KEY_A), *tap(end)])
        assert keys.suffix == suffix


@given(
    st.lists(st.tuples(st.integers(0, 250), st.booleans()), max_size=200),
    st.sampled_from(list(LAYOUTS)),
)
def test_any_keys_give_bounded_codes_and_no_exception(
    events: list[tuple[int, bool]], layout: str
) -> None:
    keys = Keystrokes(LAYOUTS[layout], "^")
    for code, goes_down in events:
        for piece in keys.press(code) if goes_down else keys.release(code):
            assert isinstance(piece, bytes)
            assert 0 < len(piece) <= LONGEST
