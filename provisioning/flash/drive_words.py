"""Drives and what speaks against them, in words."""

from collections.abc import Iterable

from provisioning.flash.drives import Drive
from provisioning.flash.refusal import Refusal
from words import _


def size_words(size_bytes: int) -> str:
    """Return a size as cards print it, in powers of ten.

    >>> size_words(31914983424)
    '31,9 GB'
    """
    units = ((1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "kB"))
    for factor, unit in units:
        if size_bytes >= factor:
            return f"{size_bytes / factor:.1f} {unit}".replace(".", ",")
    return f"{size_bytes} B"


def drive_words(drive: Drive) -> str:
    """Name a drive so that a person finds it: path, maker, size."""
    name = drive.name or _("không rõ tên")
    if not drive.size_bytes:
        return f"{drive.path} ({name})"
    return f"{drive.path} ({name}, {size_words(drive.size_bytes)})"


def reason_words(reason: Refusal, drive: Drive) -> str:
    """Say what speaks against a drive, and what to do where something can be done."""
    where = ", ".join(drive.mounts)
    words = {
        Refusal.SYSTEM: _("là ổ hệ thống của máy này ({where}); không bao giờ ghi").format(
            where=where
        ),
        Refusal.MOUNTED: _("đang được gắn vào {where}; hãy tháo an toàn (umount)").format(
            where=where
        ),
        Refusal.IN_USE: _("đang được hệ thống dùng ({what})").format(
            what=", ".join(drive.layers) or "?"
        ),
        Refusal.NOT_A_DRIVE: _("không phải cả một thẻ; hãy chỉ tên cả thẻ, không phải phân vùng"),
        Refusal.FIXED: _("là ổ cứng, không phải thẻ nhớ hay USB"),
        Refusal.NO_CARD: _("chưa có thẻ trong đầu đọc"),
        Refusal.READ_ONLY: _("đang khóa ghi; hãy gạt lẫy khóa bên hông thẻ"),
        Refusal.TOO_SMALL: _("quá nhỏ so với ảnh"),
    }
    return words[reason]


def list_words(drives: Iterable[tuple[Drive, Refusal | None]]) -> str:
    """Return a line for each drive, with what speaks against it."""
    return "\n".join(
        f"  {drive_words(drive)}: {reason_words(reason, drive) if reason else _('ghi được')}"
        for drive, reason in drives
        if drive.size_bytes or drive.is_removable
    )
