"""Figures for Prometheus: read from the store when it asks, so that nothing has to be kept.

Names and labels are an interface (docs/operations/fleet.md): a terminal is never a label.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from server.fleet import commands
from server.fleet.health import State, Trouble
from server.fleet.machines import Machine, list_machines
from server.keeping import age
from server.store.database import StoreUnavailableError, reading, rows

_LOG = logging.getLogger(__name__)
_NOWHERE = "-"
"""Area of a terminal whose outlet is in none."""


class Metrics(Collector):
    """Everything that is told of the fleet and of taking entries in."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now

    def collect(self) -> Iterator[Metric]:
        """Yield every figure; where the store cannot be read, only that it cannot."""
        try:
            with reading():
                found = [
                    *_fleet(self._now()),
                    *_entries(),
                    *_work(self._now()),
                    *_backup(self._now()),
                ]
        except StoreUnavailableError as error:
            _LOG.warning("no figures for Prometheus: %s", error)
            found = []
        yield GaugeMetricFamily(
            "quay_store_readable", "Whether the database could be read (1).", int(bool(found))
        )
        yield from found

    def describe(self) -> Iterator[Metric]:
        """Yield nothing: registering must not read the store."""
        return iter(())


class Serving:
    """The figures' own small HTTP server, in a thread of its own."""

    def __init__(self, host: str, port: int) -> None:
        registry = CollectorRegistry()
        registry.register(Metrics())
        self._server, self._thread = start_http_server(port, host, registry)
        self.port: int = self._server.server_port

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def serve_metrics(host: str, port: int) -> Serving:
    """Serve the figures at `/metrics` until closed; raise `OSError` if the port is taken."""
    return Serving(host, port)


def _fleet(now: datetime) -> Iterator[Metric]:
    machines = list_machines(now)
    active = [one for one in machines if one.known.is_active]
    yield _states(machines)
    troubles = GaugeMetricFamily(
        "quay_terminals_in_trouble", "Active terminals with a trouble.", labels=["trouble"]
    )
    counted = Counter(trouble for one in active for trouble in one.judged.troubles)
    for trouble in Trouble:
        troubles.add_metric([trouble.value], counted[trouble])
    yield troubles
    yield GaugeMetricFamily(
        "quay_unsent_entries",
        "Entries that active terminals have no receipt for, by their last word.",
        sum(one.known.unsent for one in active),
    )
    ages = [one.judged.unsent_age.total_seconds() for one in active if one.judged.unsent_age]
    yield GaugeMetricFamily(
        "quay_oldest_unsent_seconds", "Age of the oldest of them.", max(ages, default=0.0)
    )
    contacts = [one.known.last_contact for one in active if one.known.last_contact]
    if contacts:
        yield GaugeMetricFamily(
            "quay_newest_contact_seconds",
            "How long ago any active terminal was heard.",
            max(0.0, (now - max(contacts)).total_seconds()),
        )


def _states(machines: list[Machine]) -> Metric:
    states = GaugeMetricFamily(
        "quay_terminals", "Registered terminals, by area and state.", labels=["area", "state"]
    )
    counted = Counter((one.place.area or _NOWHERE, one.judged.state) for one in machines)
    for area in sorted({area for area, _state in counted}):
        for state in State:
            states.add_metric([area, state.value], counted[area, state])
    return states


def _entries() -> Iterator[Metric]:
    yield CounterMetricFamily(
        "quay_entries_stored_total",
        "Entries in the store.",
        _one("SELECT coalesce(sum(stored), 0) FROM mark"),
    )
    yield GaugeMetricFamily(
        "quay_quarantined", "What was set aside.", _one("SELECT count(*) FROM quarantine")
    )
    lag = GaugeMetricFamily(
        "quay_follow_lag_entries",
        "Entries that a reader of the ledgers has still to read.",
        labels=["reader"],
    )
    for reader, behind in rows(_LAG):
        lag.add_metric([reader], behind)
    yield lag


def _work(now: datetime) -> Iterator[Metric]:
    alarms = GaugeMetricFamily(
        "quay_alarms_open", "Alarms that are not closed, by kind.", labels=["kind", "seen"]
    )
    for kind, seen, count in rows(_ALARMS):
        alarms.add_metric([kind, "yes" if seen else "no"], count)
    yield alarms
    yield GaugeMetricFamily(
        "quay_commands_waiting",
        "Orders that terminals have not answered yet.",
        commands.count_waiting(now),
    )


def _backup(now: datetime) -> Iterator[Metric]:
    made_at = age.newest()
    if made_at is not None:
        yield GaugeMetricFamily(
            "quay_newest_backup_seconds",
            "How long ago the newest backup was made.",
            max(0.0, (now - made_at).total_seconds()),
        )


def _one(sql: str) -> float:
    return float(rows(sql)[0][0])


_LAG = """
    SELECT readers.reader, coalesce(sum(CASE WHEN mark.through > coalesce(followed.through, 0)
                                        THEN mark.through - coalesce(followed.through, 0)
                                        ELSE 0 END), 0)
    FROM (SELECT DISTINCT reader FROM followed) AS readers CROSS JOIN mark
    LEFT JOIN followed ON followed.reader = readers.reader
        AND followed.terminal = mark.terminal AND followed.epoch = mark.epoch
    GROUP BY readers.reader ORDER BY readers.reader
    """
_ALARMS = """
    SELECT kind, CASE WHEN seen_at IS NULL THEN 0 ELSE 1 END, count(*) FROM alarm
    WHERE closed_at IS NULL GROUP BY 1, 2 ORDER BY 1, 2
    """
