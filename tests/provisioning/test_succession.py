"""A new issuing key, and the step from the older kind of authority."""

import ssl
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from provisioning import files, succession
from provisioning.authority import Authority, make_authority, open_authority, read_certificate
from provisioning.certificate import BACKDATE, FOR_CLIENTS, LIFE, ROOT_LIFE, certificate_for
from provisioning.errors import (
    ExistsAlreadyError,
    NoPasswordError,
    RefusedError,
    RootAwayError,
    UnusableFileError,
)
from provisioning.keys import make_tls_key, private_pem
from provisioning.terminal import TerminalKeys
from tests.provisioning.conftest import FOUNDED, NOW, issuing_key
from tests.provisioning.handshake import End, shake_hands
from tests.provisioning.test_program import run


class PowerCutError(Exception):
    """The plug was pulled here."""


@dataclass
class Meeting:
    """Certificates of one office, made before and after something happened."""

    folder: Path
    root: Path

    def server(self, authority: Authority, *, trusts: bytes) -> End:
        key = make_tls_key()
        shows = authority.certify_broker(key.public_key(), ["localhost"], at=NOW)
        return End(self.folder / "server", trusts=trusts, shows=shows, key=key)

    def terminal(self, authority: Authority, *, trusts: bytes) -> End:
        keys = TerminalKeys()
        shows = authority.certify_terminal(keys.request().csr, "Q33-0001", at=NOW)
        return End(self.folder / "client", trusts=trusts, shows=shows, key=keys.tls)


@pytest.fixture
def meeting(tmp_path: Path, root: Path) -> Meeting:
    return Meeting(tmp_path, root)


