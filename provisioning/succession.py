"""A new issuing key below the same root, and the step from the older kind of authority.

Nobody has to be told of a new issuing key: whoever trusts the root believes both, because each
certificate comes with the issuing one behind it. So old and new overlap for as long as certificates
of the old one last.
"""

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from provisioning.authority import (
    CERTIFICATE,
    FOLDER,
    FORMER_ROOT_KEY,
    ISSUING,
    ROOT_KEY,
    certify_issuing,
    is_older_kind,
    read_certificate,
)
from provisioning.certificate import may_sign_authorities, root_certificate
from provisioning.custody import (
    SETTINGS,
    Token,
    keep_key,
    key_file,
    make_key,
    open_key,
    public_key_of,
    read_custody,
)
from provisioning.errors import (
    ExistsAlreadyError,
    NoPasswordError,
    RootAwayError,
    UnusableFileError,
)
from provisioning.files import replace, write_public
from provisioning.keys import is_locked
from words import _

FORMER = "former"
"""Earlier issuing certificates: those of before are good until they end."""


def renew_issuing(
    root: Path,
    *,
    at: datetime,
    password: str | None = None,
    root_password: str | None = None,
    plain: bool = False,
) -> Path:
    """Make a new issuing key, certified by the root; return its certificate's file.

    The only task that needs the root key. `plain`: the key may lie open where the one before did
    not. Raises `RootAwayError`, `NoPasswordError`, `UnusableFileError`, `TokenError`, or
    `RefusedError` if the root itself has aged.
    """
    folder = root / FOLDER
    top, before = read_certificate(folder / CERTIFICATE), _issuing(root)
    custody = read_custody(folder / SETTINGS)
    if custody.root is None and not (folder / ROOT_KEY).exists():
        raise RootAwayError(folder / ROOT_KEY)
    former = key_file(folder, "issuing", public_key_of(before))
    if not plain:
        _require_password(former, custody.issuing, password)
    root_key = open_key(folder / ROOT_KEY, top, custody.root, root_password)
    key = make_key(custody.issuing, password)
    fresh = certify_issuing(top, root_key, key.public_key(), at=at)
    keep_key(key_file(folder, "issuing", key.public_key()), key, custody.issuing, password)
    _keep_former(folder, before)
    # The certificate says which key is in use: this one step goes over to the new one.
    replace(folder / ISSUING, fresh.public_bytes(Encoding.PEM))
    former.unlink(missing_ok=True)
    return folder / ISSUING


def former_issuing(root: Path) -> list[x509.Certificate]:
    """Return the earlier issuing certificates, the oldest first."""
    files = (root / FOLDER / FORMER).glob("*.crt.pem")
    return sorted(map(read_certificate, files), key=lambda found: found.not_valid_before_utc)


def upgrade(
    root: Path,
    *,
    at: datetime,
    password: str | None = None,
    root_password: str | None = None,
    plain: bool = False,
) -> list[Path]:
    """Turn an authority of the older kind into root and issuing key; return the root's new copies.

    The root keeps its key and name; its certificate is made anew, because the old one allows no
    issuing key below it. Whoever trusts the new one believes all that the old one signed.
    `root_password` is the old key's; `plain` as in `renew_issuing`. Raises `NoPasswordError`, or
    `ExistsAlreadyError` if it is done already.
    """
    folder = root / FOLDER
    if not is_older_kind(root):
        raise ExistsAlreadyError(folder / ISSUING)
    if not plain:
        _require_password(folder / FORMER_ROOT_KEY, None, password)
    top = read_certificate(folder / CERTIFICATE)
    root_key = open_key(folder / FORMER_ROOT_KEY, top, None, root_password)
    if not may_sign_authorities(top):
        top = _allowing(top, root_key, at)
        replace(folder / CERTIFICATE, top.public_bytes(Encoding.PEM))
    copies = _spread(root, top)
    key = make_key(None, password)
    fresh = certify_issuing(top, root_key, key.public_key(), at=at)
    keep_key(key_file(folder, "issuing", key.public_key()), key, None, password)
    # The issuing certificate is the step: without it the folder is of the older kind, and whole.
    (folder / ROOT_KEY).unlink(missing_ok=True)
    (folder / ROOT_KEY).hardlink_to(folder / FORMER_ROOT_KEY)
    write_public(folder / ISSUING, fresh.public_bytes(Encoding.PEM))
    (folder / FORMER_ROOT_KEY).unlink()
    return copies


def _require_password(former: Path, token: Token | None, password: str | None) -> None:
    """Raise `NoPasswordError` where a key would lie open whose former one did not.

    A former one that is not here may have been locked too.
    """
    is_open = former.exists() and not is_locked(former)
    if not (token or password or is_open):
        raise NoPasswordError


def _allowing(
    top: x509.Certificate, key: ec.EllipticCurvePrivateKey, at: datetime
) -> x509.Certificate:
    (name,) = top.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return root_certificate(key, str(name.value), at=at)


def _spread(root: Path, top: x509.Certificate) -> list[Path]:
    """Give the root's new certificate to everybody in the folder who trusts the old one."""
    copies = [
        file
        for pattern in (f"*/{CERTIFICATE}", f"terminals/*/{CERTIFICATE}")
        for file in sorted(root.glob(pattern))
        if file.parent.name != FOLDER
    ]
    for file in copies:
        replace(file, top.public_bytes(Encoding.PEM))
    return copies


def _issuing(root: Path) -> x509.Certificate:
    if is_older_kind(root):
        raise UnusableFileError(root / FOLDER, _("hai khóa, gốc và cấp; hãy chạy: ca upgrade"))
    return read_certificate(root / FOLDER / ISSUING)


def _keep_former(folder: Path, before: x509.Certificate) -> None:
    (folder / FORMER).mkdir(mode=0o700, exist_ok=True)
    file = folder / FORMER / f"{before.not_valid_before_utc:%Y-%m-%d}-{before.serial_number:x}"
    file = file.with_name(f"{file.name[:24]}.crt.pem")
    if not file.exists():
        write_public(file, before.public_bytes(Encoding.PEM))
