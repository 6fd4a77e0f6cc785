"""A backup is one moment of the database, and comes back whole or not at all."""

import secrets
import subprocess
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from demo.postgres import Postgres
from server.keeping import manifest
from server.keeping.hold import notices_are_held, release
from server.keeping.manifest import BackupError
from server.keeping.restoring import restore, verify
from server.keeping.taking import take
from server.store.address import is_postgresql
from server.store.copying import looking
from server.store.database import close_store, open_store, reading, rows, run, to_text, writing
from server.store.migrations import SCHEMA
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
    open_store(empty)
    assert count("entry") == 12


def test_recalls_are_held_until_a_person_has_looked(
    store: Path | str, outlet: Outlet, empty: str, tmp_path: Path
) -> None:
    fill(outlet, 1)
    take(str(store), tmp_path / "backup", province=PROVINCE, now=NOW)
    restore(tmp_path / "backup", empty, now=NOW)
    open_store(empty)
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
    proof = verify(folder, aside=tmp_path, scratch=empty if is_postgresql(empty) else "")
    assert [broken.seq for broken in proof.checked.breaks] == [3]
    assert not proof.holds
    assert sorted(file.name for file in folder.iterdir()) == before


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


KEY = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
"""A public key that nobody has the other half of."""


def sessions_of(store: Path | str) -> int:
    open_store(store)
    return count("websession")


def test_nobody_is_signed_in_after_a_restore(
    store: Path | str, outlet: Outlet, empty: str, tmp_path: Path
) -> None:
    fill(outlet, 1)
    with writing():
        run(
            "INSERT INTO websession (sha256, account, stage, began_at, seen_at, address, browser,"
            " told) VALUES ('00', 'ha.ds', 'in', ?, ?, '', '', '')",
            (to_text(NOW), to_text(NOW)),
        )
    made = take(str(store), tmp_path / "backup", province=PROVINCE, now=NOW)
    assert made.rows["websession"] == 1
    assert restore(tmp_path / "backup", empty, now=NOW).holds
    assert (sessions_of(empty), sessions_of(store)) == (0, 1)


def test_that_it_came_back_is_in_the_log(
    store: Path | str, outlet: Outlet, empty: str, tmp_path: Path
) -> None:
    fill(outlet, 1)
    take(str(store), tmp_path / "backup", province=PROVINCE, now=NOW)
    restore(tmp_path / "backup", empty, now=NOW)
    open_store(empty)
    with reading():
        ((account, said),) = rows("SELECT account, object FROM audit")
    assert account == "console"
    assert "restored" in said


@pytest.mark.parametrize(
    "change",
    [
        {"rows": {"entry": 3, "mark": 1}},
        {"ledgers": {}},
    ],
)
def test_a_manifest_that_says_something_else_leaves_nothing_in_place(
    store: Path | str, outlet: Outlet, empty: str, tmp_path: Path, change: dict[str, object]
) -> None:
    fill(outlet, 4)
    folder = tmp_path / "backup"
    made = take(str(store), folder, province=PROVINCE, now=NOW)
    manifest.write(msgspec.structs.replace(made, **change), folder)
    assert not restore(folder, empty, now=NOW).holds
    if is_postgresql(empty):
        with looking(empty) as look:
            assert look.tables == ()
    else:
        assert not Path(empty).exists()
    assert not restore(folder, empty, now=NOW, accepts_faults=True).holds
    open_store(empty)
    assert count("entry") == 4
    with reading():
        assert notices_are_held()


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"{}",
        b'{"v": 2}',
        b'{"file": "../store.sqlite"}',
    ],
)
def test_what_is_no_manifest_is_refused(
    store: Path | str, outlet: Outlet, empty: str, tmp_path: Path, said: bytes
) -> None:
    fill(outlet, 1)
    folder = tmp_path / "backup"
    take(str(store), folder, province=PROVINCE, now=NOW)
    good = msgspec.json.decode((folder / manifest.FILE).read_bytes())
    changed = said if not said.startswith(b'{"') else msgspec.json.encode(
        good | msgspec.json.decode(said)
    )  # fmt: skip
    (folder / manifest.FILE).write_bytes(changed)
    with pytest.raises(BackupError):
        restore(folder, empty, now=NOW)


