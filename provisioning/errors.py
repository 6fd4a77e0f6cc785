"""What can go wrong with provisioning, told in one plain sentence to the technician."""

import errno
from collections.abc import Sequence
from pathlib import Path

from settings.load import EXIT_SETTINGS_WRONG
from words import _

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_MOST_NAMED = 5
"""Of many terminals in one sentence."""
_JOURNAL_AT_SERVER = "/var/lib/quay-signer/ca/issued.jsonl"


class ProvisioningError(Exception):
    """Something that the technician can put right; its text says what."""

    status = 1
    """The program's exit status."""


class ExistsAlreadyError(ProvisioningError):
    """What was to be made is there already; nothing of it was touched."""

    def __init__(self, path: Path) -> None:
        super().__init__(_("Đã có {path}; không ghi đè.").format(path=path))
        self.path = path


class MissingError(ProvisioningError):
    """A file that an earlier step, or the technician, should have made is not there."""

    def __init__(self, path: Path) -> None:
        super().__init__(_("Không có {path}; cần tạo tệp này trước.").format(path=path))
        self.path = path


class UnusableFileError(ProvisioningError):
    """A file is there, but does not hold what it should."""

    def __init__(self, path: Path, wanted: str) -> None:
        super().__init__(
            _("Không dùng được {path}; cần: {wanted}.").format(path=path, wanted=wanted)
        )
        self.path = path


class RefusedError(ProvisioningError, ValueError):
    """A name, an address or a request that must not be accepted."""

    def __init__(self, refused: str, wanted: str) -> None:
        super().__init__(
            _("Không nhận “{refused}”; cần: {wanted}.").format(refused=refused, wanted=wanted)
        )
        self.refused = refused


class RevokedError(ProvisioningError):
    """A terminal that was revoked gets no new keys and certificates."""

    def __init__(self, terminal: str) -> None:
        super().__init__(
            _(
                "Máy {terminal} đã bị thu hồi; không cấp lại. Máy thay thế vào bằng nhãn thay máy, "
                "hoặc lập máy với mã mới."
            ).format(terminal=terminal)
        )
        self.terminal = terminal


class OldPapersError(ProvisioningError):
    """A terminal is to be certified again while the keys of the one before lie in the office."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _(
                "Chưa làm gì: {folder} còn khóa của máy trước. Hãy xóa hoặc cất thư mục ấy đi nơi "
                "khác rồi chạy lại."
            ).format(folder=folder)
        )
        self.folder = folder


class NotToldError(ProvisioningError):
    """Terminals that enrolled by a label do not know the next signing key."""

    def __init__(self, terminals: Sequence[str]) -> None:
        super().__init__(
            _(
                "{count} máy vào bằng nhãn không có thư mục ở đây, chưa nhận khóa kế tiếp: "
                "{names}. Hãy chép server/signing.pub.pem vào từng máy, rồi chạy lại với --carried."
            ).format(count=len(terminals), names=", ".join(terminals[:_MOST_NAMED]))
        )
        self.terminals = terminals


class JournalAwayError(MissingError):
    """The signer's journal is not here, and nothing else tells who came in by a label."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self.args = (
            _(
                "Không có {file}: sổ của bộ ký nằm trên máy chủ. Hãy chép {source} về đó rồi chạy "
                "lại."
            ).format(file=file, source=_JOURNAL_AT_SERVER),
        )


class RootAwayError(ProvisioningError):
    """The root key is in its safe, and this task cannot be done without it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("Việc này cần khóa gốc, mà {path} không có ở đây: hãy lấy từ két.").format(path=path)
        )
        self.path = path


class NoPasswordError(ProvisioningError):
    """A new issuing key would lie open, where the one before was locked by a password."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Chưa làm gì: khóa cấp phát mới sẽ không có mật khẩu. Hãy cho tệp mật khẩu bằng "
                "--password-file; nếu đúng là muốn khóa không mật khẩu thì thêm --no-password."
            )
        )


class TokenError(ProvisioningError):
    """The device that holds a key (PKCS #11) does not do what it should."""

    def __init__(self, token: str, problem: str) -> None:
        super().__init__(
            _("Không dùng được thiết bị giữ khóa “{token}”: {problem}.").format(
                token=token, problem=problem
            )
        )
        self.token = token


class WrongSettingsError(ProvisioningError):
    """A settings file cannot be used; the sentence is `settings`' own."""


class ConfigurationError(ProvisioningError):
    """A program that runs for ever is set up wrongly: to start it again mends nothing."""

    status = EXIT_SETTINGS_WRONG


class AttentionError(ProvisioningError):
    """What was looked at needs somebody to do something; the text says what."""


class BookLockedError(ProvisioningError, ValueError):
    """The book does not open. Which of badge, PIN and file is at fault is not said."""

    def __init__(self) -> None:
        super().__init__(
            _("Không mở được sổ: thẻ, PIN hoặc mã khôi phục không đúng, hoặc tệp đã bị thay đổi.")
        )


def explain(error: OSError) -> str:
    """Return one sentence for an error of the operating system."""
    path = error.filename or "?"
    if error.errno in _NO_SPACE:
        return _("Ổ đĩa đã đầy; chưa có gì được ghi.")
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return _("Không được phép đọc hoặc ghi {path}.").format(path=path)
    if error.errno == errno.ENOENT:
        return _("Không tìm thấy {path}.").format(path=path)
    if error.errno in {errno.ENOTDIR, errno.EEXIST}:
        return _("Không tạo được thư mục {path}: đã có một tệp trên đường dẫn.").format(path=path)
    return _("Không làm việc được với {path}: {reason}.").format(path=path, reason=error.strerror)
