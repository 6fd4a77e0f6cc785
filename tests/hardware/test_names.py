"""A thousand people's cards, by every way from scanner to terminal that is not a camera's."""

import random
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from codes import CitizenCard, Code, Scan, Unknown, recognise
from hardware.evdev_scanner import EvdevScanner
from hardware.keyboard import KeyboardScanner
from hardware.serial import SerialScanner
from hardware.settings import EvdevSettings, SerialSettings
from tests.codes.names import names, place
from tests.hardware.listening import Ear
from tests.hardware.serial_line import SerialLine
from tests.hardware.typist import KeyPipe, Typist

PEOPLE = 1000


def _cards() -> list[tuple[str, str]]:
    """Name and text of each card."""
    chance = random.Random(2026)  # noqa: S311 - names, no secrets
    cards = []
    for number, name in enumerate(names(PEOPLE, seed=2026)):
        sex = chance.choice(("Nam", "Nữ"))
        numbers = f"0010900{number:05d}|0123456{number % 100:02d}"
        cards.append((name, f"{numbers}|{name}|01021990|{sex}|{place(chance)}|22062022"))
    return cards


CARDS = _cards()


def _never_silently_wrong(code: Code, name: str) -> None:
    """Whoever is believed has the name that the card prints."""
    assert isinstance(code, CitizenCard | Unknown)
    if isinstance(code, CitizenCard) and code.reliable:
        assert code.name == unicodedata.normalize("NFC", name)


def _strip(text: str) -> str:
    return "".join(character for character in text if character.isascii())


def test_there_are_a_thousand_and_most_need_more_than_ascii() -> None:
    assert len(CARDS) == PEOPLE
    assert sum(not name.isascii() for name, _text in CARDS) > 0.8 * PEOPLE


def test_a_serial_scanner_hands_over_every_byte(tmp_path: Path) -> None:
    line = SerialLine(tmp_path / "scanner")
    scanner, ear = SerialScanner(SerialSettings(port=line.node)), Ear()
    scanner.start(ear)
    ear.hears_that_it_works()
    believed = 0
    for name, text in CARDS:
        line.lay(text)
        scan = ear.next_scan()
        assert scan == Scan(text.encode())
        code = recognise(scan)
        _never_silently_wrong(code, name)
        believed += isinstance(code, CitizenCard) and code.reliable
    assert believed > 0.9 * PEOPLE
    scanner.close()
    line.close()


@pytest.fixture
def type_cards(tmp_path: Path) -> Callable[[Typist], list[Scan]]:
    def type_all(typist: Typist) -> list[Scan]:
        pipe = KeyPipe(tmp_path / "event5")
        scanner, ear = EvdevScanner(EvdevSettings(device=tmp_path / "event5"), pipe.open), Ear()
        scanner.start(ear)
        ear.hears_that_it_works()
        scans = []
        for _name, text in CARDS:
            pipe.send(typist.type(text))
            scans.append(ear.next_scan())
        scanner.close()
        return scans

    return type_all


def test_a_scanner_that_types_bytes_by_alt_numbers_hands_over_every_byte(
    type_cards: Callable[[Typist], list[Scan]],
) -> None:
    assert [scan.data for scan in type_cards(Typist())] == [text.encode() for _n, text in CARDS]


@pytest.mark.parametrize("letters", ["letters", ""], ids=["ambiguous numbers", "dropped"])
def test_letters_that_a_keyboard_cannot_type_are_never_silently_wrong(
    type_cards: Callable[[Typist], list[Scan]], letters: str
) -> None:
    for (name, _text), scan in zip(CARDS, type_cards(Typist(letters=letters)), strict=True):
        code = recognise(scan)
        _never_silently_wrong(code, name)
        if not letters and not name.isascii():
            assert not isinstance(code, CitizenCard) or not code.reliable


@pytest.mark.parametrize("change", [_strip, lambda text: text.encode("ascii", "replace").decode()])
def test_a_window_that_gets_only_ascii_believes_no_name(change: Callable[[str], str]) -> None:
    keyboard, ear = KeyboardScanner(), Ear()
    keyboard.start(ear)
    ear.hears_that_it_works()
    for name, text in CARDS:
        keyboard.text(change(text))
        keyboard.key("enter")
        code = recognise(ear.next_scan())
        _never_silently_wrong(code, name)
        if not name.isascii():
            assert not isinstance(code, CitizenCard) or not code.reliable
