"""The self-test for a technician's hands: text, and 1 where something is wrong."""

import argparse

from device.clock import ClockTrust, local_day, system_clock
from device.customer_view import read_display
from device.enrolment.papers import Papers
from device.fact_finding import certificate_until, disk_of
from device.facts import Fact, gather_facts
from device.health import read_health
from device.ledger.database import LedgerDatabase
from device.ledger.errors import LedgerError
from device.ledger.outbox import OutboxQueue, Waiting
from device.link_state import read_link_state
from device.reference.progress import read_progress
from device.reference.word import read_word
from device.self_test.in_words import as_text
from device.self_test.line import read_line
from device.self_test.probe import probe
from device.settings import TerminalSettings
from device.signs import Signs
from device.told_by_province import told_by_province
from hardware.errors import PrinterFault
from hardware.power.opening import open_supply
from wire.status import Health

_FAULT_OF: dict[Health, PrinterFault] = {
    "out-of-paper": PrinterFault.PAPER_OUT,
    "cover-open": PrinterFault.COVER_OPEN,
    "offline": PrinterFault.NOT_CONNECTED,
    "absent": PrinterFault.NOT_CONNECTED,
    "fault": PrinterFault.BROKEN,
}


def run(settings: TerminalSettings, chosen: argparse.Namespace) -> int:
    """Print every line; return 1 where something is wrong."""
    del chosen
    facts = look_over(settings)
    print(as_text(facts))  # noqa: T201 - a program's own words
    return 0 if all(fact.is_well for fact in facts) else 1


def look_over(settings: TerminalSettings) -> tuple[Fact, ...]:
    """Look at the terminal from beside its programs: by what they say of themselves, and the disk.

    A screen that is not there says nothing of its devices: they count as not connected.
    """
    now, trust = system_clock(), ClockTrust(settings.run)
    health, link = read_health(settings.run), read_link_state(settings.run)
    waiting = _waiting(settings)
    supply = open_supply(settings.hardware.power)
    try:
        power = supply.look()
    finally:
        supply.close()
    signs = Signs(
        now=now,
        today=local_day(now),
        scanner=health.scanner if health else "offline",
        # Of the scanners the screen tells only how the worst is; a camera is one of them.
        camera=health.scanner if health and settings.hardware.camera else None,
        online=bool(link and link.online),
        since=link.since if link else None,
        line=read_line(settings.run),
        received_at=waiting.last_answer_at if waiting else None,
        unsent=waiting.entries if waiting else 0,
        has_printer=settings.hardware.printer is not None,
        printer=_FAULT_OF.get(health.printer) if health else PrinterFault.NOT_CONNECTED,
        has_drawer=settings.hardware.drawer is not None,
        certificate_until=certificate_until(Papers(settings).in_use.certificate),
        display=read_display(settings.run),
        disk=disk_of(settings.ledger),
        is_clock_trusted=trust.is_trusted(),
        told=told_by_province(
            read_word(settings.ledger.parent), read_progress(settings.run), skipped=0
        ),
        probed=probe(settings, power),
    )
    return gather_facts(signs)


def _waiting(settings: TerminalSettings) -> Waiting | None:
    database = LedgerDatabase(settings.ledger)
    try:
        return OutboxQueue(database, terminal=settings.terminal).waiting()
    except LedgerError:
        return None
    finally:
        database.close()
