"""Every entry is counted once, whatever happens on the way."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from server.oversight import ledgers
from server.oversight.follow import follow, recount
from server.oversight.seeing import VIETNAM
from server.reference import directory
from server.store.database import reading, rows, run, to_text, writing
from tests.server.oversight.town import (
    AMOXICILLIN,
    MONDAY,
    PARACETAMOL,
    Shop,
    Town,
    at,
    count_all,
    figures,
    line,
)
from wire.chain import entry_hash

NEXT = MONDAY + timedelta(days=1)


@pytest.fixture
def town(store: Path | str) -> Town:
    assert store
    return Town()


@pytest.fixture
def shop(town: Town) -> Shop:
    return town.shop("A")


def everything() -> dict[str, list[tuple[Any, ...]]]:
    with reading():
        return {
            table: sorted(rows(f"SELECT * FROM {table}"))  # noqa: S608
            for table in ("dayfigure", "weekfigure", "antibioticweek", "antibiotictotal",
                          "overridden")
        }  # fmt: skip


def test_a_sale_counts_on_its_day_for_its_outlet(shop: Shop) -> None:
    shop.sell(AMOXICILLIN, PARACETAMOL, when=at(MONDAY), transfer=True)
    shop.sell(PARACETAMOL, when=at(NEXT))
    assert figures("sales", "lines", "takings_vnd", "cashless", "cashless_vnd") == [
        ("2026-11-16", "A", 1, 2, 20_000, 1, 20_000),
        ("2026-11-17", "A", 1, 1, 10_000, 0, 0),
    ]


def test_the_day_is_that_of_viet_nam(shop: Shop) -> None:
    shop.sell(PARACETAMOL, when=datetime(2026, 11, 16, 17, 30, tzinfo=UTC))
    assert figures("sales") == [("2026-11-17", "A", 1)]


def test_what_was_counted_is_not_counted_again(shop: Shop) -> None:
    shop.sell(PARACETAMOL, when=at(MONDAY))
    assert follow() == 1
    assert follow() == 0
    shop.sell(PARACETAMOL, when=at(MONDAY))
    assert follow() == 1
    assert figures("sales") == [("2026-11-16", "A", 2)]


def test_a_void_takes_the_sale_out_of_the_sale_s_day(shop: Shop) -> None:
    sale = shop.sell(AMOXICILLIN, when=at(MONDAY))
    shop.sell(AMOXICILLIN, when=at(MONDAY))
    shop.void(sale, when=at(NEXT))
    assert figures("sales", "takings_vnd", "abx", "abx_without", "voids") == [
        ("2026-11-16", "A", 1, 10_000, 1, 1, 0),
        ("2026-11-17", "A", 0, 0, 0, 0, 1),
    ]


def test_two_voids_of_one_sale_take_it_out_once(shop: Shop) -> None:
    sale = shop.sell(PARACETAMOL, when=at(MONDAY))
    shop.void(sale, when=at(MONDAY))
    assert figures("sales", "voids") == [("2026-11-16", "A", 0, 1)]
    shop.void(sale, when=at(MONDAY))
    assert figures("sales", "voids") == [("2026-11-16", "A", 0, 2)]


@pytest.mark.parametrize("is_counted_between", [True, False])
def test_a_void_that_comes_before_its_sale_waits_for_it(
    shop: Shop, *, is_counted_between: bool
) -> None:
    shop.is_sending = False
    sale = shop.sell(AMOXICILLIN, when=at(MONDAY))
    new = shop.begin_epoch(when=at(NEXT))
    new.void(sale, when=at(NEXT))
    new.send()
    if is_counted_between:
        assert figures("sales", "voids") == [("2026-11-17", "A", 0, 1)]
    shop.send()
    assert figures("sales", "abx", "takings_vnd", "voids") == [
        ("2026-11-16", "A", 0, 0, 0, 0),
        ("2026-11-17", "A", 0, 0, 0, 1),
    ]
    with reading():
        assert rows("SELECT counted FROM undone") == [(1,)]


def test_a_void_that_names_another_entry_than_the_one_stored_takes_nothing_out(shop: Shop) -> None:
    sale = shop.sell(PARACETAMOL, when=at(MONDAY))
    shop.void(msgspec.structs.replace(sale, sha256="0" * 64), when=at(MONDAY))
    assert figures("sales", "voids") == [("2026-11-16", "A", 1, 1)]


def test_business_that_was_set_aside_and_is_carried_counts_once_and_is_undone_by_either_name(
    shop: Shop,
) -> None:
    shop.sell(PARACETAMOL, when=at(MONDAY))
    clone = replace(shop, outlet=replace(shop.outlet, bodies=[*shop.outlet.bodies]))
    shop.sell(PARACETAMOL, when=at(MONDAY))
    meant = clone.sell(AMOXICILLIN, when=at(MONDAY))  # refused: the number is taken
    with reading():
        assert rows("SELECT count(*) FROM quarantine") == [(1,)]
    new = clone.begin_epoch(when=at(MONDAY))
    again = new.sell(AMOXICILLIN, when=at(MONDAY), carried=meant)
    new.sell(PARACETAMOL, when=at(MONDAY))
    new.send()
    assert figures("sales", "abx") == [("2026-11-16", "A", 4, 1)]
    new.void(meant, when=at(NEXT))
    new.void(again, when=at(NEXT))
    new.send()
    assert figures("sales", "abx", "voids") == [
        ("2026-11-16", "A", 3, 0, 0),
        ("2026-11-17", "A", 0, 0, 2),
    ]


def test_what_is_released_from_quarantine_later_is_counted_then(
    shop: Shop, store: Path | str
) -> None:
    shop.sell(PARACETAMOL, when=at(MONDAY))
    body = shop.outlet.write("sale", v=99, at=at(MONDAY), staff="1", lines=[], total_vnd=5_000)
    shop.send()
    shop.sell(PARACETAMOL, when=at(MONDAY))
    assert figures("sales") == [("2026-11-16", "A", 2)]
    assert follow() == 0
    with writing():  # as a newer server would store it: its version is known there
        known = body.replace(b'"v":99', b'"v":1')
        run(
            "INSERT INTO entry (terminal, epoch, seq, sha256, prev, kind, at, total_vnd, body,"
            " stored_at) SELECT terminal, epoch, 2, ?, prev, kind, at, 5000, ?, stored_at"
            " FROM entry WHERE seq = 1",
            (entry_hash(known), known),
        )
    assert figures("sales", "takings_vnd") == [("2026-11-16", "A", 3, 25_000)]
    assert follow() == 0
    assert store


def test_what_came_late_or_from_a_wrong_clock_is_told(shop: Shop) -> None:
    now = datetime.now(UTC)
    shop.sell(PARACETAMOL, when=now)
    shop.sell(PARACETAMOL, when=now - timedelta(hours=25))
    shop.sell(AMOXICILLIN, when=now - timedelta(hours=2))
    shop.sell(PARACETAMOL, when=now - timedelta(hours=2))
    shop.sell(PARACETAMOL, when=now + timedelta(minutes=10))
    shop.sell(PARACETAMOL, when=now, clock="untrusted")
    count_all()
    with reading():
        (found,) = rows(
            "SELECT sum(entries), sum(late), sum(rx_late), sum(ahead), sum(untrusted),"
            " max(longest_seconds) FROM dayfigure"
        )
        assert found[:5] == (6, 1, 1, 1, 1)
        assert 25 * 3600 <= found[5] < 25 * 3600 + 600
        assert rows("SELECT max(longest_seconds) FROM weekfigure") == [(found[5],)]


@pytest.mark.parametrize(("clock", "days"), [({}, 400), ({"clock": "untrusted"}, 0)])
def test_a_clock_that_nobody_had_set_dates_nothing_after_it_came(
    shop: Shop, clock: dict[str, Any], days: int
) -> None:
    now = datetime.now(UTC)
    shop.sell(PARACETAMOL, when=now + timedelta(days=400), **clock)
    told = (now + timedelta(days=days)).astimezone(VIETNAM).date()
    assert figures("sales", "untrusted") == [(told.isoformat(), "A", 1, len(clock))]
    with reading():
        (last,) = rows("SELECT last_at FROM dayfigure")[0]
        (priced,) = rows("SELECT at FROM outletprice")[0]
    assert last == priced
    assert (last > to_text(now + timedelta(days=1))) is (days > 0)


def test_a_terminal_in_no_list_stands_for_itself(shop: Shop) -> None:
    with writing():
        directory.assign(shop.outlet.id, "")
    shop.sell(PARACETAMOL, when=at(MONDAY))
    assert figures("sales") == [("2026-11-16", shop.outlet.id, 1)]


def test_counting_beside_another_process_counts_nothing_twice(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.sell(PARACETAMOL, when=at(MONDAY))
    honest = ledgers.claim
    others: list[int] = []

    def overtaken(expected: int) -> bool:
        monkeypatch.setattr(ledgers, "claim", honest)
        return expected < 0

    monkeypatch.setattr(ledgers, "claim", overtaken)
    others.append(follow())
    with reading():
        assert rows("SELECT count(*) FROM dayfigure") == [(0,)]
    assert figures("sales") == [("2026-11-16", "A", 1)]


def busy(town: Town) -> None:
    """Two shops with everything that can happen to a sale, sent out of order."""
    for code, commune in (("A", "99001"), ("B", "99002")):
        shop = town.shop(code, commune=commune)
        kept = [
            shop.sell(AMOXICILLIN, PARACETAMOL, when=at(MONDAY, hour), paper=hour % 2 == 0)
            for hour in range(8, 14)
        ]
        shop.void(kept[1], when=at(NEXT))
        shop.override(kept[2], when=at(NEXT))
        shop.give_back(kept[3], line(AMOXICILLIN, quantity=2), when=at(NEXT))
        shop.is_sending = False
        last = shop.sell(AMOXICILLIN, when=at(NEXT), transfer=True)
        new = shop.begin_epoch(when=at(NEXT))
        new.void(last, when=at(NEXT))
        new.sell(AMOXICILLIN, when=at(NEXT))
        new.send()


def finish(town: Town) -> None:
    for shop in town.shops.values():
        shop.send()


@pytest.mark.parametrize("most", [1, 2, 3, 7, 5000])
def test_any_portioning_gives_the_figures_of_a_recount(town: Town, most: int) -> None:
    busy(town)
    count_all(most=most)
    finish(town)
    count_all(most=most)
    counted = everything()
    assert recount() == 2 * (10 + 3)
    assert everything() == counted
    day = {row["outlet"] + row["day"]: row for row in named("dayfigure")}
    assert day["A2026-11-16"]["sales"] == 5
    assert day["A2026-11-16"]["abx_without"] == 2
    assert day["A2026-11-17"]["sales"] == 1
    assert day["A2026-11-17"]["cashless"] == 0
    assert len(counted["overridden"]) == 2


def named(table: str) -> list[dict[str, Any]]:
    columns = "day, outlet, sales, abx_without, cashless"
    with reading():
        return [
            dict(zip(columns.split(", "), row, strict=True))
            for row in rows(f"SELECT {columns} FROM {table}")  # noqa: S608
        ]


def test_a_ledger_that_lacks_its_beginning_waits(town: Town) -> None:
    shop = town.shop("A")
    shop.is_sending = False
    shop.sell(PARACETAMOL, when=at(MONDAY))
    shop.sell(PARACETAMOL, when=at(MONDAY))
    town.desk.receive_batch(shop.outlet, shop.outlet.bodies[1:])
    assert follow() == 0
    shop.send()
    assert figures("sales") == [("2026-11-16", "A", 2)]


def test_marks_of_other_readers_are_their_own(shop: Shop) -> None:
    shop.sell(PARACETAMOL, when=at(MONDAY))
    with writing():
        run(
            "INSERT INTO followed (reader, terminal, epoch, through) VALUES (?, ?, ?, 9)",
            ("prescriptions", shop.outlet.id, shop.outlet.epoch),
        )
    assert follow() == 1
    assert recount() == 1
    with reading():
        assert rows("SELECT through FROM followed WHERE reader = 'prescriptions'") == [(9,)]
