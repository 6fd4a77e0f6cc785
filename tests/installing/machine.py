"""A folder with a Debian in it, as a machine: in a chroot first, then with its own systemd.

The second is namespaces (mount, process, network, cgroup) with systemd as process 1: units are
started, confined and watched as on a server. No network but the loopback.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BOOT_SECONDS = 180
_BOOT = Path(__file__).with_name("boot.sh")
_ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LANG": "C.UTF-8",
    "HOME": "/root",
}


@dataclass(frozen=True)
class Outcome:
    """What a command on the machine did."""

    status: int
    said: str


@dataclass(frozen=True)
class Machine:
    """A machine's root, and who is its process 1, if anybody is."""

    root: Path
    init: int = 0

    def run(self, *words: str, seconds: float = 600) -> Outcome:
        """Run a command on the machine."""
        done = subprocess.run(
            [*self._into(), *words],
            check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            timeout=seconds, env=_ENVIRONMENT, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        return Outcome(done.returncode, done.stdout)

    def must(self, *words: str, seconds: float = 600) -> str:
        """Run a command that has to succeed, and return what it said."""
        done = self.run(*words, seconds=seconds)
        assert done.status == 0, f"{' '.join(words)}\n{done.said}"
        return done.said

    def _into(self) -> list[str]:
        if self.init:
            return ["nsenter", "-t", str(self.init), "-m", "-p", "-u", "-i", "-n", "-C", "-r", "-w"]
        return ["chroot", str(self.root)]


@contextmanager
def in_chroot(root: Path) -> Iterator[Machine]:
    """Have what Debian's own tools expect of a chroot."""
    subprocess.run(["mount", "-t", "proc", "proc", str(root / "proc")], check=True)  # noqa: S607
    try:
        yield Machine(root)
    finally:
        subprocess.run(["umount", str(root / "proc")], check=True)  # noqa: S607


@contextmanager
def booted(root: Path) -> Iterator[Machine]:
    """Have systemd run the machine, until the block ends."""
    group = _control_group()
    group.mkdir(exist_ok=True)
    unshare = subprocess.Popen(
        ["unshare", "--mount", "--pid", "--fork", "--net", "--uts", "--ipc", "--cgroup",  # noqa: S607
         "--kill-child", str(_BOOT), str(root)],
        stdin=subprocess.DEVNULL,
        preexec_fn=lambda: (group / "cgroup.procs").write_text("0"),  # noqa: PLW1509 - no threads
    )  # fmt: skip
    try:
        yield _awake(root, unshare)
    finally:
        unshare.send_signal(signal.SIGKILL)
        unshare.wait()
        _let_go(group)


def _awake(root: Path, unshare: "subprocess.Popen[bytes]") -> Machine:
    """Wait until systemd has started what it is to start."""
    until = time.monotonic() + BOOT_SECONDS
    children = Path(f"/proc/{unshare.pid}/task/{unshare.pid}/children")
    while time.monotonic() < until:
        assert unshare.poll() is None, "the machine did not begin"
        found = children.read_text(encoding="ascii").split()
        if found and Path(f"/proc/{found[0]}/comm").read_text(encoding="ascii") == "systemd\n":
            machine = Machine(root, int(found[0]))
            state = machine.run("systemctl", "is-system-running").said.strip()
            if state in {"running", "degraded"}:
                return machine
        time.sleep(0.2)  # nothing announces a boot
    raise AssertionError("the machine did not come up")


def _control_group() -> Path:
    for place in ("/sys/fs/cgroup/unified", "/sys/fs/cgroup"):
        if Path(place, "cgroup.procs").exists():
            return Path(place, f"quay-installing-{os.getpid()}")
    raise AssertionError("this machine has no control groups (version 2)")


def _let_go(group: Path) -> None:
    """Remove the machine's control groups, the innermost first."""
    until = time.monotonic() + 10
    while group.exists() and time.monotonic() < until:
        for folder in sorted(group.rglob("*/"), reverse=True):
            _remove(folder)
        _remove(group)
        time.sleep(0.1)  # processes that were killed are gone in a moment


def _remove(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return
