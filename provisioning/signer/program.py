"""`python -m provisioning signer`: runs until it is told to stop."""

import logging
import os
import pwd
from argparse import Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from provisioning.authority import FOLDER, Authority
from provisioning.commands import authority_for
from provisioning.errors import (
    ConfigurationError,
    MissingError,
    RefusedError,
    UnusableFileError,
    WrongSettingsError,
)
from provisioning.signer.desk import Desk
from provisioning.signer.journal import FILE, Journal, JournalBrokenError
from provisioning.signer.pace import Limits, Pace
from provisioning.signer.service import listening, serve
from provisioning.task import Task, password
from provisioning.usage import Usage
from words import _

_PERMANENT = (
    JournalBrokenError,
    MissingError,
    RefusedError,
    UnusableFileError,
    WrongSettingsError,
)


def run(given: Namespace) -> str:
    """`signer`: certify what the enrolment door hands in, until told to stop.

    Raises `ConfigurationError` for what no restart mends, `TokenError` for what one may.
    """
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    try:
        authority, callers = authority_for(given), _callers(given.caller)
        opened = Journal(given.folder / FOLDER / FILE)
    except _PERMANENT as error:
        raise ConfigurationError(str(error)) from error
    with opened as journal:
        desk = _desk(given, authority, journal)
        with listening(given.socket) as door:
            serve(
                door,
                lambda line: desk.answer(line, datetime.now(UTC)),
                callers=callers,
                goes_on=lambda: desk.fault is None,
            )
    if desk.fault:
        raise desk.fault
    return _("Chương trình ký đã dừng.")


def _desk(given: Namespace, authority: Authority, journal: Journal) -> Desk:
    pace = Pace(Limits(a_day=given.a_day))
    pace.remember(journal.issued)
    return Desk(root=given.folder, authority=authority, journal=journal, pace=pace)


def _callers(names: Sequence[str]) -> frozenset[int]:
    """Return the accounts that may ask; by default the one that runs this."""
    try:
        return frozenset(pwd.getpwnam(name).pw_uid for name in names) or frozenset({os.geteuid()})
    except KeyError as error:
        raise RefusedError(", ".join(names), _("một người dùng có trên máy này")) from error


def _wants(task: Usage) -> None:
    add = task.options.add_argument
    add(
        "--folder",
        metavar=_("THƯ-MỤC"),
        type=Path,
        required=True,
        help=_("thư mục có thư mục con ca, không kèm khóa gốc"),
    )
    add(
        "--socket",
        metavar=_("TỆP"),
        type=Path,
        required=True,
        help=_("socket mà cửa cài máy gọi đến, ví dụ /run/quay-signer/signer.sock"),
    )
    add(
        "--caller",
        metavar=_("NGƯỜI-DÙNG"),
        action="append",
        default=[],
        help=_("người dùng được phép gọi, ví dụ quay-enrol-door; có thể lặp lại"),
    )
    add(
        "--a-day",
        metavar=_("SỐ"),
        type=int,
        default=Limits().a_day,
        help=_("cấp nhiều nhất bao nhiêu chứng thư một ngày, thường là 500"),
    )


SIGNER: dict[str, Task] = {
    "signer": Task(
        run,
        lambda: _("Chạy chương trình ký: cấp chứng thư cho máy quầy do cửa cài máy chuyển đến."),
        (_wants, password),
    ),
}
