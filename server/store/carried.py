"""Entries that another epoch carries: the same business once more, which must count once."""

from collections.abc import Iterable
from typing import NamedTuple

from server.store.database import add as add_rows
from server.store.database import given, rows, to_json


class Original(NamedTuple):
    """An entry that was set aside and is carried: where it stood, and what it was."""

    terminal: str
    epoch: str
    seq: int
    sha256: str


class Carrying(NamedTuple):
    """An entry that carries another."""

    original: Original
    epoch: str
    seq: int


def find(originals: Iterable[Original]) -> dict[Original, tuple[str, int]]:
    """Return who carries these (epoch and number); an original that is stored itself: ("", 0)."""
    wanted = to_json(originals)
    columns = given(terminal="text", epoch="text", seq="bigint", sha256="text")
    found: dict[Original, tuple[str, int]] = {}
    for table, by_epoch, by_seq in (("carried", "by_epoch", "by_seq"), ("entry", "''", "0")):
        for row in rows(
            f"""
            SELECT one.terminal, one.epoch, one.seq, one.sha256, {by_epoch}, {by_seq}
            FROM {columns} AS one CROSS JOIN {table} AS kept
            WHERE kept.terminal = one.terminal AND kept.epoch = one.epoch
            AND kept.seq = one.seq AND kept.sha256 = one.sha256
            """,  # noqa: S608 (fixed texts)
            (wanted,),
        ):
            found[Original(*row[:4])] = (row[4], row[5])
    return found


def note(carrying: Iterable[Carrying]) -> None:
    """Note what is carried now."""
    add_rows(
        "carried",
        ("terminal", "epoch", "seq", "sha256", "by_epoch", "by_seq"),
        [(*one.original, one.epoch, one.seq) for one in carrying],
    )
