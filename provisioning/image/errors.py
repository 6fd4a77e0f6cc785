"""What can go wrong while an image is made, told in one sentence to whoever makes it."""

from pathlib import Path

from provisioning.errors import ProvisioningError
from words import _


class ImageError(ProvisioningError):
    """An image that cannot be made as it was asked for."""


class MissingProgramError(ImageError):
    """A program that building needs is not installed on this machine."""

    def __init__(self, program: str) -> None:
        super().__init__(
            _("Chưa cài {program}; cài các gói ghi trong image-packages.txt.").format(
                program=program
            )
        )
        self.program = program


class ProgramFailedError(ImageError):
    """A program that building uses has refused its work."""

    def __init__(self, program: str, said: str) -> None:
        super().__init__(_("{program} không làm được: {said}").format(program=program, said=said))
        self.program = program


class NoMirrorError(ImageError):
    """The package sources of the machine that builds name no archive of Debian."""

    def __init__(self, archive: str) -> None:
        super().__init__(
            _(
                "Nguồn gói của máy này (/etc/apt) không có kho {archive}; thêm vào rồi chạy "
                "apt-get update."
            ).format(archive=archive)
        )
        self.archive = archive


class UnknownPackageError(ImageError):
    """Debian does not have a package that is wanted, or not in a set that fits together."""

    def __init__(self, said: str) -> None:
        super().__init__(_("Debian không có đủ các gói cần cho máy quầy: {said}").format(said=said))


class NotOnMirrorError(ImageError):
    """A locked file cannot be fetched; Debian replaces packages when it mends them."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            _(
                "Không tải được {name} ({reason}). Kho có thể đã thay bằng bản mới: chạy "
                "“python -m provisioning image lock”, xem thay đổi, rồi làm lại."
            ).format(name=name, reason=reason)
        )
        self.name = name


class WrongHashError(ImageError):
    """A file is not the one that was locked; nothing was made of it."""

    def __init__(self, name: str, wanted: str, found: str) -> None:
        super().__init__(
            _("{name} không phải bản đã khóa: cần SHA-256 {wanted}, nhận được {found}.").format(
                name=name, wanted=wanted[:16], found=found[:16]
            )
        )
        self.name = name


class LockError(ImageError):
    """A lock file holds a line that nobody wrote by `lock`."""

    def __init__(self, file: Path, line: int) -> None:
        super().__init__(
            _("{file}, dòng {line}: không hiểu; hãy chạy lại lệnh lock.").format(
                file=file, line=line
            )
        )


class UnlistedAccountError(ImageError):
    """A package wants an account that has no fixed number yet."""

    def __init__(self, names: str) -> None:
        super().__init__(
            _(
                "Chưa có số cố định cho tài khoản {names}: thêm vào accounts.txt. Số không đổi "
                "thì bản sau mới đọc được dữ liệu của bản trước."
            ).format(names=names)
        )


class TooLargeError(ImageError):
    """What was built does not fit into its partition."""

    def __init__(self, name: str, size: int, room: int) -> None:
        super().__init__(
            _("Phân vùng {name} chỉ có {room} MB, cần {size} MB.").format(
                name=name, size=-(-size // 2**20), room=room // 2**20
            )
        )
        self.name = name


class DifferentPythonError(ImageError):
    """The Python that compiles is not the one that will run it."""

    def __init__(self, wanted: str, found: str) -> None:
        super().__init__(
            _(
                "Python của máy quầy là {wanted}, của máy dựng là {found}; chạy lại lệnh lock."
            ).format(wanted=wanted or "?", found=found or "?")
        )


class DifferentImagesError(ImageError):
    """Two images differ."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join([_("Hai ảnh khác nhau:"), *lines]))
        self.lines = lines
