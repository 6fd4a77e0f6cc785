"""RX-04: what a terminal's ledger lost is told to it like what others dispensed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from device.ledger.epochs import held
from device.ledger.ledger import Ledger
from device.ledger.succession import Heritage, begin_after
from server.prescriptions.follow import follow
from server.store import prescriptions
from server.store.database import writing
from tests.server.answers.asker import Asker
from tests.server.outlet import NOW
from tests.server.prescriptions.counters import CODE, Counter, sheet
from wire.asking import Held


@pytest.fixture
def counter(store: object) -> Counter:
    assert store
    with writing():
        prescriptions.load([sheet(28)], NOW)
    return Counter("Q33-0001")


@pytest.fixture
def told(counter: Counter) -> Callable[..., int]:
    asker = Asker(counter.outlet)

    def told(*held: Held) -> int:
        while follow():
            pass
        asker.held = held
        asker.ask(CODE)
        _code, found = asker.sheets[-1]
        assert found
        return found.lines[0].elsewhere

    return told


def test_a_terminal_that_was_replaced_without_its_card_hears_what_it_sold(
    counter: Counter, told: Callable[..., int], tmp_path: Path
) -> None:
    counter.sell(CODE, {1: 28}, checked=True)
    counter.send()
    old = counter.outlet.epoch
    begin_after(
        tmp_path / "ledger.db",
        Heritage(epoch=old, through=1, shelf=()),
        terminal=counter.terminal,
    )
    fresh = Ledger.open(tmp_path / "ledger.db", terminal=counter.terminal, readers={})
    assert told(*held(fresh.database)) == 28
    fresh.close()
    assert told(Held(epoch=old)) == 0


def test_only_the_entries_that_a_damaged_ledger_lost_are_told(
    counter: Counter, told: Callable[..., int]
) -> None:
    for units in (1, 2, 4):
        counter.sell(CODE, {1: units})
    lost = counter.sell(CODE, {1: 8})
    counter.take_back(lost, {1: 3})
    counter.send()
    epoch = counter.outlet.epoch
    assert told(Held(epoch=epoch, runs=((1, 1), (3, 3)))) == 2 + 8 - 3
    assert told(Held(epoch=epoch, runs=((1, 5),))) == 0


def test_what_others_dispensed_is_told_along(counter: Counter, told: Callable[..., int]) -> None:
    other = Counter("Q33-0002")
    for one in (counter, other):
        one.sell(CODE, {1: 5}, numbered=False)
        one.send()
    assert told(Held(epoch="0" * 32)) == 10
    assert told(Held(epoch=counter.outlet.epoch)) == 5


def test_who_does_not_say_what_it_holds_counts_all_it_ever_sold(counter: Counter) -> None:
    counter.sell(CODE, {1: 28})
    counter.send()
    follow()
    asker = Asker(counter.outlet)
    asker.ask(CODE)
    assert asker.sheets == [(CODE, sheet(28))]
