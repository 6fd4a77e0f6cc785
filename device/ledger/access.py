"""Who may open the ledger's files: screen, link and updater are accounts of one group."""

import os
from pathlib import Path


def make_file(file: Path, flags: int = 0) -> int:
    """Make a file that is as open to the folder's group as the folder is; return it, open.

    Whoever comes first makes it, and none of them may lock the others out, whatever its umask. In
    a folder of one person it is that person's. Raises `OSError`.
    """
    group = file.parent.stat().st_mode & 0o060
    opened = os.open(file, flags | os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    if os.fstat(opened).st_uid == os.geteuid():
        os.fchmod(opened, 0o600 | group)
    return opened
