"""The plug is pulled at changes of the disk: the card is a terminal then, or not yet one."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from device.enrolment.place import Place
from device.keys import load_link_keys, load_readers
from device.ledger.ledger import Ledger
from device.ledger.projection import differences
from device.settings import load_settings
from tests.device.enrolment.cards import READERS, make_card
from tests.device.enrolment.office import TERMINAL, FakeDoor, Office

ROOT = Path(__file__).parents[3]
STEP = 3
"""Every third change: a prime, so that one of each kind is hit."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


@pytest.mark.timeout(600)
def test_whenever_the_plug_is_pulled_the_next_start_makes_it_a_terminal_with_the_same_keys(
    office: Office, door: FakeDoor, tmp_path: Path
) -> None:
    label = office.label(door.port).to_text()
    command = [sys.executable, "-m", "tests.device.enrolment.dying", str(tmp_path), label]
    assert subprocess.run([*command, str(STEP)], cwd=ROOT, check=False).returncode == 0
    cards = [Place(folder) for folder in tmp_path.glob("card-*")]
    assert len(cards) > 15
    for card in cards:
        assert _is_a_whole_terminal(card)
        assert _rubbish(card) == []
    # However often it was asked: each card has asked with one pair of keys.
    assert len({asked.csr for asked in door.asked}) == len(cards)
    assert {asked.proof for asked in door.asked if asked.csr == door.asked[0].csr} == {
        door.asked[0].proof
    }
    assert any((card.root / "was-enrolled").exists() for card in cards)


@pytest.mark.timeout(600)
def test_whenever_the_plug_is_pulled_what_came_along_is_there_once(
    office: Office, tmp_path: Path
) -> None:
    office.answer = msgspec.structs.replace(office.answer, replaces=True)
    old = make_card(tmp_path / "old")
    with FakeDoor(office) as door:
        label = office.label(door.port).to_text()
        command = [sys.executable, "-m", "tests.device.enrolment.dying", str(tmp_path), label]
        ran = subprocess.run([*command, "11", str(old)], cwd=ROOT, check=False)
    assert ran.returncode == 0
    cards = [Place(folder) for folder in tmp_path.glob("card-*")]
    assert len(cards) > 5
    for card in cards:
        assert _is_a_whole_terminal(card)
        ledger = Ledger.open(card.ledger, terminal=TERMINAL, readers=READERS)
        entries = [entry for entry in ledger.entries() if entry.epoch != ledger.epoch]
        assert len(entries) == 5
        assert len(ledger.marks()) == 2
        assert differences(ledger.database) == []
        ledger.close()
        assert not (card.ledger.parent / "incoming").exists()


def _is_a_whole_terminal(place: Place) -> bool:
    settings = load_settings(place.settings)
    load_link_keys(settings, place.settings)
    return settings.terminal == TERMINAL and bool(load_readers(settings, place.settings))


def _rubbish(place: Place) -> list[str]:
    known = {"base.toml", "device.toml", "terminal", "terminal.before"}
    return [file.name for file in place.etc.iterdir() if file.name not in known]
