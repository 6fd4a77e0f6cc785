"""Further versions of the system, made cheaply out of the one that was built."""

import shutil
import subprocess
from pathlib import Path

from provisioning.bundle.keys import FOLDER
from provisioning.bundle.making import Contents
from provisioning.bundle.making import make_bundle as sign
from provisioning.image import lock, our_code
from provisioning.image.places import DEFAULT_CACHE
from provisioning.image.squash import squash

GOOD, BROKEN = "99.1", "99.2"
"""The second one has lost all its programs: nothing of it comes up."""


def make_bundle(built: Path, version: str, folder: Path) -> Path:
    """Make and sign a version by the keys whose root an image of this machine carries."""
    office = DEFAULT_CACHE / "office"
    assert (office / FOLDER / "signing.key.pem").exists(), "built with another update root"
    root = built.parent / f"{built.name}-{version}"
    shutil.rmtree(root, ignore_errors=True)
    # Hard links: what is changed below is replaced, never written into.
    subprocess.run(["cp", "-al", built / "root", root], check=True)  # noqa: S607
    try:
        our_code.put_version(root, version)
        if version == BROKEN:
            programs = root / our_code.HOME / "device"
            shutil.rmtree(programs)
            programs.mkdir()
        packed = folder / f"{version}.squashfs"
        squash(root, packed, made_at=lock.read_lock().epoch)
    finally:
        shutil.rmtree(root)
    contents = Contents(version=version, rootfs=packed, boot=built / "boot.vfat")
    return sign(office, contents, folder / f"quay-{version}.raucb")
