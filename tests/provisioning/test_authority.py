import base64
import ssl
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provisioning.authority import Authority, make_authority, open_authority
from provisioning.certificate import (
    BACKDATE,
    ISSUING_LIFE,
    LIFE,
    ROOT_LIFE,
    issuing_certificate,
)
from provisioning.errors import (
    ExistsAlreadyError,
    MissingError,
    RefusedError,
    UnusableFileError,
)
from provisioning.keys import make_tls_key, read_tls_key
from provisioning.terminal import TerminalKeys
from tests.provisioning.conftest import NOW, issuing_key
from tests.provisioning.handshake import End, common_name, shake_hands

Signer = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey


@dataclass
class Ends:
    """Both sides, with certificates of one authority."""

    folder: Path
    authority: Authority

    def server(self, shows: bytes | None = None, *, names: tuple[str, ...] = ("localhost",)) -> End:
        key = make_tls_key()
        mine = shows or self.authority.certify_broker(key.public_key(), names, at=NOW)
        return self.end("server", mine, key)

    def terminal(self, terminal: str = "Q33-0001", *, at: timedelta = timedelta()) -> End:
        key = make_tls_key()
        return self.end(
            "client", self.authority.certify_terminal(request(key), terminal, at=NOW + at), key
        )

    def end(self, side: str, shows: bytes, key: ec.EllipticCurvePrivateKey) -> End:
        return End(self.folder / side, trusts=self.authority.certificate, shows=shows, key=key)


@pytest.fixture
def ends(tmp_path: Path, authority: Authority) -> Ends:
    return Ends(tmp_path, authority)


def request(key: Signer, name: str = "", *extensions: x509.ExtensionType) -> bytes:
    named = [x509.NameAttribute(NameOID.COMMON_NAME, name)] if name else []
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name(named))
    for extension in extensions:
        builder = builder.add_extension(extension, critical=True)
    algorithm = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return builder.sign(key, algorithm).public_bytes(Encoding.PEM)


def test_terminal_and_broker_accept_each_other(ends: Ends) -> None:
    assert shake_hands(ends.server(), ends.terminal("Q33-0042")) == "Q33-0042"


def test_a_program_of_the_server_is_accepted_under_its_name(ends: Ends) -> None:
    key = make_tls_key()
    program = ends.authority.certify_program(key.public_key(), "ingest", at=NOW)
    assert shake_hands(ends.server(), ends.end("client", program, key)) == "ingest"


def test_a_broker_is_known_by_its_names_and_addresses_and_no_others(ends: Ends) -> None:
    for name in ("broker.example", "192.0.2.7", "2001:db8::7"):
        server = ends.server(names=("broker.example", "192.0.2.7", "2001:db8::7"))
        assert shake_hands(server, ends.terminal(), calls=name) == "Q33-0001"
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        shake_hands(ends.server(names=("broker.example",)), ends.terminal(), calls="localhost")


def test_a_terminal_cannot_pose_as_the_broker(ends: Ends) -> None:
    posing = ends.terminal()
    with pytest.raises(ssl.SSLCertVerificationError, match="purpose"):
        shake_hands(posing, ends.end("other", *_certified(ends.authority, "Q33-0002")))


def test_the_brokers_certificate_does_not_open_a_clients_door(ends: Ends) -> None:
    key = make_tls_key()
    posing = ends.authority.certify_broker(key.public_key(), ["localhost"], at=NOW)
    with pytest.raises(ssl.SSLCertVerificationError, match="purpose"):
        shake_hands(ends.server(), ends.end("client", posing, key))


def test_a_terminals_key_cannot_certify_others(ends: Ends) -> None:
    certificate, key = _certified(ends.authority, "Q33-0001")
    terminal = Authority(ends.authority.root, x509.load_pem_x509_certificate(certificate), key)
    forged_key = make_tls_key()
    forged = terminal.certify_terminal(request(forged_key), "Q33-0002", at=NOW)
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(ends.server(), ends.end("client", forged + ends.authority.behind, forged_key))


