import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bench import queue
from bench.installed import PeerMissingError
from bench.load.killing import Survived, kept_in, kill_once
from bench.load.queues import INSTALLED, OURS, OURS_SEALED, RAW
from bench.load.syncs import Syncs, count_syncs, counted
from bench.queue import Measured, Size, claims, measure

LOG = """\
11 fdatasync(4</x/raw.sqlite-wal>) = 0
11 getsid(0) = 9
11 fdatasync(4</x/raw.sqlite-wal>) = 0
11 getsid(0) = 9
12 fsync(5</x/other>) = 0
11 fdatasync(4</x/raw.sqlite-wal> <unfinished ...>
11 <... fdatasync resumed>) = 0
11 getsid(0) = 9
11 fdatasync(4</x/raw.sqlite-wal>) = 0
"""


def test_only_what_forces_the_disk_during_the_calls_is_counted() -> None:
    assert counted(LOG, calls=2) == Syncs(each=1.5, usual=1)


def test_a_log_that_lacks_a_mark_is_not_believed() -> None:
    with pytest.raises(ChildProcessError, match="3 marks"):
        counted(LOG, calls=3)


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
def test_strace_sees_one_fsync_for_one_durable_row(tmp_path: Path) -> None:
    assert count_syncs(RAW, tmp_path, None, calls=10) == Syncs(each=1.0, usual=1)


@pytest.fixture
def wrapped(tmp_path: Path) -> Path:
    with closing(sqlite3.connect(tmp_path / "q.db", isolation_level=None)) as database:
        database.execute("CREATE TABLE a (text TEXT, blob BLOB, number INTEGER)")
        database.execute("INSERT INTO a VALUES (?, ?, 9)", ('{"seq":1,"x":2}', b'\x80"seq":2,\x81'))
        database.execute("CREATE TABLE b (text TEXT)")
        database.execute("INSERT INTO b VALUES ('{\"seq\":3,')")
    (tmp_path / "note.txt").write_text('"seq":4,')
    return tmp_path


def test_entries_are_found_in_every_table_however_they_are_wrapped(wrapped: Path) -> None:
    assert kept_in(wrapped) == {1, 2, 3}


def test_a_killed_process_has_kept_what_it_confirmed(tmp_path: Path) -> None:
    for name in (RAW, OURS_SEALED):
        (folder := tmp_path / name[:4]).mkdir()
        confirmed, kept = kill_once(name, folder, None, after=9)
        assert 0 < confirmed == kept


def test_items_that_were_confirmed_from_memory_are_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.load.killing.kept_in", lambda _folder: {1})
    confirmed, kept = kill_once(RAW, tmp_path, None, after=9)
    assert (confirmed > 1, kept) == (True, 1)


def test_everybody_is_timed_in_every_round() -> None:
    size = Size(rounds=2, calls=5, strace=3, kills=0)
    found = measure([OURS, RAW], None, size)
    assert {name: [len(r) for r in one.rounds] for name, one in found.items()} == {
        OURS: [5, 5],
        RAW: [5, 5],
    }
    row = found[OURS].row(OURS)
    assert row["fsyncs usual"] == 1
    assert row["p50 us"] > 0


def measured(seconds: float, *, syncs: int = 1, kept: int = 7) -> Measured:
    return Measured(
        rounds=[[seconds] * 3], syncs=Syncs(float(syncs), syncs), kills=[Survived(7, kept)]
    )


def broken(**found: Measured) -> list[str]:
    """Return the claims that do not hold."""
    fine = {OURS: measured(4e-4), OURS_SEALED: measured(4e-4), RAW: measured(1e-4)}
    return [claim.claim for claim in claims({**fine, **found}) if not claim.holds]


def test_a_claim_breaks_on_a_slow_sale_on_a_second_fsync_and_on_a_lost_sale() -> None:
    assert broken() == []
    assert broken(**{OURS: measured(6e-4)}) == [f"{OURS}: p50 us, 5 raw single rows"]
    assert broken(**{OURS: measured(4e-4, syncs=2)}) == [f"{OURS}: one fsync, and no more"]
    assert broken(**{OURS: measured(4e-4, syncs=0)}) == [f"{OURS}: one fsync, and no more"]
    assert broken(**{OURS_SEALED: measured(4e-4, kept=6)}) == [
        f"{OURS_SEALED}: confirmed sales survive kill -9"
    ]


def test_peers_that_cannot_be_installed_are_named_as_such(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def not_there(name: str) -> Path:
        raise PeerMissingError(name, "no network")

    names: list[str] = []

    def nothing(given: list[str], *_rest: object) -> dict[str, Measured]:
        names.extend(given)
        return {}

    monkeypatch.setattr(queue, "python_peer", not_there)
    monkeypatch.setattr("sys.argv", ["bench.queue", "--quick"])
    monkeypatch.setattr(queue, "measure", nothing)
    monkeypatch.setattr(queue, "claims", lambda _found: [])
    monkeypatch.setattr(queue, "publish", lambda _name, rows, _claims: len(rows))
    assert queue.main() == len(INSTALLED)
    assert not set(INSTALLED) & set(names)
    assert "NOT MEASURED" in capsys.readouterr().err
