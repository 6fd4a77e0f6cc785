"""`python -m tests.installing`: installs a server on a fresh Debian, as root; some ten minutes.

Needs mmdebstrap, unshare and nsenter, the Debian mirror and the package index of this machine.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.installing.play import PYTHONS, Play


def remove(folder: Path) -> None:
    """Remove everything, the vault's log too, which may only grow."""
    for log in folder.glob("root/var/lib/quay-vault/audit.log"):
        subprocess.run(["chattr", "-a", str(log)], check=False)  # noqa: S607
    shutil.rmtree(folder)


def main() -> int:
    """Play it in a scratch folder; say how long each part took."""
    parser = argparse.ArgumentParser(prog="python -m tests.installing", description=__doc__)
    parser.add_argument("--suite", choices=tuple(PYTHONS), default="bookworm")
    parser.add_argument("--keep", action="store_true", help="leave the machine's root behind")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="quay-installing-"))
    play = Play(folder, given.suite, lambda line: print(line, flush=True))
    try:
        play.run()
    finally:
        for what, seconds in play.seconds.items():
            print(f"{seconds:7.1f} s  {what}")
        print(f"{sum(play.seconds.values()) / 60:7.1f} min in all")
        if not given.keep:
            remove(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
