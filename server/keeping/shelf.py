"""Which backups there are: in folders by their date, and noted in the database."""

import re
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from server.keeping.aside import held
from server.keeping.manifest import FILE, Manifest
from server.keeping.proof import Proof
from server.store.copying import looking
from server.store.database import close_store, from_text, open_store, rows, run, to_text, writing
from server.store.migrations import SCHEMA

_NAME = re.compile(r"[0-9]{8}-[0-9]{6}Z")


class Taken(NamedTuple):
    """A backup as the database knows it."""

    made_at: datetime
    folder: str
    size: int
    entries: int
    is_encrypted: bool
    has_keys: bool
    verified_at: datetime | None
    holds: bool | None


def dated(shelf: Path, now: datetime) -> Path:
    """Return a folder for a backup of this moment: one second on where that is taken already."""
    moment = now.astimezone(UTC)
    while (found := shelf / moment.strftime("%Y%m%d-%H%M%SZ")).joinpath(FILE).exists():
        moment += timedelta(seconds=1)
    return found


def whole(shelf: Path) -> list[Path]:
    """Return the whole dated backups, the oldest first."""
    return [one for one in _dated(shelf) if (one / FILE).exists()]


def clear_broken(shelf: Path) -> list[Path]:
    """Delete dated folders of attempts that were broken off; return what went."""
    return delete([one for one in _dated(shelf) if not (one / FILE).exists()])


def thin_out(shelf: Path, keep: int) -> list[Path]:
    """Delete all but the newest whole backups, and what was broken off before; return what went.

    Deletion by law reaches backups only this way: what is due is gone when the last of them is.
    """
    found = _dated(shelf)
    kept = set(whole(shelf)[-keep:])
    return delete([one for one in found if one not in kept and one <= max(kept, default=one)])


def delete(folders: Iterable[Path]) -> list[Path]:
    """Delete folders that nobody is writing into; return those that went."""
    gone = []
    for one in folders:
        with held(one) as is_ours:
            if is_ours:
                shutil.rmtree(one)
                gone.append(one)
    return gone


def _dated(shelf: Path) -> list[Path]:
    return sorted(one for one in shelf.iterdir() if _NAME.fullmatch(one.name))


def note_taken(database: str, made: Manifest, folder: Path) -> None:
    """Note a backup in the database that it was made of, if its tables are of today."""
    if not _is_of_today(database):
        return
    open_store(database)
    with writing():
        run(
            """
            INSERT INTO backuptaken
                (made_at, folder, size, entries, is_encrypted, has_keys, verified_at, holds)
            VALUES (?, ?, ?, ?, ?, ?, NULL, NULL) ON CONFLICT (made_at) DO NOTHING
            """,
            (
                to_text(made.made_at), str(folder.absolute()), made.size,
                made.rows.get("entry", 0), int(made.is_encrypted), int(bool(made.keys_sha256)),
            ),
        )  # fmt: skip
    close_store()


def note_verified(database: str, made: Manifest, proof: Proof, now: datetime) -> None:
    """Note in the database that one of its backups was brought back to try it."""
    if not _is_of_today(database):
        return
    open_store(database)
    with writing():
        run(
            "UPDATE backuptaken SET verified_at = ?, holds = ? WHERE made_at = ?",
            (to_text(now), int(proof.holds), to_text(made.made_at)),
        )
    close_store()


def taken(most: int = 20) -> list[Taken]:
    """Return the latest backups, the newest first."""
    found = rows(
        """
        SELECT made_at, folder, size, entries, is_encrypted, has_keys, verified_at, holds
        FROM backuptaken ORDER BY made_at DESC LIMIT ?
        """,
        (most,),
    )
    return [
        Taken(
            from_text(made_at), folder, int(size), int(entries), bool(encrypted), bool(keys),
            from_text(verified) if verified else None, None if holds is None else bool(holds),
        )
        for made_at, folder, size, entries, encrypted, keys, verified, holds in found
    ]  # fmt: skip


def _is_of_today(database: str) -> bool:
    with looking(database) as look:
        return look.schema == SCHEMA
