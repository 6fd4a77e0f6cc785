"""What comes along of a terminal that is replaced: its ledger, or its shelf as the province has it.

Made beside, and put into its place in one step: a pulled plug leaves no ledger, and it is asked for
once more.
"""

import logging
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from device.clock import boot_seconds, kernel_is_synchronised
from device.enrolment.old_card import OldCard, fresh_folder
from device.enrolment.place import BOTH, SCREEN, give
from device.enrolment.whole_file import fill, sync
from device.ledger.drafts import Counted
from device.ledger.succession import Heritage, begin_after, go_on_with
from wire.enrolment import EnrolAnswer, StockLine

log = logging.getLogger(__name__)

_MODE = 0o660


def go_on_with_card(card: OldCard, ledger: Path, *, terminal: str) -> None:
    """Take over the old ledger; raise `LedgerError`, `OSError`."""
    go_on_with(card.copy, terminal=terminal, is_clock_trusted=kernel_is_synchronised)
    if card.locked:
        _keep_locked(ledger, card.locked)
    _put_in_place(card.copy, ledger)
    log.info("the old ledger came along, %d entries of it unsent", card.book.unsent)


def go_on_without(answer: EnrolAnswer, ledger: Path) -> None:
    """Begin with the shelf as the province has it; raise `LedgerError`, `OSError`."""
    made = fresh_folder(ledger) / ledger.name
    begin_after(
        made,
        _heritage(answer),
        terminal=answer.registration.terminal,
        is_clock_trusted=kernel_is_synchronised,
    )
    _put_in_place(made, ledger)
    log.info("the shelf of %d batches came from the province", len(answer.stock))


def _heritage(answer: EnrolAnswer) -> Heritage:
    return Heritage(
        epoch=answer.follows,
        through=answer.follows_through,
        shelf=_counted(answer.stock),
        posted=[(one.drug, one.unit, one.price_vnd, one.at.isoformat()) for one in answer.prices],
        linked=[(one.gtin, one.drug, one.unit) for one in answer.links],
    )


def _counted(stock: Sequence[StockLine]) -> list[Counted]:
    return [
        Counted(
            drug=line.drug,
            batch=line.batch,
            expiry=_day(line.expiry),
            units=line.units,
            owner=line.owner,
            aside=line.aside or None,
        )
        for line in stock
    ]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _put_in_place(made: Path, ledger: Path) -> None:
    """Let a finished ledger take its place; one that is there and not empty is set aside."""
    folder = made.parent
    for part in sorted(folder.iterdir()):
        if part.name.startswith(f"{made.name}-") or part.name == f"{made.name}.lock":
            part.unlink()  # it was closed: nothing is in them
    if ledger.exists() and ledger.stat().st_size:
        ledger.rename(ledger.with_name(f"{ledger.name}.before-{int(boot_seconds() * 1000)}"))
    for part in _left(folder, made):
        for inside in (part, *part.rglob("*")):
            give(inside, SCREEN, BOTH)
        part.rename(_unused(ledger.with_name(part.name)))
    made.chmod(_MODE)
    give(made, SCREEN, BOTH)
    made.replace(ledger)
    folder.rmdir()
    sync(ledger.parent)


def _left(folder: Path, made: Path) -> list[Path]:
    """Return what lies beside a finished ledger: what was set aside of a damaged one."""
    return [part for part in sorted(folder.iterdir()) if part != made]


def _unused(path: Path) -> Path:
    """Return a name that nothing has: an earlier try may have been cut off here."""
    number = 1
    found = path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.name}-{number}")
    return found


def _keep_locked(ledger: Path, locked: bytes) -> None:
    """Keep the old outlet's book beside the ledger: `open-book --locked` reads it there."""
    file = ledger.with_name("book-before.locked")
    file.unlink(missing_ok=True)
    fill(file, locked, mode=0o400)
    give(file, SCREEN, BOTH)
