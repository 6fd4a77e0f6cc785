from collections.abc import Callable

import pytest

from codes import Scan
from hardware.diagnosis import Fault, Finding, Read, Way, diagnose, trial_of
from hardware.keymap import LAYOUTS, misread
from hardware.trial import Trial
from tests.codes import mangling
from tests.codes.cards import CARD_2021

HEAD, TAIL = Trial.SEPARATOR.data.split(b"\x1d")
LAYOUT, LETTERS, SUFFIX = Trial.LAYOUT.value, Trial.LETTERS.value, Trial.SUFFIX.value


def read(
    data: bytes | str,
    *,
    at: float = 0.0,
    way: Way = Way.KEYS,
    suffix: str | None = "\r",
    layout: str = "us",
) -> Read:
    raw = data.encode() if isinstance(data, str) else data
    return Read(scan=Scan(raw), at=at, way=way, suffix=suffix, layout=layout)


@pytest.mark.parametrize("trial", Trial)
@pytest.mark.parametrize("way", Way)
def test_a_scanner_that_is_set_right_has_no_fault(trial: Trial, way: Way) -> None:
    seen = read(trial.data, way=way)
    assert diagnose(seen) == []
    assert trial_of(seen) is trial


@pytest.mark.parametrize("reader", LAYOUTS)
@pytest.mark.parametrize("scanner", LAYOUTS)
def test_another_countrys_keyboard_is_named(scanner: str, reader: str) -> None:
    typed = misread(LAYOUT, scanner=LAYOUTS[scanner], reader=LAYOUTS[reader])
    expected = [] if scanner == reader else [Finding(Fault.WRONG_LAYOUT, scanner)]
    seen = read(typed, layout=reader)
    assert diagnose(seen) == expected
    assert trial_of(seen) is Trial.LAYOUT


def test_a_keyboard_that_is_not_known_is_told_as_such() -> None:
    # Some of the signs are elsewhere.
    typed = LAYOUT.translate(str.maketrans("[]{}|:;@#'\"", "èéÈÉ§çÇ°ñ`¨"))
    assert diagnose(read(typed)) == [Finding(Fault.WRONG_LAYOUT, "")]


@pytest.mark.parametrize("turn", [str.swapcase, str.upper, str.lower])
@pytest.mark.parametrize("text", [LAYOUT, SUFFIX])
def test_letters_whose_case_was_changed(turn: Callable[[str], str], text: str) -> None:
    if turn(text) != text:
        assert diagnose(read(turn(text))) == [Finding(Fault.CASE_CHANGED)]


def test_vietnamese_whose_case_was_changed() -> None:
    assert diagnose(read(LETTERS.upper())) == [Finding(Fault.CASE_CHANGED)]


@pytest.mark.parametrize("text", [LAYOUT, LETTERS, SUFFIX])
@pytest.mark.parametrize(("before", "behind"), [("C", ""), ("", "*"), ("<", ">")])
def test_characters_that_the_scanner_adds(text: str, before: str, behind: str) -> None:
    expected = [Finding(Fault.CHARACTERS_ADDED, before + behind)]
    assert diagnose(read(before + text + behind)) == expected


def test_a_separator_that_is_dropped() -> None:
    assert diagnose(read(HEAD + TAIL)) == [Finding(Fault.SEPARATOR_DROPPED)]


@pytest.mark.parametrize("substitute", ["^", "|", "<GS>", " ", "\ufffd", "\x1d\x1d"])
def test_a_separator_that_is_replaced(substitute: str) -> None:
    seen = read(HEAD + substitute.encode() + TAIL)
    assert diagnose(seen) == [Finding(Fault.SEPARATOR_REPLACED, substitute)]


def test_a_separator_at_the_front_is_the_fnc1() -> None:
    assert diagnose(read(b"\x1d" + Trial.SEPARATOR.data)) == []


@pytest.mark.parametrize("name", mangling.CERTAIN)
def test_vietnamese_that_can_be_undone(name: str) -> None:
    data = mangling.CERTAIN[name](LETTERS.encode())
    findings = diagnose(read(data))
    is_code_page = name.startswith(("Latin-1", "cp"))
    assert findings == ([Finding(Fault.LETTERS_MANGLED)] if is_code_page else [])


@pytest.mark.parametrize("name", mangling.LOSSY)
def test_vietnamese_that_is_lost(name: str) -> None:
    data = mangling.LOSSY[name](LETTERS.encode())
    assert diagnose(read(data)) == [Finding(Fault.LETTERS_LOST)]


def test_a_code_without_an_end() -> None:
    assert diagnose(read(SUFFIX, suffix="")) == [Finding(Fault.NO_SUFFIX)]
    assert diagnose(read("8938501000118", suffix="")) == [Finding(Fault.NO_SUFFIX)]
    assert diagnose(read(SUFFIX + SUFFIX)) == [Finding(Fault.NO_SUFFIX)]
    assert diagnose(read(SUFFIX, suffix=None)) == []


def test_a_code_that_is_read_twice_at_once() -> None:
    first, second = read("8938501000118", at=10.0), read("8938501000118", at=10.3)
    assert diagnose(second, first) == [Finding(Fault.DOUBLED)]
    assert diagnose(read("8938501000118", at=11.0), first) == []
    assert diagnose(read("8938501000125", at=10.3), first) == []


def test_a_real_card_and_a_real_pack_show_faults_too() -> None:
    bare = CARD_2021.encode("ascii", "ignore")
    assert diagnose(read(bare)) == [Finding(Fault.LETTERS_LOST)]
    assert diagnose(read("010893850100011810AB12321SN0001")) == [Finding(Fault.SEPARATOR_DOUBTFUL)]
    assert diagnose(read(CARD_2021)) == []
    assert trial_of(read(CARD_2021)) is None


@pytest.mark.parametrize(
    "text",
    ["", "8938501000118", "https://donthuoc.example/tra-cuu/01234ab12cd3-c", "QUAY:C/CASH/Z"],
)
def test_other_codes_are_no_trial(text: str) -> None:
    assert trial_of(read(text)) is None
    assert diagnose(read(text)) == []
