"""What lies on the FAT partitions: the Pi's firmware with U-Boot, and each slot's kernel."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from provisioning.errors import MissingError
from provisioning.image.boot.initrd import make_initrd
from provisioning.image.boot.modules import kernel_of
from provisioning.image.program import run

_HERE = Path(__file__).parent
_FIRMWARE = (
    # Pi 3 and Zero 2 W.
    "bootcode.bin", "start.elf", "fixup.dat",
    # Pi 4.
    "start4.elf", "fixup4.dat",
)  # fmt: skip
_BOARDS = (
    "bcm2837-rpi-3-a-plus", "bcm2837-rpi-3-b", "bcm2837-rpi-3-b-plus", "bcm2837-rpi-zero-2-w",
    "bcm2711-rpi-4-b", "bcm2711-rpi-400",
)  # fmt: skip
_ENVIRONMENT_BYTES = 0x4000
"""CONFIG_ENV_SIZE of Debian's U-Boot for the Raspberry Pi."""


def write_firmware(folder: Path, root: Path, *, at: int) -> None:
    """Fill the firmware partition's folder, which exists; raise `ProvisioningError`.

    `root`: where Debian's packages are unpacked; `at`: the time that the script's header names,
    in seconds since 1970.
    """
    library = root / "usr/lib"
    for name in _FIRMWARE:
        _copy(library / "raspi-firmware" / name, folder / name)
    _copy(library / "u-boot/rpi_arm64/u-boot.bin", folder / "u-boot.bin")
    for tree in _trees(root):
        _copy(tree, folder / tree.name)
    _copy(_HERE / "config.txt", folder / "config.txt")
    (folder / "uboot.env").write_bytes(make_environment(_HERE / "uboot.env.txt"))
    (folder / "boot.scr").write_bytes(make_script(_HERE / "boot.cmd", at=at))


def write_boot_slot(folder: Path, root: Path, *, at: int) -> None:
    """Fill a slot's boot partition's folder, which exists; raise `ProvisioningError`."""
    _copy(root / f"boot/vmlinuz-{kernel_of(root)}", folder / "Image")
    (folder / "dtb/broadcom").mkdir(parents=True)
    for tree in _trees(root):
        _copy(tree, folder / "dtb/broadcom" / tree.name)
    (folder / "initrd.gz").write_bytes(make_initrd(root, at=at))


def make_script(source: Path, *, at: int) -> bytes:
    """Return a script as U-Boot takes it."""
    head = ["mkimage", "-A", "arm64", "-T", "script", "-C", "none", "-n", "quay"]
    return _made([*head, "-d", str(source)], {"SOURCE_DATE_EPOCH": str(at)})


def make_environment(source: Path) -> bytes:
    """Return what U-Boot on a Pi begins with, from lines of NAME=VALUE."""
    size = hex(_ENVIRONMENT_BYTES)
    return _made(["mkenvimage", "-s", size, "-p", "0x00", str(source), "-o"], {})


def _made(command: Sequence[str], surroundings: dict[str, str]) -> bytes:
    """Run one of U-Boot's tools, whose last word is the file that it writes; return the file."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made"
        run([*command, str(made)], surroundings=surroundings)
        return made.read_bytes()


def _trees(root: Path) -> list[Path]:
    folder = root / f"usr/lib/linux-image-{kernel_of(root)}/broadcom"
    return [folder / f"{board}.dtb" for board in _BOARDS]


def _copy(source: Path, target: Path) -> None:
    if not source.is_file():
        raise MissingError(source)
    shutil.copyfile(source, target)