def test_the_issuing_key_allows_no_authority_below_it(ends: Ends) -> None:
    key = make_tls_key()
    builder = issuing_certificate(key.public_key(), "below", root=ends.authority.issuer, at=NOW)
    made = ends.authority._sign(builder)
    below = Authority(ends.authority.root, x509.load_pem_x509_certificate(made), key)
    leaf_key = make_tls_key()
    leaf = below.certify_terminal(request(leaf_key), "Q33-0001", at=NOW)
    shown = leaf + ends.authority.behind
    with pytest.raises(ssl.SSLCertVerificationError, match="path length"):
        shake_hands(ends.server(), ends.end("client", shown, leaf_key))


def test_nobody_comes_in_without_the_issuing_certificate_behind_it(ends: Ends) -> None:
    certificate, key = _certified(ends.authority, "Q33-0001")
    alone = certificate.replace(ends.authority.behind, b"")
    assert alone != certificate
    with pytest.raises(ssl.SSLCertVerificationError, match="unable to get local issuer"):
        shake_hands(ends.server(), ends.end("client", alone, key))


def test_who_trusts_the_root_trusts_it_for_what_it_certified_and_not_the_issuing_key_alone(
    authority: Authority,
) -> None:
    root, issuer = authority.root, authority.issuer
    assert root.subject != issuer.subject
    limits = [
        one.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length
        for one in (root, issuer)
    ]
    assert limits == [1, 0]
    assert root.not_valid_after_utc - root.not_valid_before_utc == ROOT_LIFE + BACKDATE
    assert issuer.not_valid_after_utc - issuer.not_valid_before_utc == ISSUING_LIFE + BACKDATE
    assert issuer.public_key() != root.public_key()


def test_another_authority_of_the_same_name_is_a_stranger(ends: Ends, tmp_path: Path) -> None:
    other = make_authority(tmp_path / "other", at=NOW)
    assert other.root.subject == ends.authority.root.subject
    stranger = ends.end("client", *_certified(other, "Q33-0001"))
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(ends.server(), stranger)


def test_a_certificate_is_valid_now_and_not_after_its_time(ends: Ends) -> None:
    just_made_by_a_fast_clock = ends.terminal(at=BACKDATE / 2)
    assert shake_hands(ends.server(), just_made_by_a_fast_clock) == "Q33-0001"
    with pytest.raises(ssl.SSLCertVerificationError, match="expired"):
        shake_hands(ends.server(), ends.terminal(at=-LIFE - BACKDATE))
    with pytest.raises(ssl.SSLCertVerificationError, match="not yet valid"):
        shake_hands(ends.server(), ends.terminal(at=BACKDATE * 2))


def test_no_certificate_outlives_the_authority(authority: Authority) -> None:
    last_day = authority.issuer.not_valid_after_utc - timedelta(days=1)
    certificate = authority.certify_terminal(request(make_tls_key()), "Q33-0001", at=last_day)
    found = x509.load_pem_x509_certificate(certificate)
    assert found.not_valid_after_utc == authority.issuer.not_valid_after_utc


def test_nothing_is_certified_while_the_clock_is_wrong(authority: Authority) -> None:
    issuer = authority.issuer
    valid_from, valid_to = issuer.not_valid_before_utc, issuer.not_valid_after_utc
    for wrong in (valid_from - timedelta(seconds=1), valid_to, valid_to + timedelta(days=400)):
        with pytest.raises(RefusedError, match="còn hiệu lực"):
            authority.certify_terminal(request(make_tls_key()), "Q33-0001", at=wrong)


def test_what_the_request_asks_for_is_not_granted(authority: Authority) -> None:
    key = make_tls_key()
    greedy = request(
        key,
        "ingest",
        x509.BasicConstraints(ca=True, path_length=None),
        x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]),
        x509.SubjectAlternativeName([x509.DNSName("localhost")]),
    )
    found = x509.load_pem_x509_certificate(authority.certify_terminal(greedy, "Q33-0001", at=NOW))
    assert found.public_key() == key.public_key()
    assert common_name(found) == "Q33-0001"
    assert len(list(found.subject)) == 1
    constraints = found.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (constraints.critical, constraints.value.ca) == (True, False)
    purposes = found.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(purposes) == [ExtendedKeyUsageOID.CLIENT_AUTH]
    with pytest.raises(x509.ExtensionNotFound):
        found.extensions.get_extension_for_class(x509.SubjectAlternativeName)


