from typing import Any

import pytest

from bench.field import machine
from bench.field.machine import State, wait_until
from bench.field.outcome import _claims
from bench.field.steps import PIN, Journal, Step, enrol, pack
from codes import Badge, Pack, Scan, recognise
from demo.errors import StageError


class Puppet:
    """A machine that goes through its screens as it is told to."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.screen = "off"

    def power_on(self) -> None:
        self.screen = "ScanLabel"

    def scan(self, text: str) -> None:
        self.done.append(text)
        self.screen = {"ScanLabel": "CallKeeper", "CallKeeper": "SetPin"}[self.screen]

    def press(self, words: str) -> None:
        self.done.append(words)
        if len(self.done) == 2 + 2 * len(PIN):
            self.screen = "KeepPapers"
        if words == "Đã cất":
            self.screen = "Ready"

    def look(self) -> State:
        buttons: list[Any] = ["Đã cất"] if self.screen == "KeepPapers" else []
        return {"state": self.screen, "buttons": buttons, "heard": len(self.done)}


def test_the_steps_are_the_same_wherever_the_machine_is_and_everything_is_counted() -> None:
    puppet = Puppet()
    journal = Journal(puppet)
    enrol(journal, "QUAY1*…", badge="DS01")
    assert puppet.done == ["QUAY1*…", Badge("DS01").text, *PIN, *PIN, "Đã cất"]
    assert [(step.who, step.scans, step.touches, step.typed) for step in journal.steps] == [
        ("machine", 0, 0, 0),
        ("technician", 1, 0, 0),
        ("person in charge", 1, 2 * len(PIN) + 1, 0),
        ("machine", 0, 0, 0),
    ]


def test_what_never_comes_is_told_with_what_there_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "WAIT_SECONDS", 0.1)
    puppet = Puppet()
    puppet.power_on()
    with pytest.raises(StageError, match="ScanLabel"):
        wait_until(puppet, "the moon", lambda shown: shown["state"] == "Moon")


def test_one_typed_character_or_one_touch_too_many_breaks_the_claims() -> None:
    good = [Step("scan", "technician", seconds=1.0, scans=1)]
    assert all(claim.holds for claim in _claims(good))
    typed = [*good, Step("type", "technician", typed=1)]
    touched = [*good, Step("touch", "technician", touches=1)]
    slow = [*good, Step("wait", "machine", seconds=601.0)]
    for steps in (typed, touched, slow):
        assert [claim.holds for claim in _claims(steps)].count(False) == 1


def test_the_pack_that_is_sold_is_a_pack() -> None:
    code = recognise(Scan(pack().encode(), "GS1DataMatrix"))
    assert isinstance(code, Pack)
