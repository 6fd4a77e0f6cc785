"""Worker processes: they do as the desk does, and one that dies costs nothing."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from server.ingest.clerk import WorkerClerk
from server.ingest.desk import Payload
from server.ingest.message import Letter
from server.ingest.worker import Work
from server.store.database import StoreUnavailableError, rows
from tests.server.outlet import Outlet
from wire import sign
from wire.receipt import read_receipt

KEY = Ed25519PrivateKey.generate()


@pytest.fixture
def settings(tmp_path: Path, store: Path | str) -> Path:
    (tmp_path / "server.key").write_bytes(
        KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    file = tmp_path / "server.toml"
    file.write_text(
        f"""
        province = "33"
        database = "{store}"
        signing_key = "server.key"
        [broker]
        host = "127.0.0.1"
        ca = "ca"
        certificate = "certificate"
        key = "key"
        """
    )
    return file


@pytest.fixture
def clerk(settings: Path) -> Iterator[WorkerClerk]:
    clerk = WorkerClerk(settings)
    clerk.start()
    yield clerk
    clerk.close()


def batch(outlet: Outlet, *bodies: bytes) -> Payload:
    return outlet.entries_topic, outlet.batch(list(bodies))


def through(letters: list[Letter]) -> list[int]:
    return [
        read_receipt(
            sign.verify(letter.payload, KEY.public_key(), "server", "quay-receipt")
        ).through
        for letter in letters
    ]


def kill(clerk: WorkerClerk) -> None:
    assert clerk.pid
    os.kill(clerk.pid, signal.SIGKILL)


def test_a_worker_records_and_answers_as_the_desk_does(clerk: WorkerClerk, outlet: Outlet) -> None:
    outlet.sell(3)
    letters = clerk.see_through([batch(outlet, *outlet.bodies), (outlet.entries_topic, b"x")])
    assert through(letters) == [3]
    assert letters[0].topic == outlet.receipt_topic
    assert rows("SELECT reason FROM quarantine") == [("unsigned",)]


def test_what_was_dropped_is_told(clerk: WorkerClerk, outlet: Outlet) -> None:
    clerk.see_through([batch(outlet)], {outlet.id: 4})
    assert rows("SELECT kind, detail FROM alarm") == [("flood", "4")]


def test_a_worker_that_dies_between_two_takes_is_replaced(
    clerk: WorkerClerk, outlet: Outlet
) -> None:
    outlet.sell(2)
    assert through(clerk.see_through([batch(outlet, outlet.bodies[0])])) == [1]
    first = clerk.pid
    kill(clerk)
    assert through(clerk.see_through([batch(outlet, outlet.bodies[1])])) == [2]
    assert clerk.pid != first


def test_whenever_it_is_killed_everything_is_answered_and_stored_once(
    clerk: WorkerClerk, outlet: Outlet
) -> None:
    outlet.sell(120)
    over, seconds = threading.Event(), [0.4]

    def murder() -> None:
        while not over.wait(seconds[0]):
            pid = clerk.pid
            if pid:
                os.kill(pid, signal.SIGKILL)

    murderer = threading.Thread(target=murder)
    murderer.start()
    try:
        for first in range(0, 120, 4):
            wanted = [batch(outlet, outlet.bodies[seq]) for seq in range(first, first + 4)]
            answered = 0
            while answered < first + 4:
                try:
                    answered = max(through(clerk.see_through(wanted)), default=0)
                except StoreUnavailableError:
                    # On a slow machine a worker must live long enough to begin at all.
                    seconds[0] *= 1.1
                    continue
    finally:
        over.set()
        murderer.join(20)
    assert rows("SELECT count(*), max(seq) FROM entry") == [(120, 120)]
    assert rows("SELECT sum(stored) FROM mark") == [(120,)]


class Fragile(WorkerClerk):
    """Its worker dies whenever it is handed something in particular."""

    deadly = b""

    def _ask(self, work: Work) -> list[Letter]:
        if not work.is_poison and any(payload == self.deadly for _topic, payload in work.messages):
            kill(self)
        return super()._ask(work)


def test_what_kills_a_worker_twice_is_set_aside_and_its_neighbours_are_stored(
    settings: Path, outlet: Outlet
) -> None:
    outlet.sell(3)
    batches = [batch(outlet, body) for body in outlet.bodies]
    clerk = Fragile(settings)
    clerk.deadly = batches[1][1]
    clerk.start()
    assert through(clerk.see_through(batches)) == [1, 1]
    clerk.close()
    assert rows("SELECT seq FROM entry ORDER BY seq") == [(1,), (3,)]
    assert rows("SELECT terminal, reason FROM quarantine") == [(outlet.id, "unexpected")]


def test_a_worker_that_cannot_live_is_a_failing_store_and_not_the_messages_fault(
    settings: Path, outlet: Outlet
) -> None:
    clerk = WorkerClerk(settings)
    settings.write_text("nonsense")
    with pytest.raises(StoreUnavailableError, match="does not stay alive"):
        clerk.see_through([batch(outlet)])
    clerk.close()
    assert rows("SELECT count(*) FROM quarantine") == [(0,)]


def test_a_worker_outlives_a_signal_to_stop_and_ends_with_whoever_listens(
    clerk: WorkerClerk, outlet: Outlet
) -> None:
    assert clerk.pid
    assert clerk.see_through([batch(outlet)])
    for stop in (signal.SIGTERM, signal.SIGINT):
        os.kill(clerk.pid, stop)
    first = clerk.pid
    assert clerk.see_through([batch(outlet)])
    assert clerk.pid == first
    clerk.close()
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
