"""Where building keeps things: what was fetched, and what was made."""

from dataclasses import dataclass
from pathlib import Path

from provisioning.image.listing import HERE

DEFAULT_CACHE = HERE.parents[1] / "var/image"


@dataclass(frozen=True, slots=True)
class Cache:
    """Fetched files and unpacked tools; may be deleted at any time."""

    folder: Path = DEFAULT_CACHE

    @property
    def packages(self) -> Path:
        """Debian packages by file name."""
        return self.folder / "debs"

    @property
    def wheels(self) -> Path:
        """Python wheels by file name."""
        return self.folder / "wheels"

    @property
    def apt(self) -> Path:
        """What apt knows of the archives, a folder for each architecture."""
        return self.folder / "apt"

    @property
    def compiler(self) -> Path:
        """The Python that compiles, unpacked."""
        return self.folder / "compiler"


@dataclass(frozen=True, slots=True)
class Out:
    """What a build leaves behind, in one folder."""

    folder: Path

    @property
    def root(self) -> Path:
        """The system, unpacked."""
        return self.folder / "root"

    @property
    def squashfs(self) -> Path:
        """The system, as it lies on the card: what an update replaces."""
        return self.folder / "root.squashfs"

    @property
    def boot(self) -> Path:
        """Kernel and first programs, as they lie on the card: what an update replaces."""
        return self.folder / "boot.vfat"

    @property
    def firmware(self) -> Path:
        """What a Pi's own firmware reads."""
        return self.folder / "firmware.vfat"

    @property
    def data(self) -> Path:
        """The data partition of a new card."""
        return self.folder / "data.ext4"

    @property
    def state(self) -> Path:
        """The choice between the two systems, as it is on a new card."""
        return self.folder / "bootstate.bin"

    @property
    def image(self) -> Path:
        """The whole card."""
        return self.folder / "quay.img"
