"""All recalls in force, each with how far the outlets have come with it."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from server.oversight.queries.recall_answers import answers_to
from server.oversight.queries.recalls import Recall, recalls
from server.oversight.queries.stock_order import page
from server.query.filters import Filters
from server.query.listing import Listing
from server.query.narrowing import narrow
from server.store.database import given, rows, to_json


class RecallLine(NamedTuple):
    """A recall. Outlets and units are of its batches, as far as they came into the province."""

    number: str
    kind: str
    """recalled, suspended or sealed."""
    level: int | None
    reason: str
    issued: date | None
    drug: str
    """Id of its first drug."""
    drug_name: str
    drugs: int
    batch: str
    """The first one; empty: every batch."""
    batches: int
    due_by_law: date | None
    due_here: datetime | None
    had: int
    """Outlets that ever had one of its batches."""
    waiting: int
    """Of these, those of which a terminal has not acknowledged."""
    on_shelf: int
    aside: int


class _Had(NamedTuple):
    batch: str
    terminal: str
    outlet: str
    is_gone: int
    """1: the terminal was taken out of service."""
    on_shelf: int
    aside: int


def recall_list(filters: Filters) -> Listing[RecallLine]:
    """Return the recalls in force, the gravest first. A search narrows nothing here."""
    found = recalls()
    had = _had_by_drug(found, filters)
    answered = _answered(found)
    lines = [_line(one, had, answered.get(one.number, set())) for one in found]
    order = {line.number: index for index, line in enumerate(lines)}
    return page(lines, filters, usual=lambda line: order[line.number])


def _line(one: Recall, had: Mapping[str, Sequence[_Had]], answered: AbstractSet[str]) -> RecallLine:
    found = [
        each
        for stopped in one.stopped
        for each in had.get(stopped.drug, ())
        if stopped.stops(stopped.drug, each.batch)
        and (not each.is_gone or each.on_shelf > 0 or each.terminal in answered)
    ]
    first = one.stopped[0]
    return RecallLine(
        number=one.number,
        kind=one.kind,
        level=one.level,
        reason=one.reason,
        issued=one.issued,
        drug=first.drug,
        drug_name=first.name,
        drugs=len(one.stopped),
        batch=first.batches[0] if first.batches else "",
        batches=len(one.batches),
        due_by_law=one.due_by_law,
        due_here=one.due_here,
        had=len({each.outlet for each in found}),
        waiting=len({each.outlet for each in found if each.terminal not in answered}),
        on_shelf=sum(each.on_shelf for each in found),
        aside=sum(each.aside for each in found),
    )


def _had_by_drug(found: Sequence[Recall], filters: Filters) -> Mapping[str, Sequence[_Had]]:
    """Return what every terminal ever had of the batches that are recalled, by drug."""
    narrowed = narrow(replace(filters, search=""), "goodsledger.outlet", filters.until)
    had: dict[str, list[_Had]] = {}
    for row in rows(
        f"""
        SELECT lot.drug, lot.batch, goodsledger.terminal, goodsledger.outlet,
            CASE terminal.status WHEN 'revoked' THEN 1 ELSE 0 END, shelf, aside FROM (
            SELECT lot, ledger, sum(CASE closed WHEN 0 THEN on_shelf ELSE 0 END) AS shelf,
                sum(CASE closed WHEN 0 THEN aside ELSE 0 END) AS aside
            FROM {given(id="bigint")} AS one JOIN shelfbatch ON shelfbatch.lot = one.id
            JOIN goodsledger ON goodsledger.id = shelfbatch.ledger
            WHERE {narrowed.sql} GROUP BY lot, ledger
        ) AS held JOIN goodsledger ON goodsledger.id = held.ledger JOIN lot ON lot.id = held.lot
        LEFT JOIN terminal ON terminal.id = goodsledger.terminal
        """,  # noqa: S608 - fixed names
        (to_json([lot] for lot in _lots(found)), *narrowed.parameters),
    ):
        had.setdefault(row[0], []).append(_Had._make(row[1:]))
    return had


def _lots(found: Sequence[Recall]) -> list[int]:
    """Return the batches that any of the recalls stops."""
    wanted: dict[str, list[Recall]] = {}
    for one in found:
        for stopped in one.stopped:
            wanted.setdefault(stopped.drug, []).append(one)
    lots = rows(
        f"""
        SELECT id, lot.drug, lot.batch FROM {given(drug="text")} AS one
        JOIN lot ON lot.drug = one.drug
        """,  # noqa: S608 - fixed names
        (to_json([drug] for drug in sorted(wanted)),),
    )
    return [id_ for id_, drug, batch in lots if any(one.stops(drug, batch) for one in wanted[drug])]


def _answered(found: Iterable[Recall]) -> Mapping[str, AbstractSet[str]]:
    """Return which terminals have acknowledged which recall."""
    answered: dict[str, set[str]] = {}
    for one in answers_to(recall.number for recall in found):
        answered.setdefault(one.recall, set()).add(one.terminal)
    return answered
