"""Telling the national system what was dispensed, right after the sale (RX-08).

Entries are de-identified and so is what is told: neither buyer nor patient. What cannot be told
now waits in the store; what waits too long is an alarm, and so is what was refused.
"""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from server.interop.breaker import Breaker
from server.interop.http import connect
from server.interop.national import (
    Accepted,
    DispenseReport,
    Fetched,
    Found,
    NationalSystem,
    PrescribedLine,
    Refused,
    Reported,
    Seller,
    SoldLine,
    Unreachable,
)
from server.interop.unconfirmed import BELIEVED
from server.prescriptions import due
from server.prescriptions.due import Due
from server.prescriptions.fetched import keep, lines_of
from server.prescriptions.judging import line_of
from server.prescriptions.parts import Part, parts
from server.reference import directory
from server.reference.catalogue import drug_book
from server.settings import ServerSettings
from server.store import alarms, prescriptions
from server.store.alarms import Alarm, Finding
from server.store.database import reading, writing

log = logging.getLogger(__name__)

ALARM = timedelta(minutes=60)
"""`rx_report_alarm_minutes`: "at once" has no number of minutes in the texts (RX-08)."""
AT_ONCE = 50
"""Sales in one round."""
OVERLAP = timedelta(minutes=10)
"""What was noted so shortly before the last round may not have been committed then."""
SECONDS = 10.0
"""How long the national system may take; nobody waits here."""


class _Told(NamedTuple):
    """What is known of a sale that is to be told."""

    part: Part | None
    lines: tuple[PrescribedLine, ...]


class Reporting:
    """Tells one national system. Called from one thread."""

    def __init__(self, national: NationalSystem) -> None:
        self._national = national
        self._breaker = Breaker()
        self._noted_since = datetime.min.replace(tzinfo=UTC) + OVERLAP
        self._homes: dict[str, str] = {}

    def round(self, now: datetime) -> None:
        """Tell what is due, and raise an alarm about what has waited too long.

        Raises `StoreUnavailableError`.
        """
        with writing():
            due.enqueue(self._noted_since - OVERLAP, now)
        self._noted_since = now
        with reading():
            waiting = due.due(now, AT_ONCE)
            self._homes = directory.outlet_of_terminal() if waiting else {}
        for one in waiting:
            if not self._breaker.admits():
                break
            self._tell(one, now)
        with writing():
            _hold_alarm(now)

    def _tell(self, one: Due, now: datetime) -> None:
        with reading():
            told = _known(one, self._homes)
        if not told.lines and told.part is not None:
            found = self._national.fetch(one.code, seconds=SECONDS)
            if isinstance(found, Unreachable):
                self._put_off(one, found, now)
                return
            told = _named(one, told, found, now)
        if told.part is None and (not one.told_before or not BELIEVED.corrects_by_repeating):
            self._settle(one, "needless", "", now)
            return
        with reading():
            report = _report(one, told, self._homes.get(one.terminal, one.terminal))
        self._note(one, self._national.report(report, seconds=SECONDS), now)

    def _note(self, one: Due, answer: Reported, now: datetime) -> None:
        match answer:
            case Accepted():
                self._breaker.succeeded()
                self._settle(one, "told", "", now)
            case Refused(why=why):
                self._breaker.succeeded()
                log.warning(
                    "the report of entry %d of %s was refused: %s", one.seq, one.terminal, why
                )
                self._settle(one, "refused", why, now)
            case Unreachable():
                self._put_off(one, answer, now)

    def _put_off(self, one: Due, answer: Unreachable, now: datetime) -> None:
        self._breaker.failed(answer.wait_seconds)
        with writing():
            due.put_off(one, answer.why, now, at_least=answer.wait_seconds)

    def _settle(self, one: Due, state: str, why: str, now: datetime) -> None:
        with writing():
            due.settle(one, state, why, now)
            if state == "refused":
                last = Alarm(Finding.RX_REFUSED, detail=f"{one.terminal} {one.seq}")
                alarms.raise_([last], now)


def _known(one: Due, homes: Mapping[str, str]) -> _Told:
    found = [
        part
        for part in parts(one.code.lower(), homes)
        if (part.terminal, part.epoch, part.seq) == (one.terminal, one.epoch, one.seq)
    ]
    return _Told(found[0] if found else None, lines_of(one.code))


def _named(one: Due, told: _Told, found: Fetched, now: datetime) -> _Told:
    """Keep what the national system calls the drugs: a report names them so."""
    if not isinstance(found, Found):
        return told
    keep(one.code, found, now)
    return told._replace(lines=found.lines)


def _report(one: Due, told: _Told, home: str) -> DispenseReport:
    outlet = directory.outlet(home)
    return DispenseReport(
        code=one.code,
        invoice=one.invoice,
        seller=Seller(
            code=home,
            name=outlet.name if outlet else home,
            phone=outlet.phone if outlet else "",
            address=outlet.address if outlet else "",
        ),
        lines=tuple(_sold(one, told)),
    )


def _sold(one: Due, told: _Told) -> list[SoldLine]:
    """Return the lines of a sale as they are told; of one that was undone whole: none."""
    sheet = prescriptions.find(one.code)
    named = {line.number: line for line in told.lines}
    book = drug_book()
    found = []
    for line in told.part.lines if told.part else ():
        was = named.get(line_of(line, sheet) or line.number or 0)
        was = was or PrescribedLine(number=line.number or 0, drug=line.substitutes or line.drug)
        is_other = bool(line.substitutes)
        found.append(
            SoldLine(
                prescribed=was,
                drug=line.drug if is_other or not was.drug else was.drug,
                name=book.facts(line.drug).name if is_other or not was.name else was.name,
                units=line.units,
            )
        )
    return found


def _hold_alarm(now: datetime) -> None:
    left = due.backlog()
    late = left.oldest is not None and now - left.oldest > ALARM
    minutes = int((now - left.oldest).total_seconds() // 60) if left.oldest else 0
    detail = f"waiting={left.waiting} minutes={minutes}"
    found = [Alarm(Finding.RX_REPORT, detail=detail)] if late else []
    alarms.keep(found, [Finding.RX_REPORT], now, rest=timedelta(0))


def reporting(file: Path, settings: ServerSettings) -> Reporting | None:
    """Return who tells the national system, where there is to be one.

    Raises `SettingsError`, naming the settings `file`.
    """
    national = connect(file, settings)
    return Reporting(national) if national else None
