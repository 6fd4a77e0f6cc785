"""The real programs, killed in the middle and short of room: nothing half is taken for whole."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from server.__main__ import main
from server.keeping import manifest, space
from server.keeping.hold import notices_are_held
from server.keeping.manifest import BackupError
from server.store.address import is_postgresql
from server.store.copying import looking
from server.store.database import open_store, reading, rows
from tests.server.desk import Desk
from tests.server.keeping.test_backup import empty  # noqa: F401 - a fixture
from tests.server.outlet import Outlet

SLOW = """#!/bin/sh
# Lets half of what it makes through, says that it is there, and waits.
/usr/bin/age "$@" | head -c 30000
echo $$ > "$MARK.part" && mv "$MARK.part" "$MARK"
exec sleep 60
"""


class Office:
    """Settings, keys and a way to run the programs."""

    def __init__(self, folder: Path, store: Path | str) -> None:
        self.folder, self.mark = folder, folder / "mark"
        self.store = self.write("server.toml", str(store))
        self.backup = folder / "backup"
        self.identity, self.public = folder / "key", folder / "key.pub"
        subprocess.run(
            ["age-keygen", "-o", str(self.identity)],  # noqa: S607
            check=True, capture_output=True,
        )  # fmt: skip
        told = subprocess.run(
            ["age-keygen", "-y", str(self.identity)],  # noqa: S607
            check=True, capture_output=True,
        )  # fmt: skip
        self.public.write_bytes(told.stdout)
        slow = folder / "slow" / "age"
        slow.parent.mkdir()
        slow.write_text(SLOW, encoding="ascii")
        slow.chmod(0o755)

    def write(self, name: str, database: str) -> Path:
        """Write settings for a database; return the file."""
        file, nothing = self.folder / name, "nothing.pem"
        (self.folder / nothing).touch()
        file.write_text(
            f'province = "33"\ndatabase = "{database}"\nsigning_key = "{nothing}"\n[broker]\n'
            f'host = "h"\nca = "{nothing}"\ncertificate = "{nothing}"\nkey = "{nothing}"\n',
            encoding="utf-8",
        )
        return file

    def run(
        self, *words: str, settings: Path | None = None, limit: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end; `limit`: how large a file may grow, in KiB."""
        command = self._command(*words, settings=settings)
        shell = ["sh", "-c", f'ulimit -f {limit}; exec "$@"', "sh"] if limit else []
        return subprocess.run([*shell, *command], check=False, capture_output=True, text=True)

    def kill_in_the_middle(self, *words: str, settings: Path | None = None) -> None:
        """Run a program until half of what it makes is there, and kill it alone."""
        self.mark.unlink(missing_ok=True)
        path = f"{self.folder / 'slow'}:{os.environ['PATH']}"
        running = subprocess.Popen(
            self._command(*words, settings=settings),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "PATH": path, "MARK": str(self.mark)},
        )  # fmt: skip
        until(self.mark.exists)
        running.kill()
        running.wait()
        os.kill(int(self.mark.read_text(encoding="ascii")), signal.SIGKILL)

    def _command(self, *words: str, settings: Path | None) -> list[str]:
        file = settings or self.store
        return [sys.executable, "-m", "server", *words, "--settings", str(file)]


def until(condition: object, seconds: float = 60.0) -> None:
    assert callable(condition)
    deadline, pause = monotonic() + seconds, Event()
    while not condition():
        assert monotonic() < deadline
        pause.wait(0.05)


@pytest.fixture
def office(store: Path | str, outlet: Outlet, tmp_path: Path) -> Office:
    outlet.sell(120)
    Desk().receive_batch(outlet, outlet.bodies)
    (tmp_path / "office").mkdir()
    return Office(tmp_path / "office", store)


def is_free(place: str) -> bool:
    if not is_postgresql(place):
        return not Path(place).exists()
    with looking(place) as look:
        return look.tables == ()


def test_a_backup_that_was_killed_is_none_and_the_next_one_is_whole(office: Office) -> None:
    words = ("backup", str(office.backup), "--recipient-file", str(office.public))
    office.kill_in_the_middle(*words)
    with pytest.raises(BackupError):
        manifest.read(office.backup)
    done = office.run(*words)
    assert (done.returncode, done.stderr) == (0, "")
    assert manifest.read(office.backup).rows["entry"] == 120
    assert not list(office.folder.rglob(".quay-aside-*"))


def test_a_restore_that_was_killed_leaves_the_place_free_for_the_next(
    office: Office, empty: str  # noqa: F811 - a fixture
) -> None:  # fmt: skip
    done = office.run("backup", str(office.backup), "--recipient-file", str(office.public))
    assert done.returncode == 0, done.stderr
    there = office.write("there.toml", empty)
    words = ("restore", str(office.backup), "--identity", str(office.identity))
    office.kill_in_the_middle(*words, settings=there)
    until(lambda: is_free(empty))
    done = office.run(*words, settings=there)
    assert (done.returncode, done.stderr) == (0, "")
    open_store(empty)
    with reading():
        assert rows("SELECT count(*) FROM entry") == [(120,)]
        assert notices_are_held()
    if not is_postgresql(empty):
        assert {file.name for file in Path(empty).parent.iterdir()} <= {
            f"store.sqlite{end}" for end in ("", "-wal", "-shm")
        }


