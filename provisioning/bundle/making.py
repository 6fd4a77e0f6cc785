"""Making a bundle: RAUC's format, with the two images of a slot, version and product."""

import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from provisioning.bundle.keys import FOLDER, KEYRING, SIGNING, SIGNING_KEY, lent_key
from provisioning.errors import ExistsAlreadyError, MissingError, RefusedError
from provisioning.image.program import run
from words import _

COMPATIBLE = "quay-terminal"
"""The product: a terminal takes no bundle that is made for another."""
Format = Literal["verity", "plain"]
_VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}")
"""As the rings of a rollout compare them (server/fleet)."""
_MANIFEST = """\
[update]
compatible={compatible}
version={version}

[bundle]
format={format}

[image.rootfs]
filename=rootfs.img

[image.boot]
filename=boot.img
"""
_SETTINGS = """\
[system]
compatible={compatible}
bootloader=noop
bundle-formats=verity plain

[keyring]
path={keyring}
use-bundle-signing-time=true
check-purpose=codesign
"""
"""What a bundle is checked by before it leaves the house, as by a terminal's own settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a bundle brings."""

    version: str
    rootfs: Path
    """The system (squashfs)."""
    boot: Path
    """The slot's kernel and first programs (FAT)."""
    compatible: str = COMPATIBLE
    format: Format = "verity"
    """How a terminal checks it: "verity" while reading, so that nothing is read twice; "plain"
    whole, before it is mounted."""


def make_bundle(
    office: Path, contents: Contents, target: Path, *, password: str | None = None
) -> Path:
    """Make and sign a bundle with the keys in `office/updates`, and check it as a terminal would.

    Raises `ProvisioningError`; then there is no bundle.
    """
    if not _VERSION.fullmatch(contents.version):
        raise RefusedError(contents.version, _("số bản, ví dụ 4.2.1"))
    if target.exists():
        raise ExistsAlreadyError(target)
    folder = office / FOLDER
    with (
        tempfile.TemporaryDirectory(dir=_beside(target)) as scratch,
        lent_key(folder / SIGNING_KEY, password) as key,
    ):
        place = Path(scratch)
        settings = _settings(place, folder / KEYRING, contents.compatible)
        made = place / "made.raucb"
        rauc: list[str | Path] = ["rauc", "--conf", settings]
        signed: list[str | Path] = ["--cert", folder / SIGNING, "--key", key]
        run([*rauc, "bundle", *signed, _laid_out(place, contents), made])
        run([*rauc, "info", made])
        made.replace(target)
    return target


def _laid_out(place: Path, contents: Contents) -> Path:
    inside = place / "contents"
    inside.mkdir()
    for name, image in (("rootfs.img", contents.rootfs), ("boot.img", contents.boot)):
        if not image.is_file():
            raise MissingError(image)
        shutil.copyfile(image, inside / name)
    (inside / "manifest.raucm").write_text(
        _MANIFEST.format(
            compatible=contents.compatible, version=contents.version, format=contents.format
        )
    )
    return inside


def _settings(place: Path, keyring: Path, compatible: str) -> Path:
    if not keyring.is_file():
        raise MissingError(keyring)
    settings = place / "system.conf"
    settings.write_text(_SETTINGS.format(compatible=compatible, keyring=keyring.resolve()))
    return settings


def _beside(target: Path) -> Path:
    """Return the folder to work in: the one where the bundle is to be, so that a rename ends it."""
    if not target.parent.is_dir():
        raise MissingError(target.parent)
    return target.parent
