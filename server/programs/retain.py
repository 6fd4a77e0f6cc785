"""Shows how long each kind of data stays, and deletes what is due."""

import argparse
from datetime import UTC, datetime

from server.keeping.kind_texts import basis_of, because, name_of
from server.keeping.kinds import KINDS, STAYS, Kept
from server.keeping.retention import delete_due, due
from server.settings import ServerSettings
from server.store.database import open_store, reading
from words import _


def told() -> str:
    """Return what the program does."""
    return _("Cho xem thời hạn lưu từng loại dữ liệu; --delete xóa hẳn phần đã hết hạn.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to delete."""
    parser.add_argument("--delete", action="store_true", help=_("xóa hẳn phần đã hết hạn"))


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """List every kind with what is due, or delete that."""
    open_store(settings.database)
    now = datetime.now(UTC)
    if called.delete:
        gone = delete_due(now)
        for kind in KINDS:
            print(_line(kind, _("đã xóa {n}").format(n=gone[kind.name])))
        return 0
    with reading():
        for kind in KINDS:
            print(_line(kind, _("hết hạn {n}").format(n=due(kind, now))))
    for reason in dict.fromkeys(STAYS.values()):
        tables = ", ".join(table for table, why in STAYS.items() if why == reason)
        print(_("Không xóa theo hạn: {tables}. {why}").format(tables=tables, why=because(reason)))
    return 0


def _line(kind: Kept, what: str) -> str:
    stays = _("{n} ngày").format(n=kind.stays.days)
    return f"{name_of(kind.name)}: {stays}; {what} [{basis_of(kind.basis)}]"
