"""The programs of others that a backup is made with: pg_dump, pg_restore, psql, age."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from server.keeping.manifest import BackupError
from words import _

_NAMES = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
_CHUNK = 1 << 20


def environment_for(url: str) -> dict[str, str]:
    """Return how PostgreSQL's programs are told where to go: no password among their arguments."""
    parts = urlsplit(url)
    told = {
        "PGHOST": parts.hostname,
        "PGPORT": str(parts.port) if parts.port else None,
        "PGUSER": unquote(parts.username) if parts.username else None,
        "PGPASSWORD": unquote(parts.password) if parts.password else None,
        "PGDATABASE": unquote(parts.path.lstrip("/")) or None,
    }
    told |= {_NAMES[key]: value for key, value in parse_qsl(parts.query) if key in _NAMES}
    return {**os.environ, **{key: value for key, value in told.items() if value}}


def program(name: str) -> str:
    """Return where a program is; raise `BackupError` where it is missing."""
    found = shutil.which(name)
    if not found:
        raise BackupError(_("thiếu chương trình {name} trên máy này").format(name=name))
    return found


def run(
    *commands: Sequence[str],
    environment: Mapping[str, str] | None = None,
    source: Path | None = None,
    target: Path | None = None,
) -> None:
    """Run programs, each reading what the one before writes, from a file into a new file.

    Raises `BackupError` with what the first that failed has said.
    """
    with ExitStack() as opened:
        reads: IO[bytes] | int = (
            opened.enter_context(source.open("rb")) if source else subprocess.DEVNULL
        )
        writes: IO[bytes] | int = (
            opened.enter_context(open(target, "xb", opener=_for_me)) if target
            else subprocess.DEVNULL
        )  # fmt: skip
        line = Line(commands, environment, reads, writes)
        opened.callback(line.end)
        line.wait()


class Line:
    """Programs that read one another. What they say is kept apart, so that nobody waits for it."""

    def __init__(
        self,
        commands: Sequence[Sequence[str]],
        environment: Mapping[str, str] | None,
        reads: IO[bytes] | int,
        writes: IO[bytes] | int,
    ) -> None:
        """Start all of them; `writes` may be `subprocess.PIPE`, which is then `output`."""
        self._said: list[IO[bytes]] = []
        self._running: list[subprocess.Popen[bytes]] = []
        for number, command in enumerate(commands, start=1):
            said = tempfile.TemporaryFile()  # noqa: SIM115 - closed by wait
            is_last = number == len(commands)
            process = subprocess.Popen(  # noqa: S603 - the caller's own words
                command,
                stdin=reads,
                stdout=writes if is_last else subprocess.PIPE,
                stderr=said,
                env=dict(environment) if environment else None,
            )
            if number > 1 and not isinstance(reads, int):
                reads.close()  # so that the one before notices when this one ends
            self._said.append(said)
            self._running.append(process)
            reads = process.stdout or subprocess.DEVNULL

    @property
    def output(self) -> IO[bytes]:
        """What the last of them writes."""
        return cast("IO[bytes]", self._running[-1].stdout)

    def wait(self) -> None:
        """Wait until all have ended; raise `BackupError` if one of them failed."""
        ended = [process.wait() for process in self._running]
        told = [
            f"{_name(process)}: {_last_words(said) or status}"
            for process, said, status in zip(self._running, self._said, ended, strict=True)
            if status
        ]
        if told:
            raise BackupError("; ".join(told))

    def end(self) -> None:
        """End whatever still runs."""
        for process in self._running:
            if process.poll() is None:
                process.kill()
            process.wait()
            for pipe in (process.stdout, process.stdin):
                if pipe and not pipe.closed:
                    pipe.close()
        for said in self._said:
            said.close()


def pour(
    line: Line, target: Sequence[str], environment: Mapping[str, str], *, first: bytes, last: bytes
) -> None:
    """Feed what a line writes to a program, and `last` only once the whole line has succeeded.

    Raises `BackupError`; then the program was ended before it saw `last`.
    """
    try:
        with feeding(target, environment) as taker:
            taker.write(first)
            shutil.copyfileobj(line.output, taker, _CHUNK)
            line.wait()
            taker.write(last)
    finally:
        line.end()


@contextmanager
def feeding(
    command: Sequence[str], environment: Mapping[str, str] | None = None
) -> Iterator[IO[bytes]]:
    """Give what a program reads; raise `BackupError` if it fails. It is ended if the block fails.

    Where it ends before it has read all, its own last words are the reason.
    """
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 - the caller's own words
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said,
            env=dict(environment) if environment else None,
        )  # fmt: skip
        try:
            with suppress(BrokenPipeError):
                yield cast("IO[bytes]", process.stdin)
            process.communicate()
        except BaseException:
            process.kill()
            process.wait()
            raise
        finally:
            with suppress(BrokenPipeError):
                cast("IO[bytes]", process.stdin).close()
        if process.returncode:
            raise BackupError(f"{_name(process)}: {_last_words(said) or process.returncode}")


def _for_me(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _name(process: subprocess.Popen[bytes]) -> str:
    words = process.args
    return Path(str(words[0])).name if isinstance(words, Sequence) else str(words)


def _last_words(said: IO[bytes]) -> str:
    said.seek(0)
    lines = said.read().decode(errors="replace").strip().splitlines()
    wrong = [line for line in lines if "error" in line.lower()]
    return (wrong or lines or [""])[0]
