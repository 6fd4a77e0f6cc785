"""The verdict on a campaign: what was lost, doubled, broken, missed or cried for nothing."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.faults.evidence import AlarmDue, AlarmRaised, Evidence, Key, Stored
from tests.faults.outlet import Confirmed
from wire.chain import origin

_MISSING_NUMBER = re.compile(r"kỳ sổ (?P<epoch>[0-9a-f]{32}), phiếu (?P<seq>[0-9]+): thiếu phiếu")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Figures, and every single thing that is wrong in one line each."""

    sales_confirmed: int
    sales_unconfirmed: int
    """Committed when the counter was killed, before anybody was told."""
    stored: int
    sales_stored: int
    carried: int
    lost: int
    declared: int
    """Destroyed with the terminal's own database before they were sent, and reported as missing."""
    doubled: int
    chains_broken: int
    alarms_raised: int
    alarms_due: int
    alarms_missing: int
    alarms_false: int
    wrong: tuple[str, ...] = field(default=())

    @property
    def holds(self) -> bool:
        return not self.wrong


def judge(evidence: Evidence) -> Verdict:
    """Find the verdict; it looks at nothing but the evidence."""
    court = _Court(evidence)
    court.hear()
    sales = [entry for entry in evidence.stored if entry.kind == "sale"]
    return Verdict(
        sales_confirmed=len(evidence.confirmed),
        sales_unconfirmed=court.unconfirmed,
        stored=len(evidence.stored),
        sales_stored=len(sales),
        carried=sum(entry.carries is not None for entry in evidence.stored),
        lost=court.lost,
        declared=court.declared,
        doubled=court.doubled,
        chains_broken=len(court.broken),
        alarms_raised=len(evidence.alarms),
        alarms_due=len(evidence.due),
        alarms_missing=court.missing_alarms,
        alarms_false=court.false_alarms,
        wrong=tuple(court.wrong),
    )


class _Court:
    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._by_key = {entry.key: entry for entry in evidence.stored}
        self._carried = Counter(_origins(evidence.stored))
        self._missing = _declared_missing(evidence.stored)
        self.wrong: list[str] = []
        self.broken: list[str] = []
        self.lost = self.declared = self.doubled = self.unconfirmed = 0
        self.missing_alarms = self.false_alarms = 0

    def hear(self) -> None:
        evidence = self._evidence
        self._every_sale_once()
        self._nothing_else()
        self._both_sides_agree()
        self._alarms(evidence.alarms, evidence.due)
        self.wrong += [f"not genuine: {e.key}" for e in evidence.stored if not e.is_genuine]
        self._chains()
        self.wrong += [f"never drained: {what}" for what in evidence.not_drained]
        self.wrong += [f"readable: {what}" for what in evidence.readable]
        self.wrong += [f"step not reached: {what}" for what in evidence.missed_steps]
        self.wrong += [f"did not happen: {what}" for what in evidence.unmet]

    def _chains(self) -> None:
        """Both sides' own checks, and one more that knows nothing of theirs."""
        said = [what for what in self._evidence.broken_chains if not self._is_declared_gap(what)]
        self.broken = [*said, *_breaks(self._evidence.stored, self._missing)]
        self.wrong += [f"chain broken: {what}" for what in self.broken]

    def _is_declared_gap(self, what: str) -> bool:
        """Whether `server verify` stopped at a number that the terminal reported as unreadable."""
        found = _MISSING_NUMBER.search(what)
        return found is not None and any(
            first <= int(found["seq"]) <= last
            for (_terminal, epoch), runs in self._missing.items()
            if epoch == found["epoch"]
            for first, last in runs
        )

    def _every_sale_once(self) -> None:
        for sale in self._evidence.confirmed:
            times = self._times(sale)
            if times > 1:
                self.doubled += 1
                self.wrong.append(f"stored {times} times: {sale}")
            elif times == 0 and self._is_declared(sale):
                self.declared += 1
            elif times == 0:
                self.lost += 1
                self.wrong.append(f"lost: {sale}")

    def _times(self, sale: Confirmed) -> int:
        if not sale.sha256:
            return sum(
                entry.kind == "sale" and entry.total == sale.total
                for entry in self._evidence.stored
                if (entry.key.terminal, entry.key.seq) == (sale.terminal, sale.seq)
            )
        key = Key(sale.terminal, sale.epoch, sale.seq, sale.sha256)
        return (key in self._by_key) + self._carried[key]

    def _is_declared(self, sale: Confirmed) -> bool:
        return any(
            first <= sale.seq <= last
            for first, last in self._missing.get((sale.terminal, sale.epoch), ())
        )

    def _nothing_else(self) -> None:
        """What is stored and was not confirmed can only have been cut off at the last moment."""
        known = {Key(c.terminal, c.epoch, c.seq, c.sha256) for c in self._evidence.confirmed}
        seen = {(c.terminal, c.seq) for c in self._evidence.confirmed if not c.sha256}
        for entry in self._evidence.stored:
            if entry.kind != "sale":
                continue
            key = _first(entry, self._by_key)
            if key not in known and (key.terminal, key.seq) not in seen:
                self.unconfirmed += 1
                if self._carried[key] + (key in self._by_key) > 1:
                    self.doubled += 1
                    self.wrong.append(f"never confirmed, and stored more than once: {key}")
        if self.unconfirmed > self._evidence.kills:
            self.wrong.append(
                f"{self.unconfirmed} sales were never confirmed, "
                f"with only {self._evidence.kills} counters killed"
            )

    def _both_sides_agree(self) -> None:
        for terminal, ledger in self._evidence.ledgers.items():
            stored = {
                entry.key for entry in self._evidence.stored if entry.key.terminal == terminal
            }
            for key, state in ledger.items():
                if state == "received" and key not in stored:
                    self.lost += 1
                    self.wrong.append(f"called received, and not stored: {key}")
                elif state in {"rejected", "carried"} and key in stored:
                    self.wrong.append(f"called {state}, and stored: {key}")
            for key in stored - set(ledger):
                if not self._is_excused(key):
                    self.wrong.append(f"stored, and in no ledger of the terminal: {key}")

    def _is_excused(self, key: Key) -> bool:
        """Whether the terminal has purged the entry, or said that it can no longer read it."""
        purged = self._evidence.purged.get((key.terminal, key.epoch), 0)
        return key.seq <= purged or any(
            first <= key.seq <= last
            for first, last in self._missing.get((key.terminal, key.epoch), ())
        )

    def _alarms(self, raised: tuple[AlarmRaised, ...], due: tuple[AlarmDue, ...]) -> None:
        found = {(alarm.kind, alarm.terminal) for alarm in raised}
        for alarm in due:
            if not any((kind, alarm.terminal) in found for kind in alarm.kinds):
                self.missing_alarms += 1
                self.wrong.append(f"no alarm about {alarm.terminal}: {alarm.because}")
        welcome = {(kind, alarm.terminal) for alarm in due for kind in alarm.kinds}
        for one in sorted(found - welcome - self._evidence.allowed):
            self.false_alarms += 1
            self.wrong.append(f"false alarm: {one[0]} about {one[1] or 'nobody'}")


