"""Commands of the province: each is carried out at most once, whatever happens in between."""

import logging
from collections.abc import Sequence
from datetime import datetime
from zlib import crc32

import msgspec

from device.mail.file import MailFile
from wire.command import MAX_DETAIL, Command, Outcome
from wire.decoding import decode

log = logging.getLogger(__name__)

KEPT = 5000
"""So many are remembered after the province has heard what came of them."""


class Orders:
    """Commands that were ever begun, and what came of them. Raises `MailError`."""

    def __init__(self, file: MailFile) -> None:
        self._file = file

    @property
    def remembers_since(self) -> datetime | None:
        """Since when; what was given before may have been carried out. None: since ever."""
        return self._file.begun_at

    def is_known(self, name: str) -> bool:
        """Whether a command was ever begun."""
        with self._file.asked() as line:
            found = line.execute("SELECT 1 FROM command WHERE id = ?", (name,)).fetchone()
        return found is not None

    def begin(self, command: Command, *, at: datetime) -> bool:
        """Note, on the disk, that a command is begun; return False where it ever was."""
        body = msgspec.json.encode(command)
        with self._file.writing() as line:
            found = line.execute(
                "INSERT OR IGNORE INTO command (id, body, check_sum, begun_at) VALUES (?, ?, ?, ?)",
                (command.id, body, crc32(body), at.isoformat()),
            )
            return found.rowcount == 1

    def finish(self, outcome: Outcome) -> None:
        """Note what came of a command that was begun."""
        with self._file.writing() as line:
            line.execute(
                "UPDATE command SET outcome = ? WHERE id = ? AND outcome IS NULL",
                (msgspec.json.encode(outcome), outcome.id),
            )

    def unfinished(self) -> tuple[Command, ...]:
        """Return what was begun before the program ended, without an outcome."""
        with self._file.asked() as line:
            found = line.execute(
                "SELECT body, check_sum FROM command WHERE outcome IS NULL ORDER BY rowid"
            ).fetchall()
        return tuple(decode(body, Command) for body, check_sum in found if crc32(body) == check_sum)

    def to_say(self) -> tuple[Outcome, ...]:
        """Return outcomes that the province has not heard: as many as fit, one at the least."""
        with self._file.asked() as line:
            found = line.execute(
                "SELECT outcome FROM command WHERE outcome IS NOT NULL AND heard = 0 ORDER BY rowid"
            ).fetchall()
        said: list[Outcome] = []
        letters = 0
        for (body,) in found:
            try:
                outcome = decode(body, Outcome)
            except msgspec.DecodeError:
                log.warning("an outcome is worn, and is not said")
                continue
            letters += len(outcome.detail)
            if said and letters > MAX_DETAIL:
                break
            said.append(outcome)
        return tuple(said)

    def heard(self, names: Sequence[str]) -> None:
        """Note that the province has heard what came of these."""
        with self._file.writing() as line:
            line.executemany(
                "UPDATE command SET heard = 1, outcome = x'' WHERE id = ? AND outcome IS NOT NULL",
                [(name,) for name in names],
            )
            line.execute(
                "DELETE FROM command WHERE heard = 1 AND rowid <="
                " (SELECT max(rowid) FROM command) - ?",
                (KEPT,),
            )
