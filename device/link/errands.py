"""What each order of the province means at this terminal."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from device.ledger.ledger import Ledger
from device.link.commands import Errand, Told
from device.link.self_test import look_at_oneself
from device.link.vitals import Vitals
from device.own_log import last_lines
from device.run_folder import write_note
from wire.command import MAX_DETAIL, Command

WISH = "wanted.json"
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+~-]{0,63}")


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """Which version the updater shall install, in a file of its folder."""

    version: str
    command: str
    """Id of the order."""


def errands_for(
    *,
    ledger: Ledger,
    run: Path,
    updates: Path | None,
    vitals: Callable[[], Vitals],
) -> Mapping[str, Errand]:
    """Return what is done for each order; `updates`: where an updater looks for wishes."""

    def send_logs(_command: Command) -> Told:
        return Told("done", last_lines(run, MAX_DETAIL))

    def self_test(_command: Command) -> Told:
        return Told("done", look_at_oneself(ledger, vitals))

    def update_to(command: Command) -> Told:
        if updates is None or not updates.is_dir():
            return Told("refused", "no updater")
        if not _VERSION.fullmatch(command.argument):
            return Told("refused", "not a version")
        write_note(updates, WISH, Wish(version=command.argument, command=command.id))
        return Told("done", "the updater has been asked")

    return {"send-logs": send_logs, "self-test": self_test, "update-to": update_to}