def _breaks(
    stored: Iterable[Stored], missing: dict[tuple[str, str], list[tuple[int, int]]]
) -> list[str]:
    """Return every place where an entry does not continue the one before, or one is missing."""
    found, before = [], Key("", "", 0, "")
    for entry in sorted(stored, key=lambda entry: entry.key):
        key = entry.key
        is_same = (key.terminal, key.epoch) == (before.terminal, before.epoch)
        last, head = (before.seq, before.sha256) if is_same else (0, origin(*key[:2]))
        gone = range(last + 1, key.seq)
        runs = missing.get((key.terminal, key.epoch), ())
        if any(not any(a <= seq <= b for a, b in runs) for seq in gone):
            found.append(f"numbers {gone.start} to {gone.stop - 1} are missing before {key}")
        elif not gone and entry.body["prev"] != head:
            found.append(f"does not continue what is before it: {key}")
        before = key
    return found


def _origins(stored: Iterable[Stored]) -> list[Key]:
    """Return for every carried entry the first of its line: one may be carried again."""
    by_key = {entry.key: entry for entry in stored}
    return [_first(entry, by_key) for entry in by_key.values() if entry.carries]


def _first(entry: Stored, by_key: dict[Key, Stored]) -> Key:
    while entry.carries:
        if entry.carries not in by_key:
            return entry.carries
        entry = by_key[entry.carries]
    return entry.key


def _declared_missing(stored: Iterable[Stored]) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Return the runs that terminals themselves reported as unreadable, by terminal and epoch."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for entry in stored:
        previous = entry.body.get("previous")
        if entry.kind == "epoch-begun" and entry.body["because"] == "damaged" and previous:
            runs = [(int(first), int(last)) for first, last in entry.body.get("missing", ())]
            runs.append((int(entry.body["previous_through"]) + 1, 2**53))
            found.setdefault((entry.key.terminal, str(previous)), []).extend(runs)
    return found
