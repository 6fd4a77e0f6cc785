"""The terminal's settings file."""

from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from hardware.settings import HardwareSettings
from settings import load

Port = Annotated[int, Meta(ge=1, le=65535)]
Text = Annotated[str, Meta(min_length=1, max_length=120)]


class OutletSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a receipt says of the outlet."""

    name: Text
    address: Text
    licence: Text
    """Number of the "Giấy chứng nhận đủ điều kiện kinh doanh dược"."""


class StaffSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who stands at the counter."""

    badge: Text
    name: Text
    """As the screen and the receipt show it, such as "Cô Lan"."""


class BrokerSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the link reaches the province. Certificate and key are the terminal's own."""

    host: Text
    port: Port
    ca: Path
    certificate: Path
    key: Path
    longest_wait_seconds: Annotated[float, Meta(gt=0, le=3600)] = 60.0
    """The longest wait between two attempts to connect."""


class KeySettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The keys that entries are signed, checked and sealed with."""

    signing: Path
    """The terminal's Ed25519 private key."""
    server: Path
    """The server's Ed25519 public key, for receipts."""
    book: Path
    """The outlet's book: X25519 public key."""


class ScreenSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The display."""

    width: Annotated[int, Meta(ge=640, le=1920)] = 800
    height: Annotated[int, Meta(ge=400, le=1200)] = 480
    fullscreen: bool = True
    remote: Path | None = None
    """A socket that takes touches, keys and requests for pictures; none: there is no socket."""


class TerminalSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything the terminal's programs are told."""

    terminal: Annotated[str, Meta(pattern=r"^[A-Z0-9][A-Z0-9-]{2,31}\Z")]
    label: Text = "máy 01"
    """What the outlet calls this terminal."""
    province: Annotated[str, Meta(pattern=r"^[0-9]{2}\Z")]
    language: Literal["vi", "en"] = "vi"
    ledger: Path
    run: Path
    """Folder for what may vanish with the power (/run/quay)."""
    outlet: OutletSettings
    staff: StaffSettings
    broker: BrokerSettings
    keys: KeySettings
    screen: ScreenSettings = ScreenSettings()
    hardware: HardwareSettings


def load_settings(file: Path) -> TerminalSettings:
    """Read the terminal's settings; raise `SettingsError`."""
    return load(file, TerminalSettings)
