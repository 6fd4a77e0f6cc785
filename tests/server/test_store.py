import subprocess
import sys
from pathlib import Path

import pytest

from server.store import terminals
from server.store.database import (
    StoreUnavailableError,
    open_store,
    rows,
    run,
)
from tests.server.outlet import Outlet


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


def test_the_mark_reads_no_further_than_the_first_gap(outlet: Outlet) -> None:
    plan = rows(
        """
        EXPLAIN QUERY PLAN
        SELECT seq FROM entry WHERE terminal = ? AND epoch = ? AND seq > ?
        UNION SELECT seq FROM quarantine WHERE terminal = ? AND epoch = ? AND seq > ?
        ORDER BY seq
        """,
        (outlet.id, outlet.epoch, 0) * 2,
    )
    steps = [str(row[3]) for row in plan]
    assert "MERGE (UNION)" in steps
    assert not any("SCAN" in step or "TEMP B-TREE" in step for step in steps)