@pytest.mark.parametrize(
    "key",
    [
        rsa.generate_private_key(public_exponent=65537, key_size=2048),
        ec.generate_private_key(ec.SECP384R1()),
        ed25519.Ed25519PrivateKey.generate(),
    ],
    ids=["rsa", "p384", "ed25519"],
)
def test_only_p256_keys_are_certified(authority: Authority, key: Signer) -> None:
    with pytest.raises(RefusedError):
        authority.certify_terminal(request(key), "Q33-0001", at=NOW)


def test_a_request_with_one_changed_bit_never_certifies_another_key(authority: Authority) -> None:
    keys = TerminalKeys()
    der = base64.b64decode(b"".join(keys.request().csr.splitlines()[1:-1]))
    refused = 0
    for position in range(len(der) * 8):
        changed = bytearray(der)
        changed[position // 8] ^= 1 << position % 8
        try:
            found = authority.certify_terminal(_pem(bytes(changed)), "Q33-0001", at=NOW)
        except RefusedError:
            refused += 1
        else:
            certified = x509.load_pem_x509_certificate(found).public_key()
            assert certified == keys.tls.public_key()
    assert refused > len(der) * 8 * 0.99


@pytest.mark.parametrize("csr", [b"", b"rubbish", b"-----BEGIN CERTIFICATE REQUEST-----\n"])
def test_rubbish_is_no_request(authority: Authority, csr: bytes) -> None:
    with pytest.raises(RefusedError, match="CSR"):
        authority.certify_terminal(csr, "Q33-0001", at=NOW)


def test_a_request_signed_with_another_key_is_refused(authority: Authority) -> None:
    csr = x509.load_pem_x509_csr(request(make_tls_key()))
    other = x509.load_pem_x509_csr(request(make_tls_key()))
    body = csr.public_bytes(Encoding.DER)
    forged = body.replace(csr.tbs_certrequest_bytes, other.tbs_certrequest_bytes)
    assert forged != body
    with pytest.raises(RefusedError, match="CSR"):
        authority.certify_terminal(_pem(forged), "Q33-0001", at=NOW)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(terminal=st.one_of(st.text(max_size=40), st.from_regex(r"[A-Za-z0-9+#/.$%-]{0,36}")))
def test_a_terminal_is_certified_only_under_a_wellformed_id(
    authority: Authority, terminal: str
) -> None:
    allowed = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
    wellformed = 3 <= len(terminal) <= 32 and set(terminal) <= allowed and terminal[0] != "-"
    csr = request(make_tls_key())
    if wellformed:
        found = authority.certify_terminal(csr, terminal, at=NOW)
        assert common_name(x509.load_pem_x509_certificate(found)) == terminal
    else:
        with pytest.raises(RefusedError):
            authority.certify_terminal(csr, terminal, at=NOW)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(terminal=st.from_regex(r"[A-Z0-9][A-Z0-9-]{2,31}", fullmatch=True))
def test_a_wellformed_id_is_certified_as_it_is(authority: Authority, terminal: str) -> None:
    found = authority.certify_terminal(request(make_tls_key()), terminal, at=NOW)
    assert common_name(x509.load_pem_x509_certificate(found)) == terminal


@pytest.mark.parametrize(
    "name", ["Q33-0001", "INGEST", "", "in gest", "+", "#", "ingest\n", "ingést"]
)
def test_a_programs_name_can_never_be_a_terminals(authority: Authority, name: str) -> None:
    with pytest.raises(RefusedError):
        authority.certify_program(make_tls_key().public_key(), name, at=NOW)


@pytest.mark.parametrize("name", ["", "a b", "*.example", "máy", "-a", "a..b", "a\n", "x" * 64])
def test_a_broker_needs_names_that_can_be_called(authority: Authority, name: str) -> None:
    with pytest.raises(RefusedError):
        authority.certify_broker(make_tls_key().public_key(), [name], at=NOW)


def test_a_broker_without_any_name_is_refused(authority: Authority) -> None:
    with pytest.raises(RefusedError):
        authority.certify_broker(make_tls_key().public_key(), [], at=NOW)


def test_serial_numbers_are_random(authority: Authority) -> None:
    serials = {
        x509.load_pem_x509_certificate(_certified(authority, "Q33-0001")[0]).serial_number
        for _ in range(50)
    }
    assert len(serials) == 50
    assert min(serials).bit_length() > 100


def test_an_opened_authority_is_the_one_that_was_made(root: Path, authority: Authority) -> None:
    assert open_authority(root).certificate == authority.certificate
    assert open_authority(root)._key.public_key() == authority._key.public_key()


def test_an_existing_authority_is_not_touched(root: Path, authority: Authority) -> None:
    before = {file.name: file.read_bytes() for file in (root / "ca").iterdir()}
    with pytest.raises(ExistsAlreadyError):
        make_authority(root, at=NOW)
    assert {file.name: file.read_bytes() for file in (root / "ca").iterdir()} == before
    assert before["ca.crt.pem"] == authority.certificate


def test_each_key_has_its_own_password(root: Path) -> None:
    right, roots = "đúng mật khẩu", "mật khẩu của gốc"
    make_authority(root, at=NOW, password=right, root_password=roots)
    for key in (issuing_key(root), root / "ca" / "root.key.pem"):
        assert b"BEGIN ENCRYPTED PRIVATE KEY" in key.read_bytes()
    assert open_authority(root, right).certificate
    for wrong in (None, "", "sai mật khẩu", roots):
        with pytest.raises(UnusableFileError):
            open_authority(root, wrong)
    root_key = read_tls_key(root / "ca" / "root.key.pem", roots)
    assert root_key.public_key() == open_authority(root, right).root.public_key()
    with pytest.raises(UnusableFileError):
        read_tls_key(root / "ca" / "root.key.pem", right)


def test_the_root_key_may_lie_in_a_safe(root: Path, authority: Authority) -> None:
    (root / "ca" / "root.key.pem").unlink()
    assert open_authority(root).certificate == authority.certificate
    assert _certified(open_authority(root), "Q33-0001")


def test_a_password_for_an_unlocked_key_is_a_mistake(root: Path) -> None:
    make_authority(root, at=NOW)
    with pytest.raises(UnusableFileError, match="--password-file"):
        open_authority(root, "mật khẩu")


@pytest.mark.parametrize("name", ["ca.crt.pem", "issuing.crt.pem", "issuing-*.key.pem"])
@pytest.mark.usefixtures("authority")
def test_a_spoilt_authority_names_its_spoilt_file(root: Path, name: str) -> None:
    (file,) = (root / "ca").glob(name)
    file.write_bytes(b"rubbish")
    with pytest.raises(UnusableFileError, match=file.name):
        open_authority(root)
    file.unlink()
    with pytest.raises(MissingError, match=file.name):
        open_authority(root)


def test_the_papers_of_another_authority_do_not_pass(
    root: Path, tmp_path: Path, authority: Authority
) -> None:
    make_authority(tmp_path / "other", at=NOW)
    issuing_key(tmp_path / "other").replace(issuing_key(root))
    with pytest.raises(UnusableFileError, match="khóa của chứng thư bên cạnh"):
        open_authority(root)
    (tmp_path / "other" / "ca" / "issuing.crt.pem").replace(root / "ca" / "issuing.crt.pem")
    with pytest.raises(UnusableFileError, match="do gốc bên cạnh ký"):
        open_authority(root)
    assert "EllipticCurve" not in repr(authority), "the key does not print itself"


def _certified(authority: Authority, terminal: str) -> tuple[bytes, ec.EllipticCurvePrivateKey]:
    key = make_tls_key()
    return authority.certify_terminal(request(key), terminal, at=NOW), key


def _pem(der: bytes) -> bytes:
    label = b"CERTIFICATE REQUEST-----\n"
    return b"-----BEGIN " + label + base64.encodebytes(der) + b"-----END " + label
