"""A backup is one moment of the database, and comes back whole or not at all."""

import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.postgres import Postgres
from server.keeping import manifest
from server.keeping.hold import notices_are_held, release
from server.keeping.manifest import BackupError
from server.keeping.restoring import restore, verify
from server.keeping.taking import take
from server.store.address import is_postgresql
from server.store.database import close_store, open_store, reading, rows, run, writing
from tests.server.desk import Desk
from tests.server.outlet import NOW, Outlet
from tests.server.stores import drop_database

PROVINCE = "33"


@pytest.fixture
def empty(store: Path | str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a backup of `store` can be brought back."""
    if not is_postgresql(str(store)):
        yield str(tmp_path / "back" / "store.sqlite")
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.create(f"empty{secrets.token_hex(4)}")
    yield url
    close_store()
    drop_database(server, url)


def fill(outlet: Outlet, entries: int) -> None:
    have = len(outlet.bodies)
    outlet.sell(entries)
    Desk().receive_batch(outlet, outlet.bodies[have:])


def count(table: str) -> int:
    with reading():
        return int(rows(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608 - a test's own word


def test_what_was_stored_comes_back_with_its_chains(
    store: Path | str, outlet: Outlet, empty: str, tmp_path: Path
) -> None:
    fill(outlet, 12)
    made = take(str(store), tmp_path / "backup", province=PROVINCE, now=NOW)
    assert made.rows["entry"] == 12
    open_store(store)
    fill(outlet, 3)
    proof = restore(tmp_path / "backup", empty, now=NOW)
    assert proof.holds
    assert proof.checked.entries == 12
    assert count("entry") == 12


def test_recalls_are_held_until_a_person_has_looked(
    store: Path | str, outlet: Outlet, empty: str, tmp_path: Path
) -> None:
    fill(outlet, 1)
    take(str(store), tmp_path / "backup", province=PROVINCE, now=NOW)
    restore(tmp_path / "backup", empty, now=NOW)
    with reading():
        assert notices_are_held()
    with writing():
        assert release("DS. Hà", NOW) == 1
    with reading():
        assert not notices_are_held()


def test_a_backup_is_never_brought_back_over_something(
    store: Path | str, outlet: Outlet, tmp_path: Path
) -> None:
    fill(outlet, 2)
    take(str(store), tmp_path / "backup", province=PROVINCE, now=NOW)
    with pytest.raises(BackupError):
        restore(tmp_path / "backup", str(store), now=NOW)
    open_store(store)
    assert count("entry") == 2


def test_a_backup_that_was_changed_is_refused(
    store: Path | str, outlet: Outlet, empty: str, tmp_path: Path
) -> None:
    fill(outlet, 2)
    folder = tmp_path / "backup"
    made = take(str(store), folder, province=PROVINCE, now=NOW)
    file = folder / made.file
    body = bytearray(file.read_bytes())
    body[len(body) // 2] ^= 1
    file.write_bytes(body)
    with pytest.raises(BackupError):
        restore(folder, empty, now=NOW)


def test_a_backup_that_was_cut_short_is_none(
    store: Path | str, outlet: Outlet, empty: str, tmp_path: Path
) -> None:
    fill(outlet, 2)
    folder = tmp_path / "backup"
    take(str(store), folder, province=PROVINCE, now=NOW)
    (folder / manifest.FILE).unlink()
    with pytest.raises(BackupError):
        restore(folder, empty, now=NOW)


def test_a_folder_with_something_in_it_is_refused(
    store: Path | str, outlet: Outlet, tmp_path: Path
) -> None:
    fill(outlet, 1)
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "mine").touch()
    with pytest.raises(BackupError):
        take(str(store), tmp_path / "backup", province=PROVINCE, now=NOW)


def test_verify_finds_a_changed_entry_and_leaves_nothing_behind(
    store: Path | str, outlet: Outlet, empty: str, tmp_path: Path
) -> None:
    fill(outlet, 5)
    in_postgresql = is_postgresql(str(store))
    with writing():  # what nobody can do by mistake: the guard is taken off first
        run("DROP TRIGGER entry_never_changes" + (" ON entry" if in_postgresql else ""))
        fresh = "convert_to(prev, 'UTF8')" if in_postgresql else "CAST(prev AS blob)"
        run(f"UPDATE entry SET body = {fresh} WHERE seq = 3")  # noqa: S608 - a fixed text
    folder = tmp_path / "backup"
    take(str(store), folder, province=PROVINCE, now=NOW)
    before = sorted(file.name for file in folder.iterdir())
    proof = verify(folder, scratch=empty if is_postgresql(empty) else "")
    assert [broken.seq for broken in proof.checked.breaks] == [3]
    assert not proof.holds
    assert sorted(file.name for file in folder.iterdir()) == before


@pytest.mark.skipif(not shutil.which("age"), reason="no program: age")
def test_an_encrypted_backup_opens_with_its_key_alone(
    store: Path | str, outlet: Outlet, empty: str, tmp_path: Path
) -> None:
    fill(outlet, 4)
    identity = tmp_path / "key"
    subprocess.run(["age-keygen", "-o", str(identity)], check=True, capture_output=True)  # noqa: S607
    recipient = subprocess.run(
        ["age-keygen", "-y", str(identity)],  # noqa: S607
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    folder = tmp_path / "backup"
    made = take(str(store), folder, province=PROVINCE, now=NOW, recipient=recipient)
    assert outlet.id.encode() not in (folder / made.file).read_bytes()
    assert sorted(file.name for file in folder.iterdir()) == ["backup.json", made.file]
    with pytest.raises(BackupError):
        restore(folder, empty, now=NOW)
    assert restore(folder, empty, now=NOW, identity=identity).holds
