"""What a request must prove, and what it may say."""

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID
from msgspec.structs import replace

from tests.server.enrolment.newcomer import NOW, Newcomer, print_label, request_for
from tests.server.enrolment.office import OwnSigner, make_desk
from wire.enrolment import EnrolAnswer, EnrolRefusal, EnrolRequest

pytestmark = pytest.mark.usefixtures("store")


def test_a_lower_case_code_is_the_same_code() -> None:
    card = Newcomer()
    print_label(card.code)
    answer = make_desk().decide(card.request(code=f" {card.code.lower()} "), NOW)
    assert isinstance(answer, EnrolAnswer)


def _rsa_request() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    return builder.sign(key, SHA256()).public_bytes(Encoding.PEM).decode()


def _unsound() -> dict[str, EnrolRequest]:
    card, other = Newcomer(), Newcomer()
    p384 = request_for(ec.generate_private_key(ec.SECP384R1()))
    tls_pem = card.tls.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return {
        "no csr": card.request(csr="-----BEGIN NOTHING-----"),
        "another's csr": card.request(csr=other.csr),
        "another's signing key": card.request(signing_key=other.signing_pem),
        "a tls key as signing key": card.request(signing_key=tls_pem.decode()),
        "no signing key": card.request(signing_key=""),
        "no proof": card.request(proof=""),
        "a proof that is no base 64": card.request(proof="ừ"),
        "a proof with a line end": card.request(proof=card.request().proof + "\n"),
        "a board with words": card.request(board="Pi 4"),
        "NUL in the board": card.request(board="\0"),
        "NUL in the version": card.request(version="1\0"),
        "RSA": Newcomer(csr=_rsa_request()).request(),
        "P-384": Newcomer(csr=p384).request(),
        "a CSR whose signature was changed": Newcomer(csr=_tampered(card.csr)).request(),
    }


def _tampered(csr: str) -> str:
    lines = csr.splitlines()
    last = lines[-2]
    lines[-2] = ("A" if last[0] != "A" else "B") + last[1:]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("what", list(_unsound()))
def test_an_unsound_request_uses_nothing_up(what: str) -> None:
    request = _unsound()[what]
    card = Newcomer()
    print_label(card.code)
    signer = OwnSigner()
    desk = make_desk(signer)
    refused = desk.decide(replace(request, code=card.code), NOW)
    assert refused == EnrolRefusal(reason="unsound-request")
    assert signer.asked == []
    assert isinstance(desk.decide(card.request(), NOW), EnrolAnswer)


def test_whom_a_request_names_does_not_matter() -> None:
    card = Newcomer()
    wanted = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Q33-0999")])
    builder = x509.CertificateSigningRequestBuilder().subject_name(wanted)
    csr = builder.sign(card.tls, SHA256()).public_bytes(Encoding.PEM).decode()
    bold = Newcomer(code=card.code, tls=card.tls, csr=csr)
    print_label(card.code)
    answer = make_desk().decide(bold.request(), NOW)
    assert isinstance(answer, EnrolAnswer)
    leaf = x509.load_pem_x509_certificate(answer.certificate.encode())
    assert leaf.subject.rfc4514_string() == "CN=Q33-0101"
