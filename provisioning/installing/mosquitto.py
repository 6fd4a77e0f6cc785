"""The broker: Debian's Mosquitto with our settings instead of its own."""

from dataclasses import dataclass
from pathlib import Path

from provisioning.broker import CONFIGURATION, Door, configuration
from provisioning.installing.files import Written
from provisioning.installing.keys import BROKER
from provisioning.installing.machine import Machine
from provisioning.installing.release import UNITS, Release
from provisioning.installing.wish import BROKER_PORT
from words import _

_DROPIN = "/etc/systemd/system/mosquitto.service.d"
_COMMAND = f"""\
# Our settings alone: what lies in /etc/mosquitto is not read.
[Service]
# Never root, as Debian's own is until it has read its settings, and nothing to write but its data:
# whoever takes the broker over changes neither those settings nor the firewall's beside them.
User=mosquitto
Group=mosquitto
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
ReadWritePaths={BROKER}/data
ExecStartPre=
ExecStart=
ExecStart=/usr/sbin/mosquitto -c {BROKER}/{CONFIGURATION}
"""


@dataclass(frozen=True, slots=True)
class DataFolder:
    """A step: a folder for what waits at the broker while it is restarted."""

    machine: Machine

    @property
    def said(self) -> str:
        """Say so."""
        return _("thư mục dữ liệu của Mosquitto")

    def check(self) -> bool:
        """Whether it is there."""
        return self.machine.path(f"{BROKER}/data").is_dir()

    def apply(self) -> None:
        """Make it, for the broker's account alone."""
        owner = "mosquitto"
        self.machine.run(
            "install", "-d", "-o", owner, "-g", owner, "-m", "0700",
            self.machine.path(f"{BROKER}/data"),
        )  # fmt: skip


def broker_files(machine: Machine, release: Release) -> Written:
    """Return the step that writes the broker's settings and how systemd runs it."""
    units = release.folder / UNITS
    door = Door(address="0.0.0.0", port=BROKER_PORT)  # noqa: S104 - terminals come from anywhere
    return Written(
        machine,
        _("Mosquitto: cổng {port}, chỉ nhận máy có chứng thư").format(port=BROKER_PORT),
        {
            f"{BROKER}/{CONFIGURATION}": configuration(
                Path(BROKER), door, user="mosquitto"
            ).encode(),
            f"{_DROPIN}/quay.conf": (units / "quay-broker.dropin.conf").read_bytes(),
            f"{_DROPIN}/quay-command.conf": _COMMAND.encode(),
            "/etc/systemd/journald@quay-broker.conf": (
                units / "quay-broker.journald.conf"
            ).read_bytes(),
        },
    )
