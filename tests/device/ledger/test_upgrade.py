"""A database of layout 2, as terminals in the field have it, is brought up where it stands."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from device.ledger import upgrade
from device.ledger.checkup import check_up
from device.ledger.errors import ForeignLedgerError, LedgerError
from device.ledger.ledger import Ledger
from device.ledger.print_jobs import PrintJobs
from device.ledger.projection import differences
from device.ledger.purge import purge
from device.ledger.stock import on_hand, set_aside
from device.ledger.tables import LAYOUT
from tests.device.ledger.books import TERMINAL, open_book, sale, sealed_blocks
from tests.device.ledger.test_damage import aside, begun, check_whole, spoil_header

OLD = Path(__file__).with_name("layout2.sql")
"""Entries 1 to 12, of which 1 to 4 are purged and 5 stays for its sealed block."""
EPOCH = "763332b1d6ec0c90b46e4ef7fa91f0a1"

Whole = list[tuple[int, bytes, str]]


@pytest.fixture
def old(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(OLD.read_text(encoding="utf-8"))
    return file


def entries(file: Path) -> Whole:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT id, body, sha256 FROM entry ORDER BY id").fetchall()


def layout(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def check_figures(ledger: Ledger) -> None:
    """What came back and what was recalled is in quarantine; the rest is as it was."""
    database = ledger.database
    assert [on_hand(database, *one) for one in (("FREE", "A"), ("FREE", "B"), ("PH", "P"))] == [
        880, 140, 290,
    ]  # fmt: skip
    assert (set_aside(database, "FREE", "A"), set_aside(database, "FREE", "B")) == (10, 50)
    assert differences(database) == []
    assert len(sealed_blocks(ledger)) == 2


def test_it_goes_on_in_its_epoch_with_every_entry_as_it_was(old: Path) -> None:
    before = entries(old)
    assert layout(old) == upgrade.BEFORE
    ledger = open_book(old)
    assert ledger.epoch == EPOCH
    assert aside(old) == []
    check_figures(ledger)
    on_prescription = ledger.database.rows("SELECT prescription, id & 4294967295 FROM prescribed")
    assert on_prescription == [("01234ab12cd3-c", 8), ("01234ab12cd3-c", 10)]
    assert PrintJobs(ledger.database).waiting() == 7
    assert ledger.database.rows("SELECT count(*) FROM packing") == [(1,)]
    check_up(ledger.database, TERMINAL, thorough=True)
    assert ledger.commit_sale(sale(), staff="NV-07").number == 13
    ledger.close()
    assert layout(old) == LAYOUT
    assert entries(old)[:-1] == before


def test_it_is_like_one_that_was_made_so(old: Path, tmp_path: Path) -> None:
    open_book(old).close()
    fresh = tmp_path / "fresh" / "ledger.sqlite"
    open_book(fresh).close()
    assert shape(old) == shape(fresh)


def shape(file: Path) -> set[tuple[str, str, str]]:
    with closing(sqlite3.connect(file)) as connection:
        columns = connection.execute(
            "SELECT m.name, c.name, c.type FROM sqlite_master AS m, pragma_table_info(m.name) AS c"
            " WHERE m.type = 'table'"
        ).fetchall()
        others = connection.execute(
            "SELECT type, name, coalesce(sql, '') FROM sqlite_master WHERE type != 'table'"
        ).fetchall()
    return {*columns, *others}


def test_a_fault_in_the_middle_leaves_the_old_one_and_the_next_start_does_it(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = entries(old)

    def fail(_database: object) -> None:
        raise LedgerError("the plug was pulled")

    with monkeypatch.context() as patched:
        patched.setattr(upgrade, "_note_prescriptions", fail)
        with pytest.raises(LedgerError, match="plug"):
            open_book(old)
    assert (layout(old), entries(old)) == (upgrade.BEFORE, before)
    ledger = open_book(old)
    check_figures(ledger)
    ledger.close()


def test_another_terminals_is_left_as_it_is(old: Path) -> None:
    with pytest.raises(ForeignLedgerError):
        open_book(old, "Q33-0002")
    assert layout(old) == upgrade.BEFORE


def test_one_that_cannot_be_opened_is_salvaged_into_the_new_layout(old: Path) -> None:
    before = {body for _key, body, _hash in entries(old)}
    spoil_header(old)
    ledger = open_book(old)
    assert len(aside(old)) == 1
    assert begun(ledger).because == "damaged"
    assert before <= {entry.body for entry in ledger.entries()}
    check_whole(ledger)
    ledger.close()


def test_an_entry_that_cannot_be_read_sends_it_the_way_of_damage(old: Path) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript("DROP TRIGGER entry_never_changes;")
        connection.execute("UPDATE entry SET body = x'00' WHERE seq = 9")
        connection.commit()
    ledger = open_book(old)
    assert begun(ledger).missing == ((9, 9),)
    assert on_hand(ledger.database, "FREE", "A") == 880
    check_whole(ledger)
    ledger.close()


def test_it_is_purged_on_from_where_it_was(old: Path) -> None:
    ledger = open_book(old)
    with ledger.database.writing():
        ledger.database.run("UPDATE outbox SET state = 'received', answered_at = '2026-11-22'")
    assert purge(ledger.database) > 0
    check_figures(ledger)
    ledger.close()
