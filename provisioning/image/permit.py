"""A permit for SSH: signed by the province's update key, for one terminal and some days."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder

from provisioning.bundle.keys import FOLDER, SIGNING, SIGNING_KEY
from provisioning.errors import RefusedError
from provisioning.files import read
from provisioning.image.on_card.ssh_permit import LONGEST
from provisioning.keys import read_tls_key
from settings.toml import write_toml
from words import _

FILE = "ssh-permit.cms"
"""Its name in the folder `quay` of the card's first partition."""


def make_permit(
    office: Path, *, terminal: str, keys: tuple[str, ...], until: datetime, password: str | None
) -> bytes:
    """Return a signed permit (CMS, DER).

    Raises `RefusedError` for a time that no terminal would take, `MissingError` or
    `UnusableFileError` where the update keys are not to be used.
    """
    if not timedelta() < until - datetime.now(UTC) <= LONGEST:
        raise RefusedError(f"{until:%Y-%m-%d}", _("hạn từ 1 đến 31 ngày"))
    content = write_toml({"terminal": terminal, "until": until, "keys": list(keys)})
    folder = office / FOLDER
    certificate = x509.load_pem_x509_certificate(read(folder / SIGNING))
    key = read_tls_key(folder / SIGNING_KEY, password)
    return (
        PKCS7SignatureBuilder()
        .set_data(content.encode())
        .add_signer(certificate, key, SHA256())
        .sign(Encoding.DER, [PKCS7Options.Binary])
    )
