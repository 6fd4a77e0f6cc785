"""Entries that the province does not take: they go on being sent, and hold nobody up."""

from functools import partial

import pytest

from device.link import turns
from device.link.turns import Turns
from tests.device.link.outpost import LONG, Outpost
from wire.backoff import Backoff

DAY = 24 * 3600


def pass_time(outpost: Outpost, seconds: int) -> int:
    """Let time pass, with a province that answers what it answers; return how often we sent."""
    sent = 0
    for _second in range(seconds):
        outpost.now += 1
        if batch := outpost.try_batch():
            sent += 1
            if receipt := outpost.province.answer(batch):
                outpost.exchange.receipt_came(receipt)
    return sent


def test_an_entry_that_is_never_answered_is_singled_out_and_the_others_arrive(
    outpost: Outpost,
) -> None:
    outpost.province.swallows = frozenset({37})
    outpost.sell(120)
    sent = pass_time(outpost, 1800)
    assert outpost.unsent == 1
    assert 37 not in outpost.province.kept
    assert sent < 60


def test_several_of_them_are_singled_out_too(outpost: Outpost) -> None:
    outpost.province.swallows = frozenset({1, 2, 60, 120})
    outpost.sell(120)
    pass_time(outpost, 2 * 3600)
    assert outpost.unsent == 4


def test_what_is_sold_meanwhile_does_not_wait_for_it(outpost: Outpost) -> None:
    outpost.province.swallows = frozenset({1})
    outpost.sell(1)
    pass_time(outpost, 3600)
    for number in range(2, 12):
        outpost.sell(1)
        pass_time(outpost, 120)
        assert number in outpost.province.kept
    assert outpost.unsent == 1


def test_it_is_tried_for_ever_and_ever_more_seldom(outpost: Outpost) -> None:
    outpost.province.swallows = frozenset({1})
    outpost.sell(2)
    pass_time(outpost, DAY // 4)
    first = len(outpost.numbers())
    pass_time(outpost, DAY)
    again = [numbers for numbers in outpost.numbers()[first:] if numbers == [1]]
    assert 12 < len(again) < DAY / 300
    outpost.province.swallows = frozenset()
    pass_time(outpost, 2 * 3600)
    assert outpost.unsent == 0


def test_what_is_rejected_under_another_hash_is_passed_over(outpost: Outpost) -> None:
    outpost.province.names_others = frozenset({3})
    outpost.sell(5)
    assert outpost.send() == 4
    sent = pass_time(outpost, 3600)
    assert sent < 40
    outpost.sell(1)
    pass_time(outpost, 120)
    assert 6 in outpost.province.kept


def test_a_poisoned_epoch_does_not_hold_up_the_next(outpost: Outpost) -> None:
    outpost.sell(3)
    outpost.province.swallows = frozenset({1, 2, 3})
    outpost.begin_epoch()
    outpost.province.swallows = frozenset()
    outpost.sell(4)
    old = {entry.epoch for entry in outpost.ledger.entries()} - {outpost.ledger.epoch}

    def answer(batch: bytes) -> None:
        if outpost.province.read(batch).epoch not in old:
            outpost.exchange.receipt_came(outpost.province.take(batch))

    for _second in range(1800):
        outpost.now += 1
        if batch := outpost.try_batch():
            answer(batch)
    assert outpost.unsent == 3
    assert set(outpost.states().values()) == {"received"}


def test_the_oldest_epoch_goes_first_and_no_batch_mixes_two(outpost: Outpost) -> None:
    outpost.sell(2)
    before = outpost.begin_epoch()
    outpost.sell(2)
    outpost.send_all()
    assert outpost.province.batches == [(before, [1, 2]), (outpost.ledger.epoch, [1, 2])]
    assert outpost.unsent == 0


def test_a_receipt_for_an_earlier_epoch_answers_that_one(outpost: Outpost) -> None:
    outpost.sell(1)
    outpost.begin_epoch()
    outpost.sell(1)
    receipt = outpost.province.take(outpost.batch())
    outpost.restart()
    assert outpost.exchange.receipt_came(receipt) == 1
    assert outpost.unsent == 1
    outpost.send_all()


def test_when_nothing_at_all_is_answered_nobody_is_to_blame(outpost: Outpost) -> None:
    """A province that was away for a day gets everything soon after it is back."""
    outpost.sell(150)
    for _second in range(DAY):
        outpost.now += 1
        outpost.try_batch()
    outpost.sell(1)
    pass_time(outpost, 900)
    assert outpost.unsent == 0


def test_while_nothing_is_answered_little_is_sent(outpost: Outpost) -> None:
    outpost.sell(150)
    outpost.now += LONG
    sizes = []
    for _second in range(DAY):
        outpost.now += 1
        if batch := outpost.try_batch():
            sizes.append(len(outpost.province.read(batch).entries))
    assert max(sizes) > 50
    assert set(sizes[10:]) == {1}
    assert len(sizes) < 1000


def test_a_new_sale_does_not_wait_for_a_whole_shelf_of_them(outpost: Outpost) -> None:
    outpost.sell(40)
    outpost.province.swallows = frozenset(range(1, 41))
    pass_time(outpost, 4 * 3600)
    outpost.sell(1)
    pass_time(outpost, 60)
    assert 41 in outpost.province.kept


def test_what_was_passed_over_rests_before_it_is_tried_again(
    outpost: Outpost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "Backoff", partial(Backoff, draw=max))
    outpost.province.names_others = frozenset({1})
    outpost.sell(2)
    assert outpost.send() == 1
    outpost.sell(1)
    pass_time(outpost, 3)
    assert outpost.numbers() == [[1, 2], [3]]


def test_while_nobody_answers_everything_is_tried_in_its_turn(outpost: Outpost) -> None:
    outpost.sell(8)
    tries = Turns(outpost.outbox, with_sealed=False, monotonic=lambda: outpost.now)
    portion = tries.next()
    assert portion
    tries.answered(portion, wholly=False)
    tried: list[int] = []
    for turn in range(90):
        outpost.sell(8 if turn == 3 else 0)
        outpost.now += LONG
        portion = tries.next()
        assert portion
        tries.sent(portion)
        tries.unanswered(portion, heard=False)
        tried += [seq for seq, _body in portion.bodies if turn > 40]
    assert set(tried) == set(range(1, 17))
