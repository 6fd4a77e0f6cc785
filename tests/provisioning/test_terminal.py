import stat
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from hypothesis import given
from hypothesis import strategies as st

from provisioning.authority import Authority
from provisioning.errors import (
    ExistsAlreadyError,
    MissingError,
    ProvisioningError,
    RefusedError,
)
from provisioning.keys import make_tls_key, public_pem
from provisioning.server import make_server, read_server_keys
from provisioning.terminal import (
    Answer,
    Particulars,
    Request,
    TerminalKeys,
    answer,
    make_terminal,
)
from tests.provisioning.conftest import BADGE, KEEPER, NOW, PIN, particulars
from tests.provisioning.handshake import common_name
from wire.book import open_book
from wire.registration import read_registration
from wire.sign import sign, verify

FILES = {
    "terminal.crt.pem": 0o644,
    "terminal.key.pem": 0o600,
    "signing.key.pem": 0o600,
    "server-signing.pub.pem": 0o644,
    "book.pub.pem": 0o644,
    "book.locked": 0o600,
    "ca.crt.pem": 0o644,
    "registration.json": 0o644,
}


def make(root: Path, authority: Authority, terminal: str = "Q33-0001") -> Path:
    return make_terminal(
        root, particulars(terminal), keeper=KEEPER, authority=authority, at=NOW
    ).folder


def reply(request: Request, authority: Authority) -> Answer:
    server_keys = [Ed25519PrivateKey.generate().public_key()]
    return answer(request, particulars(), authority=authority, server_keys=server_keys, at=NOW)


def test_the_folder_holds_just_the_files_that_others_rely_on(root: Path, office: Authority) -> None:
    folder = make(root, office)
    assert folder == root / "terminals" / "Q33-0001"
    found = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    assert found == FILES
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_key_and_certificate_belong_together_and_name_the_terminal(
    root: Path, office: Authority
) -> None:
    folder = make(root, office)
    certificate = x509.load_pem_x509_certificate((folder / "terminal.crt.pem").read_bytes())
    key = load_pem_private_key((folder / "terminal.key.pem").read_bytes(), None)
    assert isinstance(key, EllipticCurvePrivateKey)
    assert certificate.public_key() == key.public_key()
    assert common_name(certificate) == "Q33-0001"
    assert (folder / "ca.crt.pem").read_bytes() == office.certificate


def test_the_server_verifies_what_the_terminal_signs(root: Path, office: Authority) -> None:
    folder = make(root, office)
    registration = read_registration((folder / "registration.json").read_bytes())
    assert (registration.terminal, registration.province) == ("Q33-0001", "33")
    assert (registration.outlet, registration.commune) == ("Quầy thuốc Tâm An", "Xã Phú Sơn")
    assert registration.enrolled_at == NOW
    mine = load_pem_private_key((folder / "signing.key.pem").read_bytes(), None)
    known = load_pem_public_key(registration.signing_key.encode())
    assert isinstance(mine, Ed25519PrivateKey)
    assert isinstance(known, Ed25519PublicKey)
    message = sign(b"entries", mine, "Q33-0001", "quay-batch")
    assert verify(message, known, "Q33-0001", "quay-batch") == b"entries"


def test_the_terminal_verifies_what_the_server_signs(root: Path, office: Authority) -> None:
    folder = make(root, office)
    key = load_pem_private_key((root / "server" / "signing.key.pem").read_bytes(), None)
    known = load_pem_public_key((folder / "server-signing.pub.pem").read_bytes())
    assert isinstance(key, Ed25519PrivateKey)
    assert isinstance(known, Ed25519PublicKey)
    message = sign(b"receipt", key, "server", "quay-receipt")
    assert verify(message, known, "server", "quay-receipt") == b"receipt"


def test_badge_and_pin_open_the_book_that_the_terminal_seals_to(
    root: Path, office: Authority
) -> None:
    folder = make(root, office)
    public = load_pem_public_key((folder / "book.pub.pem").read_bytes())
    assert isinstance(public, X25519PublicKey)
    assert open_book((folder / "book.locked").read_bytes(), BADGE, PIN).public_key == public


def test_no_file_holds_the_books_key_or_its_secrets_in_the_open(
    root: Path, office: Authority
) -> None:
    folder = make(root, office)
    (key,) = open_book((folder / "book.locked").read_bytes(), BADGE, PIN).keys
    for file in folder.iterdir():
        content = file.read_bytes()
        assert key.private_bytes_raw() not in content
        assert BADGE.encode() not in content
        assert PIN.encode() not in content


def test_two_terminals_share_no_key(root: Path, office: Authority) -> None:
    first, second = make(root, office, "Q33-0001"), make(root, office, "Q33-0002")
    shared = {name for name in FILES if (first / name).read_bytes() == (second / name).read_bytes()}
    assert shared == {"ca.crt.pem", "server-signing.pub.pem"}


