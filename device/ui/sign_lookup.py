"""Looking up the signs of the terminal's parts, for the service screen."""

from collections.abc import Callable

from device.customer_view import read_display
from device.fact_finding import certificate_until, disk_of
from device.facts import Signs
from device.reference.progress import read_progress
from device.reference.word import read_word
from device.settings import TerminalSettings
from device.till import Till
from device.told_by_province import told_by_province
from wire.status import Health


def signs_of(settings: TerminalSettings, till: Till) -> Callable[[Health], Signs]:
    """Return what looks everything up: it is told how the scanners are."""

    def look(scanner: Health) -> Signs:
        network = till.network
        return Signs(
            now=till.now,
            today=till.today,
            scanner=scanner,
            online=network.online,
            since=network.since,
            received_at=network.received_at,
            unsent=network.unsent,
            printer=till.paper.fault,
            certificate_until=certificate_until(settings.broker.certificate),
            display=read_display(settings.run),
            disk=disk_of(settings.ledger),
            is_clock_trusted=till.is_clock_trusted,
            told=told_by_province(
                read_word(settings.ledger.parent), read_progress(settings.run), till.house.skipped
            ),
        )

    return look
