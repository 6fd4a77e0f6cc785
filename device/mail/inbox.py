"""Messages that a person at the counter must read once."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from zlib import crc32

import msgspec

from device.mail.file import MailFile
from wire.command import Message
from wire.decoding import decode

log = logging.getLogger(__name__)

MOST_SAID = 100
"""Ids in one question."""
KEPT = 1000
"""So many are remembered after the province has heard that they were read."""


class Inbox:
    """Messages, until they are read and the province has heard so. Raises `MailError`."""

    def __init__(self, file: MailFile) -> None:
        self._file = file

    def take(self, messages: Iterable[Message], *, at: datetime) -> bool:
        """Keep messages; return whether any was new."""
        new = 0
        with self._file.writing() as line:
            for message in messages:
                body = msgspec.json.encode(message)
                found = line.execute(
                    "INSERT OR IGNORE INTO message (id, body, check_sum, arrived_at)"
                    " VALUES (?, ?, ?, ?)",
                    (message.id, body, crc32(body), at.isoformat()),
                )
                new += found.rowcount
        return new > 0

    def is_known(self, messages: Iterable[Message]) -> bool:
        """Whether all of them are kept already."""
        with self._file.asked() as line:
            return all(
                line.execute("SELECT 1 FROM message WHERE id = ?", (message.id,)).fetchone()
                for message in messages
            )

    def told_again(self, messages: Iterable[Message]) -> None:
        """Say once more of those that were read and heard of that they were read.

        The province that tells them has forgotten it: it came back from a backup.
        """
        ids = [(message.id,) for message in messages]
        with self._file.asked() as line:
            told = [
                one for one in ids
                if line.execute("SELECT 1 FROM message WHERE id = ? AND heard = 1", one).fetchone()
            ]  # fmt: skip
        if told:
            with self._file.writing() as line:
                line.executemany("UPDATE message SET heard = 0 WHERE id = ?", told)

    def unread(self) -> tuple[Message, ...]:
        """Return what nobody has read yet, oldest first; what the card has changed is left out.

        The province says it again as long as nobody has read it.
        """
        with self._file.asked() as line:
            found = line.execute(
                "SELECT id, body, check_sum FROM message WHERE read_at IS NULL ORDER BY rowid"
            ).fetchall()
        worn = [name for name, body, check_sum in found if crc32(body) != check_sum]
        if worn:
            log.warning("%d messages are worn", len(worn))
            with self._file.writing() as line:
                line.executemany("DELETE FROM message WHERE id = ?", [(name,) for name in worn])
        return tuple(
            decode(body, Message) for name, body, check_sum in found if crc32(body) == check_sum
        )

    def read(self, name: str, *, at: datetime) -> None:
        """Note that a person has read a message."""
        with self._file.writing() as line:
            line.execute(
                "UPDATE message SET read_at = ? WHERE id = ? AND read_at IS NULL",
                (at.isoformat(), name),
            )

    def to_say(self) -> tuple[str, ...]:
        """Return what was read and the province has not heard of."""
        with self._file.asked() as line:
            found = line.execute(
                "SELECT id FROM message WHERE read_at IS NOT NULL AND heard = 0 ORDER BY rowid"
                " LIMIT ?",
                (MOST_SAID,),
            ).fetchall()
        return tuple(name for (name,) in found)

    def heard(self, names: Sequence[str]) -> None:
        """Note that the province has heard that these were read."""
        with self._file.writing() as line:
            line.executemany(
                "UPDATE message SET heard = 1, body = x'' WHERE id = ? AND read_at IS NOT NULL",
                [(name,) for name in names],
            )
            line.execute(
                "DELETE FROM message WHERE heard = 1 AND rowid <="
                " (SELECT max(rowid) FROM message) - ?",
                (KEPT,),
            )
