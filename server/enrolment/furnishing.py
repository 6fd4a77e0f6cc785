"""What the door is made of, read from the files that the settings name."""

from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_public_key

from server.enrolment.batches import Place
from server.enrolment.desk import EnrolmentDesk
from server.enrolment.outlet_settings import Meeting
from server.enrolment.renewing import RenewalDesk
from server.enrolment.signer import SocketSigner
from server.ingest.throttle import Throttle
from server.settings import EnrolSettings, ServerSettings
from settings import SettingsError
from wire.enrolment import SNAPSHOTS_PATH, pin_of
from words import _

_RENEWALS = 5.0
"""Of one terminal at once: it renews once in many months."""
_RENEWAL_RATE = 1 / 600
"""A second, for good."""
_PEM_BEGINS = b"-----BEGIN "


def enrol_settings(file: Path, settings: ServerSettings) -> EnrolSettings:
    """Return `[enrol]`; raise `SettingsError` where there is none."""
    if settings.enrol is None:
        raise SettingsError(file, "enrol", "", _("bảng [enrol] với chứng thư, khóa và tên máy"))
    return settings.enrol


def place_of(file: Path, enrol: EnrolSettings) -> Place:
    """Return what labels say of where to go; raise `SettingsError`."""
    root = read_root(file, enrol)
    return Place(host=enrol.name, port=enrol.port, pin=pin_of(root.public_bytes(Encoding.DER)))


def read_root(file: Path, enrol: EnrolSettings) -> x509.Certificate:
    """Return the root certificate; raise `SettingsError`, naming the settings `file`."""
    try:
        return x509.load_pem_x509_certificate(enrol.authority.read_bytes())
    except (OSError, ValueError) as error:
        raise SettingsError(
            file, "enrol.authority", str(enrol.authority), _("chứng thư gốc, dạng PEM")
        ) from error


def make_desks(
    file: Path, enrol: EnrolSettings, *, province: str, signing: Ed25519PublicKey
) -> tuple[EnrolmentDesk, RenewalDesk]:
    """Return where terminals are let in and where certificates are renewed.

    `signing`: what the province signs with now. Raises `SettingsError`, naming the settings `file`.
    """
    signer = SocketSigner(enrol.signer, read_root(file, enrol), enrol.signer_seconds)
    meeting = Meeting(
        broker_host=enrol.broker_host or enrol.name,
        broker_port=enrol.broker_port,
        snapshots=f"https://{enrol.name}:{enrol.port}{SNAPSHOTS_PATH}",
    )
    keys = _server_keys(file, enrol.server_keys, signing)
    desk = EnrolmentDesk(province=province, signer=signer, meeting=meeting, server_keys=keys)
    throttle = Throttle(rate=_RENEWAL_RATE, burst=_RENEWALS)
    return desk, RenewalDesk(province=province, signer=signer, throttle=throttle)


def _server_keys(file: Path, path: Path, signing: Ed25519PublicKey) -> str:
    """Return the province's public keys as they stand in their file, one PEM after the other.

    A terminal that came in without the one in use would believe nothing that it is told.
    """
    try:
        data = path.read_bytes()
        blocks = [_PEM_BEGINS + block for block in data.split(_PEM_BEGINS)[1:]]
        keys = [load_pem_public_key(block) for block in blocks]
        text = data.decode("ascii")
    except (OSError, ValueError, UnsupportedAlgorithm) as error:
        raise SettingsError(file, "enrol.server_keys", str(path), _wanted_keys()) from error
    if not keys or not all(isinstance(key, Ed25519PublicKey) for key in keys):
        raise SettingsError(file, "enrol.server_keys", str(path), _wanted_keys())
    if signing not in keys:
        wanted = _("tệp có cả khóa công khai của signing_key đang dùng")
        raise SettingsError(file, "enrol.server_keys", str(path), wanted)
    return text


def _wanted_keys() -> str:
    return _("các khóa công khai Ed25519 của máy chủ, dạng PEM")
