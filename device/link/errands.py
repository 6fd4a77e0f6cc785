"""What each order of the province means at this terminal."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from device.ledger.ledger import Ledger
from device.link.commands import Errand, Told
from device.link.self_test import look_at_oneself
from device.link.vitals import Vitals
from device.own_log import last_lines
from device.self_test.card import Card, read_card
from device.self_test.line import read_line
from device.updating.wish import Wish, Wishes
from wire.command import MAX_DETAIL, Command

_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+~-]{0,63}")


def errands_for(
    *,
    ledger: Ledger,
    run: Path,
    updates: Path | None,
    vitals: Callable[[], Vitals],
) -> Mapping[str, Errand]:
    """Return what is done for each order; `updates`: where an updater looks for wishes."""

    def card() -> Card:
        return read_card(ledger.database.file.parent)

    def send_logs(_command: Command) -> Told:
        return Told("done", last_lines(run, MAX_DETAIL))

    def self_test(_command: Command) -> Told:
        return Told(
            "done", look_at_oneself(ledger, vitals, line=partial(read_line, run), card=card)
        )

    def update_to(command: Command) -> Told | None:
        if updates is None or not updates.is_dir():
            return Told("refused", "no updater")
        if not _VERSION.fullmatch(command.argument):
            return Told("refused", "not a version")
        if not command.id.isalnum():
            return Told("refused", "not an order's id")
        wish = Wish(version=command.argument, command=command.id, until=command.until)
        Wishes(updates).want(wish)
        return None  # the updater says what came of it, perhaps days later

    return {"send-logs": send_logs, "self-test": self_test, "update-to": update_to}


def came_of_updates(updates: Path | None) -> Iterator[tuple[str, Told, Callable[[], None]]]:
    """Yield what has come of orders to update, and what to call when it has been noted."""
    if updates is None:
        return
    wishes = Wishes(updates)
    for result in wishes.results():
        yield result.command, Told(result.state, result.detail), partial(wishes.taken, result)
