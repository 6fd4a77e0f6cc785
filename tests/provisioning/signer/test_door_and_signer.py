"""The enrolment door's own way of asking, against the real signer."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from provisioning.authority import Authority, make_authority
from provisioning.revoked import put_on_list
from server.enrolment.signer import SignerAwayError, SignerRefusedError, SocketSigner
from tests.provisioning.conftest import NOW
from tests.provisioning.signer.office import csr, running


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "signer.sock"


def test_the_door_gets_what_a_terminal_needs(root: Path, authority: Authority, path: Path) -> None:
    door = SocketSigner(path, authority.root)
    with running(root, path):
        issued = door.issue(csr(), "Q33-0042")
        chain = x509.load_pem_x509_certificates(issued.certificate.encode())
        assert chain[1:] == [authority.issuer]
        assert issued.authority.encode() == authority.certificate
        put_on_list(root, "Q33-0043", at=datetime.now(UTC))
        with pytest.raises(SignerRefusedError, match="revoked"):
            door.issue(csr(), "Q33-0043")
        for _again in range(4):
            door.issue(csr(), "Q33-0042")
        with pytest.raises(SignerRefusedError, match="too-many"):
            door.issue(csr(), "Q33-0042")
    with pytest.raises(SignerAwayError):
        door.issue(csr(), "Q33-0044")


def test_the_door_takes_no_other_root(
    root: Path, authority: Authority, path: Path, tmp_path: Path
) -> None:
    other = make_authority(tmp_path / "other", at=NOW)
    assert other.root != authority.root
    with running(root, path), pytest.raises(SignerAwayError, match="another root"):
        SocketSigner(path, other.root).issue(csr(), "Q33-0001")
