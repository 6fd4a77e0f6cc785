"""Rows as they come: a page is taken whole or not at all, and nothing else changes them."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from device.reference.errors import ForeignPageError, KeepingError, WornError
from device.reference.rows import Rows
from tests.device.reference.pages import AT, drug, page_after, row
from wire.reference import Page, Place, Snapshot

DRUGS = [drug(number, version=1 + number // 4) for number in range(10)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "reference.sqlite"


@pytest.fixture
def rows(file: Path) -> Iterator[Rows]:
    rows = Rows(file)
    yield rows
    rows.close()


def keys(rows: Rows) -> list[str]:
    return [one.key for one in rows.rows("catalogue")]


def fetch(rows: Rows, size: int = 3) -> int:
    """Fetch page after page; return how many there were."""
    for count in range(1, 100):
        place = rows.standing("catalogue").place
        if rows.take(page_after("catalogue", DRUGS, place, size), place, at=AT):
            return count
    pytest.fail("it never came to an end")


def test_pages_add_up_to_the_dataset(rows: Rows) -> None:
    assert fetch(rows) == 4
    assert keys(rows) == [one.key for one in DRUGS]
    standing = rows.standing("catalogue")
    assert (standing.is_whole, standing.complete, standing.at) == (True, 3, AT)


def test_the_line_may_break_between_any_two_pages(file: Path) -> None:
    for size in range(1, 11):
        file.unlink(missing_ok=True)
        for _ in range(20):
            again = Rows(file)
            place = again.standing("catalogue").place
            is_whole = again.take(page_after("catalogue", DRUGS, place, size), place, at=AT)
            found = keys(again)
            again.close()
            if is_whole:
                break
            assert found == [one.key for one in DRUGS[: len(found)]], "nothing twice, no gap"
        assert found == [one.key for one in DRUGS]


def test_a_dataset_that_is_half_here_is_not_whole(rows: Rows) -> None:
    place = rows.standing("catalogue").place
    rows.take(page_after("catalogue", DRUGS, place, 3), place, at=AT)
    assert not rows.standing("catalogue").is_whole


def test_a_row_that_is_gone_goes(rows: Rows) -> None:
    fetch(rows)
    place = rows.standing("catalogue").place
    gone = Page(dataset="catalogue", rows=(row(DRUGS[4].key, 9, None),), newest=9, is_last=True)
    assert rows.take(gone, place, at=AT)
    assert DRUGS[4].key not in keys(rows)
    assert rows.standing("catalogue").complete == 9


def test_a_page_that_is_played_again_changes_nothing(rows: Rows) -> None:
    start = rows.standing("catalogue").place
    first = page_after("catalogue", DRUGS, start, 3)
    rows.take(first, start, at=AT)
    before = rows.standing("catalogue"), keys(rows)
    with pytest.raises(ForeignPageError):
        rows.take(first, start, at=AT)
    with pytest.raises(ForeignPageError):
        rows.take(first, rows.standing("catalogue").place, at=AT)
    assert (rows.standing("catalogue"), keys(rows)) == before


@pytest.mark.parametrize(
    "page",
    [
        Page(dataset="prices", rows=(), newest=3, is_last=True),
        Page(dataset="catalogue", rows=(), newest=3, is_last=False),
        Page(dataset="catalogue", rows=(drug(2), drug(1)), newest=3, is_last=True),
        Page(dataset="catalogue", rows=(drug(1, version=4),), newest=3, is_last=True),
    ],
    ids=["another dataset", "leads nowhere", "out of order", "newer than the newest"],
)
def test_a_page_that_does_not_fit_changes_nothing(rows: Rows, page: Page) -> None:
    place = rows.standing("catalogue").place
    with pytest.raises(ForeignPageError):
        rows.take(page, place, at=AT)
    assert keys(rows) == []
    assert rows.standing("catalogue").place == place


@pytest.mark.parametrize("newest", [2, 3], ids=["an older province", "says so"])
def test_a_province_that_came_back_from_a_backup_begins_again(rows: Rows, newest: int) -> None:
    fetch(rows)
    place = rows.standing("catalogue").place
    first = Page(
        dataset="catalogue", rows=(drug(7, version=2),), newest=newest, is_last=False,
        from_nothing=newest == 3,
    )  # fmt: skip
    assert not rows.take(first, place, at=AT)
    assert keys(rows) == ["VD-00007"]
    assert not rows.standing("catalogue").is_whole, "until the last page is there"


def test_what_a_worn_card_has_changed_is_noticed(rows: Rows, file: Path) -> None:
    fetch(rows)
    with sqlite3.connect(file) as line:
        line.execute("UPDATE row SET body = replace(body, 'mẫu', 'khác') WHERE key = 'VD-00003'")
    with pytest.raises(WornError):
        keys(rows)
    rows.begin_again("catalogue")
    assert rows.standing("catalogue").place == Place(dataset="catalogue")


def test_a_damaged_file_is_set_aside_and_fetched_anew(file: Path) -> None:
    file.write_bytes(b"no database at all" * 1000)
    rows = Rows(file)
    with pytest.raises(KeepingError):
        rows.standing("catalogue")
    assert file.with_name("reference.sqlite.damaged").exists()
    assert fetch(rows) == 4
    rows.close()


def test_a_full_disk_takes_no_page_and_loses_none(rows: Rows) -> None:
    place = rows.standing("catalogue").place
    rows.take(page_after("catalogue", DRUGS, place, 3), place, at=AT)
    place, before = rows.standing("catalogue").place, keys(rows)
    large = [drug(number, version=3, maker="x" * 4000) for number in range(20, 120)]
    line = rows._line
    assert line is not None
    pages = line.execute("PRAGMA page_count").fetchone()[0]
    line.execute(f"PRAGMA max_page_count = {pages + 4}")
    with pytest.raises(KeepingError, match="full"):
        rows.take(page_after("catalogue", large, place, 100), place, at=AT)
    assert (rows.standing("catalogue").place, keys(rows)) == (place, before)
    line.execute("PRAGMA max_page_count = 1000000")
    assert rows.take(page_after("catalogue", large, place, 100), place, at=AT)


def test_an_older_snapshot_takes_nothing_away(rows: Rows) -> None:
    fetch(rows)
    old = Snapshot(dataset="catalogue", version=3, sha256="0" * 64, size=1)
    assert not rows.take_snapshot(old, [drug(1)], at=AT)
    assert len(keys(rows)) == 10
    newer = msgspec.structs.replace(old, version=4)
    assert rows.take_snapshot(newer, [drug(1), drug(2)], at=AT)
    assert keys(rows) == ["VD-00001", "VD-00002"]
    assert rows.standing("catalogue").is_whole


@contextmanager
def without_room() -> Iterator[None]:
    """Let no file grow."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_file_that_could_not_be_made_on_a_full_disk_is_made_when_there_is_room(
    rows: Rows,
) -> None:
    with without_room(), pytest.raises(KeepingError):
        rows.standing("catalogue")
    assert fetch(rows) == 4
    assert keys(rows) == [one.key for one in DRUGS]
