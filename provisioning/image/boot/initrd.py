"""The first programs after the kernel: busybox, the modules for the card, and our script."""

import gzip
from pathlib import Path

from provisioning.files import read
from provisioning.image.boot import cpio
from provisioning.image.boot.modules import Modules, kernel_of

_COMMANDS = (
    "cat", "chroot", "echo", "insmod", "ln", "mkdir", "mount", "reboot", "sed", "seq", "sh",
    "sleep", "switch_root", "test", "umount", "[",
)  # fmt: skip
_FOLDERS = ("bin", "dev", "modules", "proc", "root", "run", "sys")
_SCRIPT = Path(__file__).with_name("init.sh")


def make_initrd(root: Path, *, at: int) -> bytes:
    """Return the archive for the kernel of an unpacked root; raise `ProvisioningError`.

    `at`: every file's time, in seconds since 1970.
    """
    members = {name: cpio.folder() for name in _FOLDERS}
    members["init"] = cpio.program(read(_SCRIPT))
    members["bin/busybox"] = cpio.program(read(root / "usr/bin/busybox"))
    for command in _COMMANDS:
        members[f"bin/{command}"] = cpio.link("busybox")
    modules = Modules(root / "usr/lib/modules" / kernel_of(root)).closure()
    for name, content in modules.items():
        members[f"modules/{name}.ko"] = cpio.plain(content)
    order = "".join(f"{name}.ko\n" for name in modules)
    members["modules/order"] = cpio.plain(order.encode())
    return gzip.compress(cpio.archive(members, at=at), compresslevel=9, mtime=0)
