"""Looking up the signs of the terminal's parts, for the service screen."""

from collections.abc import Callable

from device.counter.state import Service
from device.counter.terminal.looking import trial_of
from device.customer_view import read_display
from device.enrolment.papers import Papers
from device.fact_finding import certificate_until, disk_of
from device.reference.progress import read_progress
from device.reference.word import read_word
from device.self_test.line import read_line
from device.self_test.probe import Prober, probe
from device.settings import TerminalSettings
from device.signs import SeenHere, Signs
from device.till import Till
from device.told_by_province import told_by_province
from hardware.power.api import Power


def signs_of(
    settings: TerminalSettings, till: Till, power: Callable[[], Power] | None = None
) -> Callable[[SeenHere], Signs]:
    """Return what looks everything up: it is told how the devices are.

    What takes its time is looked up once for each time that somebody wants it, on a thread.
    """
    prober = Prober(lambda: probe(settings, power() if power else None))

    def look(seen: SeenHere) -> Signs:
        network, state = till.network, till.state
        shown = state if isinstance(state, Service) else None
        if prober.look((shown.opened_at, shown.looks) if shown else None):
            till.house.measure_line()
        return Signs(
            now=till.now,
            today=till.today,
            scanner=seen.scanner,
            trial=trial_of(shown, till.now) if shown else "none",
            read_at=seen.read_at,
            camera=seen.camera,
            online=network.online,
            since=network.since,
            line=read_line(settings.run),
            received_at=network.received_at,
            unsent=network.unsent,
            has_printer=seen.has_printer,
            printer=till.paper.fault,
            has_drawer=bool(seen.drawer and seen.drawer.is_there),
            drawer_failed=bool(seen.drawer and seen.drawer.fault),
            drawer_opened_at=seen.drawer_opened_at,
            certificate_until=certificate_until(Papers(settings).in_use.certificate),
            display=read_display(settings.run),
            disk=disk_of(settings.ledger),
            is_clock_trusted=till.is_clock_trusted,
            told=told_by_province(
                read_word(settings.ledger.parent), read_progress(settings.run), till.house.skipped
            ),
            probed=prober.found,
        )

    return look
