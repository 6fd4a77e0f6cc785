"""Where a ledger stands once its entries have been judged: what its receipt will say."""

from dataclasses import dataclass

from server.ingest.judge import Judge
from server.ingest.portions import Portion, runs
from server.store import entries, marks, quarantine
from server.store.marks import Advance
from server.store.quarantine import MAX_LISTED, Rejection
from wire.chain import origin
from wire.receipt import Span

MAX_SPANS = 50
"""Behind a gap, that one receipt names; the rest is named when it comes again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a ledger stands after the commit."""

    province: str
    terminal: str
    epoch: str
    through: int
    head: str
    beyond: tuple[Span, ...] = ()
    rejected: tuple[Rejection, ...] = ()


def advance(judge: Judge) -> Advance:
    """Return how far the ledger is now; what was judged must have been stored and set aside."""
    through = _through(judge)
    has_aside = judge.mark.has_aside or bool(judge.aside)
    return Advance(judge.ledger, through, _head(judge, through), len(judge.accepted), has_aside)


def standing(portion: Portion, judge: Judge, reached: Advance) -> Standing:
    """Return what the receipt for a portion says.

    Where it would have to reject more than it holds, "through" stops before the first of them, and
    what this portion brought is named.
    """
    through, head = reached.through, reached.head
    now = {Rejection(one.seq, one.sha256, one.reason.value) for one in judge.aside}
    known = _known(judge, through, len(now)) if reached.has_aside else []
    older = set(known) - now
    if older and len(older) + len(now) > MAX_LISTED:
        through = known[0].seq - 1
        head, older = _head(judge, through), set()
    return Standing(
        province=portion.province,
        terminal=judge.ledger.terminal,
        epoch=judge.ledger.epoch,
        through=through,
        head=head,
        beyond=_beyond(judge, through),
        rejected=tuple(sorted(now | older)),
    )


def _through(judge: Judge) -> int:
    """Go over what was just stored; ask the database where that does not tell the end.

    The links that were read reach one number beyond what was heard: whoever stops elsewhere than
    right there has seen the gap.
    """
    mark = judge.mark
    if mark.has_aside or judge.aside:
        return marks.reach(judge.ledger, mark.through)
    reached = mark.through
    while reached + 1 in judge.links:
        reached += 1
    if reached > mark.through and reached not in judge.stored:
        return marks.reach(judge.ledger, reached)
    return reached


def _head(judge: Judge, through: int) -> str:
    mark = judge.mark
    if through == 0:
        return origin(*judge.ledger)
    if through == mark.through and mark.head and not mark.has_aside:
        return mark.head
    if through in judge.links:
        return judge.links[through].sha256
    stored = entries.hash_at(*judge.ledger, through)
    return stored or quarantine.hash_at(*judge.ledger, through) or ""


def _beyond(judge: Judge, through: int) -> tuple[Span, ...]:
    """Return what was heard and is stored, as far as the head does not tell it.

    Behind a gap; and where the ledger has gone on elsewhere (from a copy of the database), since
    to whoever does not know that head it says nothing.
    """
    is_known = through in judge.stored
    spans = runs(seq for seq in judge.stored if seq > through or not is_known)
    return tuple(
        Span(first=first, last=last, head=judge.links[last].sha256)
        for first, last in spans[:MAX_SPANS]
    )


def _known(judge: Judge, through: int, now: int) -> list[Rejection]:
    """Return, in order, the rejections that "through" passes over and a receipt must name.

    The receipt that named them may have been lost, and what none names counts as received. At
    least one more than there is room for beside so many that have just come, if there are so many.
    """
    return quarantine.rejections(*judge.ledger, through=through, most=MAX_LISTED + now + 1)
