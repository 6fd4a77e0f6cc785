from pathlib import Path

import pytest

from bench import charts
from bench.page import PAGE, fill, markdown

QUEUE = [
    {"queue": "Quầy: sale", "p50 us": 440, "p99 us": 1285, "fsyncs in 1000": 1010,
     "confirmed": 9, "survived": 9},
    {"queue": "other", "p50 us": 1, "p99 us": 2, "fsyncs in 1000": 0,
     "confirmed": 9, "survived": 0},
]  # fmt: skip
STAGES = {f"{stage} us": 10.0 for stage in ("broker", "program", "workers", "database")}
INGEST = [
    {"load": load, "program": program, "sales/s": rate, **STAGES, "generator us": 2.0}
    for load in ("single sales", "catch-up batches")
    for program, rate in (
        ("the limit: nothing", 90_000),
        ("Quầy, SQLite", 7000),
        ("Node-RED", 4000),
    )
]


def test_the_same_figures_give_the_same_drawing(tmp_path: Path) -> None:
    for draw, rows in ((charts.draw_queue, QUEUE), (charts.draw_ingest, INGEST)):
        first, second = tmp_path / "1.svg", tmp_path / "2.svg"
        draw(rows, first)
        draw(rows, second)
        drawn = first.read_text(encoding="utf-8")
        assert drawn == second.read_text(encoding="utf-8")
        assert "Quầy" in drawn
        assert "<dc:date>" not in drawn


def test_other_figures_give_another_drawing(tmp_path: Path) -> None:
    charts.draw_queue(QUEUE, tmp_path / "1.svg")
    charts.draw_queue([{**QUEUE[0], "survived": 8}, QUEUE[1]], tmp_path / "2.svg")
    assert (tmp_path / "1.svg").read_bytes() != (tmp_path / "2.svg").read_bytes()


def test_who_was_not_there_is_not_drawn(tmp_path: Path) -> None:
    absent = {**dict.fromkeys(QUEUE[0], "-"), "queue": "absent"}
    charts.draw_queue([*QUEUE, absent], tmp_path / "1.svg")
    assert "absent" not in (tmp_path / "1.svg").read_text(encoding="utf-8")


def test_figures_stand_to_the_right() -> None:
    assert markdown([{"a": "x", "b": 12_345, "holds": True}]).split("\n") == [
        "| a | b | holds |",
        "| --- | ---: | ---: |",
        "| x | 12,345 | yes |",
    ]


def test_a_table_is_put_between_its_marks_and_nothing_else_changes() -> None:
    page = "before\n<!-- queue rows -->\nold\n<!-- /queue rows -->\nafter\n"
    filled = fill(page, "queue rows", "new \\1")
    assert filled == "before\n<!-- queue rows -->\nnew \\1\n<!-- /queue rows -->\nafter\n"
    assert fill(filled, "queue rows", "old") == page


def test_a_page_without_the_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="no place"):
        fill("", "queue rows", "")


def test_the_page_has_a_place_for_every_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in ("queue", "ingest", "touch", "screen", "web"):
        for part in ("rows", "claims"):
            assert fill(page, f"{name} {part}", "x") != page
