"""The firewall: limits for each address that calls the broker, beside whatever is there already."""

from dataclasses import dataclass

from provisioning.broker import FIREWALL
from provisioning.installing.keys import BROKER
from provisioning.installing.machine import Machine
from words import _

_MAIN = "/etc/nftables.conf"
_LINE = f'include "{BROKER}/{FIREWALL}"\n'


@dataclass(frozen=True, slots=True)
class Firewall:
    """A step: the limits are loaded with every start of the machine."""

    machine: Machine

    @property
    def said(self) -> str:
        """Say so."""
        return _("tường lửa: hạn mức cho mỗi địa chỉ gọi Mosquitto")

    def check(self) -> bool:
        """Whether they are."""
        main = self.machine.path(_MAIN)
        return main.exists() and _LINE in main.read_text(encoding="utf-8")

    def apply(self) -> None:
        """Name our file in the machine's own; load it, where that can be."""
        main = self.machine.path(_MAIN)
        before = main.read_text(encoding="utf-8") if main.exists() else "#!/usr/sbin/nft -f\n"
        self.machine.write(_MAIN, f"{before.rstrip()}\n\n{_LINE}".encode(), 0o755)
        if self.machine.has_systemd:
            self.machine.run("nft", "-f", f"{BROKER}/{FIREWALL}")
