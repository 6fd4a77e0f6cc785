import itertools

import pytest

from codes import Scan
from tests.codes import fuzz
from tests.codes.samples import SCANS


def test_twenty_thousand_damaged_codes_are_answered_as_declared() -> None:
    outcome = fuzz.run(20_000, seed=1)
    assert outcome.failures == []
    assert outcome.inputs == sum(outcome.kinds.values()) == 20_000
    assert len(outcome.kinds) > 15
    assert set(outcome.slowest) == {"recognise", *fuzz.READERS}


def test_the_same_seed_makes_the_same_inputs() -> None:
    assert list(fuzz.inputs(500, seed=3)) == list(fuzz.inputs(500, seed=3))
    assert list(fuzz.inputs(500, seed=3)) != list(fuzz.inputs(500, seed=4))


@pytest.mark.parametrize("name", fuzz.READERS)
def test_every_reader_by_itself_answers_every_valid_code(name: str) -> None:
    for scan in SCANS:
        fuzz.READERS[name](scan)


def test_a_reader_that_fails_is_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    turn = itertools.count()

    def stumble(_scan: Scan) -> object:
        if next(turn) == 3:
            raise IndexError("a defect nobody thought of")
        return None

    monkeypatch.setitem(fuzz.READERS, "badge", stumble)
    assert fuzz.main(["--inputs", "200"]) == 1
    told = capsys.readouterr().out
    assert "a defect nobody thought of" in told
    assert "1 undeclared exceptions" in told


def test_a_reader_that_is_too_slow_is_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fuzz, "LIMIT_NS", 0)
    assert fuzz.main(["--inputs", "50"]) == 1
    assert "0 undeclared exceptions" in capsys.readouterr().out
