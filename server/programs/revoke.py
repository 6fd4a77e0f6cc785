"""Revokes a terminal, and with it the label that somebody could still put it up anew with."""

import argparse
from datetime import UTC, datetime

from server.enrolment import codes
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
        had_label = codes.recall(called.terminal, datetime.now(UTC))
    if not found:
        return fail(_("Không có máy nào tên {terminal}").format(terminal=called.terminal))
    print(_("Đã thu hồi {terminal}").format(terminal=called.terminal))
    if had_label:
        print(_("Nhãn cài máy còn dùng được của máy này cũng đã bị thu hồi"))
    return 0
