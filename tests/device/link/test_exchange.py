import logging
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from device.keys import LinkKeys
from device.ledger.tables import Outbox
from device.link.exchange import (
    ANSWER_SECONDS,
    BATCH_AGE_SECONDS,
    LEAVE_SECONDS,
    LONGEST_PATIENCE_SECONDS,
    Exchange,
)
from tests.device.ledger.books import AT, TERMINAL, line, sale
from tests.device.link.outpost import LONG, Outpost
from tests.device.link.province import SERVER_KEY, TERMINAL_KEY, signed
from wire.batch import MAX_BYTES, MAX_ENTRIES, read_batch
from wire.sign import claimed_signer, verify


def test_with_nothing_sold_there_is_nothing_to_say(outpost: Outpost) -> None:
    assert outpost.is_silent()
    assert outpost.is_quiet()


def test_a_batch_is_signed_and_carries_the_exact_entries(outpost: Outpost) -> None:
    outpost.sell(3)
    batch = outpost.batch()
    assert claimed_signer(batch) == TERMINAL
    read = read_batch(verify(batch, TERMINAL_KEY.public_key(), TERMINAL, "quay-batch"))
    assert (read.terminal, read.epoch) == (TERMINAL, outpost.ledger.epoch)
    bodies = [entry.body for entry in outpost.ledger.entries()]
    assert [bytes(entry) for entry in read.entries] == bodies


def test_only_one_batch_is_on_its_way(outpost: Outpost) -> None:
    outpost.sell(3)
    batch = outpost.batch()
    outpost.sell(1)
    assert outpost.is_silent()
    assert outpost.exchange.receipt_came(outpost.province.take(batch)) == 3
    assert outpost.province.take(outpost.batch())
    assert outpost.numbers() == [[1, 2, 3], [4]]
    assert outpost.is_silent()


def test_what_is_written_together_goes_together(outpost: Outpost) -> None:
    assert outpost.is_silent()
    outpost.sell(1)
    assert outpost.is_silent()
    outpost.now += BATCH_AGE_SECONDS / 2
    outpost.sell(1)
    assert outpost.is_silent()
    outpost.now += BATCH_AGE_SECONDS / 2
    outpost.send()
    assert outpost.numbers() == [[1, 2]]


