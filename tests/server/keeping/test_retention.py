"""Every kind of data goes when it is due, for good and with a line in the log; others stay."""

from datetime import timedelta
from pathlib import Path

import pytest

from server.keeping.kind_texts import because, name_of
from server.keeping.kinds import KINDS, STAYS, Kept
from server.keeping.retention import delete_due, due
from server.store.address import is_postgresql
from server.store.copying import table_names
from server.store.database import reading, rows, run, to_text, writing
from tests.server.desk import Desk
from tests.server.outlet import NOW, Outlet


def test_every_table_is_either_deleted_from_or_said_to_stay() -> None:
    kept = [kind.table for kind in KINDS]
    assert len(kept) == len(set(kept))
    assert not set(kept) & set(STAYS)
    assert set(kept) | set(STAYS) == set(table_names())


def test_every_kind_and_every_reason_has_words() -> None:
    assert all(name_of(kind.name) for kind in KINDS)
    assert all(because(reason) for reason in STAYS.values())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_can_be_asked_for(store: Path | str, kind: Kept) -> None:
    assert store
    with reading():
        assert due(kind, NOW) == 0


def seal(outlet: Outlet, seq: int, age: timedelta) -> bytes:
    block = f"{outlet.id}-{seq}-{'ciphertext' * 40}".encode()
    with writing():
        run(
            "INSERT INTO sealed (terminal, epoch, seq, block, stored_at) VALUES (?, ?, ?, ?, ?)",
            (outlet.id, outlet.epoch, seq, block, to_text(NOW - age)),
        )
    return block


def test_what_is_due_goes_and_what_is_not_stays(store: Path | str, outlet: Outlet) -> None:
    assert store
    seal(outlet, 1, timedelta(days=21 * 366))
    seal(outlet, 2, timedelta(days=19 * 366))
    gone = delete_due(NOW)
    assert {name: count for name, count in gone.items() if count} == {"sealed": 1}
    with reading():
        assert rows("SELECT seq FROM sealed") == [(2,)]
        assert rows("SELECT account, object FROM audit") == [
            ("console", "retention: sealed: 1 deleted")
        ]


def test_what_was_deleted_is_in_none_of_the_files(store: Path | str, outlet: Outlet) -> None:
    if is_postgresql(str(store)):
        return
    block = seal(outlet, 1, timedelta(days=21 * 366))
    folder = Path(store).parent
    assert any(block in file.read_bytes() for file in folder.glob("server.db*"))
    delete_due(NOW)
    assert not any(block[-200:] in file.read_bytes() for file in folder.glob("server.db*"))


def test_what_goes_with_another_row_goes_with_it(store: Path | str) -> None:
    assert store
    old, new = (to_text(NOW - timedelta(days=days)) for days in (121, 119))
    with writing():
        for code, at in (("old", old), ("new", new), ("told", old)):
            run("INSERT INTO prescription (code, body, loaded_at) VALUES (?, '', ?)", (code, at))
            run("INSERT INTO nationallines (code, body) VALUES (?, '')", (code,))
        run(
            "INSERT INTO nationalreport (terminal, epoch, seq, code, invoice, state, due_since,"
            " told_entries, tries, next_at, answer) VALUES ('t', 'e', 1, 'told', '', 'waiting', ?,"
            " 0, 0, ?, '')",
            (old, old),
        )
    gone = delete_due(NOW)
    assert (gone["prescription"], gone["national-lines"]) == (2, 1)
    with reading():
        assert rows("SELECT code FROM nationallines ORDER BY code") == [("new",), ("told",)]


def test_no_entry_ever_goes(store: Path | str, outlet: Outlet) -> None:
    assert store
    outlet.sell(3)
    Desk().receive_batch(outlet, outlet.bodies)
    delete_due(NOW + timedelta(days=30 * 366))
    with reading():
        assert rows("SELECT count(*) FROM entry") == [(3,)]
