"""Parts of a measurement: each alone, one that breaks off, and the last of each together."""

from pathlib import Path

import pytest

from bench.pages.parts import Part, keep, measured, together
from bench.pages.province import Size, kept_province
from bench.report import at_most
from demo.errors import StageError


def test_a_part_that_breaks_off_is_a_claim_that_does_not_hold(
    capsys: pytest.CaptureFixture[str],
) -> None:
    part = Part()

    def measure() -> None:
        part.add("pages", n=3)
        raise TimeoutError("not everybody has heard")

    measured("recall", part, measure)
    assert [row["what"].split(",")[0] for row in part.rows] == ["pages", "part recall"]
    assert [claim.holds for claim in part.claims] == [False]
    assert "not everybody has heard" in capsys.readouterr().err


def test_the_last_of_each_part_makes_the_table(tmp_path: Path) -> None:
    for value in (400, 200):
        part = Part()
        part.add("page /", **{"p95 ms": value})
        part.claims.append(at_most("p95", value, 300))
        keep(tmp_path, "pages", part)
    other = Part()
    other.add("bytes", n=8)
    keep(tmp_path, "bytes", other)
    every = together(tmp_path, ("pages", "recall", "bytes"))
    assert [(row["what"], row["p95 ms"]) for row in every.rows] == [("page /", 200), ("bytes", "-")]
    assert [(claim.value, claim.holds) for claim in every.claims] == [(200, True)]


def test_a_province_that_may_not_be_made_is_not_touched(tmp_path: Path) -> None:
    kept = tmp_path / "made.json"
    kept.write_text('{"size": "of another size"}')
    with (
        pytest.raises(StageError),
        kept_province(tmp_path, Size(), lambda _said: None, may_make=False),
    ):
        pass
    assert [file.name for file in tmp_path.iterdir()] == ["made.json"]
