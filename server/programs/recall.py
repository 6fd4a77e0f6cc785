"""Gives out recalls, suspensions and seals, and lifts them."""

import argparse
from datetime import UTC, date, datetime

from server.programs.face import fail
from server.reference.importing import VIETNAM
from server.reference.recalls import Stop, UnknownDrugError, stop
from server.settings import ServerSettings
from server.store import notices
from server.store.database import open_store, reading, writing
from wire.asking import Notice
from words import _


def told() -> str:
    """Return what the program does."""
    return _("Ra thông báo thu hồi, tạm ngừng bán hay niêm phong tới mọi máy quầy, hoặc bãi bỏ.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What is stopped, and by which document."""
    parser.add_argument("number", nargs="?", metavar=_("SỐ_CÔNG_VĂN"))
    parser.add_argument("--lift", action="store_true", help=_("bãi bỏ thông báo này"))
    parser.add_argument(
        "--kind", choices=("recalled", "suspended", "sealed"), default="recalled",
        help=_("thu hồi, tạm ngừng bán hay niêm phong"),
    )  # fmt: skip
    parser.add_argument("--drug", help=_("mã thuốc trong danh mục"))
    parser.add_argument("--registration", default="", help=_("số đăng ký, cũ hay mới"))
    parser.add_argument("--name", default="", help=_("tên thuốc"))
    parser.add_argument("--batch", action="append", default=[], help=_("số lô; lặp lại được"))
    parser.add_argument("--level", type=int, choices=(1, 2, 3), help=_("mức thu hồi"))
    parser.add_argument("--reason", default="", help=_("lý do"))
    parser.add_argument("--issued", type=date.fromisoformat, help=_("ngày ra văn bản (2026-01-31)"))
    parser.add_argument("--expiry", type=date.fromisoformat, help=_("hạn dùng ghi trong văn bản"))
    parser.add_argument("--importer", default="", help=_("cơ sở nhập khẩu"))
    parser.add_argument("--by", default="", help=_("cơ sở phải thực hiện"))


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Give out or lift one notice; without a number, list those in force."""
    open_store(settings.database)
    if called.number is None:
        with reading():
            for notice in notices.in_force():
                print(_line(notice))
        return 0
    if called.lift:
        return _lift(called.number)
    if not called.drug and not called.registration:
        return fail(_("Thiếu --drug (mã thuốc) hoặc --registration (số đăng ký)"))
    try:
        with writing():
            found = stop(_wanted(called))
    except UnknownDrugError as error:
        return fail(_("Danh mục không có thuốc số đăng ký {number}").format(number=error))
    for notice in found:
        print(_line(notice))
    return 0


def _wanted(called: argparse.Namespace) -> Stop:
    return Stop(
        number=called.number,
        kind=called.kind,
        drug=called.drug or "",
        registration=called.registration,
        drug_name=called.name,
        batches=tuple(called.batch),
        level=called.level,
        reason=called.reason,
        issued=called.issued or datetime.now(VIETNAM).date(),
        expiry=called.expiry,
        importer=called.importer,
        carried_out_by=called.by,
    )


def _lift(number: str) -> int:
    with writing():
        found = notices.lift(number, datetime.now(UTC))
    if not found:
        return fail(_("Không có thông báo nào số {number} đang có hiệu lực").format(number=number))
    print(_("Đã bãi bỏ {number}").format(number=number))
    return 0


def _line(notice: Notice) -> str:
    batches = ", ".join(notice.batches) or _("mọi lô")
    level = _(", mức {level}").format(level=notice.level) if notice.level else ""
    until = _(", xong trước hết ngày {day}").format(day=_day(notice.until)) if notice.until else ""
    return f"{notice.number}: {notice.drug_name or notice.drug}, {batches}{level}{until}"


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")
