"""Units: copied from the release, enabled, and started in the order in which each is needed."""

import re
from collections.abc import Container
from dataclasses import dataclass

from provisioning.installing.files import Written
from provisioning.installing.keys import BROKER, SERVER, SIGNER
from provisioning.installing.machine import CommandFailedError, Machine
from provisioning.installing.release import UNITS, Release
from words import _

PLACE = "/etc/systemd/system"
SERVICES = (
    "quay-signer.service",
    "quay-ingest.service",
    "quay-answers.service",
    "quay-follow.service",
    "quay-watch.service",
    "quay-web.service",
    "quay-enrol-door.service",
    "quay-door.service",
)
"""In the order of starting; they are stopped in the other."""
TIMERS = ("quay-backup.timer", "quay-reconcile.timer", "quay-retain.timer")
_ONCE = ("quay-backup.service", "quay-reconcile.service", "quay-retain.service")
_BELOW = ("postgresql.service", "mosquitto.service", "nftables.service")
_START_SECONDS = 300.0
"""For one service; the tables have been brought forward before."""
_LAME_SECONDS = 60.0
"""For one that nobody counts on; systemd goes on with it."""
KEYS = (SERVER, BROKER, f"{SIGNER}/ca")
"""Where keys and certificates lie that the programs read as they start."""
_STEPS_SINCE = 254
"""systemd's version that knows RestartSteps."""


def unit_files(machine: Machine, release: Release) -> Written:
    """Return the step that copies the release's units."""
    folder = release.folder / UNITS
    files = {
        f"{PLACE}/{name}": (folder / name).read_bytes() for name in (*SERVICES, *TIMERS, *_ONCE)
    }
    if systemd_version(machine) >= _STEPS_SINCE:
        dropin = (folder / "quay-restart.dropin.conf").read_bytes()
        files[f"{PLACE}/quay-.service.d/restart.conf"] = dropin
    return Written(machine, _("các dịch vụ và lịch chạy hằng đêm của systemd"), files)


def systemd_version(machine: Machine) -> int:
    """Return the number of the machine's systemd; 0 where there is none."""
    found = re.match(r"systemd (\d+)", machine.says("systemctl", "--version"))
    return int(found[1]) if found else 0


@dataclass(frozen=True, slots=True)
class Enabled:
    """A step: everything starts with the machine."""

    machine: Machine

    @property
    def said(self) -> str:
        """Say so."""
        return _("mọi dịch vụ tự chạy khi máy bật")

    def check(self) -> bool:
        """Whether it does."""
        states = self.machine.says("systemctl", *self._root(), "is-enabled", *self._wanted())
        lines = states.split()
        return len(lines) == len(self._wanted()) and set(lines) <= {"enabled", "alias", "static"}

    def apply(self) -> None:
        """Enable it; systemd itself need not run for that."""
        self.machine.run("systemctl", *self._root(), "--quiet", "enable", *self._wanted())

    def _root(self) -> tuple[str, ...]:
        return () if self.machine.has_systemd else (f"--root={self.machine.root}",)

    @staticmethod
    def _wanted() -> tuple[str, ...]:
        return (*_BELOW, *SERVICES, *TIMERS)


@dataclass(frozen=True, slots=True)
class Started:
    """A step: everything runs, has said that it serves, and has read the keys that are there."""

    machine: Machine

    @property
    def said(self) -> str:
        """Say so."""
        return _("mọi dịch vụ đang chạy, với khóa và chứng thư hiện có")

    def check(self) -> bool:
        """Whether it does; on a machine without systemd whoever runs it sees to that."""
        if not self.machine.has_systemd:
            return True
        run = all(_state(self.machine, name) == "active" for name in _all(self.machine))
        return run and not self._has_newer_keys()

    def apply(self) -> None:
        """Start it in order; a service that says it is ready is waited for."""
        restart(self.machine)

    def _has_newer_keys(self) -> bool:
        """Whether a key or a certificate came after a program had started: it has the old one."""
        names = ("mosquitto.service", *started(self.machine))
        told = self.machine.says(
            "systemctl", "show", "-P", "ActiveEnterTimestamp", "--timestamp=unix", *names
        )
        begun = [int(at) for at in re.findall(r"@(\d+)", told)]
        return bool(begun) and _newest_key(self.machine) > min(begun)


def _newest_key(machine: Machine) -> int:
    """Return when a file was last written that programs read as they start; seconds, Unix."""
    files = [file for folder in KEYS for file in machine.path(folder).glob("*.pem")]
    return int(max((file.stat().st_mtime for file in files), default=0))


def started(machine: Machine) -> tuple[str, ...]:
    """Return the services that this machine is to run: the vendors' door only with its key."""
    has_door = machine.path("/etc/quay/server/door.key.pem").exists()
    return tuple(name for name in SERVICES if has_door or name != "quay-door.service")


def lame_services(machine: Machine) -> frozenset[str]:
    """Return what is to run and cannot; what somebody has stopped is not lame."""
    failing = {"failed", "activating", "deactivating"}
    return frozenset(name for name in _all(machine) if _state(machine, name) in failing)


def restart(machine: Machine, lame: Container[str] = ()) -> list[str]:
    """Start everything anew, in order, and return which lame ones did not start.

    Raises `CommandFailedError` at the first other one that does not.
    """
    machine.run("systemctl", "daemon-reload")
    still = []
    for name in _all(machine):
        if _has_failed(machine, name):
            machine.run("systemctl", "reset-failed", name)
        seconds = _LAME_SECONDS if name in lame else _START_SECONDS
        try:
            machine.run("systemctl", "restart", name, seconds=seconds)
        except CommandFailedError:
            if name not in lame:
                raise
            still.append(name)
    return still


def restart_what_can(machine: Machine) -> list[str]:
    """Start everything anew, and return what did not start."""
    return restart(machine, _all(machine))


def stop(machine: Machine) -> None:
    """Stop our programs, the broker last; PostgreSQL goes on."""
    for name in (*TIMERS, *reversed(started(machine)), "mosquitto.service"):
        machine.run("systemctl", "stop", name)


def _all(machine: Machine) -> tuple[str, ...]:
    return (*_BELOW, *started(machine), *TIMERS)


def _state(machine: Machine, name: str) -> str:
    return machine.says("systemctl", "is-active", name).strip()


def _has_failed(machine: Machine, name: str) -> bool:
    return machine.says("systemctl", "is-failed", name).strip() == "failed"
