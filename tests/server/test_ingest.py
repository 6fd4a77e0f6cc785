"""The real ingest process behind the real Mosquitto, with mutual TLS."""

import logging
import queue
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from server.ingest import connection
from server.ingest.inbox import Inbox
from server.ingest.source import Source
from server.settings import BrokerSettings
from tests.server.broker import Broker, Line, connected
from tests.server.process import run_server, running, server
from tests.server.real import Province, make_province, through

pytestmark = pytest.mark.broker


@pytest.fixture
def province(tmp_path: Path) -> Province:
    return make_province(tmp_path)


@pytest.fixture
def line(province: Province) -> Iterator[Line]:
    with (
        province.broker.running(),
        province.ingest(),
        connected(province.broker, province.outlet) as line,
    ):
        yield line


def test_batches_are_stored_once_and_answered_with_receipts_that_verify(
    province: Province, line: Line
) -> None:
    province.outlet.sell(30)
    bodies = province.outlet.bodies
    for first in (0, 10, 0, 20, 10):
        line.publish(province.outlet.batch(bodies[first : first + 10]))
    receipt = through(line, province, 30)
    assert (receipt.head, receipt.rejected) == (province.outlet.head, ())
    assert province.stored() == province.ledger()
    assert run_server("verify", "--settings", province.settings).returncode == 0


def test_a_status_reaches_the_terminals_row(province: Province, line: Line) -> None:
    province.outlet.sell()
    line.publish(province.outlet.status(unsent=4), province.outlet.status_topic)
    line.publish(province.outlet.batch(province.outlet.bodies))
    through(line, province, 1)
    assert province.ask("SELECT unsent FROM terminal") == 4


