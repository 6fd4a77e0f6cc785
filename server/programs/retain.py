"""Shows how long each kind of data stays, and deletes what is due."""

import argparse
from datetime import UTC, datetime

from server.keeping.retention import KINDS, Kept, delete, due
from server.settings import ServerSettings
from server.store.database import open_store, reading, writing
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
    for kind in KINDS:
        if called.delete:
            with writing():
                count = delete(kind, now)
        else:
            with reading():
                count = due(kind, now)
        print(_line(kind, count, is_deleted=called.delete))
    return 0


def _line(kind: Kept, count: int, *, is_deleted: bool) -> str:
    stays = _("{n} ngày").format(n=kind.stays.days) if kind.stays else _("lưu mãi")
    what = _("đã xóa {n}") if is_deleted else _("hết hạn {n}")
    return f"{kind.name}: {stays}; {what.format(n=count)} [{kind.basis}]"
