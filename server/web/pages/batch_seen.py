"""What the page of a batch is about: the drug, where it went, and the recall that stops it."""

from dataclasses import dataclass, replace
from datetime import date

from server.oversight.queries.batch_trace import Forward, forward
from server.oversight.queries.call_sheet import stopping, waiting
from server.oversight.queries.recalls import RecallStanding, recalls
from server.query.filters import Filters
from server.reference.catalogue import drug_book
from server.reference.drugs import DrugFacts
from server.web import formats
from server.web.asked import Asked
from server.web.page import NotFoundError
from words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the page is about."""

    facts: DrugFacts
    trace: Forward
    recall: RecallStanding | None

    @property
    def unit(self) -> str:
        """Base unit."""
        return self.facts.base_unit

    @property
    def left(self) -> int:
        """Outlets that have not acknowledged."""
        return len(self.recall.outlets.rows) if self.recall else 0


def see(asked: Asked) -> Seen:
    """Look a batch up, within the caller's transaction; raise `NotFoundError`."""
    drug, batch = asked.fields["drug"], asked.fields["batch"]
    trace = forward(drug, batch, replace(asked.filters, sort="", first=0, most=1_000_000))
    recall = stopping(recalls(), drug, batch)
    if not trace.outlets.total and recall is None and not _is_known(asked):
        raise NotFoundError
    return Seen(
        facts=drug_book().facts(drug),
        trace=trace,
        recall=waiting(recall, asked.filters, asked.now) if recall else None,
    )


def _is_known(asked: Asked) -> bool:
    """Whether any outlet ever had it, whatever is filtered."""
    everywhere = Filters(since=asked.filters.since, until=asked.filters.until, most=1)
    return forward(asked.fields["drug"], asked.fields["batch"], everywhere).outlets.total > 0


def known(facts: DrugFacts, expiry: str) -> str:
    """Say by what a batch is told apart beside its number."""
    parts = [_("SĐK {number}").format(number=facts.registration)] if facts.registration else []
    if expiry:
        parts.append(_("HD {day}").format(day=formats.day(date.fromisoformat(expiry))))
    return " · ".join(parts) or facts.id
