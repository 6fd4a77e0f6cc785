"""Bundles, made and judged by the real RAUC."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from shutil import which

import pytest
from cryptography import x509

from provisioning.__main__ import main
from provisioning.bundle.keys import make_update_keys
from provisioning.bundle.making import Contents, make_bundle
from provisioning.errors import (
    ExistsAlreadyError,
    MissingError,
    ProvisioningError,
    RefusedError,
    UnusableFileError,
)

pytestmark = pytest.mark.skipif(not which("rauc"), reason="RAUC must be installed")

AT = datetime.now(UTC)
_SETTINGS = """
[system]
compatible=quay-terminal
bootloader=noop
[keyring]
path={keyring}
use-bundle-signing-time=true
check-purpose=codesign
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    make_update_keys(tmp_path / "office", at=AT)
    return tmp_path / "office"


@pytest.fixture
def contents(tmp_path: Path) -> Contents:
    for name in ("rootfs", "boot"):
        (tmp_path / name).write_bytes(os.urandom(8192))
    return Contents(version="4.2.1", rootfs=tmp_path / "rootfs", boot=tmp_path / "boot")


def judged(bundle: Path, keyring: Path) -> subprocess.CompletedProcess[str]:
    """Ask RAUC with a terminal's settings."""
    settings = bundle.with_suffix(".conf")
    settings.write_text(_SETTINGS.format(keyring=keyring))
    command = ["rauc", "--conf", str(settings), "info", str(bundle)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_bundle_names_product_version_and_both_images(
    office: Path, contents: Contents, tmp_path: Path
) -> None:
    made = make_bundle(office, contents, tmp_path / "quay-4.2.1.raucb")
    told = judged(made, office / "updates/root.crt.pem")
    assert told.returncode == 0
    for part in ("'quay-terminal'", "'4.2.1'", "[rootfs]", "[boot]", "Verity"):
        assert part.lower() in told.stdout.lower()


def test_whoever_trusts_another_root_does_not_take_it(
    office: Path, contents: Contents, tmp_path: Path
) -> None:
    made = make_bundle(office, contents, tmp_path / "quay-4.2.1.raucb")
    make_update_keys(tmp_path / "other", at=AT)
    told = judged(made, tmp_path / "other/updates/root.crt.pem")
    assert told.returncode != 0
    assert "signature" in told.stderr.lower()


def test_the_signing_key_alone_signs_bundles_and_nothing_else(office: Path) -> None:
    folder = office / "updates"
    signing = x509.load_pem_x509_certificate((folder / "signing.crt.pem").read_bytes())
    root = x509.load_pem_x509_certificate((folder / "root.crt.pem").read_bytes())
    signing.verify_directly_issued_by(root)
    usage = signing.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert [one.dotted_string for one in usage] == ["1.3.6.1.5.5.7.3.3"]
    constraints = signing.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert not constraints.ca
    assert (folder / "root.key.pem").stat().st_mode & 0o077 == 0
    assert (folder / "signing.key.pem").stat().st_mode & 0o077 == 0


def test_keys_are_made_once(office: Path) -> None:
    with pytest.raises(ExistsAlreadyError):
        make_update_keys(office, at=AT)


def test_a_bundle_is_never_written_over(office: Path, contents: Contents, tmp_path: Path) -> None:
    target = tmp_path / "quay-4.2.1.raucb"
    target.write_bytes(b"there already")
    with pytest.raises(ExistsAlreadyError):
        make_bundle(office, contents, target)
    assert target.read_bytes() == b"there already"


@pytest.mark.parametrize("version", ["", "new", "4.2.1-rc1", "4..1", "1.2.3.4.5", "4.2\n[hooks]"])
def test_a_version_that_no_ring_can_compare_is_refused(
    office: Path, contents: Contents, tmp_path: Path, version: str
) -> None:
    odd = Contents(version=version, rootfs=contents.rootfs, boot=contents.boot)
    with pytest.raises(RefusedError):
        make_bundle(office, odd, tmp_path / "x.raucb")


def test_a_missing_image_leaves_nothing_behind(
    office: Path, contents: Contents, tmp_path: Path
) -> None:
    contents.boot.unlink()
    with pytest.raises(MissingError):
        make_bundle(office, contents, tmp_path / "made" / "x.raucb")
    (tmp_path / "made").mkdir()
    with pytest.raises(MissingError):
        make_bundle(office, contents, tmp_path / "made" / "x.raucb")
    assert list((tmp_path / "made").iterdir()) == []


def test_a_locked_key_wants_its_password(contents: Contents, tmp_path: Path) -> None:
    make_update_keys(tmp_path / "locked", at=AT, password="đúng")  # noqa: S106
    for wrong in (None, "sai"):
        with pytest.raises(UnusableFileError):
            make_bundle(tmp_path / "locked", contents, tmp_path / "x.raucb", password=wrong)
    made = make_bundle(tmp_path / "locked", contents, tmp_path / "x.raucb", password="đúng")  # noqa: S106
    assert judged(made, tmp_path / "locked/updates/root.crt.pem").returncode == 0


def test_a_signature_that_is_not_below_the_root_is_noticed_before_it_leaves_the_house(
    office: Path, contents: Contents, tmp_path: Path
) -> None:
    make_update_keys(tmp_path / "other", at=AT)
    for name in ("signing.key.pem", "signing.crt.pem"):
        (tmp_path / "other/updates" / name).replace(office / "updates" / name)
    with pytest.raises(ProvisioningError):
        make_bundle(office, contents, tmp_path / "x.raucb")
    assert not (tmp_path / "x.raucb").exists()


def test_the_technicians_program_makes_keys_and_a_bundle(
    contents: Contents, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office, target = tmp_path / "o", tmp_path / "quay-4.3.raucb"
    assert main(["bundle", "keys", str(office)]) == 0
    images = ["--rootfs", str(contents.rootfs), "--boot", str(contents.boot)]
    given = ["bundle", str(office), "--version", "4.3", *images, "--output", str(target)]
    assert main(given) == 0
    assert "4.3" in capsys.readouterr().out
    assert main(given) == 1
    assert "không ghi đè" in capsys.readouterr().err
    assert judged(target, office / "updates/root.crt.pem").returncode == 0
