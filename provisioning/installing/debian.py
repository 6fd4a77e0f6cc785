"""Debian's packages: what the server runs on, with the distribution's own security updates."""

from dataclasses import dataclass

from provisioning.installing.machine import Machine
from words import _

PACKAGES = (
    "python3-venv",  # the programs' own environment
    "postgresql",  # the store
    "mosquitto",  # the broker
    "nftables",  # limits for each address that calls the broker
    "age",  # encrypts backups
    "tzdata",  # timers go by the province's clock
)


@dataclass(frozen=True, slots=True)
class Packages:
    """A step: these packages are installed."""

    machine: Machine
    names: tuple[str, ...] = PACKAGES

    @property
    def said(self) -> str:
        """Name those that are missing, or all."""
        return _("gói Debian: {names}").format(names=", ".join(self._missing() or self.names))

    def check(self) -> bool:
        """Whether they are."""
        return not self._missing()

    def apply(self) -> None:
        """Install what is missing."""
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        self.machine.run("apt-get", "-qq", "update", surroundings=quiet)
        install = ("apt-get", "-qq", "install", "-y", "--no-install-recommends")
        self.machine.run(*install, *self._missing(), surroundings=quiet)

    def _missing(self) -> list[str]:
        listed = self.machine.says(
            "dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\n", *self.names
        )
        # dpkg-query fails where one of the names is unknown to it; then each is asked for alone.
        lines = listed.splitlines() if listed else [self._status(name) for name in self.names]
        there = {line.partition(" ")[2] for line in lines if line.startswith("installed ")}
        return [name for name in self.names if name not in there]

    def _status(self, name: str) -> str:
        found = self.machine.says("dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}", name)
        return found.strip()
