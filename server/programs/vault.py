"""The vault: opens a patient's data on the request of two people, and logs it."""

import argparse
import os
import resource
import stat
import sys
import syslog
from datetime import UTC, datetime

from server.programs.face import fail
from server.settings import ServerSettings
from server.store import sealed
from server.store.database import open_store, reading
from server.vault.asking import SecretFiles, ask, by_name
from server.vault.audit import Event, Head, LogBrokenError
from server.vault.custodians import tidy_name
from server.vault.errors import VaultError
from server.vault.requests import Request
from server.vault.room import Vault
from server.web.times import full_moment
from settings import SettingsError
from wire.patient import Patient, SeenPrescription
from wire.seal import Place
from words import _

_CLEAR = "\033[3J\033[H\033[2J"
"""Empties the screen and what it has scrolled away (ECMA-48, and xterm's 3J)."""


def told() -> str:
    """Return what the program does."""
    return _("Mở dữ liệu kín của người bệnh: hai người, có lý do, mỗi lần mở đều ghi nhật ký.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and who is there."""
    parser.add_argument(
        "action",
        choices=tuple(_ACTIONS),
        metavar=_("VIỆC"),
        help=_(
            "init: tạo khóa; hand-over: đổi người giữ khóa; request: yêu cầu; approve: đồng ý; "
            "open: mở và xem một lần; log: nhật ký"
        ),
    )
    name, file = _("TÊN"), _("TÊN=TỆP")
    parser.add_argument(
        "--custodian", action="append", default=[], metavar=name, help=_("người giữ khóa; lặp lại")
    )
    parser.add_argument(
        "--present", action="append", default=[], metavar=name,
        help=_("hand-over: hai người giữ khóa cũ đang có mặt"),
    )  # fmt: skip
    for option, text in (
        ("--badge-file", _("tệp chứa mã thẻ; không có thì hỏi")),
        ("--pin-file", _("tệp chứa PIN; không có thì hỏi")),
        ("--passphrase-file", _("tệp chứa câu mật khẩu; không có thì hỏi")),
    ):
        parser.add_argument(option, action="append", default=[], metavar=file, help=text)
    parser.add_argument("--who", metavar=name, help=_("người yêu cầu, hoặc người đồng ý"))
    parser.add_argument("--case", metavar=_("SỐ_HỒ_SƠ"), default="", help=_("số hồ sơ vụ việc"))
    parser.add_argument(
        "--why", metavar=_("LÝ_DO"), default="", help=_("lý do; không ghi tên người bệnh")
    )
    parser.add_argument("--terminal", metavar=_("MÃ_MÁY"), default="")
    parser.add_argument("--epoch", metavar=_("KỲ_SỔ"), default="")
    parser.add_argument("--seq", metavar=_("SỐ_PHIẾU"), type=int, default=0)
    parser.add_argument("--request", metavar=_("SỐ"), type=int, default=0, help=_("số yêu cầu"))
    parser.add_argument("--verify", action="store_true", help=_("log: chỉ kiểm tra nhật ký"))
    parser.add_argument(
        "--head", metavar=_("SỐ:MÃ"), help=_("log: dòng đã chép trên giấy, phải còn nguyên")
    )


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Do what was asked; 1 with one sentence if the vault refuses."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no memory on the disk
    os.umask(0o077)
    if settings.vault is None:
        raise SettingsError(called.settings, "vault", _("không có"), _("phải có mục này"))
    try:
        vault = Vault(settings.vault.folder, clock=_now, tell=_tell_journal)
        open_store(settings.database)
        return _ACTIONS[called.action](vault, called)
    except VaultError as error:
        return fail(str(error))
    except LogBrokenError as error:
        return fail(
            _("NHẬT KÝ KHÔNG CÒN NGUYÊN VẸN từ dòng {line}: không mở gì nữa, báo lãnh đạo.").format(
                line=error.seq
            )
        )
    except OSError as error:
        return fail(_("Không làm được: {why}").format(why=error))


def _init(vault: Vault, called: argparse.Namespace) -> int:
    files = _files(called)
    names = [tidy_name(name) for name in called.custodian]
    key, public = vault.make_key([ask(name, files, twice=True) for name in names])
    print(
        _("Đã tạo khóa {key}. Khóa công khai cho máy quầy: {file}").format(key=key.id, file=public)
    )
    print(_("Trong cấu hình máy quầy, khi có quy định cho phép:"))
    print(f'[sealed_sending]\nregulation = "…"\nvault_key = "{public.name}"')
    print(f'vault_key_id = "{key.id}"')
    return 0


def _hand_over(vault: Vault, called: argparse.Namespace) -> int:
    files = _files(called)
    present = [ask(tidy_name(name), files) for name in called.present]
    if len(present) != 2:  # noqa: PLR2004 - the vault opens with two
        raise VaultError(_("Cần đúng hai người giữ khóa cũ: --present TÊN --present TÊN."))
    after = [ask(tidy_name(name), files, twice=True) for name in called.custodian]
    left = vault.hand_over((present[0], present[1]), after)
    every = vault.count_keys()
    handed = _("Đã giao {count} trên {every} khóa cho những người giữ mới.")
    print(handed.format(count=every - len(left), every=every))
    for key in left:
        stays = _("Khóa {key} chưa giao: cần hai trong số {names}, với bí mật đặt khi tạo khóa đó.")
        print(stays.format(key=key.id, names=", ".join(key.custodians)))
    return 1 if left else 0


def _request(vault: Vault, called: argparse.Namespace) -> int:
    place = Place(terminal=called.terminal, epoch=called.epoch, seq=called.seq)
    number = vault.request(Request(called.who or "", called.case, called.why, place), _find)
    print(_("Đã ghi yêu cầu số {number}; cần người thứ hai đồng ý.").format(number=number))
    return 0


def _approve(vault: Vault, called: argparse.Namespace) -> int:
    vault.approve(called.request, called.who or "")
    print(_("Đã ghi sự đồng ý cho yêu cầu {number}.").format(number=called.request))
    return 0


def _open(vault: Vault, called: argparse.Namespace) -> int:
    _refuse_a_file()
    files = _files(called)
    first, second = vault.people(called.request)
    present = ask(first, files), ask(second, files)
    patient, head = vault.open(called.request, present, _find)
    _show(patient, head)
    return 0


def _log(vault: Vault, called: argparse.Namespace) -> int:
    events = vault.verify(known=_head(called.head) if called.head else None)
    if not called.verify:
        for event in events:
            print(_line(event))
    print(_("Nhật ký nguyên vẹn: {count} dòng. Dòng cuối: {head}").format(
        count=len(events), head=vault.head()
    ))  # fmt: skip
    return 0


def _show(patient: Patient, head: Head) -> None:
    born = patient.birth_date.strftime("%d/%m/%Y") if patient.birth_date else ""
    for title, text in (
        (_("Họ tên"), patient.name),
        (_("Ngày sinh"), born),
        (_("Giới tính"), patient.sex),
        (_("Số định danh"), patient.number),
        (_("Số hộ chiếu"), patient.passport),
        (_("Nơi cư trú"), patient.residence),
    ):
        print(f"{title}: {text or '—'}")
    if patient.prescription:
        _show_prescription(patient.prescription)
    print(_("Chép vào sổ giấy: {head}").format(head=head))
    if sys.stdin.isatty() and sys.stdout.isatty():
        input(_("Bấm Enter để xóa màn hình."))
        print(_CLEAR, end="")


def _show_prescription(seen: SeenPrescription) -> None:
    for title, text in (
        (_("Đơn"), seen.code),
        (_("Nơi kê"), seen.facility),
        (_("Người kê"), seen.prescriber),
        (_("Chẩn đoán"), ", ".join(seen.icd10)),
    ):
        print(f"{title}: {text or '—'}")
    for line in seen.lines:
        print(f"  {line.number}. {line.name} {line.strength}: {line.quantity} {line.unit}")


def _line(event: Event) -> str:
    what = {
        "key-made": _("tạo khóa"),
        "handed-over": _("đổi người giữ khóa"),
        "requested": _("yêu cầu"),
        "approved": _("đồng ý"),
        "opened": _("ĐÃ MỞ"),
        "refused": _("không mở được"),
        "torn-line": _("dòng trước bị cắt do mất điện"),
    }[event.kind]
    parts = [str(event.seq), full_moment(event.at), what, ", ".join(event.who)]
    parts += [_("yêu cầu {number}").format(number=event.request)] if event.request else []
    parts += [f"{event.terminal} {event.epoch} {event.entry}"] if event.terminal else []
    return " · ".join(part for part in [*parts, event.case, event.why, event.key] if part)


def _head(text: str) -> Head:
    seq, _colon, digest = text.partition(":")
    if not seq.isdigit():
        raise VaultError(_("{text}: cần SỐ:MÃ như đã chép trên giấy.").format(text=text))
    return Head(int(seq), digest.strip().lower())


def _find(place: Place) -> bytes | None:
    with reading():
        return sealed.find(place.terminal, place.epoch, place.seq)


def _files(called: argparse.Namespace) -> SecretFiles:
    return SecretFiles(
        badge=by_name(called.badge_file),
        pin=by_name(called.pin_file),
        passphrase=by_name(called.passphrase_file),
    )


def _refuse_a_file() -> None:
    try:
        kind = os.fstat(sys.stdout.fileno()).st_mode
    except OSError:
        return
    if stat.S_ISREG(kind):
        raise VaultError(_("Không ghi ra tệp: dữ liệu người bệnh chỉ hiện trên màn hình."))


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _tell_journal(head: Head) -> None:
    """Keep the newest line's hash where the vault's account cannot take it back."""
    syslog.openlog("quay-vault", facility=syslog.LOG_AUTHPRIV)
    syslog.syslog(syslog.LOG_NOTICE, f"audit log is at {head}")


_ACTIONS = {
    "init": _init,
    "hand-over": _hand_over,
    "request": _request,
    "approve": _approve,
    "open": _open,
    "log": _log,
}
