"""What of a take somebody must look at."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from server.ingest.portions import runs
from server.store.alarms import Alarm, Finding
from server.store.quarantine import Reason, SetAside

_MAX_RUNS = 10
"""Of numbers, that one alarm names."""


def due(
    aside: Iterable[SetAside], *, uninvited: Iterable[str], dropped: Mapping[str, int]
) -> list[Alarm]:
    """Return the alarms for what was set aside, dropped unread or dropped as too much."""
    return [
        *_set_aside(aside),
        *(Alarm(Reason.SEALED_UNINVITED, terminal) for terminal in uninvited),
        *(Alarm(Finding.FLOOD, terminal, detail=str(times)) for terminal, times in dropped.items()),
    ]


def _set_aside(aside: Iterable[SetAside]) -> Iterable[Alarm]:
    """One alarm for each reason and ledger, whatever the number of entries."""
    numbers: dict[Alarm, set[int]] = defaultdict(set)
    for one in aside:
        alarm = Alarm(one.reason, one.terminal, one.epoch, one.about)
        numbers[alarm].update({one.seq} if one.seq else ())
    for alarm, seqs in numbers.items():
        yield alarm._replace(detail=_told(seqs))


def _told(seqs: set[int]) -> str:
    if not seqs:
        return ""
    found = runs(seqs)
    named = [f"{first}-{last}" if first != last else str(first) for first, last in found]
    more = ["…"] if len(found) > _MAX_RUNS else []
    return f"{len(seqs)}: {', '.join([*named[:_MAX_RUNS], *more])}"
