"""The kernel's modules that the card's own file systems need, and those that these need."""

import gzip
import lzma
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from provisioning.errors import MissingError, UnusableFileError
from words import _

NEEDED = (
    # The emulator's disk.
    "virtio_mmio", "virtio_blk",
    # A Raspberry Pi's card: Pi 3 and Zero 2 W, then Pi 4; their clocks and regulators.
    "clk-raspberrypi", "gpio-raspberrypi-exp", "fixed", "gpio-regulator", "bcm2835",
    "sdhci-iproc", "reset-raspberrypi",
    # A card in a USB reader, as a Pi starts from it.
    "uas", "usb-storage", "sd_mod",
    # What lies on the card.
    "crc32c_generic", "squashfs", "ext4",
    # A kernel that hangs before the system watches it is started again.
    "bcm2835_wdt",
)  # fmt: skip
_DEPENDS = re.compile(rb"\0depends=([^\0]*)\0")
_ENDS = (".ko", ".ko.xz", ".ko.gz")


class Modules:
    """The modules of one kernel, in a folder such as /usr/lib/modules/6.12.107+deb13-arm64."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise MissingError(folder)
        self._files = {
            _called(file): file
            for file in sorted(folder.rglob("*.ko*"))
            if file.name.endswith(_ENDS)
        }

    def closure(self, wanted: Iterable[str] = NEEDED) -> dict[str, bytes]:
        """Return modules by name, each after those that it needs; what is built in has none."""
        found: dict[str, bytes] = {}
        for name in wanted:
            self._add(_plain(name), found)
        return found

    def _add(self, name: str, found: dict[str, bytes]) -> None:
        file = self._files.get(name)
        if file is None or name in found:
            return
        content = _unpacked(file)
        for needed in _needs(content):
            self._add(needed, found)
        found[name] = content


def kernel_of(root: Path) -> str:
    """Return the version of the one kernel in a root; raise `UnusableFileError`."""
    folder = root / "usr/lib/modules"
    found = sorted(one.name for one in folder.iterdir()) if folder.is_dir() else []
    if len(found) != 1:
        raise UnusableFileError(folder, _("đúng một nhân hệ điều hành"))
    return found[0]


def _called(file: Path) -> str:
    return _plain(file.name.partition(".ko")[0])


def _plain(name: str) -> str:
    """Return a module's name as the kernel compares it."""
    return name.replace("-", "_")


def _needs(module: bytes) -> Iterator[str]:
    found = _DEPENDS.search(module)
    for name in found[1].decode("ascii").split(",") if found else ():
        if name:
            yield _plain(name)


def _unpacked(file: Path) -> bytes:
    content = file.read_bytes()
    if file.suffix == ".xz":
        return lzma.decompress(content)
    return gzip.decompress(content) if file.suffix == ".gz" else content
