"""The folder for suppliers' files: one that lies there fills the delivery that is begun."""

import logging
from pathlib import Path

from device.counter.event import FileRead
from device.counter.state import Done, Form, Gathering, State
from device.counter.states.asking import Topic
from device.deliveries import UnreadableFileError, newest, put_by, read_delivery

log = logging.getLogger(__name__)


class Inbox:
    """Looks into the folder while a delivery waits for its first line; without one it is empty.

    A file is put by under another name once its delivery stands in the ledger. One whose list was
    dropped is offered again with the next delivery; one that cannot be read only when it changes.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._in_hand: Path | None = None
        self._unreadable: tuple[Path, int] | None = None

    def look(self, state: State) -> FileRead | None:
        """Return what lies there, if the counter has just begun a delivery."""
        if self._folder is None or not _is_begun(state):
            return None
        try:
            return self._read(newest(self._folder))
        except OSError:
            log.exception("a supplier's file cannot be opened")
            return None

    def changed(self, state: State) -> None:
        """Put the file by once its delivery is written; forget it where the list was dropped."""
        if self._in_hand is None or isinstance(state, Gathering):
            return
        if isinstance(state, Done) and state.what == "delivery":
            try:
                put_by(self._in_hand)
            except OSError:
                log.exception("a supplier's file could not be put by; it will be offered again")
        elif getattr(state, "behind", None) is not None:
            return  # a form or a search over the list
        self._in_hand = None

    def _read(self, file: Path | None) -> FileRead | None:
        if file is None:
            return None
        version = (file, file.stat().st_mtime_ns)
        if version == self._unreadable:
            return None
        try:
            found = read_delivery(file)
        except UnreadableFileError:
            log.warning("a supplier's file cannot be read")
            self._unreadable = version
            return FileRead()
        self._in_hand = file
        return found.read


def _is_begun(state: State) -> bool:
    """Whether a delivery waits for its first line, and nothing was typed for it yet."""
    match state:
        case Form(topic=Topic.DELIVERY, fields=fields):
            return not any(field.text for field in fields)
        case Gathering(purpose="delivery", lines=(), left_out=(), notice=None):
            return True
    return False
