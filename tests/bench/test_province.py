"""What a kept province depends on: enough to notice, no more than needed."""

import json
from pathlib import Path

import peewee
import pytest

from bench.pages import province, sources
from bench.pages.province import Size
from server.store.tables import ALL
from server.store.tables.table import Table

COUNTS = {"dayfigure": 3, "entry": 9, "audit": 4, "websession": 1, "ringmember": 0}


def test_only_what_the_sample_filled_is_kept_in_mind() -> None:
    assert set(sources.filled(COUNTS)) == {"dayfigure", "entry"}


def test_every_table_has_a_shape_of_its_own() -> None:
    shapes = sources.shapes()
    assert len(shapes) == len(ALL) == len(set(shapes.values()))


def test_a_new_table_is_no_reason_to_make_a_province_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = sources.filled(COUNTS)

    class Newcomer(Table):
        name = peewee.TextField(primary_key=True)

    monkeypatch.setattr(sources, "ALL", (*ALL, Newcomer))
    assert "newcomer" in sources.shapes()
    assert sources.still_fits(kept)


def test_another_column_or_a_table_that_has_gone_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = dict(sources.filled(COUNTS))

    class DayFigure(Table):
        day = peewee.TextField(primary_key=True)

    others = tuple(table for table in ALL if table.__name__ != "DayFigure")
    monkeypatch.setattr(sources, "ALL", (*others, DayFigure))
    assert not sources.still_fits(kept)
    monkeypatch.setattr(sources, "ALL", others)
    assert not sources.still_fits(kept)


def test_a_mark_without_tables_says_nothing() -> None:
    assert not sources.still_fits({})


def test_a_mark_holds_for_its_size_and_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    size = Size()
    made = json.loads(
        json.dumps(
            {
                "size": repr(size),
                "code": sources.code(),
                "tables": dict(sources.filled(COUNTS)),
            }
        )
    )
    assert province._still_fits(made, size)
    assert not province._still_fits(made, Size(days=90))
    monkeypatch.setattr(sources, "code", lambda: "other")
    assert not province._still_fits(made, size)


def test_code_is_what_makes_and_counts() -> None:
    root = Path(sources.__file__).parents[2]
    assert all((root / source).is_dir() for source in sources.SOURCES)
