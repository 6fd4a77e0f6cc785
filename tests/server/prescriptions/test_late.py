"""What is stored late counts on its prescription then, once, whatever was followed before it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import msgspec
import pytest

from server.prescriptions import follow as following
from server.prescriptions.follow import follow
from server.store import prescriptions
from server.store.database import close_store, reading, rows, run, writing
from server.store.migrations import fill
from tests.server.oversight.shelves import Shop
from tests.server.prescriptions.counters import CODE, all_dispensed

TEN = ("D1", "A", 10)
pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
def shop() -> Shop:
    return Shop()


def test_a_sale_that_is_stored_late_counts_then(shop: Shop) -> None:
    shop.sell(TEN)
    shop.sell(TEN, prescription=CODE)
    shop.sell(TEN)
    shop.store(but=[2])
    assert all_dispensed() == {}
    shop.store_late(2)
    assert all_dispensed() == {None: 10}


@pytest.mark.parametrize(("undo", "rest"), [("void", {}), ("return", {None: 6})])
def test_what_undoes_a_sale_and_is_stored_late_is_taken_off_then(
    shop: Shop, undo: str, rest: dict[int | None, int]
) -> None:
    sale = shop.sell(TEN, prescription=CODE)
    if undo == "void":
        shop.void(sale)
    else:
        shop.give_back(sale, ("D1", "A", 4))
    shop.sell(TEN)
    shop.store(but=[2])
    assert all_dispensed() == {None: 10}
    shop.store_late(2)
    assert all_dispensed() == rest


@pytest.mark.parametrize("first", [1, 2])
def test_a_sale_and_its_void_may_both_be_late_in_either_order(shop: Shop, first: int) -> None:
    shop.void(shop.sell(TEN, prescription=CODE))
    shop.sell(TEN)
    shop.store(but=[1, 2])
    assert all_dispensed() == {}
    shop.store_late(first)
    assert all_dispensed() == ({None: 10} if first == 1 else {})
    shop.store_late(3 - first)
    assert all_dispensed() == {}


def test_a_void_that_was_read_before_its_late_sale_takes_it_off(shop: Shop) -> None:
    sale = shop.sell(TEN, prescription=CODE)
    shop.give_back(sale, ("D1", "A", 4))
    shop.store(but=[1])
    assert all_dispensed() == {}
    shop.store_late(1)
    assert all_dispensed() == {None: 6}


def test_a_void_that_comes_before_the_epoch_of_its_sale_waits_for_it(shop: Shop) -> None:
    sale = shop.sell(TEN, prescription=CODE)
    new = Shop()
    new.give_back(sale, ("D1", "A", 4))
    new.store()
    assert all_dispensed() == {}
    shop.store()
    assert all_dispensed() == {None: 6}


def test_a_void_that_names_another_entry_than_the_one_stored_waits_on(shop: Shop) -> None:
    sale = shop.sell(TEN, prescription=CODE)
    new = Shop()
    new.give_back(msgspec.structs.replace(sale, sha256="0" * 64), ("D1", "A", 4))
    new.store()
    shop.store()
    assert all_dispensed() == {None: 10}


def test_a_ledger_that_ends_with_what_was_set_aside_is_done_until_that_is_stored(
    shop: Shop,
) -> None:
    shop.sell(TEN, prescription=CODE)
    shop.sell(TEN, prescription=CODE)
    shop.store(but=[1, 2])
    assert all_dispensed() == {}
    with reading():
        assert prescriptions.unread(9) == []
    shop.store_late(2)
    assert all_dispensed() == {None: 10}
    shop.store_late(1)
    assert all_dispensed() == {None: 20}


def test_portions_change_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "AT_ONCE", 2)
    monkeypatch.setattr(following, "IN_ONE", 2)
    for _ in range(9):
        shop.sell(TEN, prescription=CODE)
    aside = [1, 2, 3, 4, 5, 9]
    shop.store(but=aside)
    assert all_dispensed() == {None: 30}
    for number in aside:
        shop.store_late(number)
    assert all_dispensed() == {None: 90}


def test_who_waits_for_an_answer_is_not_held_up_by_what_is_late(shop: Shop) -> None:
    shop.sell(TEN, prescription=CODE)
    shop.store(but=[1])
    follow()
    shop.store_late(1)
    assert follow(seconds=5) == 0
    assert all_dispensed() == {None: 10}


@pytest.mark.parametrize(
    "at", ["prescriptions.touch", "prescriptions.run_many", "awaited.forget", "awaited.note"]
)
def test_killed_in_between_it_counts_once(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    shop.sell(TEN, prescription=CODE)
    shop.sell(TEN)
    shop.store(but=[1])
    killed(monkeypatch, "awaited.note")
    with reading():
        assert rows("SELECT count(*) FROM followed") == [(0,)]
    assert all_dispensed() == {}
    shop.store_late(1)
    killed(monkeypatch, at)
    with reading():
        assert rows("SELECT count(*) FROM dispensing") == [(0,)]
    assert all_dispensed() == {None: 10}


def killed(monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    """Follow, and be killed at some step of keeping what was read."""
    with monkeypatch.context() as short:
        short.setattr(f"server.store.{at}", interrupted)
        with pytest.raises(KeyboardInterrupt):
            follow()


def interrupted(*_given: object) -> None:
    raise KeyboardInterrupt


def test_however_many_follow_it_counts_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    # Processes do not wait for one another's turn.
    monkeypatch.setattr(following, "_turn", Nobody())
    for _ in range(8):
        shop.give_back(shop.sell(TEN, prescription=CODE), ("D1", "A", 4))
    shop.store(but=range(1, 12))
    together = Barrier(3)

    def work() -> None:
        together.wait(20)
        try:
            for _ in range(8):
                follow()
        finally:
            close_store()

    with ThreadPoolExecutor(3) as threads:
        done = [threads.submit(work) for _ in range(3)]
        for number in range(1, 12):
            shop.store_late(number)
        assert [one.result(60) for one in done] == [None] * 3
    assert all_dispensed() == {None: 8 * 6}


class Nobody:
    """A lock that keeps nobody out."""

    def acquire(self, *, timeout: float) -> bool:
        return timeout == -1

    def release(self) -> None:
        return None


def test_what_was_passed_over_by_an_older_server_is_looked_up(shop: Shop) -> None:
    sale = shop.sell(TEN, prescription=CODE)
    shop.sell(TEN, prescription=CODE)
    new = Shop()
    new.give_back(sale, ("D1", "A", 4))
    new.store()
    shop.store(but=[1])
    assert all_dispensed() == {None: 10}
    with writing():
        run("DELETE FROM awaited")
    shop.store_late(1)
    assert all_dispensed() == {None: 10}
    with writing():
        fill(3, run)
    assert all_dispensed() == {None: 16}
    with reading():
        assert rows("SELECT count(*) FROM awaited") == [(0,)]