def test_a_terminal_that_exists_keeps_its_keys(root: Path, office: Authority) -> None:
    folder = make(root, office)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(ExistsAlreadyError, match="Q33-0001"):
        make(root, office)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_a_terminal_needs_the_servers_key_first(root: Path, authority: Authority) -> None:
    with pytest.raises(MissingError, match=r"signing\.pub\.pem"):
        make(root, authority)
    assert not (root / "terminals").exists()


def test_a_server_that_exists_keeps_its_keys(root: Path, office: Authority) -> None:
    before = read_server_keys(root)
    with pytest.raises(ExistsAlreadyError):
        make_server(root, office, at=NOW)
    assert read_server_keys(root) == before


def test_the_servers_folder_holds_just_the_files_that_others_rely_on(
    root: Path, office: Authority
) -> None:
    found = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (root / "server").iterdir()}
    assert found == {
        "signing.key.pem": 0o600,
        "signing.pub.pem": 0o644,
        "answers.crt.pem": 0o644,
        "answers.key.pem": 0o600,
        "ingest.crt.pem": 0o644,
        "ingest.key.pem": 0o600,
        "ca.crt.pem": 0o644,
    }
    ingest = x509.load_pem_x509_certificate((root / "server" / "ingest.crt.pem").read_bytes())
    assert common_name(ingest) == "ingest"
    assert ingest.issuer == office.issuer.subject


def test_a_request_names_nobody_and_holds_no_private_key() -> None:
    request = TerminalKeys().request()
    assert len(list(x509.load_pem_x509_csr(request.csr).subject)) == 0
    assert b"PRIVATE" not in request.csr + request.signing_key
    assert "PrivateKey" not in repr(TerminalKeys())


def test_the_office_answers_from_the_request_alone(authority: Authority) -> None:
    keys = TerminalKeys()
    found = reply(keys.request(), authority)
    certificate = x509.load_pem_x509_certificate(found.certificate)
    assert certificate.public_key() == keys.tls.public_key()
    assert found.registration.signing_key.encode() == keys.request().signing_key


def test_a_signing_key_that_the_asker_does_not_hold_is_refused(authority: Authority) -> None:
    mine, others = TerminalKeys().request(), TerminalKeys().request()
    for stolen in (
        replace(mine, signing_key=others.signing_key),
        replace(mine, csr=others.csr),
        replace(mine, proof=others.proof),
        replace(mine, proof=b""),
    ):
        with pytest.raises(RefusedError):
            reply(stolen, authority)
    assert reply(mine, authority).certificate


def test_what_is_written_around_a_key_is_not_registered(authority: Authority) -> None:
    request = TerminalKeys().request()
    talkative = replace(request, signing_key=b"Hello.\n" + request.signing_key)
    assert reply(talkative, authority).registration.signing_key.encode() == request.signing_key


@pytest.mark.parametrize("signing_key", [b"", b"rubbish", b"\xff" * 40])
def test_a_request_without_an_ed25519_key_is_refused(
    authority: Authority, signing_key: bytes
) -> None:
    with pytest.raises(ProvisioningError):
        reply(replace(TerminalKeys().request(), signing_key=signing_key), authority)


def test_a_key_of_another_kind_is_no_signing_key(authority: Authority) -> None:
    p256 = public_pem(make_tls_key().public_key())
    with pytest.raises(ProvisioningError, match="Ed25519"):
        reply(replace(TerminalKeys().request(), signing_key=p256), authority)


def test_names_are_stored_in_one_spelling(root: Path, office: Authority) -> None:
    spelt = replace(particulars(), outlet=unicodedata.normalize("NFD", " Quầy thuốc Tâm An "))
    folder = make_terminal(root, spelt, keeper=KEEPER, authority=office, at=NOW).folder
    registration = read_registration((folder / "registration.json").read_bytes())
    assert registration.outlet == "Quầy thuốc Tâm An"


@given(st.text())
def test_a_province_is_two_digits(province: str) -> None:
    with pytest.raises(RefusedError):
        Particulars(terminal="Q33-0001", province=f"{province}x", outlet="A", commune="B")


@pytest.mark.parametrize("province", ["", "3", "333", "３３", "3\n", "33\n", "-1", "٣٣"])
def test_what_only_looks_like_two_digits_is_no_province(province: str) -> None:
    with pytest.raises(RefusedError):
        Particulars(terminal="Q33-0001", province=province, outlet="A", commune="B")


@pytest.mark.parametrize("name", ["", "   ", "two\nlines", "bell\a", "x" * 201])
def test_a_name_is_one_printable_line(name: str) -> None:
    for field in ("outlet", "commune"):
        with pytest.raises(RefusedError):
            replace(particulars(), **{field: name})


@pytest.mark.parametrize("terminal", ["../ca", "q33-0001", "Q33.0001", "Q33/1", "Q3", "+", "Q33-#"])
def test_an_id_never_leads_out_of_its_folder(terminal: str) -> None:
    with pytest.raises(RefusedError):
        particulars(terminal)
