"""The whole status is kept at ingest, with the worst of each hour behind it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import UNSET

from server.fleet import telemetry
from server.fleet.card import Said, card
from server.fleet.machines import find_machine
from server.store import terminals
from server.store.database import reading, rows, writing
from tests.server.desk import Desk
from tests.server.fleet.fleet import NOW, Fleet, status
from tests.server.outlet import Outlet
from wire.status import encode_status

HOUR = timedelta(hours=1)


def hours(name: str, since: datetime = NOW - timedelta(days=40)) -> list[telemetry.Hour]:
    with reading():
        return list(telemetry.history(name, since))


def keep(name: str, now: datetime = NOW, **said: Any) -> None:
    with writing():
        telemetry.keep([status(name, now, **said)], now)


def test_a_status_that_comes_in_is_kept_whole(database: str) -> None:
    assert database
    outlet = Outlet()
    with writing():
        terminals.register(outlet.registration)
    said = status(
        outlet.id,
        datetime.now(UTC),
        unsent=3,
        oldest_unsent_seconds=600,
        disk_free_bytes=10**10,
        temperature_c=54.5,
        under_voltage=True,
        clock="trusted",
        printer="cover-open",
        scanner="ok",
        system="Debian GNU/Linux 12",
        versions={"catalogue": 7, "prices": 2**60},
        screen="on",
        counter="open",
        last_sale_at=NOW,
        certificate_days=700,
    )
    payload = outlet.signed(encode_status(said), "quay-status")
    assert Desk().receive(outlet.status_topic, payload) == []
    with reading():
        machine = find_machine(outlet.id, datetime.now(UTC))
        found = card(outlet.id, datetime.now(UTC))
    assert machine is not None
    assert found is not None
    known = machine.known
    assert (known.unsent, known.oldest_unsent_seconds, known.disk_free_bytes) == (3, 600, 10**10)
    assert (known.temperature_c, known.under_voltage, known.clock) == (54.5, True, "trusted")
    assert (known.printer, known.scanner, machine.software) == ("cover-open", "ok", "4.2.0")
    assert isinstance(found.said, Said)
    assert (found.said.system, found.said.counter) == ("Debian GNU/Linux 12", "open")
    assert (found.said.versions, found.said.last_sale_at) == ({"catalogue": 7}, NOW)
    assert (known.screen, known.certificate_days) == ("on", 700)
    assert [(one.reports, one.unsent) for one in found.history] == [(1, 3)]


def test_the_last_word_stands_and_what_it_leaves_out_is_not_known(fleet: Fleet) -> None:
    (name,) = fleet.add()
    keep(name, temperature_c=70.0, printer="fault")
    keep(name, NOW + HOUR, temperature_c=UNSET, printer=UNSET)
    with reading():
        machine = find_machine(name, NOW + HOUR)
    assert machine is not None
    assert (machine.known.temperature_c, machine.known.printer) == (None, None)


def test_an_hour_keeps_the_worst_of_each_figure(fleet: Fleet) -> None:
    (name,) = fleet.add()
    keep(name, unsent=9, oldest_unsent_seconds=50, disk_free_bytes=700)
    keep(name, NOW + timedelta(minutes=2), disk_free_bytes=600, temperature_c=61.0)
    keep(name, NOW + timedelta(minutes=4), unsent=2, temperature_c=60.0)
    keep(name, NOW + HOUR, unsent=1)
    begins = NOW.replace(minute=0)
    assert hours(name) == [
        telemetry.Hour(begins, 4, 9, 50, 600, 61.0),
        telemetry.Hour(begins + HOUR, 1, 1, None, None, None),
    ]


def test_history_is_kept_for_thirty_days(fleet: Fleet) -> None:
    (name,) = fleet.add()
    fleet.look(NOW + timedelta(days=30) - HOUR)
    assert len(hours(name)) == 1
    fleet.look(NOW + timedelta(days=30) + HOUR)
    assert hours(name) == []


def test_since_when_a_version_runs_is_not_moved_by_the_next_report(fleet: Fleet) -> None:
    (name,) = fleet.add()
    keep(name, NOW + HOUR, software="5.0")
    keep(name, NOW + 2 * HOUR, software="5.0")
    with reading():
        machine = find_machine(name, NOW)
    assert machine is not None
    assert machine.software_since == NOW + HOUR


NONSENSE: tuple[dict[str, Any], ...] = (
    {"oldest_unsent_seconds": -1},
    {"oldest_unsent_seconds": 2**80},
    {"disk_free_bytes": 2**63},
    {"temperature_c": 1e300},
    {"system": "a\0b" * 1000},
    {"at": datetime(1, 1, 1)},  # noqa: DTZ001 (that is the point)
    {"at": datetime.max.replace(tzinfo=UTC)},
    {"epoch": "\0"},
    {"versions": {"\0": 1} | {f"set {n}": 2**70 for n in range(100)}},
    {"last_sale_at": datetime.min.replace(tzinfo=UTC)},
)


def test_what_makes_no_sense_harms_nobody(fleet: Fleet) -> None:
    (name,) = fleet.add()
    for number, said in enumerate(NONSENSE, 1):
        keep(name, NOW + number * HOUR, **said)
        with reading():
            found = card(name, NOW + number * HOUR)
        assert found is not None
        assert found.machine.known.reported_at == NOW + number * HOUR


def test_keeping_a_status_costs_little(fleet: Fleet) -> None:
    """A thousand terminals in ten minutes are two a second; here a thousand come at once."""
    names = fleet.add("99001", 200)
    begun = datetime.now(UTC)
    for number in range(5):
        with writing():
            telemetry.keep([status(name, NOW) for name in names], NOW + number * HOUR)
    assert datetime.now(UTC) - begun < timedelta(seconds=10)
    with reading():
        assert rows("SELECT count(*) FROM statushour") == [(1000,)]
