"""The desk as another source uses it: one batch without a topic, one answer."""

from threading import Thread

import pytest

from server.ingest.desk import Answer
from server.store import terminals
from server.store.database import StoreUnavailableError, close_store, rows, writing
from server.store.quarantine import Reason
from tests.server.desk import Desk
from tests.server.outlet import Outlet
from wire import sign
from wire.receipt import Receipt, read_receipt


def opened(desk: Desk, answer: Answer) -> Receipt:
    assert answer.refused is None
    assert answer.receipt
    return read_receipt(
        sign.verify(answer.receipt, desk.key.public_key(), "server", "quay-receipt")
    )


def test_a_batch_is_stored_and_answered_with_the_receipt_that_the_broker_would_carry(
    outlet: Outlet,
) -> None:
    outlet.sell(3)
    desk = Desk()
    receipt = opened(desk, desk.desk.take(outlet.batch(outlet.bodies)))
    assert (receipt.through, receipt.head) == (3, outlet.head)
    again = desk.receive_batch(outlet, outlet.bodies)
    assert (again.through, again.head) == (3, outlet.head)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda _outlet: b"rubbish", Reason.UNSIGNED),
        (lambda outlet: outlet.status(), Reason.FORGED),
        (lambda outlet: outlet.signed(b"[]"), Reason.MALFORMED),
        (lambda _outlet: Outlet(id="Q33-0404").batch([]), Reason.UNKNOWN_TERMINAL),
        (lambda _outlet: b"x" * 200_000, Reason.TOO_LARGE),
    ],
)
def test_what_is_not_believed_is_refused_by_its_reason(
    outlet: Outlet, make: object, reason: Reason
) -> None:
    assert callable(make)
    answer = Desk().desk.take(make(outlet))
    assert (answer.receipt, answer.refused) == (None, reason)
    assert rows("SELECT reason FROM quarantine") == [(reason.value,)]
    assert rows("SELECT kind FROM alarm") == [(reason.value,)]


def test_a_batch_that_breaks_the_program_is_refused_and_set_aside(
    outlet: Outlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaking(*_found: object, **_more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("server.ingest.desk.verify_batch", breaking)
    answer = Desk().desk.take(outlet.batch([]))
    assert answer.refused is Reason.UNEXPECTED
    assert rows("SELECT reason FROM quarantine") == [("unexpected",)]


def test_a_failing_database_is_an_error_and_not_a_refusal(
    outlet: Outlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_found: object) -> None:
        raise StoreUnavailableError("away")

    monkeypatch.setattr("server.ingest.desk.record", failing)
    with pytest.raises(StoreUnavailableError):
        Desk().desk.take(outlet.batch([]))


def test_many_threads_with_the_same_batches_store_each_entry_once(outlet: Outlet) -> None:
    other = Outlet(id="Q33-0002")
    with writing():
        terminals.register(other.registration)
    desk = Desk()
    for one in (outlet, other):
        one.sell(20)
    failed: list[BaseException] = []

    def send() -> None:
        try:
            for first in range(0, 20, 4):
                for one in (outlet, other):
                    answer = desk.desk.take(one.batch(one.bodies[first : first + 4]))
                    assert opened(desk, answer).through >= first + 4
        except BaseException as error:
            failed.append(error)
            raise
        finally:
            close_store()

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    assert rows("SELECT count(*) FROM entry") == [(40,)]
    assert rows("SELECT sum(stored) FROM mark") == [(40,)]
    assert rows("SELECT count(*) FROM quarantine") == [(0,)]


def test_an_answer_shows_nothing_of_the_receipt() -> None:
    assert "secret" not in repr(Answer(receipt=b"secret", refused=None))


def test_a_flood_is_told_with_what_was_dropped(outlet: Outlet) -> None:
    desk = Desk()
    desk.dropped = {outlet.id: 17}
    desk.receive_batch(outlet, [])
    assert rows("SELECT kind, terminal, detail FROM alarm") == [("flood", outlet.id, "17")]
