"""A PostgreSQL server of one's own, as durable as a real one: for trying out, and for killing."""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from demo.errors import StageError
from demo.ports import HOST, free_port
from words import _

_USER = "quay"
_DEBIAN = Path("/usr/lib/postgresql")
_WAIT_SECONDS = 60.0


class Postgres:
    """A server with one database, made new when the block begins and gone when it ends.

    Root may not run PostgreSQL: it runs as `postgres` then, or as `nobody`.
    """

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self._folder, self.port = folder, port or free_port()
        self._secret = secrets.token_hex(16)
        self._programs = find_programs()
        self._uid, self._gid = _unprivileged()
        self._process: subprocess.Popen[bytes] | None = None
        self.data = folder / "postgres"
        """Its data and its log; elsewhere if its user cannot enter `folder`."""

    @property
    def url(self) -> str:
        """Where the database is, with user and password."""
        return self.url_of("quay")

    def url_of(self, name: str) -> str:
        """Return where another database of this server is, or would be."""
        return f"postgresql://{_USER}:{self._secret}@{HOST}:{self.port}/{name}"

    def __enter__(self) -> Self:
        """Make the database and start; raise `StageError`."""
        self._make_folder()
        try:
            self._initialise()
            self.start()
            self.create("quay")
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it and remove its data."""
        self.kill()
        shutil.rmtree(self.data, ignore_errors=True)

    def create(self, name: str) -> str:
        """Make another empty database and return where it is."""
        self._run("createdb", "-h", HOST, "-p", str(self.port), "-U", _USER, name)
        return self.url_of(name)

    def start(self) -> None:
        """Start, after a kill with recovery, and wait until it answers; raise `StageError`."""
        with (self.data / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._programs / "postgres"), "-D", str(self.data), *_listening(self.port)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.data,
                start_new_session=True,
                user=self._uid,
                group=self._gid,
            )
        until = time.monotonic() + _WAIT_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                raise StageError(self._last_words())
            time.sleep(0.02)

    def stop(self) -> None:
        """End it in good order; who is connected is sent away."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """SIGKILL to all its processes, as a pulled plug would."""
        process = self._process
        if process is None or process.poll() is not None:
            return
        # Stopped first, so that no process of its is born while the others are counted.
        process.send_signal(signal.SIGSTOP)
        children = _children(process.pid)
        for pid in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._end(signal.SIGKILL)
        # What it shared in memory is free only when the last of them is gone.
        until = time.monotonic() + _WAIT_SECONDS
        while any(_lives(pid) for pid in children) and time.monotonic() < until:
            time.sleep(0.005)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(_WAIT_SECONDS)
            self._process = None

    def _make_folder(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self.data.mkdir(mode=0o700)
        self._give(self.data)
        if not self._may_enter():
            self.data.rmdir()
            self.data = Path(tempfile.mkdtemp(prefix="quay-postgres-"))
            self._give(self.data)

    def _give(self, file: Path) -> None:
        if self._uid is not None and self._gid is not None:
            os.chown(file, self._uid, self._gid)

    def _initialise(self) -> None:
        secret = self.data / "secret"
        secret.write_text(self._secret, encoding="ascii")
        self._give(secret)
        self._run(
            "initdb", "-D", str(self.data / "new"), "-U", _USER, "--pwfile", str(secret),
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8",
        )  # fmt: skip
        secret.unlink()
        for made in (self.data / "new").iterdir():
            made.rename(self.data / made.name)
        (self.data / "new").rmdir()

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._programs / program), *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.data,
            env={**os.environ, "PGPASSWORD": self._secret},
            user=self._uid,
            group=self._gid,
        )
        if done.returncode:
            raise StageError(f"{program}: {done.stderr.strip()}")

    def _answers(self) -> bool:
        ready = [str(self._programs / "pg_isready"), "-q", "-h", HOST, "-p", str(self.port)]
        return subprocess.run(ready, check=False).returncode == 0

    def _may_enter(self) -> bool:
        entered = subprocess.run(
            ["/usr/bin/test", "-w", str(self.data)], check=False, user=self._uid, group=self._gid
        )
        return entered.returncode == 0

    def _last_words(self) -> str:
        lines = (self.data / "log").read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else "postgres"


def find_programs() -> Path:
    """Return the folder of the newest server's programs; raise `StageError` if there is none."""
    path = shutil.which("postgres")
    found = sorted(_DEBIAN.glob("*/bin/postgres"), key=lambda file: float(file.parts[-3]))
    if not path and not found:
        raise StageError(_("thiếu gói postgresql; hãy chạy make setup"))
    return found[-1].parent if found else Path(path or "").resolve().parent


def _unprivileged() -> tuple[int | None, int | None]:
    """Return as whom to run; None: as oneself."""
    if os.geteuid() != 0:
        return None, None
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        user = pwd.getpwnam("nobody")
    return user.pw_uid, user.pw_gid


def _listening(port: int) -> list[str]:
    return ["-h", HOST, "-p", str(port), "-k", ""]


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
