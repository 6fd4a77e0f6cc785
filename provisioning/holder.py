"""Who on the server's side holds a certificate: broker, programs, the enrolment door.

A certificate is exchanged so that the one before can come back: it is kept beside the new one until
the new one has been seen at work.
"""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from provisioning import broker, enrolment_door, server
from provisioning.authority import CERTIFICATE, Authority, read_certificate
from provisioning.certificate import names_of
from provisioning.errors import MissingError
from provisioning.files import read, replace
from provisioning.keys import make_tls_key, private_pem, read_tls_key
from provisioning.proof import prove_client, prove_server

_FORMER = "former"
_ONE_EXCHANGE = timedelta(days=1)
"""What was certified anew within a day belongs together."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A key and its certificate, in files named after the program that shows them."""

    folder: Path
    name: str
    is_server: bool
    """Whether others call it, under the names in its certificate."""

    @property
    def certificate(self) -> Path:
        """The certificate's file, the issuing certificate behind it."""
        return self.folder / f"{self.name}.crt.pem"

    @property
    def key(self) -> Path:
        """The key's file."""
        return self.folder / f"{self.name}.key.pem"

    @property
    def until(self) -> datetime:
        """When the certificate ends."""
        return read_certificate(self.certificate).not_valid_after_utc

    @property
    def since(self) -> datetime:
        """From when on the certificate is good: when it was made, nearly."""
        return read_certificate(self.certificate).not_valid_before_utc

    @property
    def former(self) -> Path:
        """The certificate before this one, until this one has been seen at work."""
        return _former(self.certificate)


def broker_of(root: Path) -> Holder:
    """Return the broker's."""
    return Holder(root / broker.FOLDER, "broker", is_server=True)


def program_of(root: Path, program: str) -> Holder:
    """Return a program's of the server."""
    return Holder(root / server.FOLDER, program, is_server=False)


def door_of(root: Path, program: str) -> Holder:
    """Return that of a program which others call: vendors' door or pages."""
    return Holder(root / server.FOLDER, program, is_server=True)


def enrolment_of(root: Path) -> Holder:
    """Return the enrolment door's."""
    return Holder(root / enrolment_door.FOLDER, enrolment_door.NAME, is_server=True)


def holders(root: Path) -> list[Holder]:
    """Return all that there are in an office's folder."""
    programs = [program_of(root, program) for program in server.PROGRAMS]
    doors = [door_of(root, door) for door in server.DOORS]
    known = [broker_of(root), *programs, *doors, enrolment_of(root)]
    return [one for one in known if one.certificate.exists()]


def certify_anew(
    holder: Holder, authority: Authority, *, new_key: bool = False, at: datetime
) -> Path:
    """Exchange the certificate, and the key if wanted, after proving the new one; return its file.

    Raises `MissingError`, `UnusableFileError`, `RefusedError` or `NotProvenError`; nothing was
    exchanged then.
    """
    key = make_tls_key() if new_key else read_tls_key(holder.key)
    chain = _certified(holder, key.public_key(), authority, at)
    _prove(holder, chain, key, authority)
    for file in (holder.key, holder.certificate):
        if not file.exists():
            raise MissingError(file)
    _keep_former(holder, at)
    if new_key:
        replace(holder.key, private_pem(key))
    replace(holder.certificate, chain)
    replace(holder.folder / CERTIFICATE, authority.certificate)
    return holder.certificate


def last_exchanged(root: Path) -> list[Holder]:
    """Return those with a former certificate that were exchanged last, together.

    Formers of an earlier exchange stay where they are: what came after them has long been at work.
    An exchange that was cut before the certificate's turn is always among the last.
    """
    kept = [one for one in holders(root) if one.former.exists()]
    if not kept:
        return []
    newest = max(one.since for one in kept)
    return [
        one
        for one in kept
        if newest - one.since <= _ONE_EXCHANGE or read(one.former) == read(one.certificate)
    ]


def take_back(holder: Holder, *, at: datetime) -> bool:
    """Put the certificate before back in its place; return whether there is one.

    One that has ended is forgotten instead. A step that was cut is mended by doing it again.
    """
    if not holder.former.exists():
        return False
    if not _is_good(holder.former, at):
        drop_former(holder)
        return False
    if _former(holder.key).exists():
        _former(holder.key).replace(holder.key)
    holder.former.replace(holder.certificate)
    return True


def drop_former(holder: Holder) -> None:
    """Forget the certificate before: this one has been seen at work."""
    holder.former.unlink(missing_ok=True)
    _former(holder.key).unlink(missing_ok=True)


def _certified(
    holder: Holder, key: ec.EllipticCurvePublicKey, authority: Authority, at: datetime
) -> bytes:
    if not holder.is_server:
        return authority.certify_program(key, holder.name, at=at)
    return authority.certify_server(key, holder.name, names_of(read(holder.certificate)), at=at)


def _prove(
    holder: Holder, chain: bytes, key: ec.EllipticCurvePrivateKey, authority: Authority
) -> None:
    if holder.is_server:
        prove_server(chain, key, root=authority.certificate, hosts=names_of(chain))
    else:
        prove_client(chain, key, root=authority.certificate)


def _keep_former(holder: Holder, at: datetime) -> None:
    """Keep what is in use. What nobody has seen at work is never kept in the place of what was."""
    if holder.former.exists() and _is_good(holder.former, at):
        return
    for file in (holder.key, holder.certificate):
        _former(file).unlink(missing_ok=True)
        os.link(file, _former(file))


def _is_good(file: Path, at: datetime) -> bool:
    found: x509.Certificate = read_certificate(file)
    return at < found.not_valid_after_utc


def _former(file: Path) -> Path:
    return file.with_name(f"{_FORMER}-{file.name}")
