"""Accounts and folders, made by systemd's own tools, tried by those accounts."""

import os
import pwd
import shutil
import sqlite3
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.systemd.unit import FOLDER, LEDGER, STORE, UNITS, Unit

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("systemd-sysusers") or not shutil.which("setpriv"),
    reason="only root can try other accounts, and systemd-sysusers must be there",
)

DATABASES = {LEDGER: "var/lib/quay/ledger.sqlite", STORE: "var/lib/quay-server/store.sqlite"}
TERMINAL_KEYS = ("terminal.key.pem", "signing.key.pem", "book.locked", "book.pub.pem")
SERVER_KEYS = (
    "signing.key.pem",
    "ingest.key.pem",
    "answers.key.pem",
    "door.key.pem",
    "enrol.key.pem",
    "ca.crt.pem",
)
PAIRS = (LEDGER, *((STORE[0], other) for other in STORE[1:]))


@dataclass(frozen=True)
class Machine:
    """A machine's files, below a folder."""

    root: Path

    def account(self, unit: str) -> tuple[int, int]:
        """Return user and group that a unit runs as."""
        user, group = Unit(unit).one("User"), Unit(unit).one("Group")
        return self._number("passwd", user), self._number("group", group)

    def groups(self, unit: str) -> list[int]:
        """Return the groups that a unit adds to its own."""
        return [self._number("group", name) for name in Unit(unit).words("SupplementaryGroups")]

    def _number(self, file: str, name: str) -> int:
        lines = (self.root / "etc" / file).read_text(encoding="utf-8").splitlines()
        (found,) = [line.split(":")[2] for line in lines if line.split(":")[0] == name]
        return int(found)

    def may_read(self, unit: str, file: str) -> bool:
        user, group = self.account(unit)
        more = ",".join(map(str, self.groups(unit)))
        tried = subprocess.run(
            ["setpriv", f"--reuid={user}", f"--regid={group}",  # noqa: S607
             f"--groups={more}" if more else "--clear-groups",
             "cat", str(self.root / file)],
            check=False,
            capture_output=True,
        )  # fmt: skip
        return tried.returncode == 0

    def reaches(self, unit: str, file: str) -> bool:
        """Whether a unit's program can read a file: its account may, and systemd lets it."""
        closed = [path.lstrip("-/") for path in Unit(unit).words("InaccessiblePaths")]
        is_closed = any(Path(file).is_relative_to(path) for path in closed)
        return not is_closed and self.may_read(unit, file)

    def run_as(self, unit: str, step: Callable[[], None]) -> None:
        """Do something in a process of the unit's account."""
        with self.running_as(unit, lambda _wait: step()):
            pass

    @contextmanager
    def running_as(self, unit: str, step: Callable[[Callable[[], None]], None]) -> Iterator[None]:
        """Do something in a process of the unit's account, with its mask.

        The process is handed a function; when it calls that, the block runs, and it waits for it.
        """
        user, group = self.account(unit)
        (told, tell), (heard, hear) = os.pipe(), os.pipe()

        def wait() -> None:
            os.write(tell, b"!")
            os.close(hear)
            os.read(heard, 1)

        child = os.fork()
        if child == 0:
            status = 1
            try:
                os.setgroups([])
                os.setgid(group)
                os.setuid(user)
                os.umask(int(Unit(unit).one("UMask"), 8))
                step(wait)
                status = 0
            finally:
                os._exit(status)
        os.close(tell)
        os.read(told, 1)
        try:
            yield
        finally:
            for end in (hear, told, heard):
                os.close(end)
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert status == 0


@pytest.fixture
def machine() -> Iterator[Machine]:
    root = Path(tempfile.mkdtemp(prefix="quay-machine-"))
    root.chmod(0o755)
    try:
        for folder, keys in (("terminal", TERMINAL_KEYS), ("server", SERVER_KEYS)):
            (root / "etc/quay" / folder).mkdir(parents=True, mode=0o700)
            for key in keys:
                (root / "etc/quay" / folder / key).touch(mode=0o600 if "pub" not in key else 0o644)
        (root / "etc/quay/server/ca.crt.pem").chmod(0o644)
        (root / "etc/quay/signer.password").touch(mode=0o600)
        for place in ("terminal", "server"):
            run("systemd-sysusers", f"--root={root}", FOLDER / f"quay-{place}.sysusers.conf")
            run(
                "systemd-tmpfiles",
                "--create",
                f"--root={root}",
                FOLDER / f"quay-{place}.tmpfiles.conf",
            )
        yield Machine(root)
    finally:
        shutil.rmtree(root)


def run(*command: str | Path) -> None:
    done = subprocess.run(list(map(str, command)), check=False, capture_output=True, text=True)
    complaints = [line for line in done.stderr.splitlines() if not line.startswith("Creating")]
    assert (done.returncode, complaints) == (0, [])


