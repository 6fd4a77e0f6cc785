"""Where the demo keeps its things: var/run, made anew each time."""

import fcntl
import shutil
from pathlib import Path
from typing import TextIO

from demo.errors import StageError
from words import _

LEAST_FREE_BYTES = 300 * 1024 * 1024


class Folders:
    """The folders under var/run."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.keys = root / "keys"
        self.server = root / "server"
        self.terminal = root / "terminal"
        self.camera = root / "terminal" / "camera"
        self.logs = root / "logs"
        self.screens = root / "screens"
        self.receipts = root / "receipts"
        self.inbox = root / "inbox"
        """Suppliers' files."""

    def make(self) -> TextIO:
        """Empty and make them; return the lock that keeps a second demo out.

        Raises `StageError` where another demo runs, or the disk is nearly full.
        """
        self.root.parent.mkdir(parents=True, exist_ok=True)
        self._need_room()
        lock = self._lock()
        shutil.rmtree(self.root, ignore_errors=True)
        for folder in (
            self.root,
            self.server,
            self.terminal,
            self.camera,
            self.logs,
            self.screens,
            self.receipts,
            self.inbox,
        ):
            folder.mkdir(parents=True, mode=0o700)
        return lock

    def _need_room(self) -> None:
        free = shutil.disk_usage(self.root.parent).free
        if free < LEAST_FREE_BYTES:
            raise StageError(
                _("ổ đĩa gần đầy: còn {free} MB ở {folder}, cần {need} MB").format(
                    free=free // 1024**2,
                    folder=self.root.parent,
                    need=LEAST_FREE_BYTES // 1024**2,
                )
            )

    def _lock(self) -> TextIO:
        lock = (self.root.parent / f"{self.root.name}.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise StageError(
                _("một lần chạy khác đang dùng {folder}; hãy dừng nó trước").format(
                    folder=self.root
                )
            ) from error
        return lock
