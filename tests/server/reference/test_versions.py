"""Datasets under versions, and the pages that carry their changes."""

import random
from datetime import timedelta
from pathlib import Path

import pytest

from server.reference import versions
from server.reference.pages import packed, page
from server.store.database import reading, rows, run, writing
from tests.server.outlet import NOW
from tests.server.reference.taker import Taker
from wire.reference import MAX_PACKED, Place

pytestmark = pytest.mark.usefixtures("store")
SECOND = timedelta(seconds=1)


def put(
    bodies: dict[str, str], *, scope: str = "", dataset: str = "catalogue", is_full: bool = True
) -> versions.Put:
    encoded = {key: body.encode() for key, body in bodies.items()}
    with writing():
        return versions.put(dataset, scope, encoded, NOW, is_full=is_full)


def stored(scope: str = "", dataset: str = "catalogue") -> dict[str, bytes]:
    with reading():
        return versions.bodies(dataset, scope)


def test_only_what_differs_gets_the_new_version() -> None:
    first = put({"a": "1", "b": "2"})
    again = put({"a": "1", "b": "2"})
    second = put({"a": "1", "b": "3"})
    assert (first.changed, again.changed, second.changed) == (2, 0, 1)
    assert again.version == first.version < second.version
    with reading():
        assert [(row.key, row.version) for row in page(Place(dataset="catalogue"), "").rows] == [
            ("a", first.version), ("b", second.version),
        ]  # fmt: skip


def test_what_a_full_import_leaves_out_is_gone_and_may_come_back() -> None:
    taker = Taker()
    put({"a": "1", "b": "2"})
    taker.take_all()
    assert put({"a": "1"}).gone == 1
    taker.take_all()
    assert taker.rows == {"a": b"1"} == stored()
    put({"a": "1", "b": "2"})
    taker.take_all()
    assert taker.rows == {"a": b"1", "b": b"2"} == stored()


def test_a_partial_import_leaves_the_rest_as_it_is() -> None:
    put({"a": "1", "b": "2"})
    done = put({"b": "3"}, is_full=False)
    assert (done.changed, done.gone) == (1, 0)
    assert stored() == {"a": b"1", "b": b"3"}


def test_whoever_has_everything_gets_one_empty_page() -> None:
    done = put({"a": "1"})
    taker = Taker()
    taker.take_all()
    came = taker.ask()
    assert (came.rows, came.is_last, came.newest) == ((), True, done.version)


def test_an_empty_dataset_has_one_empty_page_and_no_version() -> None:
    came = Taker().ask()
    assert (came.rows, came.is_last, came.newest, came.from_nothing) == ((), True, 0, False)
    with reading():
        assert versions.newest() == {}


def test_a_place_that_was_never_given_out_begins_from_nothing() -> None:
    done = put({"a": "1"})
    for unknown in (done.version - 1, done.version + 1, 2**53):
        taker = Taker(version=unknown, key="z", rows={"z": b"9"})
        assert taker.ask().from_nothing
        taker.take_all()
        assert (taker.rows, taker.version) == ({"a": b"1"}, done.version)


def test_a_province_that_was_restored_never_gives_a_version_out_twice() -> None:
    put({"a": "1"})
    with writing():
        lost = versions.put("catalogue", "", {"a": b"2", "lost": b"2"}, NOW)
    taker = Taker()
    taker.take_all()
    with writing():  # as the backup has it
        run("DELETE FROM refversion WHERE version = ?", (lost.version,))
        run("DELETE FROM refrow WHERE key = 'lost'")
        run("UPDATE refrow SET body = '1', version = ?", (lost.version - 1,))
        anew = versions.put("catalogue", "", {"a": b"1", "b": b"1"}, NOW + 60 * SECOND)
    assert anew.version > lost.version
    taker.take_all()
    assert taker.rows == {"a": b"1", "b": b"1"} == stored()


def test_versions_rise_even_if_the_clock_goes_back() -> None:
    first = put({"a": "1"})
    with writing():
        second = versions.put("catalogue", "", {"a": b"2"}, NOW - timedelta(days=400))
    assert second.version == first.version + 1


def test_an_outlet_s_own_rows_reach_nobody_else() -> None:
    put({"a": "1"}, scope="QT-0001", dataset="people")
    put({"b": "2"}, scope="QT-0002", dataset="people")
    with reading():
        assert versions.newest("QT-0003") == {}
        mine = page(Place(dataset="people"), "QT-0001")
        assert list(versions.newest("QT-0001")) == ["people"]
    assert [row.key for row in mine.rows] == ["a"]


