import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes import Scan
from hardware.errors import ScannerError
from hardware.framing import LONGEST
from hardware.keyboard import KeyboardScanner
from tests.hardware.listening import Ear
from tests.hardware.scanner_promises import ScannerPromises


class Typist:
    """A scanner that types, with Enter at the end."""

    def __init__(self) -> None:
        self.scanner = KeyboardScanner()

    def lay(self, text: str) -> None:
        self.scanner.text(text)
        self.scanner.key("enter")


@pytest.fixture
def bench() -> Typist:
    return Typist()


@pytest.fixture
def keyboard() -> KeyboardScanner:
    return KeyboardScanner()


@pytest.fixture
def ear(keyboard: KeyboardScanner) -> Ear:
    ear = Ear()
    keyboard.start(ear)
    ear.hears_that_it_works()
    return ear


class TestKeyboardScanner(ScannerPromises):
    @pytest.mark.parametrize("end", ["enter", "return", "numpadenter", "tab"])
    def test_enter_and_tab_end_a_code(self, keyboard: KeyboardScanner, ear: Ear, end: str) -> None:
        for character in "893":
            keyboard.text(character)
        assert ear.has_heard_nothing()
        keyboard.key(end)
        assert ear.next_scan() == Scan(b"893", "")

    def test_an_end_that_is_typed_as_a_character_counts_too(
        self, keyboard: KeyboardScanner, ear: Ear
    ) -> None:
        keyboard.text("one\r\ntwo\tthree")
        assert [ear.next_scan().data, ear.next_scan().data] == [b"one", b"two"]
        assert ear.has_heard_nothing()

    def test_ctrl_bracket_and_f8_are_the_separator(
        self, keyboard: KeyboardScanner, ear: Ear
    ) -> None:
        keyboard.text("10A")
        keyboard.key("]", ctrl=True)
        keyboard.text("21B")
        keyboard.key("f8")
        keyboard.text("17C")
        keyboard.key("enter")
        assert ear.next_scan().data == b"10A\x1d21B\x1d17C"

    def test_a_symbology_that_the_scanner_types_is_told(
        self, keyboard: KeyboardScanner, ear: Ear
    ) -> None:
        keyboard.text("]d210893")
        keyboard.key("enter")
        assert ear.next_scan() == Scan(b"10893", "]d2")

    def test_other_keys_are_nothing(self, keyboard: KeyboardScanner, ear: Ear) -> None:
        keyboard.text("a")
        for name in ("]", "shift", "f7", "left", ""):
            keyboard.key(name)
        keyboard.key("enter", ctrl=True)
        assert ear.next_scan().data == b"a"

    def test_escape_forgets_what_was_typed(self, keyboard: KeyboardScanner, ear: Ear) -> None:
        keyboard.text("wrong")
        keyboard.key("escape")
        keyboard.key("enter")
        assert ear.has_heard_nothing()
        keyboard.text("right")
        keyboard.key("enter")
        assert ear.next_scan().data == b"right"

    def test_what_was_typed_before_the_start_is_not_heard(self, keyboard: KeyboardScanner) -> None:
        keyboard.text("early")
        ear = Ear()
        keyboard.start(ear)
        ear.hears_that_it_works()
        keyboard.text("late")
        keyboard.key("enter")
        assert ear.next_scan().data == b"late"

    def test_what_lies_on_the_keys_is_dropped_and_told_once(
        self, keyboard: KeyboardScanner, ear: Ear
    ) -> None:
        keyboard.text("a" * (LONGEST * 3))
        assert isinstance(ear.next(), ScannerError)
        assert ear.has_heard_nothing()
        keyboard.key("enter")
        keyboard.text("good")
        keyboard.key("enter")
        ear.hears_that_it_works()
        assert ear.next_scan().data == b"good"


@given(
    st.lists(
        st.text(max_size=50)
        | st.text(st.characters(categories=["Cs", "Cc"]), max_size=5)
        | st.sampled_from(["<enter>", "<tab>", "<f8>", "<escape>", "<>"])
    )
)
def test_anything_typed_gives_bounded_codes_and_no_exception(typed: list[str]) -> None:
    keyboard, ear = KeyboardScanner(), Ear()
    keyboard.start(ear)
    ear.hears_that_it_works()
    for piece in typed:
        if piece.startswith("<") and piece.endswith(">"):
            keyboard.key(piece[1:-1])
        else:
            keyboard.text(piece)
    while not ear.has_heard_nothing():
        assert 0 < len(ear.next_scan().data) <= LONGEST
