import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

import pytest

from server.ingest import desk as ingest_desk
from server.ingest import recorder
from server.ingest.inbox import Inbox
from server.ingest.message import Letter, Message
from server.ingest.record import Take, record
from server.ingest.standing import Standing
from server.ingest.verify import GenuineBatch
from server.store.database import rows, run
from server.store.tables import DATABASE
from settings.alive import Pulse
from tests.server.desk import Desk
from tests.server.outlet import Outlet


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the database's write lock, as another process would."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@pytest.fixture
def impatient(outlet: Outlet, monkeypatch: pytest.MonkeyPatch) -> Outlet:
    """An outlet, before a server that waits neither for locks nor between attempts."""
    monkeypatch.setattr(DATABASE.obj, "timeout", 0.01)
    monkeypatch.setattr("wire.backoff.Backoff.next_seconds", lambda _self: 0.02)
    outlet.sell(3)
    return outlet


class Tried(logging.Handler):
    """Is set when the recorder has failed for the first time."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.event = Event()

    def emit(self, record: logging.LogRecord) -> None:
        assert "database" in record.getMessage()
        self.event.set()


@pytest.fixture
def failed() -> Iterator[Event]:
    tried = Tried()
    logger = logging.getLogger(recorder.__name__)
    logger.addHandler(tried)
    yield tried.event
    logger.removeHandler(tried)


def test_a_locked_database_acknowledges_and_receipts_nothing_until_it_is_free(
    store: Path, impatient: Outlet, failed: Event
) -> None:
    desk = Desk()
    receipts: list[object] = []
    with locked(store):
        thread = Thread(
            target=lambda: receipts.append(desk.receive_batch(impatient, impatient.bodies))
        )
        thread.start()
        assert failed.wait(20)
        assert desk.acknowledged.times == 0
        assert desk.letters == []
    thread.join(20)
    assert len(receipts) == 1
    assert desk.acknowledged.times == 1
    assert rows("SELECT count(*) FROM entry") == [(3,)]


def test_when_the_server_stops_during_a_fault_the_messages_are_not_acknowledged(
    store: Path, impatient: Outlet
) -> None:
    desk = Desk()
    desk.stop.set()
    with locked(store):
        assert desk.receive(impatient.entries_topic, impatient.batch(impatient.bodies)) == []
    assert desk.acknowledged.times == 0
    assert rows("SELECT count(*) FROM entry") == [(0,)]


def test_a_full_disk_stores_nothing_by_halves(impatient: Outlet) -> None:
    run("PRAGMA max_page_count = 1")
    impatient.sell(200)
    desk = Desk()
    desk.stop.set()
    assert desk.receive(impatient.entries_topic, impatient.batch(impatient.bodies)) == []
    assert desk.acknowledged.times == 0
    assert rows("SELECT count(*) FROM entry") == [(0,)]
    run("PRAGMA max_page_count = 1000000")
    assert desk.receive_batch(impatient, impatient.bodies).through == 203


def test_a_message_that_breaks_the_program_is_set_aside_alone(
    outlet: Outlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    outlet.sell(3)
    batches = [outlet.batch([body]) for body in outlet.bodies]

    def breaking(take: Take, now: datetime) -> list[Standing]:
        batches = [verdict for verdict in take.verdicts if isinstance(verdict, GenuineBatch)]
        if any(claim.body == outlet.bodies[1] for batch in batches for claim in batch.entries):
            raise ZeroDivisionError
        return record(take, now)

    monkeypatch.setattr(ingest_desk, "record", breaking)
    desk = Desk()
    receipts = desk.receive(outlet.entries_topic, *batches)
    assert [receipt.through for receipt in receipts] == [1, 1]
    assert desk.acknowledged.times == 3
    assert rows("SELECT seq FROM entry ORDER BY seq") == [(1,), (3,)]
    assert rows("SELECT terminal, reason FROM quarantine") == [(outlet.id, "unexpected")]


def test_receipts_go_out_before_the_acknowledgements(outlet: Outlet) -> None:
    outlet.sell()
    desk = Desk()
    order: list[str] = []
    message = desk.acknowledged.message(outlet.entries_topic, outlet.batch(outlet.bodies))
    desk.recorder._send = lambda _letter: order.append("receipt")
    desk.recorder.see_through(
        [
            type(message)(
                topic=message.topic,
                payload=message.payload,
                acknowledge=lambda: order.append("acknowledged"),
            )
        ]
    )
    assert order == ["receipt", "acknowledged"]


def test_a_killed_process_has_stored_all_of_a_batch_or_nothing(
    store: Path, outlet: Outlet, tmp_path: Path
) -> None:
    outlet.sell(50)
    (tmp_path / "batch").write_bytes(outlet.batch(outlet.bodies))
    child = os.fork()
    if child == 0:  # the child: write within a transaction, then die before the commit
        import signal  # noqa: PLC0415

        from server.store import database  # noqa: PLC0415

        database.close_store()
        database.open_store(store)
        with database.writing():
            run("UPDATE terminal SET outlet = 'half'")
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert rows("SELECT outlet FROM terminal") == [(outlet.registration.outlet,)]
    assert Desk().receive_batch(outlet, outlet.bodies).through == 50


def test_a_recorder_that_hangs_in_one_batch_is_not_well_and_one_that_waits_is(
    store: Path, outlet: Outlet
) -> None:
    del store
    now, begun, go_on = [0.0], Event(), Event()

    class Stuck:
        def see_through(self, *_messages: object) -> list[Letter]:
            begun.set()
            assert go_on.wait(20)
            return []

    inbox, pulse = Inbox(), Pulse(60.0, lambda: now[0])
    one = recorder.Recorder(inbox=inbox, clerk=Stuck(), send=print, stop=Event(), pulse=pulse)
    thread = Thread(target=one.run)
    thread.start()
    now[0] = 1000.0
    assert pulse.is_well, "there is nothing to do"
    inbox.put(Message(topic=outlet.id, payload=b"", acknowledge=lambda: None))
    assert begun.wait(20)
    wells = [pulse.is_well]
    now[0] += 61.0
    wells.append(pulse.is_well)
    assert wells == [True, False]
    go_on.set()
    inbox.close()
    thread.join(20)
    assert pulse.is_well
