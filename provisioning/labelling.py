"""`batch` and `labels`: from a list of outlets to labels on paper."""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from cryptography import x509

from provisioning import enrolment_door
from provisioning.authority import CERTIFICATE
from provisioning.authority import FOLDER as CA_FOLDER
from provisioning.errors import RefusedError, UnusableFileError
from provisioning.files import new_folder, read, write_private
from provisioning.task import Task
from provisioning.usage import Usage
from wire.enrolment import PORT
from wire.enrolment_batch import read_sheet
from words import _

FOLDER = "batches"
_DAYS = 30


def make_batch(given: Namespace) -> str:
    """`batch`: make codes and labels for a list of outlets."""
    # Drawing takes a second to load, and the other tasks do without it.
    from provisioning.batch import making  # noqa: PLC0415
    from provisioning.batch.outlet_list import read_outlet_list  # noqa: PLC0415

    outlets = read_outlet_list(given.list)
    root = _certificate(given.authority or given.folder / CA_FOLDER / CERTIFICATE)
    meeting = making.Meeting(
        host=given.host or _door_name(given.folder), port=given.port, root=root
    )
    made = making.make_batch(
        given.folder / FOLDER, outlets, meeting, days=given.days, at=datetime.now(UTC)
    )
    return _(
        "Đã tạo {count} nhãn cho {host}:{port} trong {folder}.\n"
        "In {labels} (khổ A4) hoặc {strip} (giấy cuộn 58 mm); giữ nhãn như giữ chìa khóa.\n"
        "Trên máy chủ: python -m server enrolments import {batch}"
    ).format(
        count=len(outlets),
        host=meeting.host,
        port=meeting.port,
        folder=made,
        labels=making.LABELS,
        strip=making.STRIP,
        batch=made / making.BATCH,
    )


def print_labels(given: Namespace) -> str:
    """`labels`: draw labels that the server prepared, such as for a replacement."""
    from provisioning.batch.making import LABELS, STRIP  # noqa: PLC0415 - as above
    from provisioning.labels import write_labels, write_strip  # noqa: PLC0415

    try:
        sheet = read_sheet(read(given.sheet))
    except msgspec.DecodeError as error:
        raise UnusableFileError(given.sheet, _("tệp nhãn do máy chủ tạo ra")) from error
    with new_folder(given.folder.parent, given.folder.name) as made:
        write_private(made / LABELS, write_labels(sheet.labels))
        write_private(made / STRIP, write_strip(sheet.labels))
    return _("Đã vẽ {count} nhãn trong {folder}.").format(
        count=len(sheet.labels), folder=given.folder
    )


def _certificate(file: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(read(file))
    except ValueError as error:
        raise UnusableFileError(file, _("chứng thư gốc, dạng PEM")) from error


def _door_name(folder: Path) -> str:
    """Return what the enrolment door is called, by its certificate."""
    file = folder / enrolment_door.FOLDER / f"{enrolment_door.NAME}.crt.pem"
    if not file.exists():
        raise RefusedError(_("không có --host"), _("tên máy chủ mà máy quầy gọi tới"))
    try:
        names = _certificate(file).extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound as error:
        raise UnusableFileError(file, _("chứng thư có tên máy chủ")) from error
    found = names.value.get_values_for_type(x509.DNSName)
    found += [str(one) for one in names.value.get_values_for_type(x509.IPAddress)]
    if not found:
        raise UnusableFileError(file, _("chứng thư có tên máy chủ"))
    return found[0]


def _list(task: Usage) -> None:
    task.options.add_argument(
        "list", metavar=_("DANH-SÁCH"), type=Path, help=_("danh sách cơ sở: tệp CSV")
    )
    task.options.add_argument(
        "folder", metavar=_("THƯ-MỤC"), type=Path, help=_("thư mục gốc; nhãn nằm trong batches")
    )


def _meeting(task: Usage) -> None:
    task.options.add_argument(
        "--host",
        metavar=_("TÊN"),
        help=_("tên máy chủ ghi trên nhãn (mặc định: tên trong chứng thư của cổng nhận máy)"),
    )
    task.options.add_argument(
        "--port", metavar=_("CỔNG"), type=int, default=PORT, help=_("cổng nhận máy mới")
    )
    task.options.add_argument(
        "--authority", metavar=_("TỆP"), type=Path, help=_("chứng thư gốc, nếu không ở ca/")
    )
    task.options.add_argument(
        "--days", metavar=_("SỐ-NGÀY"), type=int, default=_DAYS, help=_("nhãn dùng được bao lâu")
    )


def _sheet(task: Usage) -> None:
    task.options.add_argument(
        "sheet", metavar=_("TỆP-NHÃN"), type=Path, help=_("tệp nhãn, ví dụ Q33-0001.json")
    )
    task.options.add_argument(
        "folder", metavar=_("THƯ-MỤC"), type=Path, help=_("thư mục mới cho các tệp PDF")
    )


LABELLING: dict[str, Task] = {
    "batch": Task(
        make_batch,
        lambda: _("Tạo mã cài máy và nhãn để in cho một danh sách cơ sở."),
        (_list, _meeting),
    ),
    "labels": Task(
        print_labels, lambda: _("Vẽ nhãn từ tệp của máy chủ, ví dụ nhãn thay máy."), (_sheet,)
    ),
}
