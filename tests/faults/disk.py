"""A small disk of its own for one terminal, to be filled."""

import os
import subprocess
import sys
from pathlib import Path

SMALL_DISK = "size=256m"
_UNSHARE = "/usr/bin/unshare"
_OWN_MOUNTS = "QUAY_FAULTS_OWN_MOUNTS"


def enter_own_mounts() -> None:
    """Run this program anew where its mounts are nobody else's, and go when it ends."""
    if os.environ.get(_OWN_MOUNTS) or os.geteuid() != 0:
        return
    if not Path(_UNSHARE).exists():
        return
    probe = subprocess.run([_UNSHARE, "--mount", "true"], check=False, capture_output=True)
    if probe.returncode == 0:
        os.environ[_OWN_MOUNTS] = "1"
        command = [_UNSHARE, "--mount", sys.executable, "-m", "tests.faults", *sys.argv[1:]]
        os.execv(_UNSHARE, command)  # noqa: S606 - itself


def mount_small_disk(folder: Path) -> bool:
    """Mount a small disk on a folder; return whether that may be done here."""
    if not os.environ.get(_OWN_MOUNTS):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["/usr/bin/mount", "-t", "tmpfs", "-o", SMALL_DISK, "tmpfs", str(folder)]
    return subprocess.run(mount, check=False, capture_output=True).returncode == 0


def unmount(folder: Path) -> None:
    """Take the small disk away, and what is on it."""
    subprocess.run(["/usr/bin/umount", "--lazy", str(folder)], check=False, capture_output=True)


def fill(folder: Path) -> Path:
    """Fill the disk to the last byte; return the file that does it."""
    ballast = folder / "ballast"
    line = os.open(ballast, os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        for size in (1 << 20, 4096):
            while True:
                try:
                    if not os.write(line, bytes(size)):
                        break
                except OSError:
                    break
    finally:
        os.close(line)
    return ballast


def free(ballast: Path) -> None:
    """Make room again."""
    ballast.unlink()