class TestANewIssuingKey:
    def test_old_and_new_work_side_by_side(self, meeting: Meeting, authority: Authority) -> None:
        succession.renew_issuing(meeting.root, at=NOW)
        new = open_authority(meeting.root)
        trusts = authority.certificate
        assert new.certificate == trusts
        assert new.issuer.public_key() != authority.issuer.public_key()
        for server in (authority, new):
            for client in (authority, new):
                met = shake_hands(
                    meeting.server(server, trusts=trusts), meeting.terminal(client, trusts=trusts)
                )
                assert met == "Q33-0001"

    def test_the_old_key_is_gone_and_its_certificate_kept(
        self, root: Path, authority: Authority
    ) -> None:
        old = issuing_key(root)
        succession.renew_issuing(root, at=NOW)
        assert not old.exists()
        assert issuing_key(root) != old
        assert succession.former_issuing(root) == [authority.issuer]
        succession.renew_issuing(root, at=NOW + timedelta(days=1))
        oldest, newest = succession.former_issuing(root)
        assert oldest == authority.issuer
        assert newest not in {oldest, open_authority(root).issuer}

    @pytest.mark.usefixtures("authority")
    def test_it_needs_the_root_key_from_its_safe(self, root: Path, tmp_path: Path) -> None:
        (root / "ca" / "root.key.pem").rename(tmp_path / "safe")
        before = open_authority(root).issuer
        with pytest.raises(RootAwayError, match="két"):
            succession.renew_issuing(root, at=NOW)
        assert open_authority(root).issuer == before
        (tmp_path / "safe").rename(root / "ca" / "root.key.pem")
        succession.renew_issuing(root, at=NOW)
        assert open_authority(root).issuer != before

    def test_each_key_asks_for_its_own_password(self, root: Path) -> None:
        make_authority(root, at=NOW, password="cấp", root_password="gốc")  # noqa: S106
        with pytest.raises(UnusableFileError, match=r"root\.key\.pem"):
            succession.renew_issuing(root, at=NOW, password="cấp", root_password="cấp")  # noqa: S106
        succession.renew_issuing(root, at=NOW, password="mới", root_password="gốc")  # noqa: S106
        assert open_authority(root, "mới").behind
        with pytest.raises(UnusableFileError):
            open_authority(root, "cấp")

    def test_a_locked_key_has_no_open_successor_unless_somebody_says_so(self, root: Path) -> None:
        make_authority(root, at=NOW, password="cấp", root_password="gốc")  # noqa: S106
        before = sorted((root / "ca").iterdir())
        with pytest.raises(NoPasswordError, match=r"--password-file.*--no-password"):
            succession.renew_issuing(root, at=NOW, root_password="gốc")  # noqa: S106
        assert sorted((root / "ca").iterdir()) == before
        assert open_authority(root, "cấp").behind
        succession.renew_issuing(root, at=NOW, root_password="gốc", plain=True)  # noqa: S106
        assert open_authority(root).behind
        succession.renew_issuing(root, at=NOW, root_password="gốc")  # noqa: S106

    def test_a_former_key_that_is_elsewhere_may_have_been_locked(self, root: Path) -> None:
        make_authority(root, at=NOW)
        issuing_key(root).unlink()
        with pytest.raises(NoPasswordError):
            succession.renew_issuing(root, at=NOW)

    @pytest.mark.usefixtures("authority")
    def test_a_cut_before_the_last_step_leaves_the_old_key_at_work(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = open_authority(root).issuer

        def cut(_file: Path, _content: bytes) -> None:
            raise PowerCutError

        monkeypatch.setattr(succession, "replace", cut)
        with pytest.raises(PowerCutError):
            succession.renew_issuing(root, at=NOW)
        assert open_authority(root).issuer == before
        monkeypatch.setattr(succession, "replace", files.replace)
        succession.renew_issuing(root, at=NOW)
        assert open_authority(root).issuer != before

    @pytest.mark.usefixtures("authority")
    def test_no_issuing_key_outlives_the_root_or_comes_after_it(self, root: Path) -> None:
        last_year = FOUNDED + ROOT_LIFE - timedelta(days=365)
        succession.renew_issuing(root, at=last_year)
        found = open_authority(root)
        assert found.issuer.not_valid_after_utc == found.root.not_valid_after_utc
        with pytest.raises(RefusedError, match="còn hiệu lực"):
            succession.renew_issuing(root, at=FOUNDED + ROOT_LIFE + timedelta(days=1))


@dataclass
class Older:
    """An office of the older kind: one key, whose certificate allows nobody below it."""

    root: Path
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


@pytest.fixture
def older(root: Path) -> Older:
    key = make_tls_key()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Quay CA")])
    usage = x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=True, crl_sign=True,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    public = key.public_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(FOUNDED - BACKDATE)
        .not_valid_after(FOUNDED + ROOT_LIFE)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(public), critical=False)
    )
    certificate = builder.sign(key, hashes.SHA256())
    pem = certificate.public_bytes(Encoding.PEM)
    for folder in ("ca", "server", "broker", "terminals/Q33-0001"):
        (root / folder).mkdir(parents=True)
        files.write_public(root / folder / "ca.crt.pem", pem)
    files.write_private(root / "ca" / "ca.key.pem", private_pem(key, "cũ"))
    return Older(root, certificate, key)


