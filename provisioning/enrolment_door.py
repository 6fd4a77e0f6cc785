"""The enrolment door's certificate: what a new terminal meets first, over HTTPS."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from provisioning.authority import CERTIFICATE, Authority
from provisioning.files import new_folder, write_private, write_public
from provisioning.keys import make_tls_key, private_pem

FOLDER = "enrolment"
NAME = "enrol"


def make_enrolment_door(
    root: Path, authority: Authority, *, names: Sequence[str], at: datetime
) -> Path:
    """Make `root/enrolment`: key and certificate for a door called by these names or addresses.

    The names are those on the labels. Raises `ExistsAlreadyError` or `RefusedError`.
    """
    with new_folder(root, FOLDER) as folder:
        key = make_tls_key()
        write_private(folder / f"{NAME}.key.pem", private_pem(key))
        chain = authority.certify_server(key.public_key(), NAME, names, at=at)
        write_public(folder / f"{NAME}.crt.pem", chain)
        write_public(folder / CERTIFICATE, authority.certificate)
    return root / FOLDER
