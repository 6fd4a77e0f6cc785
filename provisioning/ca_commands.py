"""The authority's own tasks: it is made, its keys are renewed, its certificates watched."""

from argparse import Namespace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from provisioning import authority, custody, renewal, succession
from provisioning.ages import ages, told
from provisioning.commands import authority_for, password_of
from provisioning.errors import AttentionError, RefusedError
from provisioning.files import read_secret
from provisioning.holder import (
    Holder,
    broker_of,
    door_of,
    drop_former,
    enrolment_of,
    holders,
    last_exchanged,
    take_back,
)
from provisioning.server import DOORS
from provisioning.sighting import read_address, see_client, see_server
from words import _


def make(given: Namespace) -> str:
    """`ca make`: make root and issuing key."""
    settings = getattr(given, "settings", None)
    password, root_password = password_of(given), _root_password(given)
    authority.make_authority(
        given.folder,
        at=datetime.now(UTC),
        password=password,
        root_password=root_password,
        settings=settings,
    )
    folder = given.folder / authority.FOLDER
    kept = custody.read_custody(folder / custody.SETTINGS)
    done = [_("Đã lập nơi cấp chứng thư trong {folder}.").format(folder=folder)]
    if kept.root is None:
        key = folder / authority.ROOT_KEY
        done.append(
            _("Hãy cất khóa gốc vào két: chuyển {key} sang USB và xóa ở đây.").format(key=key)
        )
    if kept.root is None and root_password is None:
        done.append(_("Khóa gốc chưa có mật khẩu: ai đọc được tệp thì lập được khóa cấp phát."))
    if kept.issuing is None and password is None:
        done.append(_("Khóa cấp phát chưa có mật khẩu: ai đọc được tệp thì cấp được chứng thư."))
    return "\n".join(done)


def renew_issuing(given: Namespace) -> str:
    """`ca renew-issuing`: a new issuing key; certificates of the old one stay good."""
    file = succession.renew_issuing(
        given.folder,
        at=datetime.now(UTC),
        password=_new_password(given),
        root_password=_root_password(given),
        plain=given.no_password,
    )
    return _(
        "Đã có khóa cấp phát mới: {file}. Chứng thư do khóa cũ cấp vẫn dùng được đến khi hết hạn. "
        "Cất khóa gốc lại vào két. Chạy lại lệnh cài máy chủ, hoặc chỉ chép sang thư mục ca của "
        "máy chủ ký: {names}. issued.jsonl và revoked ở đó do máy chủ ghi: không được chép đè."
    ).format(file=file, names=", ".join(_for_signer(given.folder)))


def upgrade(given: Namespace) -> str:
    """`ca upgrade`: from the older kind, where one key signed everything."""
    copies = succession.upgrade(
        given.folder,
        at=datetime.now(UTC),
        password=_new_password(given),
        root_password=_root_password(given),
        plain=given.no_password,
    )
    return _(
        "Đã tách khóa gốc và khóa cấp phát. Trước khi cấp lại chứng thư cho Mosquitto, hãy chép "
        "ca.crt.pem mới ({count} thư mục) sang máy chủ, Mosquitto và mọi máy quầy đang chạy: máy "
        "nào còn chứng thư gốc cũ sẽ không nhận chứng thư cấp theo cách mới."
    ).format(count=len(copies))


def status(given: Namespace) -> str:
    """`ca status`: what ends when. Raises `AttentionError` if something must be done."""
    now, notice = datetime.now(UTC), timedelta(days=given.days)
    found = ages(given.folder)
    lines = [
        f"{'!' if age.is_due(now, notice) else ' '} {told(age, now)}"
        for age in sorted(found, key=lambda age: age.until)
    ]
    due = [age for age in found if age.is_due(now, notice)]
    if not due:
        return "\n".join([*lines, _("Không có gì phải cấp lại.")])
    last = _("{count} mục đánh dấu ! phải được cấp lại.").format(count=len(due))
    raise AttentionError("\n".join([*lines, last]))


def renew(given: Namespace) -> str:
    """`ca renew`: new certificates for all on the server's side that end soon."""
    now = datetime.now(UTC)
    files = renewal.renew_due(
        given.folder,
        authority=authority_for(given),
        before=now + timedelta(days=given.days),
        at=now,
    )
    if not files:
        return _("Không có gì phải cấp lại.")
    done = [_("Đã cấp chứng thư mới: {file}.").format(file=file) for file in files]
    return "\n".join([*done, _after()])


def prove(given: Namespace) -> str:
    """`ca prove`: what runs shows and takes the new certificates, so the former are dropped.

    Raises `NotSeenError`; nothing is dropped then.
    """
    seen: list[Holder] = []
    if given.broker:
        address, broker = read_address(given.broker), broker_of(given.folder)
        programs = [one for one in holders(given.folder) if not one.is_server]
        for program in programs:
            see_client(program, broker, address)
        seen += [broker, *programs]
    doors = {name: door_of(given.folder, name) for name in DOORS}
    for name, door in {"enrolment": enrolment_of(given.folder), **doors}.items():
        address = getattr(given, name)
        if address:
            see_server(door, read_address(address))
            seen.append(door)
    if not seen:
        wanted = _("--broker, --enrolment, --door hoặc --web, dạng máy:cổng")
        raise RefusedError("", wanted)
    for one in seen:
        drop_former(one)
    return _("Đang dùng chứng thư mới: {names}. Đã xóa chứng thư cũ.").format(
        names=", ".join(one.name for one in seen)
    )


def go_back(given: Namespace) -> str:
    """`ca take-back`: the certificates before the last exchange come back, if they are good."""
    now = datetime.now(UTC)
    back = [one.name for one in last_exchanged(given.folder) if take_back(one, at=now)]
    if not back:
        return _("Không có chứng thư cũ nào để lấy lại.")
    return _("Đã lấy lại chứng thư cũ của: {names}. Hãy khởi động lại các chương trình ấy.").format(
        names=", ".join(back)
    )


def _after() -> str:
    return _(
        "Hãy nạp lại các chương trình ấy, rồi chạy: ca prove. Chứng thư cũ được giữ lại đến lúc "
        "đó; nếu hỏng, chạy: ca take-back."
    )


def _for_signer(root: Path) -> list[str]:
    """Return the names of the files in `ca` that the signer reads, and does not write itself."""
    folder = root / authority.FOLDER
    keys = sorted(file.name for file in folder.glob("issuing-*.key.pem"))
    names = [authority.CERTIFICATE, authority.ISSUING, *keys, custody.SETTINGS]
    return [name for name in names if (folder / name).exists()]


def _new_password(given: Namespace) -> str | None:
    """Return the new issuing key's password; raise `RefusedError` if it should have none too."""
    if given.no_password and given.password_file:
        raise RefusedError("--no-password", _("--password-file hoặc --no-password, chỉ một"))
    return password_of(given)


def _root_password(given: Namespace) -> str | None:
    """Return the root's own password; without one the issuing key's serves for both."""
    file: Path | None = getattr(given, "root_password_file", None)
    return read_secret(file) if file else password_of(given)
