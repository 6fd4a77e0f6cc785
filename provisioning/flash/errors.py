"""What can go wrong with flashing, each by its own name."""

from collections.abc import Sequence
from pathlib import Path

from provisioning.errors import ProvisioningError
from provisioning.flash.drive_words import drive_words, list_words, reason_words, size_words
from provisioning.flash.drives import Drive
from provisioning.flash.refusal import Refusal
from words import _


class RefusedDriveError(ProvisioningError):
    """The drive that was named must not be written to."""

    def __init__(self, drive: Drive, reason: Refusal) -> None:
        super().__init__(
            _("Không ghi lên {drive}: {reason}.").format(
                drive=drive_words(drive), reason=reason_words(reason, drive)
            )
        )
        self.drive, self.reason = drive, reason


class TooSmallFileError(ProvisioningError):
    """A file that stands in for a card is smaller than the image."""

    def __init__(self, file: Path, size_bytes: int, needed_bytes: int) -> None:
        super().__init__(
            _("Tệp {file} chỉ có {size}, quá nhỏ so với ảnh ({needed}).").format(
                file=file, size=size_words(size_bytes), needed=size_words(needed_bytes)
            )
        )
        self.file = file


class UnknownDriveError(ProvisioningError):
    """There is no such drive."""

    def __init__(self, named: Path) -> None:
        super().__init__(_("Không thấy thiết bị {path}; hãy cắm thẻ.").format(path=named))
        self.named = named


class NoDriveError(ProvisioningError):
    """No drive is right; says of each what speaks against it."""

    def __init__(self, drives: Sequence[tuple[Drive, Refusal | None]]) -> None:
        seen = list_words(drives)
        none = _("Chưa thấy thẻ nào ghi được. Hãy cắm thẻ nhớ vào đầu đọc.")
        super().__init__(f"{none}\n{seen}" if seen else none)
        self.drives = tuple(drives)


class SeveralDrivesError(ProvisioningError):
    """More than one drive is right: a person must say which."""

    def __init__(self, drives: Sequence[Drive]) -> None:
        seen = list_words((drive, None) for drive in drives)
        several = _("Có nhiều thẻ ghi được; hãy để lại một thẻ, hoặc chỉ tên thiết bị:")
        super().__init__(f"{several}\n{seen}")
        self.drives = tuple(drives)


class ImageError(ProvisioningError):
    """The image must not be written."""


class CorruptImageError(ImageError):
    """The image is not what it was when it was made."""

    def __init__(self, file: Path, where: str) -> None:
        super().__init__(
            _("Ảnh {file} bị hỏng ({where}); hãy tải hoặc chép lại.").format(file=file, where=where)
        )
        self.file, self.where = file, where


class UncheckedImageError(ImageError):
    """There is nothing to check the image by."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            _(
                "Không có gì để kiểm tra ảnh {file}; cần tệp .bmap hoặc .sha256 nằm cạnh ảnh."
            ).format(file=file)
        )
        self.file = file


class UnknownImageError(ImageError):
    """A file is no image that can be written."""

    def __init__(self, file: Path, wanted: str) -> None:
        super().__init__(
            _("Không ghi được {file}; cần: {wanted}.").format(file=file, wanted=wanted)
        )
        self.file = file


class CardError(ProvisioningError):
    """Something is wrong with this one card or its reader; the next may be fine."""


class VanishedError(CardError):
    """The device went away midway."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("Thẻ {name} biến mất giữa chừng (bị rút hoặc lỏng); hãy cắm lại và ghi lại.").format(
                name=name
            )
        )


class DiskFaultError(CardError):
    """The device does not take or give back what it should."""

    def __init__(self, name: str, at: int) -> None:
        super().__init__(
            _("Thẻ {name} báo lỗi tại vị trí {at}; thẻ hỏng, hãy bỏ thẻ này.").format(
                name=name, at=size_words(at)
            )
        )
        self.at = at


class MismatchError(CardError):
    """What is read back is not what was written."""

    def __init__(self, name: str, at: int) -> None:
        super().__init__(
            _("Thẻ {name} đọc lại không đúng tại vị trí {at}; thẻ hỏng, hãy bỏ thẻ này.").format(
                name=name, at=size_words(at)
            )
        )
        self.at = at


class FalseSizeError(CardError):
    """A card holds less than it says."""

    def __init__(self, name: str, said_bytes: int) -> None:
        super().__init__(
            _(
                "Thẻ {name} khai {size} nhưng không giữ được từng ấy: thẻ giả, hãy bỏ thẻ này."
            ).format(name=name, size=size_words(said_bytes))
        )


class BusyDriveError(CardError):
    """Another program holds the device."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("Thẻ {name} đang được chương trình khác dùng; hãy đóng chương trình ấy.").format(
                name=name
            )
        )


class ExchangedDriveError(CardError):
    """Between looking and opening another device took the place."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("Thẻ {name} vừa bị thay bằng thiết bị khác; hãy chạy lại.").format(name=name)
        )


class CardsFailedError(ProvisioningError):
    """Some cards of many failed; the text is the list."""
