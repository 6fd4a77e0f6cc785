import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from peewee import IntegrityError

from server.store import entries, figures, marks, quarantine, terminals
from server.store.check import Fault, check_all
from server.store.database import (
    StoreUnavailableError,
    open_store,
    reading,
    rows,
    run,
    to_text,
    writing,
)
from server.store.quarantine import Reason, SetAside
from tests.server.desk import Desk
from tests.server.outlet import NOW, Outlet


def tamper(file: Path, *statements: str) -> None:
    """Change the database as an intruder would, past the triggers."""
    with sqlite3.connect(file) as intruder:
        intruder.execute("DROP TRIGGER entry_never_changes")
        intruder.execute("DROP TRIGGER entry_never_goes")
        for statement in statements:
            intruder.execute(statement)
    intruder.close()


def test_a_commit_is_on_the_disk_and_the_references_hold(store: Path) -> None:
    assert store.exists()
    assert rows("PRAGMA journal_mode") == [("wal",)]
    assert rows("PRAGMA synchronous") == [(2,)]
    assert rows("PRAGMA foreign_keys") == [(1,)]
    assert rows("PRAGMA busy_timeout") == [(5000,)]


def test_the_file_is_private_and_opening_it_again_keeps_what_it_holds(
    store: Path, outlet: Outlet
) -> None:
    assert store.stat().st_mode & 0o077 == 0
    open_store(store)
    assert terminals.is_registered(outlet.id)


def test_processes_that_start_at_the_same_time_make_one_database(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from server.store.database import open_store;"
        "open_store(Path(sys.argv[1]))"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "new.db")]) for _ in range(4)
    ]
    assert [process.wait(60) for process in running] == [0] * 4


def test_a_database_of_a_newer_schema_is_left_alone(store: Path) -> None:
    run("PRAGMA user_version = 99")
    with pytest.raises(StoreUnavailableError, match="99"):
        open_store(store)


def test_a_folder_that_is_not_there_and_a_file_that_is_no_database_are_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailableError, match="No such file"):
        open_store(tmp_path / "nowhere" / "server.db")
    (tmp_path / "text.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreUnavailableError, match="not a database"):
        open_store(tmp_path / "text.db")


def test_entries_neither_change_nor_go(outlet: Outlet) -> None:
    outlet.sell()
    Desk().receive_batch(outlet, outlet.bodies)
    for statement in ("UPDATE entry SET kind = 'x'", "DELETE FROM entry"):
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


def test_a_repeat_in_quarantine_is_one_row_that_says_when_it_came_again(store: Path) -> None:
    assert store.exists()
    aside = SetAside("Q33-0001", "e" * 32, 4, "a" * 64, Reason.CONFLICT, b"x" * 70_000)
    with writing():
        quarantine.set_aside([aside, aside], NOW)
        quarantine.set_aside([aside], NOW + timedelta(hours=1))
    assert rows("SELECT length(body), at, again_at FROM quarantine") == [
        (65_536, to_text(NOW), to_text(NOW + timedelta(hours=1)))
    ]


def test_messages_that_are_not_trusted_cannot_fill_the_disk(store: Path) -> None:
    assert store.exists()
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


def test_the_mark_reads_no_further_than_the_first_gap(outlet: Outlet) -> None:
    plan = rows(
        """
        EXPLAIN QUERY PLAN
        SELECT seq FROM entry WHERE terminal = ?1 AND epoch = ?2 AND seq > ?3
        UNION SELECT seq FROM quarantine WHERE terminal = ?1 AND epoch = ?2 AND seq > ?3
        ORDER BY seq
        """,
        (outlet.id, outlet.epoch, 0),
    )
    steps = [str(row[3]) for row in plan]
    assert "MERGE (UNION)" in steps
    assert not any("SCAN" in step or "TEMP B-TREE" in step for step in steps)


def test_a_sound_ledger_holds_and_every_kind_of_tampering_is_found(
    store: Path, outlet: Outlet
) -> None:
    outlet.sell(5)
    Desk().receive_batch(outlet, outlet.bodies)
    with reading():
        assert check_all().first_break is None
        assert check_all().entries == 5
    tamper(store, "UPDATE entry SET body = replace(body, '12500', '99999') WHERE seq = 4")
    assert found(4) is Fault.CHANGED
    tamper_more(store, "UPDATE entry SET sha256 = 'f' WHERE seq = 3")
    assert found(3) is Fault.CHANGED
    tamper_more(store, "DELETE FROM entry WHERE seq = 2")
    assert found(2) is Fault.MISSING


def found(seq: int) -> Fault:
    with reading():
        broken = check_all().first_break
    assert broken
    assert broken.seq == seq
    return broken.fault


def tamper_more(file: Path, statement: str) -> None:
    with sqlite3.connect(file) as intruder:
        intruder.execute(statement)
    intruder.close()


def test_a_ledger_cut_short_at_its_end_or_hidden_whole_is_found(
    store: Path, outlet: Outlet
) -> None:
    outlet.sell(3)
    Desk().receive_batch(outlet, outlet.bodies)
    tamper(store, "DELETE FROM entry WHERE seq = 3")
    assert found(3) is Fault.MISSING
    tamper_more(store, "DELETE FROM mark")
    tamper_more(store, "DELETE FROM entry WHERE seq = 1")
    assert found(1) is Fault.MISSING


def test_an_entry_replaced_by_another_with_a_fitting_hash_breaks_the_chain(
    store: Path, outlet: Outlet
) -> None:
    outlet.sell(2)
    forged = outlet.sale(2, "0" * 64)
    Desk().receive_batch(outlet, outlet.bodies)
    digest = Outlet(bodies=[forged]).hashes[0]
    tamper(
        store,
        f"UPDATE entry SET body = x'{forged.hex()}', sha256 = '{digest}' WHERE seq = 2",  # noqa: S608
    )
    assert found(2) is Fault.BROKEN
    tamper_more(store, "UPDATE entry SET epoch = 'moved' WHERE seq = 1")
    with reading():
        broken = check_all().first_break
    assert broken
    assert broken.fault in {Fault.MISSING, Fault.MISPLACED}


def test_a_changed_link_beside_the_body_is_found(store: Path, outlet: Outlet) -> None:
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


def test_marks_of_ledgers_that_nobody_knows_are_nought(store: Path) -> None:
    assert store.exists()
    assert marks.through("Q33-0001", "e" * 32) == 0
    assert marks.all_marks() == []