class TestAnAuthorityOfTheOlderKind:
    def test_it_goes_on_as_it_was(self, older: Older, meeting: Meeting) -> None:
        found = open_authority(older.root, "cũ")
        assert (found.root, found.issuer, found.behind) == (
            older.certificate, older.certificate, b"",
        )  # fmt: skip
        trusts = found.certificate
        met = shake_hands(
            meeting.server(found, trusts=trusts), meeting.terminal(found, trusts=trusts)
        )
        assert met == "Q33-0001"

    def test_it_cannot_renew_what_it_has_not_and_says_what_to_do(self, older: Older) -> None:
        with pytest.raises(UnusableFileError, match="ca upgrade"):
            succession.renew_issuing(older.root, at=NOW, password="cũ")  # noqa: S106

    def test_after_the_upgrade_what_it_signed_before_is_still_good(
        self, older: Older, meeting: Meeting
    ) -> None:
        before = open_authority(older.root, "cũ")
        copies = succession.upgrade(older.root, at=NOW, password="mới", root_password="cũ")  # noqa: S106
        after = open_authority(older.root, "mới")
        assert after.root.public_key() == before.root.public_key()
        assert [file.parent.name for file in copies] == ["broker", "server", "Q33-0001"]
        for file in copies:
            assert read_certificate(file) == after.root
        new, old = after.certificate, before.certificate
        for server, client, trusted in (
            (before, before, new),
            (before, after, new),
            (after, before, new),
            (after, after, new),
        ):
            shown = meeting.server(server, trusts=trusted)
            assert shake_hands(shown, meeting.terminal(client, trusts=new)) == "Q33-0001"
        behind_the_times = meeting.terminal(before, trusts=old)
        assert shake_hands(meeting.server(before, trusts=new), behind_the_times) == "Q33-0001"
        with pytest.raises(ssl.SSLCertVerificationError, match="path length"):
            shake_hands(meeting.server(after, trusts=new), behind_the_times)

    def test_the_new_issuing_key_of_a_locked_one_is_not_open(self, older: Older) -> None:
        with pytest.raises(NoPasswordError):
            succession.upgrade(older.root, at=NOW, root_password="cũ")  # noqa: S106
        assert open_authority(older.root, "cũ").behind == b""

    def test_it_is_upgraded_once(self, older: Older) -> None:
        succession.upgrade(older.root, at=NOW, root_password="cũ", plain=True)  # noqa: S106
        assert not (older.root / "ca" / "ca.key.pem").exists()
        assert (older.root / "ca" / "root.key.pem").stat().st_mode & 0o777 == 0o600
        with pytest.raises(ExistsAlreadyError):
            succession.upgrade(older.root, at=NOW, root_password="cũ")  # noqa: S106
        succession.renew_issuing(older.root, at=NOW, root_password="cũ")  # noqa: S106

    def test_the_technician_parts_the_keys_with_one_command(
        self, older: Older, tmp_path: Path
    ) -> None:
        old, new = tmp_path / "old", tmp_path / "new"
        old.write_text("cũ\n", encoding="utf-8")
        new.write_text("mới\n", encoding="utf-8")
        parted = run(
            "ca", "upgrade", older.root, "--password-file", new, "--root-password-file", old
        )
        assert (parted.returncode, "(3 thư mục)" in parted.stdout) == (0, True), parted
        assert run("ca", "status", older.root).returncode == 0
        again = run("ca", "upgrade", older.root, "--password-file", new)
        assert (again.returncode, "Đã có" in again.stderr) == (1, True)
        renewed = run(
            "ca", "renew-issuing", older.root,
            "--password-file", new, "--root-password-file", old,
        )  # fmt: skip
        assert renewed.returncode == 0, renewed

    def test_a_cut_upgrade_leaves_it_at_work_and_is_done_again(
        self, older: Older, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def cut(_file: Path, _content: bytes) -> None:
            raise PowerCutError

        monkeypatch.setattr(succession, "write_public", cut)
        with pytest.raises(PowerCutError):
            succession.upgrade(older.root, at=NOW, password="mới", root_password="cũ")  # noqa: S106
        at_work = open_authority(older.root, "cũ")
        assert at_work.certify_program(make_tls_key().public_key(), "ingest", at=NOW)
        monkeypatch.undo()
        succession.upgrade(older.root, at=NOW, password="mới", root_password="cũ")  # noqa: S106
        assert open_authority(older.root, "mới").behind


def test_a_certificate_ends_before_who_signed_it(authority: Authority) -> None:
    late = authority.issuer.not_valid_after_utc - LIFE / 2
    key = make_tls_key().public_key()
    builder = certificate_for(key, "ingest", FOR_CLIENTS, issuer=authority.issuer, at=late)
    made = x509.load_pem_x509_certificate(authority._sign(builder))
    assert made.not_valid_after_utc == authority.issuer.not_valid_after_utc