def test_every_account_is_made_and_none_can_sign_in(machine: Machine) -> None:
    for name in UNITS:
        user, _group = machine.account(name)
        assert user != 0
        lines = (machine.root / "etc/passwd").read_text(encoding="utf-8").splitlines()
        (line,) = [line for line in lines if line.startswith(f"{Unit(name).one('User')}:")]
        assert line.endswith("nologin")
        assert user not in {known.pw_uid for known in pwd.getpwall()} or user < 1000


def test_every_group_that_a_unit_names_exists(machine: Machine) -> None:
    lines = (machine.root / "etc/group").read_text(encoding="utf-8").splitlines()
    groups = {line.split(":")[0] for line in lines}
    for name in UNITS:
        assert {Unit(name).one("Group"), *Unit(name).words("SupplementaryGroups")} <= groups


def test_each_key_is_read_by_those_who_need_it_and_nobody_else(machine: Machine) -> None:
    readers = {
        f"{folder}/{key}": {
            unit for unit in UNITS if machine.reaches(unit, f"etc/quay/{folder}/{key}")
        }
        for folder, keys in (("terminal", TERMINAL_KEYS), ("server", SERVER_KEYS))
        for key in keys
    }
    assert readers == {
        "terminal/terminal.key.pem": {"quay-link"},
        "terminal/signing.key.pem": {"quay-link", "quay-ui"},
        "terminal/book.locked": {"quay-ui"},
        "terminal/book.pub.pem": set(UNITS) - {"quay-display"},
        "server/signing.key.pem": {
            "quay-ingest",
            "quay-door",
            "quay-answers",
            "quay-enrol-door",
        },
        "server/ingest.key.pem": {"quay-ingest"},
        "server/door.key.pem": {"quay-door"},
        "server/answers.key.pem": {"quay-answers"},
        "server/enrol.key.pem": {"quay-enrol-door"},
        "server/ca.crt.pem": {
            unit
            for unit in UNITS
            if "-/etc/quay/server" not in Unit(unit).words("InaccessiblePaths")
        },
    }


@pytest.mark.parametrize("owner_first", [True, False])
@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_two_accounts_write_one_database(
    machine: Machine, pair: tuple[str, str], *, owner_first: bool
) -> None:
    file = machine.root / DATABASES[LEDGER if pair == LEDGER else STORE]
    first, second = pair if owner_first else pair[::-1]

    def write(wait: Callable[[], None] = lambda: None) -> None:
        with closing(sqlite3.connect(file)) as database:
            database.execute("pragma journal_mode = wal")
            with database:
                database.execute("create table if not exists entry (seq integer)")
                database.execute("insert into entry values (1)")
            wait()

    with machine.running_as(first, write):
        machine.run_as(second, write)
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
        assert set(modes.values()) == {0o660}
        assert len(modes) == 3, "the database, its -wal and its -shm"
    machine.run_as(second, write)
    machine.run_as(first, write)
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("select count(*) from entry").fetchone() == (4,)


def test_strangers_have_no_way_into_the_databases(machine: Machine) -> None:
    for pair, file in DATABASES.items():
        for unit in UNITS:
            assert machine.reaches(unit, file) == (unit in pair), unit


def test_the_link_can_say_how_it_is_and_the_screen_can_hear_it(machine: Machine) -> None:
    note = machine.root / "run/quay/link.json"

    def say() -> None:
        fresh = note.with_suffix(".fresh")
        fresh.write_text("{}", encoding="utf-8")
        fresh.replace(note)

    machine.run_as("quay-link", say)
    assert machine.may_read("quay-ui", "run/quay/link.json")
    assert not machine.may_read("quay-web", "run/quay/link.json")


def test_nobody_but_the_signer_opens_the_issuing_key(machine: Machine) -> None:
    key = machine.root / "var/lib/quay-signer/issuing.key.pem"
    key.touch(mode=0o600)
    os.chown(key, *machine.account("quay-signer"))
    password = machine.root / "etc/quay/signer.password"
    for file in (key, password):
        readers = {unit for unit in UNITS if machine.may_read(unit, str(file))}
        assert readers == {"quay-signer"}


def test_the_enrolment_door_alone_may_knock_at_the_signers(machine: Machine) -> None:
    """The unit makes its run folder with its own group, and so the program its socket."""
    folder = machine.root / "run/quay-signer"
    folder.mkdir(parents=True, mode=int(Unit("quay-signer").one("RuntimeDirectoryMode"), 8))
    os.chown(folder, *machine.account("quay-signer"))
    machine.run_as("quay-signer", (folder / "signer.sock").touch)
    knocking = {unit for unit in UNITS if machine.may_read(unit, "run/quay-signer/signer.sock")}
    assert knocking == {"quay-signer", "quay-enrol-door"}


@pytest.mark.parametrize("name", ["quay-ui", "quay-ingest", "quay-signer"])
def test_a_state_folder_is_made_as_the_unit_would_make_it(machine: Machine, name: str) -> None:
    unit = Unit(name)
    found = (machine.root / "var/lib" / unit.one("StateDirectory")).stat()
    assert (found.st_uid, found.st_gid) == machine.account(name), "else systemd takes it all back"
    assert stat.S_IMODE(found.st_mode) == int(unit.one("StateDirectoryMode"), 8)
