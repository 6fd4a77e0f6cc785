"""Sales that are undone: whichever of sale and void is counted last takes the sale out.

A void may be counted before its sale, since a terminal's epochs are stored apart; it may name the
sale by either of its two places, where it was set aside and carried into another epoch.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from server.oversight.ledgers import READER, Stored
from server.oversight.seeing import see
from server.oversight.tally import Seen
from server.store.database import given, rows, run_many, to_json
from wire.entry import Reference
from wire.kinds import Void
from wire.sale import Sale


class Place(NamedTuple):
    """An entry, told apart from whatever else may come under its number."""

    terminal: str
    epoch: str
    seq: int
    sha256: str


class _Sale(NamedTuple):
    """A sale that a void of this portion undoes."""

    stored: Stored
    was_counted: bool
    """Before this portion."""


_COLUMNS = {"terminal": "text", "epoch": "text", "seq": "bigint", "sha256": "text"}


class Undoing:
    """What the voids of one portion undo, and which of its sales were undone before."""

    def __init__(self, read: Sequence[tuple[Stored, Seen]], outlets: Mapping[str, str]) -> None:
        self._outlets = outlets
        voided = {
            meant for _stored, seen in read if (meant := _meant(seen))
        }  # fmt: skip
        self._elsewhere = _carried(voided)
        self._sales = _sales({*voided, *self._elsewhere.values()})
        self._undone = _undone({one.terminal for one, _seen in read})
        self._passed: set[Place] = set()
        self._fresh: dict[Place, int] = {}

    def told(self, stored: Stored, seen: Seen) -> Seen:
        """Return an entry with what it undoes, or that it is undone; called in order."""
        if isinstance(seen.entry, Sale):
            return self._told_sale(stored, seen)
        meant = _meant(seen)
        return self._told_void(meant, seen) if meant else seen

    def store(self) -> None:
        """Note what was undone, within the transaction that moves the mark on."""
        if self._fresh:
            run_many(
                """
                INSERT INTO undone (terminal, epoch, seq, sha256, counted) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (terminal, epoch, seq, sha256) DO UPDATE SET counted = excluded.counted
                """,
                [(*place, counted) for place, counted in self._fresh.items()],
            )

    def _told_sale(self, stored: Stored, seen: Seen) -> Seen:
        if not (self._sales or self._undone or self._fresh):
            return seen  # nothing is undone here, as nearly always
        place = Place(stored.terminal, stored.epoch, stored.seq, stored.sha256)
        self._passed.add(place)
        names = {place, _business(place, seen)}
        waiting = [name for name in names if self._counted(name) == 0]
        if not waiting:
            return seen
        self._fresh.update(dict.fromkeys({*waiting, _business(place, seen)}, 1))
        return _changed(seen, is_undone=True)

    def _told_void(self, meant: Place, seen: Seen) -> Seen:
        place = self._elsewhere.get(meant, meant)
        sale = self._sales.get(place)
        if sale is None or not (sale.was_counted or place in self._passed):
            if self._counted(meant) is None:
                self._fresh[meant] = 0
            return seen
        undone = see(sale.stored, self._outlets)
        if undone is None or not isinstance(undone.entry, Sale):
            return seen
        business = _business(place, undone)
        if self._counted(business) == 1:
            return seen
        self._fresh[business] = 1
        return _changed(seen, undoes=undone)

    def _counted(self, place: Place) -> int | None:
        """Return 1 if a sale is taken out already, 0 if that is yet to be done, else None."""
        return self._fresh.get(place, self._undone.get(place))


def _meant(seen: Seen) -> Place | None:
    if not isinstance(seen.entry, Void):
        return None
    sale = seen.entry.sale
    return Place(seen.terminal, sale.epoch, sale.seq, sale.sha256)


def _business(place: Place, seen: Seen) -> Place:
    """Return where a sale was written first: by that it is undone once, whoever names it."""
    first = seen.entry.carried
    if isinstance(first, Reference):
        return Place(place.terminal, first.epoch, first.seq, first.sha256)
    return place


def _changed(seen: Seen, *, undoes: Seen | None = None, is_undone: bool = False) -> Seen:
    return Seen(
        terminal=seen.terminal,
        outlet=seen.outlet,
        epoch=seen.epoch,
        seq=seen.seq,
        at=seen.at,
        day=seen.day,
        stored_at=seen.stored_at,
        entry=seen.entry,
        undoes=undoes,
        is_undone=is_undone,
    )


def _carried(places: Iterable[Place]) -> dict[Place, Place]:
    """Return where the entries are that carry what was set aside at these places."""
    wanted = list(places)
    if not wanted:
        return {}
    found = rows(
        f"""
        SELECT one.terminal, one.epoch, one.seq, one.sha256, by_epoch, by_seq, entry.sha256
        FROM {given(**_COLUMNS)} AS one CROSS JOIN carried
        JOIN entry ON entry.terminal = carried.terminal AND entry.epoch = carried.by_epoch
            AND entry.seq = carried.by_seq
        WHERE carried.terminal = one.terminal AND carried.epoch = one.epoch
            AND carried.seq = one.seq AND carried.sha256 = one.sha256
        """,  # noqa: S608 (fixed texts)
        (to_json(wanted),),
    )
    return {Place(*row[:4]): Place(row[0], *row[4:]) for row in found}


def _sales(places: Iterable[Place]) -> dict[Place, _Sale]:
    """Return what is stored at these places, and whether it was counted."""
    wanted = list(places)
    if not wanted:
        return {}
    found = rows(
        f"""
        SELECT entry.terminal, entry.epoch, entry.seq, entry.sha256, entry.kind, entry.body,
               entry.stored_at,
               CASE WHEN entry.seq <= coalesce(followed.through, 0)
                    AND leftout.seq IS NULL THEN 1 ELSE 0 END
        FROM {given(**_COLUMNS)} AS one CROSS JOIN entry
        LEFT JOIN followed ON followed.reader = ? AND followed.terminal = entry.terminal
            AND followed.epoch = entry.epoch
        LEFT JOIN leftout ON leftout.terminal = entry.terminal AND leftout.epoch = entry.epoch
            AND leftout.seq = entry.seq
        WHERE entry.terminal = one.terminal AND entry.epoch = one.epoch AND entry.seq = one.seq
            AND entry.sha256 = one.sha256 AND entry.kind = 'sale'
        """,  # noqa: S608 (fixed texts)
        (to_json(wanted), READER),
    )
    sales = [(Stored._make(row[:7]), bool(row[7])) for row in found]
    return {
        Place(one.terminal, one.epoch, one.seq, one.sha256): _Sale(one, was_counted)
        for one, was_counted in sales
    }


def _undone(terminals: Iterable[str]) -> dict[Place, int]:
    """Return what is known of undone sales of these terminals."""
    found = rows(
        f"""
        SELECT undone.terminal, epoch, seq, sha256, counted
        FROM {given(terminal="text")} AS one CROSS JOIN undone
        WHERE undone.terminal = one.terminal
        """,  # noqa: S608 (fixed texts)
        (to_json([terminal] for terminal in terminals),),
    )
    return {Place(*row[:4]): row[4] for row in found}
