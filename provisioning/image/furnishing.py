"""What packages would do when they are installed, done without running anything of theirs."""

import shutil
from pathlib import Path

from provisioning.image.listing import HERE, read_list
from provisioning.image.program import run

FILES = HERE / "files"
UNITS = HERE / "units"
_OWN_UNITS = "usr/lib/systemd/system"


def furnish(root: Path, *, made_at: int) -> None:
    """Make an unpacked root into a system: files, links, hardware names, libraries, modules.

    `made_at`, in seconds since 1970, is the earliest time that a terminal's clock will believe.
    """
    _empty(root)
    shutil.copytree(FILES, root, dirs_exist_ok=True, copy_function=copy_plain)
    _link(root)
    (root / "etc/machine-id").write_text("")  # a new one for each start, in memory
    (root / "usr/lib/clock-epoch").write_text(f"{made_at}\n")
    _find_hardware(root)
    _find_libraries(root)


def copy_plain(source: str, target: str) -> str:
    """Copy a file with the modes that everything in the image has: 0644, or 0755 to be run."""
    shutil.copyfile(source, target)
    Path(target).chmod(0o755 if Path(source).stat().st_mode & 0o100 else 0o644)
    return target


def _empty(root: Path) -> None:
    """Leave nothing in the folders that others are mounted on, but keep the kernel for its slot."""
    for name in read_list("folders.txt"):
        folder = root / name
        if folder.exists() and name != "boot":
            shutil.rmtree(folder)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)


def _link(root: Path) -> None:
    for line in read_list("links.txt"):
        place, target = line.split()
        link = root / place
        link.parent.mkdir(parents=True, exist_ok=True)
        if link.is_dir() and not link.is_symlink():
            link.rmdir()
        link.unlink(missing_ok=True)
        link.symlink_to(target)


def _find_hardware(root: Path) -> None:
    # The table holds the names of its sources: the same name wherever the root happens to lie.
    run(["systemd-hwdb", "--usr", "--root", "/proc/self/cwd", "update"], within=root)
    for source in (root / "usr/lib/udev/hwdb.d").glob("*.hwdb"):
        source.unlink()  # the table made of them is all that is read
    for modules in (root / "usr/lib/modules").iterdir():
        run(["depmod", "--basedir", root / "usr", modules.name])


def _find_libraries(root: Path) -> None:
    """Write the table that libraries are found by: `ctypes.util.find_library` reads no folders."""
    ldconfig = root / "usr/sbin/ldconfig"
    run(["qemu-aarch64-static", "-L", root, ldconfig, "-X", "-i", "-r", root])


def enable_units(root: Path) -> None:
    """Enable and mask units as `services.txt` says, and enable our own that want to start."""
    ours = [
        unit.name
        for unit in sorted((root / _OWN_UNITS).glob("quay-*.*"))
        if unit.is_file() and "\n[Install]" in unit.read_text() and unit.name not in _RESTING
    ]
    wanted: dict[str, list[str]] = {"enable": ours, "mask": []}
    for line in read_list("services.txt"):
        deed, unit = line.split()
        wanted[deed].append(unit)
    for deed, units in wanted.items():
        run(["systemctl", "--root", root, "--no-reload", "--quiet", deed, *units])


_RESTING = {"quay-display.service"}
"""A second screen needs a graphics card of its own; whoever adds one enables it."""
