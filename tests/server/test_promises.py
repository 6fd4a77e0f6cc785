"""What the store promises, on every database."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from peewee import IntegrityError

from server.store import entries, figures, marks, quarantine, terminals
from server.store.check import Fault, check_all
from server.store.database import given, reading, rows, run, to_json, to_text, writing
from server.store.quarantine import Reason, SetAside
from tests.server.desk import Desk
from tests.server.outlet import NOW, Outlet
from tests.server.stores import tamper


def blob(store: Path | str, data: bytes) -> str:
    """Return bytes as a literal of the database."""
    return f"x'{data.hex()}'" if isinstance(store, Path) else f"'\\x{data.hex()}'"


def test_entries_neither_change_nor_go(store: Path | str, outlet: Outlet) -> None:
    outlet.sell()
    Desk().receive_batch(outlet, outlet.bodies)
    statements = ["UPDATE entry SET kind = 'x'", "DELETE FROM entry"]
    if isinstance(store, str):
        statements.append("TRUNCATE entry")
    for statement in statements:
        with pytest.raises(IntegrityError, match="entries never"), writing():
            run(statement)


def test_registering_again_changes_the_outlet_and_revives_only_a_new_key(outlet: Outlet) -> None:
    with writing():
        assert terminals.revoke(outlet.id)
        terminals.register(outlet.registration)
    assert not terminals.find([outlet.id])[outlet.id].active
    enrolled_anew = Outlet(id=outlet.id)
    with writing():
        terminals.register(enrolled_anew.registration)
    found = terminals.find([outlet.id, "Q33-9999"])
    assert list(found) == [outlet.id]
    assert found[outlet.id].active
    assert found[outlet.id].signing_key == enrolled_anew.registration.signing_key
    assert rows("SELECT count(*) FROM terminal") == [(1,)]


def test_revoking_a_terminal_that_is_not_there_says_so(outlet: Outlet) -> None:
    assert outlet.id
    with writing():
        assert not terminals.revoke("Q33-9999")


def test_a_repeat_in_quarantine_is_one_row_that_says_when_it_came_again(store: object) -> None:
    assert store
    aside = SetAside("Q33-0001", "e" * 32, 4, "a" * 64, Reason.CONFLICT, b"x" * 70_000)
    with writing():
        quarantine.set_aside([aside, aside], NOW)
        quarantine.set_aside([aside], NOW + timedelta(hours=1))
    assert rows("SELECT length(body), at, again_at FROM quarantine") == [
        (70_000, to_text(NOW), to_text(NOW + timedelta(hours=1)))
    ]


def test_messages_that_are_not_trusted_cannot_fill_the_disk(store: object) -> None:
    assert store
    forged = [
        SetAside("Q33-0001", "", 0, f"{number:064}", Reason.FORGED, b"") for number in range(150)
    ]
    other = SetAside("Q33-0002", "", 0, "b" * 64, Reason.FORGED, b"")
    with writing():
        quarantine.set_aside([*forged, other], NOW)
    assert rows("SELECT terminal, count(*) FROM quarantine GROUP BY terminal") == [
        ("Q33-0001", quarantine.MAX_MESSAGES),
        ("Q33-0002", 1),
    ]


def test_a_sound_ledger_holds_and_every_kind_of_tampering_is_found(
    store: Path | str, outlet: Outlet
) -> None:
    outlet.sell(5)
    Desk().receive_batch(outlet, outlet.bodies)
    with reading():
        assert check_all().first_break is None
        assert check_all().entries == 5
    tamper(store, f"UPDATE entry SET body = {blob(store, b'{}')} WHERE seq = 4")  # noqa: S608
    assert found(4) is Fault.CHANGED
    tamper(store, "UPDATE entry SET sha256 = 'f' WHERE seq = 3")
    assert found(3) is Fault.CHANGED
    tamper(store, "DELETE FROM entry WHERE seq = 2")
    assert found(2) is Fault.MISSING


def found(seq: int) -> Fault:
    with reading():
        broken = check_all().first_break
    assert broken
    assert broken.seq == seq
    return broken.fault


def test_a_ledger_cut_short_at_its_end_or_hidden_whole_is_found(
    store: Path | str, outlet: Outlet
) -> None:
    outlet.sell(3)
    Desk().receive_batch(outlet, outlet.bodies)
    tamper(store, "DELETE FROM entry WHERE seq = 3")
    assert found(3) is Fault.MISSING
    tamper(store, "DELETE FROM mark")
    tamper(store, "DELETE FROM entry WHERE seq = 1")
    assert found(1) is Fault.MISSING


def test_a_gap_that_the_terminal_has_declared_is_told_and_hides_no_break_behind_it(
    store: Path | str, outlet: Outlet
) -> None:
    outlet.sell(6)
    Desk().receive_batch(outlet, [*outlet.bodies[:2], *outlet.bodies[4:]])
    after = Outlet(id=outlet.id, key=outlet.key)
    after.write(
        "epoch-begun",
        because="damaged",
        previous=outlet.epoch,
        previous_through=6,
        missing=[[3, 3]],
    )
    Desk().receive_batch(after, after.bodies)
    assert found(4) is Fault.MISSING
    Desk().receive_batch(outlet, outlet.bodies[3:4])
    with reading():
        checked = check_all()
    assert (checked.first_break, checked.declared) == (None, 1)
    tamper(store, "UPDATE entry SET sha256 = 'f' WHERE seq = 5")
    assert found(5) is Fault.CHANGED


def test_a_break_in_one_ledger_does_not_hide_the_one_in_another(
    store: Path | str, outlet: Outlet
) -> None:
    other = Outlet(id=outlet.id, key=outlet.key)
    for ledger in (outlet, other):
        ledger.sell(2)
        Desk().receive_batch(ledger, ledger.bodies)
    tamper(store, "UPDATE entry SET sha256 = 'f' WHERE seq = 2")
    with reading():
        assert {broken.epoch for broken in check_all().breaks} == {outlet.epoch, other.epoch}


def test_an_entry_replaced_by_another_with_a_fitting_hash_breaks_the_chain(
    store: Path | str, outlet: Outlet
) -> None:
    outlet.sell(2)
    forged = outlet.sale(2, "0" * 64)
    Desk().receive_batch(outlet, outlet.bodies)
    digest = Outlet(bodies=[forged]).hashes[0]
    tamper(
        store,
        f"UPDATE entry SET body = {blob(store, forged)}, sha256 = '{digest}' WHERE seq = 2",  # noqa: S608
    )
    assert found(2) is Fault.BROKEN
    tamper(store, "UPDATE entry SET epoch = 'moved' WHERE seq = 1")
    with reading():
        broken = check_all().first_break
    assert broken
    assert broken.fault in {Fault.MISSING, Fault.MISPLACED}


def test_a_changed_link_beside_the_body_is_found(store: Path | str, outlet: Outlet) -> None:
    outlet.sell(2)
    Desk().receive_batch(outlet, outlet.bodies)
    tamper(store, "UPDATE entry SET prev = 'x' WHERE seq = 2")
    assert found(2) is Fault.BROKEN


def test_entries_are_listed_in_order_of_terminal_epoch_and_number(outlet: Outlet) -> None:
    outlet.sell(12)
    desk = Desk()
    desk.receive_batch(outlet, outlet.bodies[6:])
    desk.receive_batch(outlet, outlet.bodies[:6])
    with reading():
        listed = list(entries.list_entries(outlet.id))
    assert [(entry.seq, entry.sha256) for entry in listed] == list(
        enumerate(outlet.hashes, start=1)
    )
    assert list(entries.list_entries("Q33-9999")) == []


def test_figures_count_the_sales_of_the_day_at_the_counter(outlet: Outlet) -> None:
    day = NOW.replace(hour=17, minute=0) - timedelta(days=1)  # midnight in Việt Nam
    outlet.sell(1, at=day - timedelta(minutes=1))
    outlet.sell(2, at=day)
    outlet.sell(1, at=day + timedelta(days=1))
    Desk().receive_batch(outlet, outlet.bodies)
    totals = figures.totals(
        heard_since=datetime.now(UTC) - timedelta(hours=1),
        day_begins=day,
        day_ends=day + timedelta(days=1),
    )
    assert (totals.sales, totals.takings_vnd, totals.stored) == (2, 50_000, 4)
    assert (totals.registered, totals.heard) == (1, 1)


def test_marks_of_ledgers_that_nobody_knows_are_nought(store: object) -> None:
    assert store
    assert marks.through("Q33-0001", "e" * 32) == 0
    assert marks.all_marks() == []


def test_what_came_back_and_what_was_undone_is_taken_off_the_takings(outlet: Outlet) -> None:
    outlet.sell(3)
    for kind in ("return", "void", "shift"):
        outlet.write(kind, staff="4071", lines=[], total_vnd=10_000, to_shelf=True)
    Desk().receive_batch(outlet, outlet.bodies)
    totals = figures.totals(
        heard_since=NOW, day_begins=NOW - timedelta(hours=1), day_ends=NOW + timedelta(hours=1)
    )
    assert (totals.sales, totals.takings_vnd, totals.stored) == (3, 3 * 25_000 - 20_000, 6)


def test_sums_are_whole_numbers_and_averages_are_not(outlet: Outlet) -> None:
    outlet.sell(2)
    Desk().receive_batch(outlet, outlet.bodies)
    ((total, average),) = rows("SELECT sum(seq), avg(seq) FROM entry")
    assert (total, type(total), average, type(average)) == (3, int, 1.5, float)


def test_rows_that_are_handed_over_come_apart_as_they_were(store: object) -> None:
    assert store
    sent = [("a'b", 2**53), ('"ệ"', -1), ("?%s", 0)]
    columns = given(name="text", size="bigint")
    query = f"SELECT name, size FROM {columns} AS one ORDER BY size"  # noqa: S608
    assert rows(query, (to_json(sent),)) == sorted(sent, key=lambda row: row[1])


def test_a_transaction_that_fails_leaves_nothing(outlet: Outlet) -> None:
    def fail() -> None:
        with writing():
            terminals.revoke(outlet.id)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert terminals.find([outlet.id])[outlet.id].active


def test_a_long_list_is_read_in_pieces_and_may_be_left_early(outlet: Outlet) -> None:
    outlet.sell(30)
    Desk().receive_batch(outlet, outlet.bodies)
    with reading():
        listed = entries.list_entries()
        assert next(iter(listed)).seq == 1
        assert [entry.seq for entry in entries.ledger(outlet.id, outlet.epoch)][-1] == 30
        assert next(iter(listed)).seq == 2
