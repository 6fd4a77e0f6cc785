"""Bringing a backup back into an empty database, and proving that all of it came."""

from datetime import datetime
from pathlib import Path

from server.accounts import audit
from server.accounts.audit import Action
from server.keeping import counting, filling, hold
from server.keeping import manifest as manifests
from server.keeping.aside import beside, room
from server.keeping.manifest import BackupError, Manifest
from server.keeping.proof import Proof, compare
from server.store.address import is_postgresql
from server.store.check import check_all
from server.store.copying import clear, into_one_file, looking
from server.store.database import close_store, open_store, reading, writing
from server.store.migrations import SCHEMA
from words import _


def restore(
    folder: Path,
    database: str,
    *,
    now: datetime,
    identity: Path | None = None,
    accepts_faults: bool = False,
) -> Proof:
    """Bring a backup back into an empty database, and compare; raise `BackupError`, `OSError`.

    Recalls are held from then on until a person has looked (`hold`), and nobody is signed in. What
    does not hold is not left in place, unless `accepts_faults`. Killed in the middle it leaves the
    place as empty as it was.
    """
    said = _readable(folder, database)
    into = _into_postgresql if said.kind == "postgresql" else _into_file
    return into(said, folder, database, now, identity, accepts_faults=accepts_faults)


def verify(folder: Path, *, aside: Path, scratch: str = "", identity: Path | None = None) -> Proof:
    """Bring a backup back somewhere aside, compare, and clear it away; raise `BackupError`.

    `aside`: a folder with room for it; `scratch`: an empty database for a backup of PostgreSQL.
    """
    said = manifests.read(folder)
    if said.kind == "postgresql" and not scratch:
        raise BackupError(_("hãy nêu một cơ sở dữ liệu trống bằng --into postgresql://…"))
    with room(aside) as place:
        database = scratch or str(place / "store.sqlite")
        said = _readable(folder, database)
        if said.kind == "sqlite":
            filling.fill_file(said, folder, Path(database), identity)
            return _prove(said, database)
        filling.fill_postgresql(said, folder, database, identity)
        try:
            return _prove(said, database)
        finally:
            clear(database)


def _readable(folder: Path, database: str) -> Manifest:
    """Return the manifest of a backup that may be brought back here."""
    said = manifests.read(folder)
    kind = "postgresql" if is_postgresql(database) else "sqlite"
    if said.kind != kind:
        wish = _("bản sao lưu này là của {kind}; hãy nêu một cơ sở dữ liệu {kind}")
        raise BackupError(wish.format(kind=said.kind))
    if said.schema > SCHEMA:
        newer = _(
            "bản sao lưu của phiên bản mới hơn (lược đồ {theirs}, máy này {ours}); hãy cập nhật"
        )
        raise BackupError(newer.format(theirs=said.schema, ours=SCHEMA))
    return said


def _prove(said: Manifest, database: str) -> Proof:
    """Compare what came back with what the backup says, then bring it up to date and walk it."""
    with looking(database) as look:
        found = counting.held(look)
    open_store(database)
    try:
        with reading():
            return compare(said, found, check_all())
    finally:
        close_store()


def _into_file(
    said: Manifest, folder: Path, database: str, now: datetime, identity: Path | None, *,
    accepts_faults: bool,
) -> Proof:  # fmt: skip
    """Make everything ready beside the place, and put it there in one step."""
    target = Path(database)
    filling.must_be_free(target)
    with room(beside(database)) as aside:
        part = aside / "store.sqlite"
        filling.fill_file(said, folder, part, identity)
        proof = _prove(said, str(part))
        if proof.holds or accepts_faults:
            open_store(part)
            _note(said, now)
            close_store()
            into_one_file(part)
            filling.put_in_place(part, target)
    return proof


def _into_postgresql(
    said: Manifest, folder: Path, database: str, now: datetime, identity: Path | None, *,
    accepts_faults: bool,
) -> Proof:  # fmt: skip
    """Fill in one transaction, in which recalls are held and sessions end, and compare after."""
    filling.fill_postgresql(
        said, folder, database, identity, last=hold.statements(said, now)
    )  # fmt: skip
    proof = _prove(said, database)
    if not proof.holds and not accepts_faults:
        clear(database)
        return proof
    open_store(database)
    _note(said, now)
    close_store()
    return proof


def _note(said: Manifest, now: datetime) -> None:
    with writing():
        hold.came_back(said.made_at, now)
        what = f"database: backup of {said.made_at.isoformat(timespec='seconds')} restored"
        audit.log(now, "console", Action.ACTED, what)
