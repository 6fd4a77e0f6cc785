import stat
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from provisioning import renewal
from provisioning.authority import Authority, open_authority
from provisioning.broker import Door, make_broker
from provisioning.certificate import LIFE
from provisioning.errors import (
    ExistsAlreadyError,
    MissingError,
    OldPapersError,
    RefusedError,
    RevokedError,
    UnusableFileError,
)
from provisioning.keys import public_pem, read_tls_key
from provisioning.revoked import is_revoked
from provisioning.server import (
    announce_signing_key,
    forget_old_signing_key,
    read_server_keys,
    use_next_signing_key,
)
from provisioning.signer.journal import Issued, Journal
from provisioning.terminal import make_terminal
from tests.provisioning.conftest import KEEPER, NOW, issuing_key, particulars
from tests.provisioning.handshake import End, common_name, shake_hands
from wire.registration import read_registration
from wire.sign import SignatureError, sign, verify

LATER = NOW + timedelta(days=400)
NAME = "Q33-0001"


@pytest.fixture
def folder(root: Path, office: Authority) -> Path:
    return make_terminal(root, particulars(), keeper=KEEPER, authority=office, at=NOW).folder


def private(file: Path) -> Ed25519PrivateKey:
    key = load_pem_private_key(file.read_bytes(), None)
    assert isinstance(key, Ed25519PrivateKey)
    return key