def test_without_room_there_is_no_backup_and_with_room_there_is(office: Office) -> None:
    done = office.run("backup", str(office.backup), limit="16")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not office.backup.exists(), "what it wrote is taken back"
    assert office.run("backup", str(office.backup)).returncode == 0


def test_nights_that_fail_leave_nothing_on_the_disk(office: Office) -> None:
    """Neither what failed nor, from the next night on, what was killed."""
    words = ("backup", str(office.backup), "--dated", "--recipient-file", str(office.public))
    office.kill_in_the_middle(*words)
    (half,) = office.backup.iterdir()
    for _night in range(2):
        assert office.run(*words, limit="16").returncode == 1
        assert list(office.backup.iterdir()) == []
    done = office.run(*words, "--keep", "30")
    assert (done.returncode, done.stderr) == (0, "")
    (kept,) = office.backup.iterdir()
    assert manifest.read(kept).rows["entry"] == 120
    assert half != kept


def test_a_disk_that_is_too_small_is_told_before_anything_is_written(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(space, "SPARE_BYTES", 1 << 60)
    assert main(["backup", str(office.backup), "--dated", "--settings", str(office.store)]) == 1
    assert "chưa ghi gì" in capsys.readouterr().err
    assert list(office.backup.iterdir()) == []
    assert main(["backup", str(office.backup / "one"), "--settings", str(office.store)]) == 0


def test_without_room_nothing_comes_back(
    office: Office, empty: str  # noqa: F811 - a fixture
) -> None:  # fmt: skip
    assert office.run("backup", str(office.backup)).returncode == 0
    there = office.write("there.toml", empty)
    if is_postgresql(empty):
        return  # the server's disk, not ours: what fails there is rolled back
    done = office.run("restore", str(office.backup), settings=there, limit="16")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert is_free(empty)


def test_dated_backups_are_thinned_out(office: Office) -> None:
    half = office.backup / "20200101-000000Z"
    half.mkdir(parents=True)
    (half / "store.sqlite.age").touch()
    for _ in range(3):
        done = office.run("backup", str(office.backup), "--dated", "--keep", "2")
        assert done.returncode == 0, done.stderr
    left = sorted(office.backup.iterdir())
    assert len(left) == 2
    assert half not in left


def test_settings_and_keys_come_along_and_come_back(office: Office, tmp_path: Path) -> None:
    done = office.run(
        "backup", str(office.backup), "--recipient-file", str(office.public), "--with-keys"
    )
    assert done.returncode == 0, done.stderr
    opened = subprocess.run(
        ["age", "-d", "-i", str(office.identity), str(office.backup / manifest.KEYS)],  # noqa: S607
        check=True, capture_output=True,
    )  # fmt: skip
    (tmp_path / "root").mkdir()
    subprocess.run(
        ["tar", "-x", "-C", str(tmp_path / "root")],  # noqa: S607
        check=True, input=opened.stdout,
    )  # fmt: skip
    back = tmp_path / "root" / str(office.store).lstrip("/")
    assert back.read_bytes() == office.store.read_bytes()
    assert back.with_name("nothing.pem").exists()


def test_keys_without_encryption_and_keys_that_are_missing_are_refused(office: Office) -> None:
    done = office.run("backup", str(office.backup), "--with-keys")
    assert (done.returncode, "mã hóa" in done.stderr) == (1, True)
    (office.folder / "nothing.pem").unlink()
    done = office.run(
        "backup", str(office.backup), "--with-keys", "--recipient-file", str(office.public)
    )
    assert (done.returncode, "nothing.pem" in done.stderr) == (1, True)


def test_the_empty_file_that_set_up_made_keeps_its_rights(office: Office, tmp_path: Path) -> None:
    if is_postgresql(office.store.read_text(encoding="utf-8").split('"')[3]):
        return
    assert office.run("backup", str(office.backup)).returncode == 0
    place = tmp_path / "made.sqlite"
    place.touch()
    place.chmod(0o660)
    there = office.write("there.toml", str(place))
    done = office.run("restore", str(office.backup), settings=there)
    assert (done.returncode, done.stderr) == (0, "")
    assert place.stat().st_mode & 0o777 == 0o660


def test_a_log_that_lies_beside_the_place_is_not_taken_for_its_own(
    office: Office, empty: str  # noqa: F811 - a fixture
) -> None:  # fmt: skip
    if is_postgresql(empty):
        return
    assert office.run("backup", str(office.backup)).returncode == 0
    Path(empty).parent.mkdir(parents=True)
    Path(f"{empty}-wal").write_bytes(b"of another database")
    done = office.run("restore", str(office.backup), settings=office.write("there.toml", empty))
    assert (done.returncode, "-wal" in done.stderr) == (1, True)