def test_whatever_is_killed_and_when_what_was_sent_until_receipted_is_stored_once(
    province: Province,
) -> None:
    outlet = province.outlet
    outlet.sell(200)
    batches = [outlet.batch(outlet.bodies[first : first + 10]) for first in range(0, 200, 10)]
    with province.broker.running(), connected(province.broker, outlet) as line:
        for cut in range(4):
            with province.ingest() as ingest:
                for payload in batches[cut * 5 : cut * 5 + 5]:
                    line.publish(payload)
                ingest.kill()
        with province.ingest():
            confirmed = 0
            while confirmed < 200:
                line.publish(batches[confirmed // 10])
                confirmed = max(confirmed, line.receipt(province.key).through)
    assert province.stored() == province.ledger()
    assert province.count("quarantine") == 0
    assert run_server("verify", "--settings", province.settings).returncode == 0


def test_nothing_is_acknowledged_before_the_commit(province: Province) -> None:
    province.outlet.sell(3)
    with province.broker.running(), connected(province.broker, province.outlet) as line:
        with province.ingest() as ingest:
            other = sqlite3.connect(province.database, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            line.publish(province.outlet.batch(province.outlet.bodies))
            ingest.wait_for("nothing acknowledged")
            ingest.kill()
            other.execute("ROLLBACK")
            other.close()
        assert province.stored() == []
        with province.ingest():
            # Not sent again: the broker still has it.
            assert through(line, province, 3).head == province.outlet.head


def test_asked_to_stop_it_ends_in_good_order_and_later_takes_what_came_meanwhile(
    province: Province,
) -> None:
    province.outlet.sell(2)
    with province.broker.running(), connected(province.broker, province.outlet) as line:
        for stop in (signal.SIGTERM, signal.SIGINT):
            with province.ingest() as ingest:
                ingest.process.send_signal(stop)
                assert ingest.process.wait(20) == 0
        line.publish(province.outlet.batch(province.outlet.bodies))
        assert province.stored() == []
        with province.ingest() as ingest:
            through(line, province, 2)
            assert ingest.terminate() == 0


def test_a_broker_that_goes_and_comes_back_is_found_again(province: Province) -> None:
    province.outlet.sell(2)
    with province.broker.running() as first, province.ingest() as ingest:
        first.kill()
        ingest.wait_for("the connection to the broker has ended")
        with (
            province.broker.running(),
            connected(province.broker, province.outlet) as line,
        ):
            ingest.wait_for("connected to the broker", times=2)
            line.publish(province.outlet.batch(province.outlet.bodies))
            through(line, province, 2)
        assert ingest.terminate() == 0


def test_without_a_broker_it_keeps_trying_and_still_stops_when_asked(province: Province) -> None:
    with running(*server("ingest", "--settings", province.settings), ready="broker: ") as ingest:
        ingest.wait_for("broker: ", times=2)
        assert ingest.terminate() == 0


def test_poison_is_set_aside_once_and_does_not_come_back(province: Province) -> None:
    outlet = province.outlet
    outlet.sell()
    with province.broker.running(), connected(province.broker, outlet) as line:
        with province.ingest() as ingest:
            line.publish(b"poison")
            line.publish(outlet.batch(outlet.bodies))
            through(line, province, 1)
            assert ingest.terminate() == 0
        assert sum("set aside" in said for said in ingest.said) == 1
        assert not any("poison" in said for said in ingest.said), ingest.said
        with province.ingest() as ingest:
            line.publish(outlet.batch(outlet.bodies))
            through(line, province, 1)
        assert not any("set aside" in said for said in ingest.said)
    assert province.count("quarantine") == 1


def test_a_revoked_terminal_gets_no_receipt(province: Province, line: Line) -> None:
    province.outlet.sell(2)
    line.publish(province.outlet.batch(province.outlet.bodies[:1]))
    through(line, province, 1)
    done = run_server("revoke", "--settings", province.settings, province.outlet.id)
    assert done.returncode == 0
    line.publish(province.outlet.batch(province.outlet.bodies))
    with pytest.raises(queue.Empty):
        line.receipt(province.key, wait_s=2)
    assert len(province.stored()) == 1


def broker_settings(broker: Broker) -> BrokerSettings:
    return BrokerSettings(
        host="127.0.0.1",
        port=broker.port,
        ca=broker.pki.ca,
        certificate=broker.pki.ingest.certificate,
        key=broker.pki.ingest.key,
    )


class Listening(logging.Handler):
    """Is set when the source has subscribed."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.event = Event()

    def emit(self, record: logging.LogRecord) -> None:
        if "listening" in record.getMessage():
            self.event.set()


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Tell when a source in this process listens; it comes back quickly, too."""
    monkeypatch.setattr("wire.backoff.Backoff.next_seconds", lambda _self: 0.05)
    handler, logger = Listening(), logging.getLogger(connection.__name__)
    logger.addHandler(handler)
    monkeypatch.setattr(logger, "level", logging.INFO)
    yield handler.event
    logger.removeHandler(handler)


@pytest.mark.timeout(60)
def test_what_does_not_fit_stays_with_the_broker_and_comes_later(
    province: Province, listening: Event
) -> None:
    stop, inbox = Event(), Inbox(max_messages=2)
    source = Source(broker=broker_settings(province.broker), inbox=inbox, stop=stop)
    wanted = [b"%d" % number for number in range(7)]
    with province.broker.running(), connected(province.broker, province.outlet) as line:
        source.start()
        assert listening.wait(20)
        for payload in wanted:
            line.publish(payload)
        seen: list[bytes] = []
        while len(seen) < len(wanted):
            taken = inbox.take(linger=0.3)
            assert len(taken) <= 3  # two, and one that was being read
            for message in taken:
                seen.append(message.payload)
                message.acknowledge()
        assert seen == wanted  # in order, and none twice: the connection was never dropped
        inbox.close()
        stop.set()
        source.close()


@pytest.mark.timeout(60)
def test_an_acknowledgement_of_a_connection_that_is_gone_goes_nowhere(
    province: Province, listening: Event
) -> None:
    stop, inbox = Event(), Inbox()
    source = Source(broker=broker_settings(province.broker), inbox=inbox, stop=stop)
    with province.broker.running() as first:
        source.start()
        assert listening.wait(20)
        with connected(province.broker, province.outlet) as line:
            line.publish(b"one")
            (before,) = inbox.take()
        assert first.terminate() == 0
    with province.broker.running():
        (again,) = inbox.take()
        before.acknowledge()
        assert again.payload == b"one"
        again.acknowledge()
        inbox.close()
        stop.set()
        source.close()
