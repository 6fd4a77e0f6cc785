"""A sample is the same for the same seed, and what real life could have written."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from server.reference.provinces import provinces
from server.sample.codes import prescription_code
from server.sample.ledger import entries_of
from server.sample.places import LINE_OF, PROVINCE, communes
from server.sample.plan import TerminalPlan
from server.sample.plans import plan_province
from server.sample.references import signing_key
from server.sample.scale import VIETNAM, Planted, Scale
from server.store.check import check_all
from server.store.database import close_store, from_text, open_store, reading, rows
from server.store.marks import all_marks
from tests.server.sample.made import UNTIL, Made, make
from tests.server.sample.naive import Count


def small(seed: int) -> Scale:
    return Scale(outlets=40, days=28, seed=seed, until=UNTIL)


def busiest(scale: Scale) -> TerminalPlan:
    """Return the terminal that sells most to the last day."""
    plans = plan_province(scale).terminals
    return max(plans, key=lambda one: one.rate * (one.heard_until == scale.until))


def test_the_same_seed_gives_the_same_bytes() -> None:
    once, again = (list(entries_of(busiest(small(3)))) for _ in range(2))
    assert once == again
    assert len(once) > 100


def test_another_seed_gives_another_province() -> None:
    one, other = plan_province(small(3)), plan_province(small(4))
    assert [a.rate for a in one.terminals] != [b.rate for b in other.terminals]
    assert one.cast.names != other.cast.names


def test_two_workers_write_what_one_writes(tmp_path: Path) -> None:
    one = make(tmp_path / "one.db", outlets=40, days=28)
    two = make(tmp_path / "two.db", outlets=40, days=28, workers=2)
    assert one.planted == two.planted
    assert _hashes(one) == _hashes(two)


def _hashes(made: Made) -> list[tuple[object, ...]]:
    open_store(made.store)
    with reading():
        found = rows("SELECT sha256, stored_at FROM entry ORDER BY terminal, seq")
    close_store()
    return found


def test_every_chain_holds(opened: Made) -> None:
    with reading():
        checked = check_all()
    assert checked.breaks == ()
    assert checked.entries == opened.planted.entries
    assert checked.ledgers == opened.scale.outlets


@pytest.mark.usefixtures("opened")
def test_marks_reach_the_last_entry() -> None:
    with reading():
        marks = {mark.terminal: mark.through for mark in all_marks()}
        stored = dict(rows("SELECT terminal, max(seq) FROM entry GROUP BY terminal"))
    assert marks == stored


def test_a_shelf_never_holds_less_than_nothing(count: Count) -> None:
    assert count.below_nothing == []


def test_every_count_expects_what_the_entries_say(count: Count) -> None:
    assert count.wrong_counts == []


def test_every_kind_of_business_happens(count: Count) -> None:
    assert set(count.kinds) >= {
        "sale", "return", "void", "goods-in", "stock-count", "write-off", "shift",
        "recall-acknowledged", "override", "price-posted",
    }  # fmt: skip


def test_nothing_is_sold_outside_opening_hours_or_on_closed_days(opened: Made) -> None:
    for plan in opened.plan.terminals:
        if plan.offences.clock_ahead_seconds:
            continue
        with reading():
            found = rows(
                "SELECT at FROM entry WHERE terminal = ? AND kind = 'sale'", (plan.terminal,)
            )
        for (text,) in found:
            at = from_text(text).astimezone(VIETNAM)
            assert plan.opens <= at.time() < plan.closes
            assert at.weekday() not in plan.closed_weekdays
            assert plan.first_day <= at.date() <= plan.sells_until


@pytest.mark.usefixtures("opened")
def test_entries_are_written_in_order_and_stored_in_order() -> None:
    with reading():
        found = rows("SELECT terminal, stored_at FROM entry ORDER BY terminal, seq")
    assert found == sorted(found)


def test_nothing_is_told_after_the_last_moment(opened: Made) -> None:
    with reading():
        ((last,),) = rows("SELECT max(stored_at) FROM entry")
        ((heard,),) = rows("SELECT max(last_contact_at) FROM terminal")
    assert from_text(last) <= opened.scale.until
    assert from_text(heard) <= opened.scale.until


def test_silent_terminals_were_not_heard_of_since(opened: Made) -> None:
    with reading():
        heard = {
            terminal: from_text(at)
            for terminal, at in rows("SELECT id, last_contact_at FROM terminal")
        }
    for one in (*opened.planted.silent, *opened.planted.line_down):
        assert heard.pop(one.terminal) == one.since
    plans = {plan.terminal: plan for plan in opened.plan.terminals}
    for terminal, at in heard.items():
        local = opened.scale.local
        is_open = local.weekday() not in plans[terminal].closed_weekdays
        assert not is_open or opened.scale.until - at < timedelta(minutes=2)


def test_the_line_of_one_commune_is_down(opened: Made) -> None:
    down = {one.outlet for one in opened.planted.line_down}
    assert down == {
        shop.outlet.code for shop in opened.plan.cast.shops if shop.commune.name == LINE_OF
    }


def test_antibiotics_rise_towards_winter() -> None:
    months: dict[int, list[bool]] = {}
    for arrival in entries_of(busiest(Scale(outlets=60, days=180, until=UNTIL))):
        if arrival.entry.kind == "sale":
            is_one = any(drug in arrival.entry.body for drug in (b"SYN044", b"SYN049", b"SYN048"))
            months.setdefault(arrival.entry.at.month, []).append(is_one)
    shares = {month: sum(found) / len(found) for month, found in months.items()}
    assert shares[11] > shares[7]


def test_every_terminal_signs_with_the_key_it_is_registered_with(opened: Made) -> None:
    with reading():
        found = rows("SELECT id, signing_key, province FROM terminal")
    assert len(found) == opened.scale.outlets
    for terminal, pem, province in found:
        key = signing_key(opened.scale.seed, terminal)
        assert load_pem_public_key(pem.encode()) == key.public_key()
        assert province == PROVINCE


def test_no_two_prescriptions_have_one_code() -> None:
    codes = {prescription_code(terminal, n) for terminal in range(60) for n in range(500)}
    assert len(codes) == 60 * 500
    assert all(re.fullmatch(r"99[0-9]{3}[0-9a-z]{7}-c", code) for code in codes)


@pytest.mark.usefixtures("opened")
def test_the_province_is_invented() -> None:
    """No province has its code, no telephone is named, and staff are badge numbers."""
    assert PROVINCE not in {one.code for one in provinces()}
    with reading():
        assert rows("SELECT DISTINCT phone FROM outlet") == [("",)]
        bodies = rows("SELECT body FROM entry WHERE kind = 'sale' LIMIT 2000")
    for (body,) in bodies:
        assert re.search(rb'"staff":"NV-[0-9]+"', bytes(body))


def test_every_commune_has_a_place_on_the_map() -> None:
    places = {(one.q, one.r) for one in communes()}
    assert len(places) == len(communes()) == 61
    assert {one.area for one in communes()} == {"tay", "dong", "nam", "bac", "trung-tam"}


@pytest.mark.parametrize("outlets", [40, 100, 886, 2000])
def test_there_is_something_of_everything_in_a_province_of_any_size(outlets: int) -> None:
    planted = Planted().for_outlets(outlets)
    assert planted.line >= 5
    assert planted.recalled > planted.unacknowledged >= planted.recalled_silent >= 1
    assert planted.antibiotics >= 1
