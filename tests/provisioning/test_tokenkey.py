"""Keys in a device: a real SoftHSM, each program a process of its own as on a server."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509

from provisioning.authority import read_certificate
from tests.provisioning.handshake import common_name
from tests.provisioning.signer import office
from tests.provisioning.softhsm import PIN, Device, needs_softhsm

pytestmark = needs_softhsm


@pytest.fixture
def device(tmp_path: Path) -> Device:
    made = Device(tmp_path / "device")
    made.make()
    return made


@pytest.fixture
def pin(tmp_path: Path) -> Path:
    file = tmp_path / "pin"
    file.write_text(f"{PIN}\n", encoding="ascii")
    return file


def run(device: Device, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "provisioning", *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **device.environment},
    )


def done(device: Device, *arguments: str | Path) -> str:
    ran = run(device, *arguments)
    assert (ran.returncode, ran.stderr) == (0, ""), ran
    return ran.stdout


def refused(device: Device, *arguments: str | Path) -> str:
    ran = run(device, *arguments)
    assert (ran.returncode, ran.stdout) == (1, ""), ran
    assert ran.stderr.count("\n") == 1, ran.stderr
    return ran.stderr


@pytest.fixture
def both(device: Device, root: Path, tmp_path: Path, pin: Path) -> Path:
    """An office with both keys in the device."""
    settings = device.settings(tmp_path / "ca.toml", root="quay-root", issuing="quay-issuing")
    done(device, "ca", "make", root, "--settings", settings, "--password-file", pin)
    return root


def test_keys_are_made_in_the_device_and_never_leave_it(device: Device, both: Path) -> None:
    found = sorted(file.name for file in (both / "ca").iterdir())
    assert found == ["ca.crt.pem", "ca.toml", "issuing.crt.pem"]
    kept = device.keys()
    assert kept.count("Private Key Object") == 2
    assert {"quay-root", "quay-issuing"} <= set(kept.split())
    for line in kept.splitlines():
        if "Access:" in line and "never extractable" not in line:
            assert "sensitive" not in line, line
    assert kept.count("never extractable") == 2


def test_all_certificates_are_made_with_the_device(device: Device, both: Path, pin: Path) -> None:
    done(device, "server keys", both, "--password-file", pin)
    chain = (both / "server" / "ingest.crt.pem").read_bytes()
    leaf, issuer = x509.load_pem_x509_certificates(chain)
    leaf.verify_directly_issued_by(issuer)
    issuer.verify_directly_issued_by(read_certificate(both / "ca" / "ca.crt.pem"))
    verified = subprocess.run(
        ["openssl", "verify", "-x509_strict", "-CAfile", both / "ca" / "ca.crt.pem",  # noqa: S607
         "-untrusted", both / "server" / "ingest.crt.pem", both / "server" / "ingest.crt.pem"],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert verified.stdout.endswith(": OK\n"), verified


def test_a_new_issuing_key_is_made_beside_the_old_under_the_same_label(
    device: Device, both: Path, pin: Path
) -> None:
    done(device, "server keys", both, "--password-file", pin)
    before = read_certificate(both / "ca" / "issuing.crt.pem")
    done(device, "ca", "renew-issuing", both, "--password-file", pin)
    after = read_certificate(both / "ca" / "issuing.crt.pem")
    assert before.public_key() != after.public_key()
    done(device, "server", "renew-certificate", both, "--password-file", pin)
    _leaf, issuer = x509.load_pem_x509_certificates(
        (both / "server" / "ingest.crt.pem").read_bytes()
    )
    assert issuer == after
    assert device.keys().count("Private Key Object") == 3


def test_the_root_in_a_device_and_the_issuing_key_in_a_file(
    device: Device, root: Path, tmp_path: Path, pin: Path
) -> None:
    settings = device.settings(tmp_path / "ca.toml", root="quay-root")
    password = tmp_path / "password"
    password.write_text("mật khẩu\n", encoding="utf-8")
    files: list[str | Path] = ["--password-file", password, "--root-password-file", pin]
    done(device, "ca", "make", root, "--settings", settings, *files)
    assert len(list((root / "ca").glob("*.key.pem"))) == 1
    without_device = Device(tmp_path / "other")
    without_device.make("other")
    done(without_device, "server keys", root, "--password-file", password)
    sentence = refused(without_device, "ca", "renew-issuing", root, *files)
    assert "chưa cắm" in sentence
    done(device, "ca", "renew-issuing", root, *files)


def test_a_province_that_began_with_files_moves_into_a_device(
    device: Device, root: Path, tmp_path: Path, pin: Path
) -> None:
    password = tmp_path / "password"
    password.write_text("mật khẩu\n", encoding="utf-8")
    done(device, "ca", "make", root, "--password-file", password)
    done(device, "server keys", root, "--password-file", password)
    device.settings(root / "ca" / "ca.toml", issuing="quay-issuing")
    files: list[str | Path] = ["--password-file", pin, "--root-password-file", password]
    done(device, "ca", "renew-issuing", root, *files)
    assert list((root / "ca").glob("issuing-*")) == []
    done(device, "server", "renew-certificate", root, "--password-file", pin)
    assert device.keys().count("Private Key Object") == 1


def test_a_wrong_pin_or_device_or_key_is_one_sentence(
    device: Device, both: Path, pin: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("111111\n", encoding="ascii")
    assert "PIN không đúng" in refused(device, "server keys", both, "--password-file", wrong)
    settings = both / "ca" / "ca.toml"
    text = settings.read_text(encoding="utf-8")
    for old, new, said in (
        ('token = "quay"', 'token = "none"', "chưa cắm"),
        ("quay-issuing", "quay-root", "không có khóa"),
        ("libsofthsm2.so", "none.so", "none.so"),
        ('label = "quay-issuing"', "", "label"),
        ("[issuing]", "[issueing]", "issueing"),
    ):
        settings.write_text(text.replace(old, new), encoding="utf-8")
        assert said in refused(device, "server keys", both, "--password-file", pin), new
    assert not (both / "server").exists()


def test_without_the_library_for_devices_it_says_so(both: Path, pin: Path) -> None:
    start = (
        "import sys; sys.modules['pkcs11'] = None; from provisioning.__main__ import main;"
        f"sys.exit(main(['server keys', {str(both)!r}, '--password-file', {str(pin)!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", start], check=False, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, "python-pkcs11" in done.stderr) == (1, True)
    assert done.stderr.count("\n") == 1


def test_the_signer_signs_with_the_device(
    device: Device, both: Path, pin: Path, tmp_path: Path
) -> None:
    path = tmp_path / "signer.sock"
    with office.running(
        both, path, "--password-file", pin, environment=device.environment
    ) as signer:
        answer = signer.ask("Q33-0042")
        leaf, issuer = x509.load_pem_x509_certificates(answer["certificate"].encode())
        leaf.verify_directly_issued_by(issuer)
        assert common_name(leaf) == "Q33-0042"
        assert signer.stop()[0] == 0
    issued = (both / "ca" / "issued.jsonl").read_text(encoding="utf-8")
    assert json.loads(issued)["terminal"] == "Q33-0042"


def test_a_device_that_is_pulled_out_ends_the_signer_so_that_it_is_started_again(
    device: Device, both: Path, pin: Path, tmp_path: Path
) -> None:
    path = tmp_path / "signer.sock"
    with office.running(
        both, path, "--password-file", pin, environment=device.environment
    ) as signer:
        assert "certificate" in signer.ask("Q33-0001")
        shutil.rmtree(device.folder / "tokens")
        assert signer.ask("Q33-0002") == {"refused": "not-now"}
        _out, said = signer.process.communicate(timeout=office.TIMEOUT_S)
        assert signer.process.returncode == 1
        assert said.rstrip().splitlines()[-1].startswith("Không dùng được thiết bị giữ khóa “quay”")
        assert "Traceback" not in said
    assert not path.exists()
