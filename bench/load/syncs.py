"""How often a call forces the disk, counted by strace."""

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from bench.load.child import Child

_WRAPPER = ("strace", "-f", "-y", "-qq", "-e", "trace=fsync,fdatasync,msync,getsid", "-o")
_WARM_UP = 20
_CALL = re.compile(r"^\d+\s+(?:(getsid)\(|(fsync|fdatasync|msync)\()", re.MULTILINE)


class Syncs(NamedTuple):
    """How calls forced the disk."""

    each: float
    """Calls of fsync, fdatasync and msync for one item, checkpoints included."""
    usual: int
    """What most items took."""


def count_syncs(name: str, folder: Path, packages: Path | None, calls: int) -> Syncs:
    """Put so many items under strace."""
    log = folder / "strace"
    with Child(name, folder, packages, (*_WRAPPER, str(log))) as child:
        child.ask("time", _WARM_UP)
        child.ask("mark", calls)
        child.finish()
    return counted(log.read_text(encoding="utf-8", errors="replace"), calls)


def counted(log: str, calls: int) -> Syncs:
    """Read strace's log, in which a mark stands before each call and behind the last."""
    each = [0] * (calls + 2)
    at = 0
    for found in _CALL.finditer(log):
        if found[1]:
            at += 1
        else:
            each[min(at, calls + 1)] += 1
    if at != calls + 1:
        raise ChildProcessError(f"strace saw {at} marks instead of {calls + 1}")
    during = each[1 : calls + 1]
    return Syncs(sum(during) / calls, Counter(during).most_common(1)[0][0])
