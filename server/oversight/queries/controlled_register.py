"""The book of one controlled drug in one outlet: in, out and what is left (CTL-05 to CTL-07)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from server.oversight.queries.controlled_books import ANNEXES, FIRST_CARRIED, Annex, handovers
from server.query.filters import Filters
from server.query.listing import Listing
from server.query.narrowing import Narrowed
from server.reference.catalogue import drug_book
from server.reference.drugs import DrugFacts
from server.store.database import rows


class RegisterLine(NamedTuple):
    """A line of the book. Whom it was sold to is in the customers' book of the outlet alone."""

    day: str
    at: str
    """Moment."""
    kind: str
    """Of the entry: "goods-in", "sale", "return", "void", "write-off", "stock-count",
    "set-aside" or "recall-acknowledged"."""
    because: str
    """Of a count, a write-off or what was put apart."""
    supplier: str
    """From whom it came."""
    document: str
    """Of the delivery or the write-off; of anything else its number."""
    units_in: int
    units_out: int
    left: int
    batch: str
    expiry: str
    owner: str
    terminal: str
    seq: int
    """Number of the entry; 0: of none."""
    staff: str
    """Badge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A book, with its head and its sums."""

    outlet: str
    drug: DrugFacts
    annex: Annex | None
    """None: the drug has no book."""
    opening: int
    """Left before the first day of the period."""
    units_in: int
    units_out: int
    closing: int
    lines: Listing[RegisterLine]


def controlled_register(outlet: str, drug: str, filters: Filters) -> Register:
    """Return the book of a period, the oldest line first; its sums are of the whole period."""
    facts = drug_book().facts(drug)
    since, until = filters.since.isoformat(), filters.until.isoformat()
    book = list(_balanced(_lines(outlet, drug)))
    before = [one for one in book if one.day < since]
    period = [one for one in book if since <= one.day <= until]
    opening = before[-1].left if before else 0
    return Register(
        outlet=outlet,
        drug=facts,
        annex=ANNEXES.get(facts.control),
        opening=opening,
        units_in=sum(one.units_in for one in period),
        units_out=sum(one.units_out for one in period),
        closing=period[-1].left if period else opening,
        lines=Listing(
            rows=tuple(period[filters.first : filters.first + filters.most]), total=len(period)
        ),
    )


def _balanced(lines: Iterable[RegisterLine]) -> Iterator[RegisterLine]:
    left = 0
    for one in sorted(lines, key=lambda each: (each.day, each.at, each.terminal, each.seq)):
        left += one.units_in - one.units_out
        yield one._replace(left=left)


def _lines(outlet: str, drug: str) -> Iterator[RegisterLine]:
    for row in rows(
        f"""
        SELECT day, at, kind, because, supplier, document, shelf + aside, batch, expiry, owner,
            terminal, seq, staff
        FROM controlledmove JOIN goodsledger ON goodsledger.id = controlledmove.ledger
        WHERE drug = ? AND outlet = ? AND (because <> 'carried-over' OR {FIRST_CARRIED})
        ORDER BY line
        """,  # noqa: S608 - fixed names
        (drug, outlet),
    ):
        yield _line(row)
    for one in handovers(Narrowed("later.outlet = ?", (outlet,)), drug):
        day = one.day.isoformat()
        yield _line(
            (day, one.at, "stock-count", "carried-over", "", "", one.units, "", "", "retail",
             one.terminal, 0, "")
        )  # fmt: skip


def _line(row: Iterable[object]) -> RegisterLine:
    day, at, kind, because, supplier, document, units, *rest = row
    change = int(str(units))
    batch, expiry, owner, terminal, seq, staff = rest
    return RegisterLine(
        str(day), str(at), str(kind), str(because), str(supplier), str(document or seq or ""),
        max(change, 0), max(-change, 0), 0, str(batch), str(expiry), str(owner), str(terminal),
        int(str(seq)), str(staff),
    )  # fmt: skip
