"""Who works at the pharmacy. Every one of them, and every PIN, is invented."""

from dataclasses import dataclass

from codes import Badge
from device.pin_hash import hash_pin


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Somebody with a badge and a PIN."""

    badge: str
    name: str
    pin: str
    roles: tuple[str, ...]
    degree: str = ""
    in_charge: bool = False

    @property
    def card(self) -> str:
        """What the badge's code says."""
        return Badge(self.badge).text

    def settings(self) -> dict[str, object]:
        """Return the person's table of the settings file: the PIN only as its hash."""
        return {
            "badge": self.badge,
            "name": self.name,
            "roles": list(self.roles),
            "degree": self.degree,
            "in_charge": self.in_charge,
            "pin": hash_pin(self.pin),
        }


LAN = Cast(badge="NV01", name="Cô Lan", pin="2468", roles=("staff",), degree="trung_cap")
HUONG = Cast(
    badge="DS01",
    name="DS. Hương",
    pin="1357",
    roles=("pharmacist", "owner"),
    degree="dai_hoc",
    in_charge=True,
)
TUAN = Cast(badge="NV02", name="Anh Tuấn", pin="8642", roles=("staff",), degree="cao_dang")
ALL = (LAN, HUONG, TUAN)