def test_a_full_batch_does_not_wait_for_company(outpost: Outpost) -> None:
    assert outpost.is_silent()
    outpost.sell(MAX_ENTRIES // 2)
    assert outpost.send() > 1


def test_what_has_piled_up_behind_a_batch_goes_at_once(outpost: Outpost) -> None:
    outpost.sell(1)
    batch = outpost.batch()
    outpost.sell(1)
    outpost.exchange.receipt_came(outpost.province.take(batch))
    assert outpost.send() == 1


def test_what_waits_for_company_already_keeps_other_words_from_the_line(
    outpost: Outpost,
) -> None:
    assert outpost.is_silent()
    assert outpost.is_quiet()
    outpost.sell(1)
    assert outpost.is_silent()
    assert not outpost.is_quiet()
    outpost.now += BATCH_AGE_SECONDS
    outpost.send()
    assert outpost.is_silent()
    assert outpost.is_quiet()


def test_without_a_receipt_the_batch_goes_out_again_and_later_each_time(outpost: Outpost) -> None:
    outpost.sell(1)
    batch = outpost.batch()
    waits = []
    for _turn in range(12):
        began = outpost.now
        outpost.now += ANSWER_SECONDS - 0.1
        assert outpost.is_silent()
        while (again := outpost.try_batch()) is None:
            outpost.now += 1.0
        assert again == batch
        waits.append(outpost.now - began)
    assert ANSWER_SECONDS <= waits[0] <= 2 * ANSWER_SECONDS + 1
    assert max(waits) > 2 * ANSWER_SECONDS
    assert max(waits) <= ANSWER_SECONDS + LONGEST_PATIENCE_SECONDS + 1


def test_while_a_batch_is_still_leaving_no_receipt_is_missed(outpost: Outpost) -> None:
    """On a slow line a full batch takes longer than a receipt may."""
    outpost.sell(1)
    assert outpost.exchange.next_batch()
    outpost.now += LEAVE_SECONDS - 1
    assert outpost.is_silent()
    assert not outpost.is_quiet()
    outpost.exchange.batch_left()
    outpost.now += ANSWER_SECONDS - 1
    assert outpost.is_silent()
    outpost.now += LONG
    assert outpost.batch()


def test_the_line_is_quiet_again_where_a_receipt_is_long_in_coming(outpost: Outpost) -> None:
    outpost.sell(1)
    outpost.batch()
    assert not outpost.is_quiet()
    outpost.now += ANSWER_SECONDS
    assert outpost.is_quiet()


def test_after_a_lost_connection_everything_without_a_receipt_goes_out_again_at_once(
    outpost: Outpost,
) -> None:
    assert outpost.is_silent()
    outpost.sell(2)
    outpost.now += BATCH_AGE_SECONDS
    assert outpost.is_silent()
    outpost.now += BATCH_AGE_SECONDS
    batch = outpost.batch()
    assert outpost.is_silent()
    outpost.exchange.connection_lost()
    assert outpost.batch() == batch


def test_on_a_line_that_is_cut_ever_again_batches_shrink_until_one_gets_through(
    outpost: Outpost,
) -> None:
    outpost.sell(60)
    sizes: list[int] = []
    for _cut in range(6):
        sizes.append(len(outpost.province.read(outpost.batch()).entries))
        outpost.exchange.connection_lost()
    assert sizes[-1] < sizes[0] / 8
    outpost.send_all()
    assert outpost.unsent == 0


def test_a_batch_has_its_bounds(outpost: Outpost) -> None:
    outpost.sell(MAX_ENTRIES // 2)
    outpost.send_all()
    biggest = max(outpost.numbers(), key=len)
    assert 1 < len(biggest) < MAX_ENTRIES // 2
    bodies = {entry.seq: entry.body for entry in outpost.ledger.entries()}
    for numbers in outpost.numbers():
        assert sum(len(bodies[seq]) for seq in numbers) <= MAX_BYTES
    assert outpost.province.kept == bodies


def test_entries_that_are_as_large_as_they_come_still_get_through(outpost: Outpost) -> None:
    """A message that the other side's library finds too long would hold up all behind it."""
    for _sale in range(3):
        wide = sale(*(line(batch=f"B{n:03d}") for n in range(180)))
        outpost.ledger.commit_sale(wide, staff="NV-07")
    outpost.sell(200)
    outpost.send_all()
    assert len(outpost.province.kept) == 203
    assert outpost.unsent == 0


def test_a_rejected_entry_does_not_hold_up_those_behind_it(
    outpost: Outpost, caplog: pytest.LogCaptureFixture
) -> None:
    outpost.province.refuses = frozenset({2, 5})
    outpost.sell(5)
    with caplog.at_level(logging.ERROR):
        outpost.send_all()
    assert outpost.states() == {
        1: Outbox.RECEIVED,
        2: Outbox.REJECTED,
        3: Outbox.RECEIVED,
        4: Outbox.RECEIVED,
        5: Outbox.REJECTED,
    }
    assert "entry 2" in caplog.text
    outpost.sell(1)
    outpost.send_all()
    assert outpost.unsent == 0


def test_a_receipt_for_a_part_leaves_the_rest_waiting(outpost: Outpost) -> None:
    outpost.sell(4)
    outpost.batch()
    assert outpost.exchange.receipt_came(signed(outpost.receipt(2))) == 2
    assert outpost.is_silent()
    outpost.now += LONG
    outpost.send()
    assert outpost.numbers() == [[3, 4]]


def test_a_lost_receipt_costs_one_more_batch_and_nothing_else(outpost: Outpost) -> None:
    outpost.sell(2)
    outpost.province.take(outpost.batch())
    outpost.now += LONG
    assert outpost.send() == 2
    assert outpost.numbers() == [[1, 2], [1, 2]]
    assert outpost.is_silent()


def test_while_the_servers_key_changes_receipts_of_both_count(outpost: Outpost) -> None:
    new = Ed25519PrivateKey.generate()
    keys = LinkKeys(signing=TERMINAL_KEY, server=(SERVER_KEY.public_key(), new.public_key()))
    exchange = Exchange(outpost.ledger, keys=keys, clock=lambda: AT)
    outpost.sell(2)
    exchange.next_batch()
    assert exchange.receipt_came(signed(outpost.receipt(1))) == 1
    assert exchange.receipt_came(signed(outpost.receipt(2), new)) == 1
    assert exchange.receipt_came(signed(outpost.receipt(2), Ed25519PrivateKey.generate())) == 0


def test_a_receipt_for_what_was_sent_shows_the_provinces_time_and_no_other(
    outpost: Outpost,
) -> None:
    outpost.sell(2)
    outpost.exchange.receipt_came(signed(outpost.receipt(1)))
    assert outpost.seen == []
    outpost.send()
    assert outpost.seen == [AT]
    outpost.exchange.receipt_came(outpost.province.receipt(outpost.ledger.epoch))
    assert outpost.seen == [AT]


@pytest.mark.parametrize("jump", [timedelta(days=3650), timedelta(days=-3650)])
def test_a_clock_that_jumps_by_years_hurries_and_delays_nothing(
    outpost: Outpost, jump: timedelta
) -> None:
    outpost.sell(1)
    batch = outpost.batch()
    outpost.clock_now += jump
    assert outpost.is_silent()
    outpost.now += LONG
    outpost.clock_now -= 2 * jump
    assert outpost.batch() == batch
    assert outpost.exchange.receipt_came(outpost.province.take(batch)) == 1
    # What a clock of years ago says would let it be purged at once.
    assert outpost.outbox.waiting().last_answer_at == max(outpost.clock_now, AT)
