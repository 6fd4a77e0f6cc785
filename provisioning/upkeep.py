"""The technician's commands for what exists already: other badges, new keys, new certificates."""

from argparse import Namespace
from datetime import UTC, datetime

from provisioning import book, renewal, server
from provisioning.commands import authority_for, read_keeper, recovery_note
from provisioning.errors import NotToldError, UnusableFileError
from provisioning.files import read_secret
from wire.recovery import SlipError, tidy_code
from words import _


def change_badge(given: Namespace) -> str:
    """`book change-badge`: the book gets another badge and PIN."""
    book.change_badge(
        given.folder,
        old=read_keeper(given.badge_file, given.pin_file),
        new=read_keeper(given.new_badge_file, given.new_pin_file),
    )
    return _("Sổ nay mở bằng thẻ và PIN mới; thẻ và PIN cũ không mở được nữa.")


def recover_book(given: Namespace) -> str:
    """`book recover`: the recovery code gives the book a new badge, PIN and recovery code."""
    try:
        code = tidy_code(read_secret(given.code_file))
    except SlipError as slip:
        wanted = _("mã khôi phục chép đúng (nhóm thứ {group} đang sai)").format(group=slip.group)
        raise UnusableFileError(given.code_file, wanted) from None
    new = read_keeper(given.new_badge_file, given.new_pin_file)
    fresh = book.recover(given.folder, code=code, new=new)
    done = _("Sổ nay mở bằng thẻ và PIN mới. Mã khôi phục cũ hết hiệu lực; hãy hủy tờ giấy cũ.")
    return f"{done}\n{recovery_note(fresh)}"


def renew_book(given: Namespace) -> str:
    """`book renew`: a new key for new entries."""
    book.renew(given.folder, read_keeper(given.badge_file, given.pin_file))
    return _("Sổ có khóa mới cho các mục mới; khóa cũ vẫn đọc được mục cũ.")


def announce_signing_key(given: Namespace) -> str:
    """`server renew-signing-key`: the next key is made and given to the terminals' folders."""
    count = renewal.spread_server_keys(given.folder, server.announce_signing_key(given.folder))
    return _(
        "Đã tạo khóa ký kế tiếp; {count} thư mục máy quầy đã có cả hai khóa. Khi mọi máy đã nhận "
        "tệp server-signing.pub.pem mới, chạy: server use-signing-key."
    ).format(count=count)


def use_signing_key(given: Namespace) -> str:
    """`server use-signing-key`: receipts are signed with the next key from now on.

    Whoever enrolled by a label has the next key only where somebody has carried it there: without
    it a terminal believes nothing any more that the province says.
    """
    if not given.carried and (names := renewal.without_folder(given.folder)):
        raise NotToldError(names)
    count = renewal.spread_server_keys(given.folder, server.use_next_signing_key(given.folder))
    return _(
        "Biên nhận nay ký bằng khóa mới ({count} thư mục máy quầy); khởi động lại ingest. Khi mọi "
        "máy đã nhận biên nhận mới, chạy: server forget-signing-key."
    ).format(count=count)


def forget_signing_key(given: Namespace) -> str:
    """`server forget-signing-key`: the old key is believed no more."""
    count = renewal.spread_server_keys(given.folder, server.forget_old_signing_key(given.folder))
    return _("Khóa ký cũ hết hiệu lực ({count} thư mục máy quầy).").format(count=count)


def renew_terminal(given: Namespace) -> str:
    """`terminal renew`: a new signing key and registration."""
    file = renewal.renew_signing_key(given.folder, given.id, at=datetime.now(UTC))
    return _(
        "Máy {terminal} có khóa ký mới. Trước hết đăng ký trên máy chủ: python -m server register "
        "… {file}; sau đó mới chép khóa vào máy quầy."
    ).format(terminal=given.id, file=file)


def renew_terminal_certificate(given: Namespace) -> str:
    """`terminal renew-certificate`."""
    return _certified(
        renewal.renew_terminal_certificate(
            given.folder,
            given.id,
            authority=authority_for(given),
            new_key=given.new_key,
            at=datetime.now(UTC),
        )
    )


def renew_server_certificate(given: Namespace) -> str:
    """`server renew-certificate`: of each program that the server has."""
    authority, now = authority_for(given), datetime.now(UTC)
    return "\n".join(
        _certified(
            renewal.renew_program_certificate(
                given.folder, program, authority=authority, new_key=given.new_key, at=now
            )
        )
        for program in (server.INGEST, server.ANSWERS)
    )


def renew_broker_certificate(given: Namespace) -> str:
    """`broker renew-certificate`."""
    return _certified(
        renewal.renew_broker_certificate(
            given.folder,
            authority=authority_for(given),
            new_key=given.new_key,
            at=datetime.now(UTC),
        )
    )


def revoke_terminal(given: Namespace) -> str:
    """`terminal revoke`: nothing new for this terminal, and what to tell the server."""
    renewal.revoke(given.folder, given.id, at=datetime.now(UTC))
    return _(
        "Máy {terminal} không được cấp gì nữa. Hãy báo cho máy chủ ngay: python -m server revoke "
        "--settings … {terminal}. Từ đó phiếu của máy này không được lưu và mỗi lần gửi đều hiện "
        "cho người trực."
    ).format(terminal=given.id)


def readmit_terminal(given: Namespace) -> str:
    """`terminal readmit`: the replacement of a revoked terminal may have its name."""
    renewal.readmit(given.folder, given.id, at=datetime.now(UTC))
    return _(
        "Máy {terminal} lại được cấp chứng thư; danh sách giữ cả ngày thu hồi lẫn ngày nhận lại. "
        "Trên máy chủ máy cũ vẫn bị thu hồi đến khi máy mới quét nhãn thay máy."
    ).format(terminal=given.id)


def _certified(file: object) -> str:
    return _("Đã cấp chứng thư mới: {file}.").format(file=file)
