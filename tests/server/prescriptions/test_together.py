"""Several processes follow the same ledgers at once, and still each thing is found once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest

from server.prescriptions import cases, messages
from server.prescriptions.doubles import look
from server.prescriptions.follow import follow
from server.store import prescriptions
from server.store.database import close_store, reading, writing
from tests.server.outlet import NOW
from tests.server.prescriptions.counters import CODE, Counter, by_line, sheet

THREADS = 4


def work(together: Barrier) -> int:
    """Follow and look a few times, as fast as the others let it."""
    together.wait(20)
    try:
        opened = 0
        for _ in range(6):
            follow()
            opened += look(datetime.now(UTC))
        return opened
    finally:
        close_store()


@pytest.mark.usefixtures("store")
def test_a_double_is_found_once_by_however_many_look(monkeypatch: pytest.MonkeyPatch) -> None:
    # Processes do not wait for one another's turn.
    monkeypatch.setattr("server.prescriptions.follow._turn", Nobody())
    counters = [Counter(f"Q33-000{number}") for number in range(1, 5)]
    with writing():
        prescriptions.load([sheet(10)], NOW)
    for counter in counters:
        sale = counter.sell(CODE, {1: 9})
        counter.void(counter.sell(CODE, {1: 10}))
        counter.take_back(sale, {1: 2})
        counter.send()
    together = Barrier(THREADS)
    with ThreadPoolExecutor(THREADS) as threads:
        opened = sum(threads.map(work, [together] * THREADS))
    assert opened == 1
    with reading():
        case = cases.of_code(CODE)
        told = [len(messages.unread(counter.terminal)) for counter in counters]
        assert by_line(prescriptions.dispensed(CODE, beside="")) == {1: 28}
    assert case
    assert (case.excess.beyond, case.excess.lines[0].units) == (18, 28)
    assert told == [1, 1, 1, 1]


class Nobody:
    """A lock that keeps nobody out."""

    def acquire(self, *, timeout: float) -> bool:
        return timeout == -1

    def release(self) -> None:
        return None
