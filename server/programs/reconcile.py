"""Compares what terminals say they have with what is stored."""

import argparse
from datetime import UTC, datetime

from server import alarm_texts
from server.settings import ServerSettings
from server.store import alarms
from server.store.alarms import Raised
from server.store.database import open_store, reading
from server.store.reconcile import COMPARED, Outcome, reconcile
from words import _

EXIT_OPEN = 1
"""Something is to be looked at."""


def told() -> str:
    """Return what the program does."""
    return _("Đối chiếu sổ của các máy với phiếu đã lưu; mã thoát 1 nếu có việc cần xem.")


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Nothing beside the settings."""


def run(_called: argparse.Namespace, settings: ServerSettings) -> int:
    """Compare, print what is open as a table, and exit 1 if anything is."""
    open_store(settings.database)
    outcome = reconcile(datetime.now(UTC))
    with reading():
        found = [a for a in alarms.list_alarms(open_only=True) if a.kind in COMPARED]
    for line in _table(found):
        print(line)
    print(_summary(outcome, len(found)))
    return EXIT_OPEN if found else 0


def _table(found: list[Raised]) -> list[str]:
    """Return a line for each, in columns."""
    if not found:
        return []
    head = (_("Mã việc"), _("Máy"), _("Kỳ sổ"), _("Việc"))
    cells = [head, *((a.id, a.terminal, a.epoch[:8], alarm_texts.what(a)) for a in found)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def _summary(outcome: Outcome, still_open: int) -> str:
    if still_open:
        return _("Đã đối chiếu {ledgers} sổ: {n} việc cần xem, {closed} việc đã hết").format(
            ledgers=outcome.ledgers, n=still_open, closed=outcome.closed
        )
    return _("Đã đối chiếu {ledgers} sổ: không có việc nào cần xem").format(ledgers=outcome.ledgers)
