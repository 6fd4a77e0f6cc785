"""What the pages of outlets ask, on every database."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server.oversight import outlet_notes
from server.oversight.queries import cashless, ingredient_totals, late, one_outlet
from server.oversight.queries.coverage import is_covered
from server.oversight.queries.outlet_lines import OutletSeen, outlet_lines
from server.oversight.queries.outlet_said import SaidKind, outlet_said
from server.oversight.queries.standing_out import standing_out
from server.prescriptions import messages
from server.query.filters import Filters
from server.store.database import reading, run_many, writing
from tests.server.oversight.town import (
    AMOXICILLIN,
    LOSARTAN,
    MONDAY,
    PARACETAMOL,
    Town,
    at,
    count_all,
)

DAY = timedelta(days=1)
SUNDAY = MONDAY + 6 * DAY
NOW = at(SUNDAY, 12)


def asked(**more: Any) -> Filters:
    return Filters(since=MONDAY, until=SUNDAY, **more)


@pytest.fixture
def town(store: Path | str) -> Town:
    """One outlet in a commune that changes its area on the third day, two others, all selling."""
    assert store
    town = Town()
    for code, commune in (("A", "99001"), ("B", "99002"), ("C", "99003")):
        town.shop(code, commune=commune, gpp_due=MONDAY + (40 if code == "A" else 9) * DAY)
    for code in "ABC":
        shop = town.shops[code]
        for day in range(6):
            when = at(MONDAY + day * DAY)
            shop.sell(AMOXICILLIN, when=when, transfer=code == "B")
            sale = shop.sell(LOSARTAN, when=when, prescription="c" * 12)
            if code == "C":
                shop.override(sale, when=when)
    town.count()
    return town


def found(**more: Any) -> list[OutletSeen]:
    with reading():
        return list(outlet_lines(asked(**more), NOW).rows)


def test_an_outlet_comes_with_its_weeks_and_its_sales_a_day(town: Town) -> None:
    assert town.shops
    first = found(sort="name")[0]
    assert (first.outlet, first.sales) == ("A", 12)
    assert first.sales_a_day == pytest.approx(12 / 7)
    assert first.abx_weeks == (*[None] * 11, 1.0)
    assert first.last_contact is not None


def test_what_was_not_heard_or_assessed_is_found_by_its_state(town: Town) -> None:
    assert town.shops
    assert {one.outlet for one in found(state="gpp")} == {"B", "C"}
    assert next(one.outlet for one in found(sort="-gpp_due")) == "A"
    assert found(state="not-sent", most=2, first=1) == found(state="not-sent")[1:3]
    assert {one.outlet for one in found(state="silent")} <= {"A", "B", "C"}


def test_a_state_is_narrowed_before_it_is_paged(town: Town) -> None:
    assert town.shops
    with reading():
        page = outlet_lines(asked(state="gpp", sort="name", first=1, most=1), NOW)
    assert (page.total, [one.outlet for one in page.rows]) == (2, ["C"])


def test_payment_by_area_follows_the_day(town: Town) -> None:
    assert town.shops
    with reading():
        rows = {one.place: one for one in cashless.by_area(asked()).rows}
    # B sold two days in the south, then four in the north.
    assert (rows["nam"].sales, rows["nam"].cashless) == (12 + 4, 2)
    assert (rows["bac"].sales, rows["bac"].cashless) == (12 + 8, 4)


def test_late_entries_are_told_by_week(town: Town) -> None:
    assert town.shops
    with reading():
        (week,) = late.by_week(asked()).rows
        every = late.totals(asked())
    assert week[2:] == (every.entries, every.late, every.rx, every.rx_late)
    assert (week.week, week.is_over) == (MONDAY, True)


def test_ingredients_are_summed_and_sorted(town: Town) -> None:
    assert town.shops
    with reading():
        (one,) = ingredient_totals.ingredient_totals(asked(sort="-ddd")).rows
        none = ingredient_totals.ingredient_totals(asked(state="watch"))
    assert (one.ingredient, one.sales, one.unprescribed, one.units) == ("Amoxicilin", 18, 18, 180)
    assert one.ddd == pytest.approx(60, abs=0.1)
    assert none.total == 0


def test_peers_are_told_as_one_share_too(town: Town) -> None:
    assert town.shops
    with reading():
        (line,) = one_outlet.ingredients("A", MONDAY).rows
    # B's commune was in the south on Monday; C is in the north.
    assert (line.median, line.usual) == (1.0, 1.0)


def test_overrides_beyond_chance_are_named(town: Town) -> None:
    assert town.shops
    with writing():
        run_many("DELETE FROM weekfigure WHERE week = ?", [(MONDAY.isoformat(),)])
        run_many(
            "INSERT INTO weekfigure (week, outlet, sales, overridden_sales) VALUES (?, ?, 100, ?)",
            [
                ((MONDAY - back * 7 * DAY).isoformat(), code, 40 if code == "C" else 1)
                for back in range(3)
                for code in "ABC"
            ],
        )
    with reading():
        named = standing_out(asked(), "overrides").rows
    assert [(one.outlet, one.sales, one.without) for one in named] == [("C", 100, 40)]


def test_what_was_said_is_told_the_newest_first(town: Town) -> None:
    terminal = town.shops["A"].outlet.id
    with writing():
        outlet_notes.write("A", "Gọi nhắc", "Hứa", by="ds.ha", now=at(MONDAY))
        messages.tell([terminal, town.shops["B"].outlet.id], "Mai có đoàn", "ds.ha", at(SUNDAY, 8))
        with pytest.raises(ValueError, match="a note wants"):
            outlet_notes.write("A", " \0", by="ds.ha", now=NOW)
    with reading():
        said = outlet_said("A", [terminal])
        assert outlet_said("C", [town.shops["C"].outlet.id]) == []
    assert [(one.kind, one.subject, one.result) for one in said] == [
        (SaidKind.MESSAGE, "Mai có đoàn", ""),
        (SaidKind.NOTE, "Gọi nhắc", "Hứa"),
    ]
    assert said[0].answered_at is None


def test_a_message_to_two_terminals_is_read_when_both_have(town: Town) -> None:
    terminals = [town.shops[code].outlet.id for code in "AB"]
    with writing():
        messages.tell(terminals, "Mai có đoàn", "ds.ha", at(MONDAY))
        first = messages.unread(terminals[0])
        messages.read(terminals[0], [one.id for one in first], at(MONDAY, 10))
    with reading():
        (one,) = outlet_said("A", terminals)
    assert one.answered_at is None
    with writing():
        second = messages.unread(terminals[1])
        messages.read(terminals[1], [one.id for one in second], at(MONDAY, 11))
    with reading():
        (one,) = outlet_said("A", terminals)
    assert one.answered_at == at(MONDAY, 11)


def test_nothing_is_compared_with_a_time_before_the_figures(town: Town) -> None:
    assert town.shops
    with reading():
        assert is_covered(MONDAY)
        assert not is_covered(MONDAY - DAY)
    town.shop("A").sell(PARACETAMOL, when=at(MONDAY - 40 * DAY), clock="untrusted")
    count_all()
    with reading():
        assert not is_covered(MONDAY - DAY)
