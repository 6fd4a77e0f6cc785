"""The terminal's settings file."""

from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from device.people import PersonSettings, check_people
from device.shop_settings import ShopSettings
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
    phone: Annotated[str, Meta(max_length=40)] = ""
    prints_patient: bool = False
    """Whether a receipt names the patient; a copy never does."""


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
    """The server's Ed25519 public keys, for receipts: one, or old and new while they change."""
    book: Path
    """The outlet's book: X25519 public key."""


class SealedSendingSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Patient data also to the province, sealed for its vault: only where a regulation says so."""

    regulation: Annotated[str, Meta(pattern=r"\S", max_length=120)]
    """Number of the regulation that asks for it."""
    vault_key: Path
    """The vault's X25519 public key."""
    vault_key_id: Annotated[str, Meta(pattern=r"^[A-Za-z0-9._-]{1,64}\Z")]


class LinkSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the link may do besides."""

    snapshots: Annotated[str, Meta(pattern=r"^https://[^/\s]+(/\S*)?\Z", max_length=200)] = ""
    """Where whole datasets lie, such as "https://so.example/v1/reference": for a terminal that has
    none yet. Empty: everything comes in pages."""
    door: Annotated[str, Meta(pattern=r"^(https://[^/\s]+)?\Z", max_length=200)] = ""
    """Where the terminal's certificate is renewed, such as "https://so.example:8443"; empty: by
    the office's hand."""


class UpdatingSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the terminal comes by another version of its whole system."""

    engine: Literal["rauc", "none", "fake"] = "none"
    """What installs; "fake": folders in the place of the card's slots, for a laptop."""
    bundles: Annotated[str, Meta(pattern=r"^(https://[^/\s]+(/\S*)?)?\Z", max_length=200)] = ""
    """Where bundles lie, such as "https://so.example:8443/v1/bundles"; empty: behind the door."""
    state: Path = Path("/var/lib/quay-update")
    """Folder of the updater alone: bundles, and how far it is."""
    sticks: Path | None = None
    """Folder under which USB sticks are mounted; absent: none are looked at."""
    quiet_hours: Annotated[
        str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d\Z")
    ] = "21:30-05:00"
    """When the shop is closed, by the clock at the counter; nothing is installed at other times."""
    proof_minutes: Annotated[float, Meta(ge=1, le=120)] = 15.0
    """How long a new version has to show that everything works; then the one before comes back."""


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
    catalogue: Path | None = None
    """The national catalogue's file; absent: beside the ledger."""
    parameters: Path | None = None
    """Parameters of the rules (TOML), where the province has sent others than the program's own."""
    outlet: OutletSettings
    staff: StaffSettings
    """Whose badge stands on entries while nobody is signed in."""
    shop: ShopSettings = ShopSettings()
    people: tuple[PersonSettings, ...] = ()
    """Who may sign in; nobody: the counter is open to whoever stands there."""
    broker: BrokerSettings
    keys: KeySettings
    deliveries: Path | None = None
    """Folder into which suppliers' files are put; absent: every delivery is scanned."""
    sealed_sending: SealedSendingSettings | None = None
    """Absent, which is the rule: sealed patient data never leaves the shop."""
    updates: Path | None = None
    """Folder in which an updater looks for the version that is wanted; absent: there is none."""
    updating: UpdatingSettings = UpdatingSettings()
    link: LinkSettings = LinkSettings()
    status_seconds: Annotated[float, Meta(ge=10, le=86_400)] = 600.0
    """How often the link says how the terminal is, in words of some 800 bytes: often enough to
    miss a silent terminal within the hour, and 0.1 MB of the 1 MB that a day may cost."""
    screen: ScreenSettings = ScreenSettings()
    hardware: HardwareSettings

    def __post_init__(self) -> None:
        """Raise `ValueError`, in words, where the people could not sign in as is wanted."""
        check_people(self.people, pins_needed=self.shop.needs_pins)

    @property
    def catalogue_file(self) -> Path:
        """Where the national catalogue is."""
        return self.catalogue or self.ledger.with_name("catalogue.sqlite")

    @property
    def reference_file(self) -> Path:
        """Where the province's rows are kept."""
        return self.ledger.with_name("reference.sqlite")

    @property
    def mail_file(self) -> Path:
        """Where commands and messages are kept."""
        return self.ledger.with_name("mail.sqlite")


def load_settings(file: Path) -> TerminalSettings:
    """Read the terminal's settings; raise `SettingsError`."""
    return load(file, TerminalSettings)
