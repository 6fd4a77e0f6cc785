"""Building the image, step by step, from what is locked and from nothing else."""

import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from provisioning.image import (
    accounts,
    boot,
    card,
    compiling,
    dpkg_record,
    filesystems,
    furnishing,
    lock,
    mirror,
    our_code,
    wheels,
)
from provisioning.image import partitions as card_of
from provisioning.image.cache import fetch_all, is_complete
from provisioning.image.lock import Lock
from provisioning.image.places import Cache, Out
from provisioning.image.squash import squash
from provisioning.image.unpacking import unpack
from words import _

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be built."""

    out: Out
    cache: Cache
    keyring: Path
    """The province's update root (PEM): whose bundles the system will take."""
    version: str
    """The version that the terminal will say it has."""


def build(order: Order, say: Say) -> None:
    """Build the image and everything beside it; raise `ProvisioningError`.

    The same locks, code, keyring and version give the same bytes.
    """
    locked = lock.read_lock()
    order.out.folder.mkdir(parents=True, exist_ok=True)
    make_root(order, locked, _timed(say))
    pack(order.out, locked.epoch, _timed(say))


def make_root(order: Order, locked: Lock, say: Say) -> None:
    """Make the system's folder out of packages, wheels and our own code."""
    say(_("Lấy và kiểm tra các gói đã khóa"))
    compiler = lock.read_lock(lock.COMPILER)
    packages = _fetched(locked, order.cache)
    compiler_packages = _fetched(compiler, order.cache)
    wheel_files = wheels.fetch_wheels(wheels.read_wheels(), order.cache.wheels)
    say(_("Mở các gói"))
    compiling.check_same_python(locked, compiler)
    root = order.out.root
    shutil.rmtree(root, ignore_errors=True)
    unpack(packages, root)
    dpkg_record.write_record(packages, root)
    say(_("Sắp đặt hệ thống và chương trình"))
    our_code.put_units(root)
    boot.write_root_part(root, order.keyring)
    furnishing.furnish(root, made_at=locked.epoch)
    accounts.write_accounts(root)
    our_code.put_code(root)
    our_code.put_wheels(root, wheel_files)
    our_code.put_version(root, order.version)
    furnishing.enable_units(root)
    say(_("Biên dịch Python"))
    compiling.unpack_compiler(compiler_packages, order.cache.compiler)
    compiling.compile_all(root, order.cache.compiler)


def pack(out: Out, made_at: int, say: Say) -> None:
    """Pack the system's folder into the partitions' files and the card's image."""
    say(_("Nén hệ thống"))
    squash(out.root, out.squashfs, made_at=made_at)
    say(_("Tạo các phân vùng"))
    with tempfile.TemporaryDirectory(dir=out.folder) as made:
        firmware, slot = Path(made) / "firmware", Path(made) / "boot"
        firmware.mkdir()
        slot.mkdir()
        boot.write_firmware(firmware, out.root, at=made_at)
        boot.write_boot_slot(slot, out.root, at=made_at)
        filesystems.make_fat(out.firmware, card_of.FIRMWARE, firmware, made_at=made_at)
        filesystems.make_fat(out.boot, card_of.BOOT_A, slot, made_at=made_at)
    out.state.write_bytes(boot.initial_state())
    filesystems.make_data(out.data, made_at=made_at)
    say(_("Ghép ảnh thẻ"))
    card.assemble(
        out.image,
        {
            card_of.FIRMWARE.name: out.firmware,
            card_of.BOOTSTATE.name: out.state,
            card_of.BOOT_A.name: out.boot,
            card_of.ROOT_A.name: out.squashfs,
            card_of.DATA.name: out.data,
        },
    )
    card.map_blocks(out.image)
    card.write_hash(out.image)


def _fetched(locked: Lock, cache: Cache) -> list[Path]:
    """Return the packages' files; the archives are asked only if one is missing."""
    archives = {} if is_complete(locked.packages, cache.packages) else mirror.archives()
    return list(fetch_all(locked.packages, cache.packages, archives).values())


def _timed(say: Say) -> Say:
    began = time.monotonic()
    return lambda step: say(f"{time.monotonic() - began:5.0f} s  {step}")