def certificate(file: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(file.read_bytes())


def signs(root: Path) -> bytes:
    """A receipt as the server signs it now."""
    return sign(b"receipt", private(root / "server" / "signing.key.pem"), "server", "quay-receipt")


def believed(root: Path, receipt: bytes) -> list[bool]:
    """Which of the known keys each have signed a receipt."""
    found = []
    for key in read_server_keys(root):
        try:
            found.append(verify(receipt, key, "server", "quay-receipt") == b"receipt")
        except SignatureError:
            found.append(False)
    return found


class TestTheServersSigningKey:
    def test_old_and_new_overlap_until_the_old_is_forgotten(self, root: Path, folder: Path) -> None:
        old = signs(root)
        assert believed(root, old) == [True]
        renewal.spread_server_keys(root, announce_signing_key(root))
        assert signs(root) == old, "announced, not in use"
        assert believed(root, old) == [True, False]
        renewal.spread_server_keys(root, use_next_signing_key(root))
        new = signs(root)
        assert (believed(root, new), believed(root, old)) == ([True, False], [False, True])
        spread = renewal.spread_server_keys(root, forget_old_signing_key(root))
        assert (believed(root, new), believed(root, old)) == ([True], [False])
        assert spread == 1
        known = (root / "server" / "signing.pub.pem").read_bytes()
        assert (folder / "server-signing.pub.pem").read_bytes() == known

    def test_steps_out_of_order_are_refused(self, root: Path, folder: Path) -> None:
        with pytest.raises(MissingError, match="signing-next"):
            use_next_signing_key(root)
        announce_signing_key(root)
        for step in (announce_signing_key, forget_old_signing_key):
            with pytest.raises(ExistsAlreadyError):
                step(root)
        assert len(read_server_keys(root)) == 2
        assert folder.exists()

    def test_a_step_that_was_cut_can_be_done_again(self, root: Path, folder: Path) -> None:
        public = root / "server" / "signing.pub.pem"
        before = public.read_bytes()
        announced = announce_signing_key(root)
        public.write_bytes(before)
        assert announce_signing_key(root) == announced
        next_key = (root / "server" / "signing-next.key.pem").read_bytes()
        used = use_next_signing_key(root)
        public.write_bytes(announced)
        renewal_file = root / "server" / "signing-next.key.pem"
        renewal_file.touch(mode=0o600)
        renewal_file.write_bytes(next_key)
        assert use_next_signing_key(root) == used
        assert folder.exists()

    def test_the_next_key_is_private_from_its_first_moment(self, root: Path, folder: Path) -> None:
        announce_signing_key(root)
        modes = {
            file.name: stat.S_IMODE(file.stat().st_mode) for file in (root / "server").iterdir()
        }
        assert modes["signing-next.key.pem"] == 0o600
        use_next_signing_key(root)
        assert stat.S_IMODE((root / "server" / "signing.key.pem").stat().st_mode) == 0o600
        assert folder.exists()


class TestTheTerminalsSigningKey:
    def test_registration_and_key_belong_together(self, root: Path, folder: Path) -> None:
        before = read_registration((folder / "registration.json").read_bytes())
        old = private(folder / "signing.key.pem")
        file = renewal.renew_signing_key(root, NAME, at=LATER)
        after = read_registration(file.read_bytes())
        new = private(folder / "signing.key.pem")
        assert after.signing_key.encode() == public_pem(new.public_key())
        assert before.signing_key.encode() == public_pem(old.public_key())
        assert after.signing_key != before.signing_key
        assert (after.terminal, after.outlet, after.enrolled_at) == (NAME, before.outlet, LATER)
        assert stat.S_IMODE((folder / "signing.key.pem").stat().st_mode) == 0o600

    def test_a_spoilt_registration_is_named(self, root: Path, folder: Path) -> None:
        (folder / "registration.json").write_bytes(b"{}")
        with pytest.raises(UnusableFileError, match=r"registration\.json"):
            renewal.renew_signing_key(root, NAME, at=LATER)


class TestCertificates:
    @pytest.mark.parametrize("new_key", [False, True])
    def test_an_expired_terminal_is_certified_again_and_let_in(
        self, root: Path, folder: Path, office: Authority, tmp_path: Path, *, new_key: bool
    ) -> None:
        old_key = (folder / "terminal.key.pem").read_bytes()
        make_broker(root, Door(), authority=office, at=NOW)
        renewed = renewal.renew_terminal_certificate(
            root, NAME, authority=office, new_key=new_key, at=NOW + LIFE + timedelta(days=1)
        )
        assert certificate(renewed).not_valid_after_utc > NOW + LIFE
        assert ((folder / "terminal.key.pem").read_bytes() == old_key) != new_key
        renewal.renew_terminal_certificate(root, NAME, authority=office, new_key=False, at=NOW)
        assert met(root, folder, "terminal", office, tmp_path) == NAME

    def test_broker_and_ingest_are_certified_again_under_their_names(
        self, root: Path, office: Authority, tmp_path: Path
    ) -> None:
        make_broker(root, Door(), authority=office, names=["tram.example", "10.0.0.7"], at=NOW)
        before = certificate(root / "broker" / "broker.crt.pem")
        for renew, file in (
            (renewal.renew_broker_certificate, "broker/broker.crt.pem"),
            (_renewal_of("ingest"), "server/ingest.crt.pem"),
            (
                _renewal_of("answers"),
                "server/answers.crt.pem",
            ),
        ):
            assert renew(root, authority=office, new_key=True, at=NOW) == root / file
        after = certificate(root / "broker" / "broker.crt.pem")
        assert names(after) == names(before)
        assert "tram.example" in names(after)
        assert after.serial_number != before.serial_number
        assert met(root, root / "server", "ingest", office, tmp_path) == "ingest"

    def test_a_broker_that_was_never_made_is_named(self, root: Path, office: Authority) -> None:
        with pytest.raises(MissingError, match=r"broker\.key\.pem"):
            renewal.renew_broker_certificate(root, authority=office, new_key=False, at=NOW)

    def test_a_certificate_without_names_is_refused(
        self, root: Path, office: Authority, folder: Path
    ) -> None:
        made = make_broker(root, Door(), authority=office, at=NOW).parent
        (made / "broker.crt.pem").write_bytes((folder / "terminal.crt.pem").read_bytes())
        with pytest.raises(RefusedError):
            renewal.renew_broker_certificate(root, authority=office, new_key=False, at=NOW)


class TestRevoking:
    def test_nothing_new_is_given_out(self, root: Path, folder: Path, office: Authority) -> None:
        before = {file.name: file.read_bytes() for file in folder.iterdir()}
        assert renewal.revoke(root, NAME, at=NOW)
        assert not renewal.revoke(root, NAME, at=NOW)
        with pytest.raises(RevokedError):
            renewal.renew_signing_key(root, NAME, at=LATER)
        with pytest.raises(RevokedError):
            renewal.renew_terminal_certificate(
                root, NAME, authority=office, new_key=False, at=LATER
            )
        left = {file.name: file.read_bytes() for file in folder.iterdir()}
        assert left == {**before, "revoked": f"{NOW.isoformat()}\n".encode()}

    def test_a_terminal_that_enrolled_by_itself_is_known_by_the_signers_journal(
        self, root: Path, folder: Path
    ) -> None:
        journal = root / "ca" / "issued.jsonl"
        with Journal(journal) as signers:
            signers.write(
                Issued(at=NOW, terminal="Q33-0077", serial="1", until=LATER, key="", issuer="2")
            )
        assert renewal.revoke(root, "Q33-0077", at=NOW)
        assert not renewal.revoke(root, "Q33-0077", at=NOW)
        assert is_revoked(root, "Q33-0077")
        assert not is_revoked(root, folder.name)
        with pytest.raises(MissingError):
            renewal.revoke(root, "Q33-0078", at=NOW)
        line = journal.read_text(encoding="utf-8")
        journal.write_text(line.replace('"before":""', '"before":"00"'), encoding="utf-8")
        assert renewal.revoke(root, "Q33-0079", at=NOW), "a spoilt journal is no reason to trust"

    def test_no_name_is_readmitted_while_the_old_keys_lie_in_the_office(
        self, root: Path, folder: Path
    ) -> None:
        renewal.revoke(root, NAME, at=NOW)
        with pytest.raises(OldPapersError, match=NAME):
            renewal.readmit(root, NAME, at=LATER)
        assert is_revoked(root, NAME)
        folder.rename(root.parent / "safe")
        renewal.readmit(root, NAME, at=LATER)
        assert not is_revoked(root, NAME)
        with pytest.raises(RefusedError, match=NAME):
            renewal.readmit(root, NAME, at=LATER)

    @pytest.mark.parametrize("name", ["Q33-0009", "../server", "q33"])
    def test_who_is_not_there_cannot_be_revoked(self, root: Path, folder: Path, name: str) -> None:
        with pytest.raises((MissingError, RefusedError)):
            renewal.revoke(root, name, at=NOW)
        assert folder.exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_private_keys_that_others_may_read_are_refused(root: Path, folder: Path, mode: int) -> None:
    for file in (issuing_key(root), folder / "terminal.key.pem"):
        file.chmod(mode)
        with pytest.raises(UnusableFileError, match="chmod 600"):
            read_tls_key(file)
    with pytest.raises(UnusableFileError, match="chmod 600"):
        open_authority(root)


def names(found: x509.Certificate) -> list[str]:
    listed = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return [str(name.value) for name in listed]


def met(root: Path, folder: Path, name: str, office: Authority, scratch: Path) -> str:
    """Shake hands between the broker and a client; return whom the broker saw."""

    def end(where: Path, who: str) -> End:
        return End(
            scratch / who,
            trusts=office.certificate,
            shows=(where / f"{who}.crt.pem").read_bytes(),
            key=read_tls_key(where / f"{who}.key.pem"),
        )

    return shake_hands(end(root / "broker", "broker"), end(folder, name))


def test_a_certificate_names_whom_it_named_before(
    root: Path, folder: Path, office: Authority
) -> None:
    at: datetime = LATER
    file = renewal.renew_terminal_certificate(root, NAME, authority=office, new_key=True, at=at)
    assert common_name(certificate(file)) == NAME
    assert certificate(file).public_key() == read_tls_key(folder / "terminal.key.pem").public_key()


def _renewal_of(program: str) -> Callable[..., Path]:
    return partial(renewal.renew_program_certificate, program=program)
