"""A PostgreSQL server whose data outlives the run: what took an hour to make is used again."""

import shutil
from pathlib import Path
from types import TracebackType
from typing import Self

from demo.postgres import Postgres

_SETTINGS = """
shared_buffers = 2GB
effective_cache_size = 8GB
work_mem = 32MB
maintenance_work_mem = 512MB
max_wal_size = 8GB
random_page_cost = 1.1
jit = off
track_commit_timestamp = on
"""
"""As somebody sets up a database of this size; PostgreSQL's defaults are for a small machine."""


class KeptPostgres(Postgres):
    """Made new where it is not there; stopped in good order at the end, and left."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._note = folder / "kept"
        """Where the data is, and the secret that opens it."""
        if self._note.exists():
            where, self._secret = self._note.read_text().splitlines()
            self.data = Path(where)
        self.is_new = not (self.data / "PG_VERSION").exists()

    def __enter__(self) -> Self:
        """Start what is there, or make it; raise `StageError`."""
        if not self.is_new:
            self.start()
            return self
        self._note.unlink(missing_ok=True)
        shutil.rmtree(self.data, ignore_errors=True)
        super().__enter__()
        self._note.touch(mode=0o600)
        self._note.write_text(f"{self.data}\n{self._secret}\n")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it."""
        self.stop()

    def _initialise(self) -> None:
        super()._initialise()
        with (self.data / "postgresql.conf").open("a", encoding="ascii") as settings:
            settings.write(_SETTINGS)

    def forget(self) -> None:
        """Remove everything; not while it runs."""
        shutil.rmtree(self.data, ignore_errors=True)
        self._note.unlink(missing_ok=True)
