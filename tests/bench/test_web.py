"""The measuring of the pages, on a small province in a real PostgreSQL, with the real programs."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.pages import beside, recall
from bench.pages.addresses import clicks, look_around, pages
from bench.pages.by_hand import PAIRS, Asked, Pair
from bench.pages.clicking import Timed, click_pages, take_files
from bench.pages.kept import KeptPostgres
from bench.pages.people import come_in
from bench.pages.province import Size, kept_province
from bench.pages.website import website
from bench.web import Table, _asked
from server.store.database import close_store, keep_open, open_store, reading, rows

SMALL = Size(sales=1_500, outlets=40, days=42)


@pytest.fixture(scope="module")
def said() -> list[str]:
    return []


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, said: list[str]) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("web") / "province"
    with kept_province(folder, SMALL, said.append):
        assert not any("used again" in line for line in said)
    with kept_province(folder, SMALL, said.append) as server:
        open_store(server.url)
        keep_open()
        yield server.url
        close_store()
    KeptPostgres(folder).forget()


def test_a_province_is_made_counted_and_found_again(database: str, said: list[str]) -> None:
    assert database
    assert "used again" in said[-1]
    with reading():
        stored, counted = rows(
            "SELECT (SELECT count(*) FROM entry), (SELECT sum(entries) FROM weekfigure)"
        )[0]
    assert stored == counted > SMALL.sales


def test_everybody_gets_every_page_and_its_files(database: str, tmp_path: Path) -> None:
    with reading():
        known = look_around()
    with website(tmp_path, database) as site:
        people = come_in(site.address, site.settings, 2, tmp_path / "setup.log")
        times, files = click_pages(people, known, 2), take_files(people, known, 1)
        for person in people:
            person.close()
    chance = random.Random(1)  # noqa: S311 (not a secret)
    reachable = {page.path for page in pages() if next(clicks(page, known, chance), "")}
    assert set(times) == reachable
    assert {path: one.wrong for path, one in times.items() if one.wrong} == {}
    assert {len(one.seconds) for one in times.values()} == {4}
    assert "/co-so.csv" in files
    assert files["/co-so.xlsx"].bytes > 1000


@pytest.mark.parametrize("pair", PAIRS, ids=[pair.name for pair in PAIRS])
def test_the_statement_by_hand_says_what_the_query_says(database: str, pair: Pair) -> None:
    found = beside._compare(database, pair, _asked(), 1)
    assert found.ours > 0
    assert found.psql > 0


def test_another_answer_is_an_error(database: str) -> None:
    one = next(pair for pair in PAIRS if pair.name == "cashless-by-outlet")
    other = Pair(
        page=one.page, name=one.name, run=one.run, figure=one.figure, column=one.column,
        sql=one.sql.replace("sum(sales), sum(cashless)", "sum(sales) + 1, sum(cashless)"),
    )  # fmt: skip
    with pytest.raises(beside.OtherAnswerError, match="sales"):
        beside._compare(database, other, _asked(), 1)


def test_what_is_asked_covers_twelve_weeks(database: str) -> None:
    asked: Asked = _asked()
    assert (asked.filters.until - asked.filters.since).days == 83
    assert database


def test_a_recall_goes_round(tmp_path: Path) -> None:
    found = recall.measure(tmp_path, 12)
    assert found.terminals == 12
    assert 0 < found.heard_half <= found.heard_all
    assert found.heard_half < found.stored_all <= found.shown_all


def test_a_page_that_is_not_answered_is_no_figure() -> None:
    timed = Timed()
    timed.add("/co-so", (200, 0.02, 100))
    timed.add("/co-so?xep=x", (400, 0.001, 10))
    assert timed.seconds == [0.02]
    table = Table()
    table.add_times("page", {"/co-so": timed})
    assert [(one.claim, one.holds) for one in table.claims] == [("wrong answers of /co-so", False)]


def test_one_slow_page_breaks_the_promise() -> None:
    fast, slow = Timed(), Timed()
    for _time in range(20):
        fast.add("/", (200, 0.1, 1))
        slow.add("/lo", (200, 0.1, 1))
    slow.add("/lo", (200, 0.9, 1))
    slow.add("/lo", (200, 0.9, 1))
    table = Table()
    table.claim_pages({"/": fast, "/lo": slow})
    assert [claim.holds for claim in table.claims] == [False, False]
    assert "/lo" in table.claims[0].claim
