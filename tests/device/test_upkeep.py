"""The upkeep with a real ledger: called by hand, and in its own thread."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from device import upkeep
from device.ledger.ledger import Ledger
from device.ledger.room import Limits, Room
from device.upkeep import Upkeep
from tests.device.ledger.books import AT, open_book
from tests.device.ledger.test_purge import numbers, receive, sell
from tests.device.test_printing import eventually


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    found = open_book(tmp_path / "ledger.sqlite")
    found.room = Room(found.database, Limits(wanted_bytes=0))
    yield found
    found.close()


def test_what_is_old_goes_only_by_a_clock_that_can_be_trusted(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    sell(ledger, 5)
    receive(ledger, 4)
    now: list[datetime] = [AT + timedelta(days=500)]
    worker = Upkeep(ledger, clock=lambda: now[0])
    monkeypatch.setattr(Ledger, "is_clock_trusted", property(lambda _ledger: False))
    worker.once()
    assert numbers(ledger) == [1, 2, 3, 4, 5]
    monkeypatch.setattr(Ledger, "is_clock_trusted", property(lambda _ledger: True))
    worker.once()
    assert numbers(ledger) == [5]


def test_a_disk_that_is_nearly_full_gets_room_whatever_the_age(ledger: Ledger) -> None:
    sell(ledger, 5)
    receive(ledger, 4)
    ledger.room = Room(ledger.database, Limits(wanted_bytes=1 << 60))
    Upkeep(ledger, clock=lambda: AT).once()
    assert numbers(ledger) == [5]


def test_an_overtaken_epoch_is_left_without_anybody_selling(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "EVERY_SECONDS", 0.02)
    sell(ledger, 2)
    old = ledger.epoch
    worker = Upkeep(ledger, clock=lambda: AT)
    worker.start()
    ledger.overtaken(old)
    assert eventually(lambda: ledger.epoch != old)
    worker.close()


def test_a_ledger_that_does_not_answer_is_tried_again(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "EVERY_SECONDS", 0.02)
    ledger.database.run("ALTER TABLE outbox RENAME TO away")
    worker = Upkeep(ledger, clock=lambda: AT)
    worker.start()
    ledger.database.run("ALTER TABLE away RENAME TO outbox")
    sell(ledger, 1)
    ledger.overtaken(ledger.epoch)
    assert eventually(lambda: len(ledger.marks()) == 2)
    worker.close()


def test_what_nobody_expected_does_not_end_it(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(upkeep, "EVERY_SECONDS", 0.02)
    errors: list[Exception] = [TypeError("Nguyễn Văn Mẫu")]

    def now() -> datetime:
        if errors:
            raise errors.pop()
        return AT

    worker = Upkeep(ledger, clock=lambda: AT)
    worker._clock = now
    worker.start()
    assert eventually(lambda: not errors)
    sell(ledger, 1)
    old = ledger.epoch
    ledger.overtaken(old)
    assert eventually(lambda: ledger.epoch != old)
    worker.close()
    assert "TypeError" in caplog.text
    assert "Nguyễn" not in caplog.text