def test_a_backup_of_a_newer_version_is_refused_by_its_number(
    store: Path | str, outlet: Outlet, empty: str, tmp_path: Path
) -> None:
    fill(outlet, 1)
    made = take(str(store), tmp_path / "backup", province=PROVINCE, now=NOW)
    newer = msgspec.structs.replace(made, schema=SCHEMA + 1)
    manifest.write(newer, tmp_path / "backup")
    with pytest.raises(BackupError, match=str(SCHEMA + 1)):
        restore(tmp_path / "backup", empty, now=NOW)


def test_an_attempt_that_was_broken_off_does_not_stand_in_the_way(
    store: Path | str, outlet: Outlet, tmp_path: Path
) -> None:
    fill(outlet, 2)
    folder = tmp_path / "backup"
    (folder / ".quay-aside-left").mkdir(parents=True)
    (folder / ".quay-aside-left" / "store.sqlite").write_bytes(b"half")
    (folder / "store.sqlite.age").write_bytes(b"half")
    (folder / "store.dump").write_bytes(b"half")
    made = take(str(store), folder, province=PROVINCE, now=NOW)
    assert {file.name for file in folder.iterdir()} - {".quay-aside-left"} == {
        made.file,
        manifest.FILE,
    }


def test_keys_are_backed_up_under_encryption_alone(
    store: Path | str, outlet: Outlet, tmp_path: Path
) -> None:
    fill(outlet, 1)
    keys = [tmp_path / "signing.key.pem"]
    keys[0].write_bytes(b"secret")
    with pytest.raises(BackupError):
        take(str(store), tmp_path / "backup", province=PROVINCE, now=NOW, keys=keys)
    assert not (tmp_path / "backup").exists()
    take(str(store), tmp_path / "backup", province=PROVINCE, now=NOW, keys=keys, recipient=KEY)
    held = {file.name: file.read_bytes() for file in (tmp_path / "backup").iterdir()}
    assert manifest.KEYS in held
    assert not any(b"secret" in body for body in held.values())


@pytest.mark.parametrize("name", ["age", "pg_dump"])
def test_a_program_that_is_missing_is_named(
    store: Path | str, outlet: Outlet, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(outlet, 1)
    monkeypatch.setenv("PATH", str(tmp_path))
    if name == "pg_dump" and not is_postgresql(str(store)):
        return
    with pytest.raises(BackupError, match="thiếu chương trình"):
        take(str(store), tmp_path / "backup", province=PROVINCE, now=NOW, recipient=KEY)
    assert not (tmp_path / "backup").exists()


def test_a_folder_that_was_there_stays_and_is_empty_after_a_failure(
    store: Path | str, outlet: Outlet, tmp_path: Path
) -> None:
    fill(outlet, 1)
    (tmp_path / "backup").mkdir()
    with pytest.raises(BackupError, match="age"):
        take(str(store), tmp_path / "backup", province=PROVINCE, now=NOW, recipient="age1nobody")
    assert list((tmp_path / "backup").iterdir()) == []


def test_a_wrong_recipient_and_a_wrong_key_are_told(
    store: Path | str, outlet: Outlet, empty: str, tmp_path: Path
) -> None:
    fill(outlet, 1)
    with pytest.raises(BackupError, match="age"):
        take(str(store), tmp_path / "one", province=PROVINCE, now=NOW, recipient="age1nobody")
    take(str(store), tmp_path / "two", province=PROVINCE, now=NOW, recipient=KEY)
    subprocess.run(
        ["age-keygen", "-o", str(tmp_path / "other")],  # noqa: S607
        check=True, capture_output=True,
    )  # fmt: skip
    with pytest.raises(BackupError, match="age"):
        restore(tmp_path / "two", empty, now=NOW, identity=tmp_path / "other")
    if is_postgresql(empty):
        with looking(empty) as look:
            assert look.tables == ()
    else:
        assert not any(Path(empty).parent.iterdir())
