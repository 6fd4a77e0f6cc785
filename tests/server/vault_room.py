"""A vault with three custodians, and entries that were sealed for it."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from server.vault.audit import Head
from server.vault.custodians import Custodian
from server.vault.keys import READER, VaultKey
from server.vault.requests import Request
from server.vault.room import Vault
from wire.patient import Patient
from wire.seal import Place, seal

NOW = datetime(2026, 11, 23, 3, 41, tzinfo=UTC)
LAN = Custodian("Trần Thị Lan", ("badge-of-lan-0123456789", "482915"))
MINH = Custodian("Lê Minh", ("một câu mật khẩu dài của Minh",))
PHUC = Custodian("Đỗ Phúc", ("another long passphrase",))
THREE = (LAN, MINH, PHUC)
PATIENT = Patient(
    name="Nguyễn Thị Thử",
    birth_date=date(1990, 2, 1),
    sex="Nữ",
    number="001190000001",
    residence="Thôn 2, Xã Mẫu",
)
PLACE = Place(terminal="Q33-0001", epoch="0a" * 16, seq=7)


@dataclass
class Room:
    """The vault's folder, its clock, and what is on the server."""

    folder: Path
    now: datetime = NOW
    told: list[Head] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    blocks: dict[tuple[str, str, int], bytes] = field(default_factory=dict)

    def vault(self) -> Vault:
        """The vault as a program that is started now finds it."""
        return Vault(self.folder, clock=self._time, tell=self.told.append, sleep=self.slept.append)

    def find(self, place: Place) -> bytes | None:
        return self.blocks.get((place.terminal, place.epoch, place.seq))

    def receive(self, key: VaultKey, place: Place = PLACE, patient: Patient = PATIENT) -> None:
        """Store a block that a terminal sealed for this key and for its own book."""
        self.blocks[place.terminal, place.epoch, place.seq] = seal(
            patient,
            place,
            {
                "book": X25519PrivateKey.generate().public_key(),
                f"{READER}{key.id}": X25519PublicKey.from_public_bytes(key.public),
            },
        )

    def ask(self, who: Custodian = LAN, place: Place = PLACE) -> int:
        """Record a request."""
        wanted = Request(who.name, "123/TTr-SYT", "thanh tra theo đơn", place)
        return self.vault().request(wanted, self.find)

    def agreed(self) -> int:
        """Record a request of Lan's to which Minh agrees."""
        number = self.ask()
        self.vault().approve(number, MINH.name)
        return number

    @property
    def log(self) -> Path:
        return self.folder / "audit.log"

    def kinds(self) -> list[str]:
        return [json.loads(line)["kind"] for line in self.log.read_bytes().splitlines()]

    def _time(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now
