"""Revokes a terminal."""

import argparse

from server.programs.face import fail
from server.settings import ServerSettings
from server.store import terminals
from server.store.database import open_store, writing
from words import _


def told() -> str:
    """Return what the program does."""
    return _("Thu hồi một máy quầy: từ nay không nhận phiếu của máy đó.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which terminal."""
    parser.add_argument("terminal", metavar=_("MÃ_MÁY"))


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Believe the terminal no more."""
    open_store(settings.database)
    with writing():
        found = terminals.revoke(called.terminal)
    if not found:
        return fail(_("Không có máy nào tên {terminal}").format(terminal=called.terminal))
    print(_("Đã thu hồi {terminal}").format(terminal=called.terminal))
    return 0
