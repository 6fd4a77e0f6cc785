"""The emulated board with Debian's U-Boot and a card that holds no system, only our script."""

import re
import shutil
import subprocess
from pathlib import Path

from provisioning.image.boot.backend import BootState, read_state
from provisioning.image.boot.slot import make_script

UBOOT = Path("/usr/lib/u-boot/qemu_arm64/u-boot.bin")
TOOLS = ("qemu-system-aarch64", "mkimage", "mkfs.vfat", "mcopy", "sfdisk")
SOURCE = Path(__file__).parents[4] / "provisioning/image/boot/boot.cmd"
SECONDS = 60
_MIB = 1 << 20
_TABLE = """\
label: dos
unit: sectors
1: start=2048, size=4096, type=c
2: start=6144, size=2048, type=da
3: start=8192, size=4096, type=c
4: start=12288, size=20480, type=f
5: start=14336, size=2048, type=83
6: start=18432, size=4096, type=c
7: start=24576, size=2048, type=83
8: start=28672, size=2048, type=83
"""
_FIRMWARE, _STATE, _BOOT = 1 * _MIB, 3 * _MIB, {"A": 4 * _MIB, "B": 9 * _MIB}


def is_there() -> bool:
    """Whether this machine has what it takes."""
    path = "/usr/sbin:/sbin"
    found = (shutil.which(tool) or shutil.which(tool, path=path) for tool in TOOLS)
    return UBOOT.exists() and all(found)


class Board:
    """A card, and what U-Boot says when it starts from it."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.card = folder, folder / "card"
        with self.card.open("wb") as card:
            card.truncate(16 * _MIB)
        subprocess.run(["sfdisk", "-q", self.card], input=_TABLE.encode(), check=True)  # noqa: S607
        (folder / "boot.scr").write_bytes(make_script(SOURCE, at=1_700_000_000))
        self._fill(_FIRMWARE, "boot.scr")

    def put_slot(self, slot: str) -> None:
        """Make a slot look as if it could be loaded; what is loaded is no kernel."""
        for name in ("Image", "initrd.gz"):
            (self._folder / name).write_bytes(b"no kernel".ljust(4096, b"."))
        self._fill(_BOOT[slot], "Image", "initrd.gz")

    def put_state(self, copies: bytes) -> None:
        """Write both copies."""
        with self.card.open("r+b") as card:
            card.seek(_STATE)
            card.write(copies)

    def copies(self) -> bytes:
        """Return both copies."""
        with self.card.open("rb") as card:
            card.seek(_STATE)
            return card.read(8192)

    def state(self) -> BootState:
        """Return the choice that is on the card."""
        return read_state(self.copies())[0]

    def start(self) -> list[str]:
        """Start once, to the moment at which the board restarts; return what our script says."""
        done = subprocess.run(
            [  # noqa: S607
                "qemu-system-aarch64", "-machine", "virt", "-cpu", "cortex-a53", "-m", "256",
                "-bios", UBOOT, "-nographic", "-no-reboot", "-monitor", "none", "-serial", "stdio",
                "-drive", f"if=none,id=card,file={self.card},format=raw",
                "-device", "virtio-blk-device,drive=card",
            ],
            capture_output=True, stdin=subprocess.DEVNULL, timeout=SECONDS, check=True,
        )  # fmt: skip
        said = done.stdout.decode(errors="replace")
        return re.findall(r"^quay: (.+?)\r?$", said, re.MULTILINE)

    def _fill(self, offset: int, *names: str) -> None:
        made = self._folder / "fat"
        made.unlink(missing_ok=True)
        subprocess.run(["mkfs.vfat", "-C", made, "2048"], check=True, stdout=subprocess.DEVNULL)  # noqa: S607
        files = [self._folder / name for name in names]
        subprocess.run(["mcopy", "-i", made, *files, "::"], check=True)  # noqa: S607
        with self.card.open("r+b") as card:
            card.seek(offset)
            card.write(made.read_bytes())
