"""Bringing a backup back into an empty database, and proving that all of it came."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from server.keeping import counting, hold, outside
from server.keeping import manifest as manifests
from server.keeping.manifest import BackupError, Manifest
from server.keeping.taking import sha256_of
from server.store.address import is_postgresql
from server.store.check import Checked, check_all
from server.store.copying import is_empty
from server.store.database import close_store, open_store, reading, writing
from words import _


class Proof(NamedTuple):
    """What a backup that was brought back shows."""

    checked: Checked
    """The chains, walked entry by entry."""
    missing: dict[str, tuple[int, int]]
    """Tables with another number of rows than the backup says: said, found."""
    ledgers: tuple[str, ...]
    """Ledgers whose mark is another."""

    @property
    def holds(self) -> bool:
        """Whether everything is there and nothing was changed."""
        return not (self.checked.breaks or self.missing or self.ledgers)


def restore(folder: Path, database: str, *, now: datetime, identity: Path | None = None) -> Proof:
    """Bring a backup back into an empty database, and compare; raise `BackupError`.

    Recalls are held from then on until a person has looked (`hold`).
    """
    said = manifests.read(folder)
    _fill(said, folder, database, identity)
    open_store(database)
    proof = prove(said)
    with writing():
        hold.came_back(said.made_at, now)
    return proof


def verify(folder: Path, *, scratch: str = "", identity: Path | None = None) -> Proof:
    """Bring a backup back somewhere aside, compare, and clear it away; raise `BackupError`.

    `scratch`: an empty database for a backup of PostgreSQL.
    """
    said = manifests.read(folder)
    if said.kind == "postgresql" and not scratch:
        raise BackupError(_("hãy nêu một cơ sở dữ liệu trống bằng --into postgresql://…"))
    with TemporaryDirectory(prefix="quay-verify-", dir=folder) as aside:
        target = scratch or str(Path(aside) / "store.sqlite")
        _fill(said, folder, target, identity)
        open_store(target)
        try:
            return prove(said)
        finally:
            close_store()


def prove(said: Manifest) -> Proof:
    """Compare the open database with what a backup says of itself."""
    with reading():
        found = counting.held()
        checked = check_all()
    missing = {
        table: (count, found.rows.get(table, 0))
        for table, count in said.rows.items()
        if found.rows.get(table, 0) != count
    }
    ledgers = {*said.ledgers.items()} ^ {*found.ledgers.items()}
    return Proof(checked, missing, tuple(sorted({name for name, _mark in ledgers})))


def _fill(said: Manifest, folder: Path, database: str, identity: Path | None) -> None:
    kind = "postgresql" if is_postgresql(database) else "sqlite"
    if said.kind != kind:
        wish = _("bản sao lưu này là của {kind}; hãy nêu một cơ sở dữ liệu {kind}")
        raise BackupError(wish.format(kind=said.kind))
    file = folder / said.file
    if not file.exists() or sha256_of(file) != said.sha256:
        raise BackupError(_("{file} thiếu hoặc đã bị sửa").format(file=file))
    with _decrypted(said, file, identity) as plain:
        (_into_postgresql if kind == "postgresql" else _into_file)(plain, database)


def _into_file(plain: Path, database: str) -> None:
    target = Path(database)
    if target.exists():
        raise BackupError(_("{file} đã có; chỉ phục hồi vào chỗ trống").format(file=target))
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    shutil.copyfile(plain, part)
    part.replace(target)


def _into_postgresql(plain: Path, database: str) -> None:
    if not is_empty(database):
        raise BackupError(_("cơ sở dữ liệu đã có bảng; chỉ phục hồi vào chỗ trống"))
    told = outside.environment_for(database)
    command = [
        outside.program("pg_restore"), "--no-owner", "--no-privileges", "--exit-on-error",
        "--single-transaction", f"--dbname={told['PGDATABASE']}", str(plain),
    ]  # fmt: skip
    outside.run(command, environment=told)


@contextmanager
def _decrypted(said: Manifest, file: Path, identity: Path | None) -> Iterator[Path]:
    if not said.is_encrypted:
        yield file
        return
    if identity is None:
        raise BackupError(_("bản sao lưu đã mã hóa; hãy nêu khóa bằng --identity TỆP"))
    with TemporaryDirectory(prefix="quay-restore-", dir=file.parent) as aside:
        plain = Path(aside) / file.stem
        command = [outside.program("age"), "--decrypt", "--identity", str(identity)]
        outside.run(command, source=file, target=plain)
        yield plain
