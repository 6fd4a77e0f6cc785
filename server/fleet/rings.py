"""Rings: in which order terminals get a new version.

Ring 0 are those whom a person has asked to try; everybody else is spread over the others by the
terminal's name, so that a shop's ring never changes by itself.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from server.store.database import rows, run, run_many
from server.store.terminals import is_registered

RINGS = (0, 1, 2, 3)
_FIRST_OF_100, _SECOND_OF_100 = 10, 60


def members() -> dict[str, int]:
    """Return the terminals that a person has put into a ring."""
    return dict(rows("SELECT terminal, ring FROM ringmember"))


def ring_of(terminal: str, put_there: Mapping[str, int]) -> int:
    """Return a terminal's ring: 10 % have their turn first, then 50 %, then the rest.

    >>> ring_of("Q33-0001", {}), ring_of("Q33-0001", {"Q33-0001": 0})
    (2, 0)
    """
    if terminal in put_there:
        return put_there[terminal]
    place = int.from_bytes(sha256(terminal.encode()).digest()[:4]) % 100
    if place < _FIRST_OF_100:
        return 1
    return 2 if place < _SECOND_OF_100 else 3


def put(terminals: Iterable[str], ring: int | None) -> None:
    """Put terminals into a ring, or back to where their names spread them, as one transaction.

    Raises `ValueError` for a ring that is none, and for a terminal that is none.
    """
    those = sorted(set(terminals))
    if not all("\0" not in one and is_registered(one) for one in those):
        raise ValueError("not all of them are terminals of ours")
    if ring is None:
        for terminal in those:
            run("DELETE FROM ringmember WHERE terminal = ?", (terminal,))
        return
    if ring not in RINGS:
        raise ValueError(f"no ring: {ring}")
    run_many(
        """
        INSERT INTO ringmember (terminal, ring) VALUES (?, ?)
        ON CONFLICT (terminal) DO UPDATE SET ring = excluded.ring
        """,
        [(terminal, ring) for terminal in those],
    )
