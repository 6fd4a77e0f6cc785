"""The root as one compressed file that is the same for the same files."""

from pathlib import Path

from provisioning.image.program import run

_COMPRESSION = ("-comp", "zstd", "-Xcompression-level", "12", "-b", "256K")
_EMPTY = ("boot/*", "data/*", "dev/*", "proc/*", "run/*", "sys/*", "tmp/*", "var/*")
# These lie on the firmware's and the slot's own partitions.
_ELSEWHERE = ("usr/lib/raspi-firmware/*", "usr/lib/u-boot/*", "usr/lib/linux-image-*/*")


def squash(root: Path, file: Path, *, made_at: int) -> int:
    """Write a root as a squashfs and return its size in bytes.

    Everything belongs to root and carries one time, `made_at` seconds since 1970.
    """
    file.unlink(missing_ok=True)
    run(
        [
            *("mksquashfs", root, file, "-noappend", "-no-progress", "-quiet", "-no-xattrs"),
            *("-all-root", "-all-time", str(made_at), "-mkfs-time", str(made_at)),
            *_COMPRESSION,
            *("-wildcards", "-e", *_EMPTY, *_ELSEWHERE),
        ],
    )
    return file.stat().st_size
