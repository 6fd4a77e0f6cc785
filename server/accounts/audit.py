"""The log of who saw and did what: the database refuses to change it (SEC-04)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import unquote_plus

from codes.prescription import find_prescription_code
from server.query.filters import Filters
from server.query.listing import Listing
from server.store.database import add, rows, to_text
from server.web.times import HERE

ENCODINGS = 3
"""Of each other: who pastes an address into a search has it encoded twice."""


class Action(StrEnum):
    """What somebody did."""

    SAW = "saw"
    TOOK = "took"
    """A file."""
    ASKED = "asked"
    """The API."""
    ACTED = "acted"
    SIGNED_IN = "signed-in"
    SIGNED_OUT = "signed-out"
    ACCOUNT = "account"
    """Changed an account."""


class Result(StrEnum):
    """How it ended."""

    DONE = "done"
    REFUSED = "refused"
    """The person has no right to it, or a rule forbids it."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The computer that somebody sits at."""

    address: str = ""
    port: int = 0
    browser: str = ""

    def __str__(self) -> str:
        """Address and port."""
        return f"{self.address}:{self.port}" if self.port else self.address


class AuditRow(NamedTuple):
    """One line of the log."""

    at: str
    account: str
    address: str
    action: str
    object: str
    result: str


def log(
    now: datetime, account: str, action: Action, thing: str, *,
    result: Result = Result.DONE, where: Where | None = None,
) -> None:  # fmt: skip
    """Write one line; wants a transaction."""
    place = where or Where()
    add(
        "audit",
        ("at", "account", "address", "action", "object", "result", "browser"),
        [(
            to_text(now), account, str(place), action, masked(thing)[:500], result,
            place.browser[:200],
        )],
    )  # fmt: skip


def masked(thing: str) -> str:
    """Return what was looked at without whole prescription codes: one names a patient.

    What is percent-encoded stays so, unless a code is in it.

    >>> masked("/lo?tim=01234ab12cd3-c&ky=1%2B1"), masked("/lo?tim=%2801234ab12cd3-c%29")
    ('/lo?tim=01234*******-c&ky=1%2B1', '/lo?tim=(01234*******-c)')
    """
    kept = plain = _hidden(thing)
    for _encoding in range(ENCODINGS):
        decoded = "".join(
            letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}"
            for letter in unquote_plus(plain)
        )
        plain = _hidden(decoded)
        if plain != decoded:
            kept = plain
    return kept


def _hidden(thing: str) -> str:
    while code := find_prescription_code(thing):
        hidden = f"{code.facility}{'*' * 7}{code.text[-2:]}"
        thing = thing.replace(code.text, hidden)
    return thing


def lines(filters: Filters) -> Listing[AuditRow]:
    """Return the log of some days, the latest first; the state is an action."""
    where = (
        "at >= ? AND at < ? AND (? = '' OR action = ?)"
        " AND (? = '' OR account = ? OR address LIKE ?)"
    )
    asked = (
        _begins(filters.since),
        _begins(filters.until + timedelta(days=1)),
        filters.state,
        filters.state,
        filters.search,
        filters.search.lower(),
        f"{filters.search}%",
    )
    (total,) = rows(f"SELECT count(*) FROM audit WHERE {where}", asked)[0]  # noqa: S608
    order = {"at": "id", "account": "account, id DESC", "-account": "account DESC, id DESC"}
    found = rows(
        "SELECT at, account, address, action, object, result FROM audit"  # noqa: S608
        f" WHERE {where} ORDER BY {order.get(filters.sort, 'id DESC')} LIMIT ? OFFSET ?",
        (*asked, filters.most, filters.first),
    )
    return Listing(rows=[AuditRow(*row) for row in found], total=total)


def _begins(day: date) -> str:
    return to_text(datetime(day.year, day.month, day.day, tzinfo=HERE))
