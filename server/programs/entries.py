"""Lists what is stored."""

import argparse

from server.programs.face import fail
from server.settings import ServerSettings
from server.store import entries, terminals
from server.store.database import open_store, reading
from words import _


def told() -> str:
    """Return what the program does."""
    return _("In mọi phiếu đã lưu theo thứ tự, mỗi dòng: kỳ sổ, số phiếu, mã băm SHA-256.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of one terminal or of all."""
    parser.add_argument("--terminal", metavar=_("MÃ_MÁY"), help=_("chỉ phiếu của máy này"))


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Print a line for every entry."""
    open_store(settings.database)
    with reading():
        if called.terminal and not terminals.is_registered(called.terminal):
            return fail(_("Không có máy nào tên {terminal}").format(terminal=called.terminal))
        for entry in entries.list_entries(called.terminal):
            print(entry.epoch, entry.seq, entry.sha256)
    return 0
