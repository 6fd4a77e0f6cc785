"""dpkg's own record of what is installed, so that `dpkg -l` on a terminal tells the truth."""

from collections.abc import Iterable
from pathlib import Path

from provisioning.image.apt import OWN_INITRD
from provisioning.image.listing import read_list
from provisioning.image.program import run

FOLDER = "usr/lib/quay/dpkg"
"""Part of the system that is replaced as a whole; /var/lib/dpkg becomes a link to it."""


def write_record(files: Iterable[Path], root: Path) -> None:
    """Record each package as installed, and what was left out of it."""
    folder = root / FOLDER
    (folder / "info").mkdir(parents=True)
    (folder / "info/format").write_text("1\n")
    (folder / "available").touch()
    entries = [_entry(run(["dpkg-deb", "--field", file]).decode()) for file in files]
    (folder / "status").write_text("\n".join([*sorted(entries), OWN_INITRD]) + "\n")
    left_out = root / "etc/dpkg/dpkg.cfg.d/quay"
    left_out.parent.mkdir(parents=True, exist_ok=True)
    patterns = [pattern.removeprefix(".") for pattern in read_list("excluded.txt")]
    left_out.write_text("".join(f"path-exclude={pattern}\n" for pattern in patterns))


def _entry(control: str) -> str:
    package, rest = control.split("\n", 1)
    return f"{package}\nStatus: install ok installed\n{rest.strip()}\n"