def test_a_page_is_as_small_as_was_asked_for_but_carries_something() -> None:
    noise = random.Random(1)  # noqa: S311
    put({f"k{n:04}": f'"{noise.randbytes(200).hex()}"' for n in range(500)})
    for most in (MAX_PACKED, 8_192, 2_048):
        with reading():
            made, sent = packed(Place(dataset="catalogue"), "", most=most)
        assert len(sent) <= most
        assert made.rows
        taker = Taker()
        assert taker.take_all(most=most) >= 500 * 200 / most
        assert taker.rows == stored()
    with reading():
        made, sent = packed(Place(dataset="catalogue"), "", most=1)
    assert len(made.rows) == 1


@pytest.mark.parametrize(
    ("key", "body"), [("", "1"), ("k" * 201, "1"), ("k", ""), ("k", "x" * (16 * 1024 + 1))]
)
def test_a_row_that_no_page_could_carry_is_refused(key: str, body: str) -> None:
    with pytest.raises(ValueError, match="cannot be sent"):
        put({"fine": "1", key: body})
    assert stored() == {}


def test_the_largest_row_fits_into_a_page() -> None:
    noise = random.Random(2)  # noqa: S311
    put({"k" * versions.MAX_KEY: f'"{noise.randbytes(8190).hex()}"'[: versions.MAX_BODY - 1] + '"'})
    with reading():
        _made, sent = packed(Place(dataset="catalogue"), "")
    assert len(sent) <= MAX_PACKED


@pytest.mark.parametrize("seed", range(6))
def test_wherever_the_line_breaks_pages_lead_to_the_same_rows(seed: int) -> None:
    """The line breaks after any page, before any answer; imports go on meanwhile."""
    chance = random.Random(seed)  # noqa: S311
    takers = [Taker() for _ in range(3)]
    for _step in range(60):
        if chance.random() < 0.3:
            keys = chance.sample(range(40), chance.randint(0, 20))
            put(
                {f"k{key}": f'"{chance.randint(0, 3)}{"x" * 150}"' for key in keys},
                is_full=chance.random() < 0.4,
            )
        taker = chance.choice(takers)
        came = taker.ask(most=chance.choice([1, 300, 600, MAX_PACKED]))
        if chance.random() < 0.7:  # else the answer got lost
            taker.take(came)
    for taker in takers:
        taker.take_all(most=400)
        assert taker.rows == stored()
        with reading():
            assert taker.version == versions.newest_of("catalogue")


def test_a_put_of_many_outlets_changes_those_that_differ() -> None:
    people = {f"QT-{n:04}": {"NV01": b'{"badge":"NV01"}'} for n in range(20)}
    with writing():
        assert len(versions.put_each("people", people, NOW)) == 20
        people["QT-0003"] = {}
        people["QT-0004"] = {"NV01": b"1", "NV02": b"2"}
        done = versions.put_each("people", people, NOW)
    assert [(one.changed, one.gone) for one in done] == [(0, 1), (2, 0)]
    with reading():
        assert versions.scopes_changed(after=done[0].version - 1) == {"QT-0003", "QT-0004"}


def test_a_removed_row_is_told_as_gone_once() -> None:
    put({"a": "1", "b": "2"})
    taker = Taker()
    taker.take_all()
    with writing():
        versions.remove("catalogue", "", ["b", "unknown"], NOW)
        same = versions.remove("catalogue", "", ["b"], NOW)
    assert same.gone == 0
    assert [(row.key, bytes(row.body)) for row in taker.ask().rows] == [("b", b"null")]


def test_the_history_tells_every_change() -> None:
    put({"a": "1"})
    put({"a": "2"}, scope="QT-0001", dataset="shop")
    with reading():
        found = versions.changes()
        assert [(one.dataset, one.scope, one.changed) for one in found] == [
            ("catalogue", "", 1), ("shop", "QT-0001", 1),
        ]  # fmt: skip
        assert [one.dataset for one in versions.standing()] == ["catalogue", "shop"]
        assert versions.changes(after=found[0].version) == found[1:]


def test_pages_are_found_and_ordered_by_an_index(store: Path | str) -> None:
    question = (
        "SELECT key FROM refrow WHERE dataset = 'a' AND scope = ''"
        " AND (version, key) > (1, 'b') ORDER BY version, key LIMIT 5"
    )
    if isinstance(store, str):
        run("SET enable_seqscan = off")
        plan = str(rows(f"EXPLAIN {question}"))
    else:
        plan = str(rows(f"EXPLAIN QUERY PLAN {question}"))
    assert "refrow_dataset_scope_version_key" in plan
    assert not {"Sort", "TEMP B-TREE"} & set(plan.split())
