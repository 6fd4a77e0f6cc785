"""Receipts say what is stored behind a gap, so that it is not sent for ever."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.ingest.standing import MAX_SPANS
from server.store.database import rows
from tests.server.desk import Desk
from tests.server.outlet import Outlet
from wire.receipt import Receipt, Span


def send(desk: Desk, outlet: Outlet, *seqs: int) -> Receipt:
    return desk.receive_batch(outlet, [outlet.bodies[seq - 1] for seq in seqs])


def beyond(receipt: Receipt) -> list[tuple[int, int]]:
    spans = receipt.beyond if isinstance(receipt.beyond, tuple) else ()
    return [(span.first, span.last) for span in spans]


@pytest.fixture
def sold(outlet: Outlet) -> Outlet:
    outlet.sell(12)
    return outlet


def test_without_a_gap_there_is_nothing_beyond_it(sold: Outlet) -> None:
    receipt = send(Desk(), sold, 1, 2, 3)
    assert beyond(receipt) == []
    assert (
        b"beyond"
        not in Desk().desk.see_through([(sold.entries_topic, sold.batch(sold.bodies))])[0].payload
    )


def test_what_is_stored_behind_a_gap_is_named_with_the_hash_of_its_end(sold: Outlet) -> None:
    receipt = send(Desk(), sold, 1, 2, 5, 6, 7, 9)
    assert receipt.through == 2
    assert receipt.beyond == (
        Span(first=5, last=7, head=sold.hashes[6]),
        Span(first=9, last=9, head=sold.hashes[8]),
    )


def test_what_comes_again_behind_a_gap_is_named_again(sold: Outlet) -> None:
    desk = Desk()
    for _ in range(2):
        assert beyond(send(desk, sold, 5, 6)) == [(5, 6)]


def test_only_what_this_batch_brought_is_named(sold: Outlet) -> None:
    desk = Desk()
    send(desk, sold, 5, 6)
    assert beyond(send(desk, sold, 9)) == [(9, 9)]


def test_once_the_gap_is_closed_the_end_is_what_lay_beyond_it(sold: Outlet) -> None:
    desk = Desk()
    send(desk, sold, 4, 5, 6, 8, 9)
    receipt = send(desk, sold, 1, 2, 3)
    assert (receipt.through, receipt.head) == (6, sold.hashes[5])
    receipt = send(desk, sold, 7)
    assert (receipt.through, receipt.head) == (9, sold.hashes[8])


def test_where_the_ledger_has_gone_on_elsewhere_what_this_batch_brought_is_named_too(
    sold: Outlet,
) -> None:
    clone = Outlet(id=sold.id, key=sold.key, epoch=sold.epoch, bodies=sold.bodies[:3])
    desk = Desk()
    send(desk, sold, *range(1, 13))
    receipt = send(desk, clone, 2, 3)
    assert (receipt.through, receipt.head) == (12, sold.head)
    assert receipt.beyond == (Span(first=2, last=3, head=clone.head),)


def test_what_was_set_aside_behind_a_gap_is_rejected_and_not_named(sold: Outlet) -> None:
    poisoned = Outlet(id=sold.id, key=sold.key, epoch=sold.epoch, bodies=sold.bodies[:4])
    poisoned.bodies.append(b'{"seq":5}')
    poisoned.sell(2)
    receipt = send(Desk(), poisoned, 4, 5, 6, 7)
    assert beyond(receipt) == [(4, 4), (6, 7)]
    assert [found.seq for found in receipt.rejected] == [5]


def test_a_receipt_names_so_many_spans_and_no_more(outlet: Outlet) -> None:
    outlet.sell(150)
    receipt = send(Desk(), outlet, *range(2, 150, 2))
    assert len(beyond(receipt)) == MAX_SPANS
    assert beyond(receipt)[-1] == (100, 100)
    rest = send(Desk(), outlet, *range(102, 150, 2))
    assert beyond(rest)[0] == (102, 102)


@given(data=st.data())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_in_whatever_order_it_comes_every_entry_is_answered_and_none_that_is_not_stored(
    outlet: Outlet, data: st.DataObject
) -> None:
    sender = Outlet(id=outlet.id, key=outlet.key)
    kinds = data.draw(st.lists(st.booleans(), min_size=1, max_size=14), label="is poison")
    for number, is_poison in enumerate(kinds, start=1):
        if is_poison:
            sender.bodies.append(b'{"seq":%d}' % number)
        else:
            sender.sell()
    order = list(range(1, len(kinds) + 1))
    random.Random(data.draw(st.integers(0, 999), label="order")).shuffle(order)  # noqa: S311
    lost = data.draw(st.sets(st.sampled_from(order)), label="never sent")
    sent = [seq for seq in order if seq not in lost]
    desk = Desk()
    for first in range(0, len(sent), 3):
        portion = sent[first : first + 3]
        receipt = send(desk, sender, *portion)
        named = {seq for span in beyond(receipt) for seq in range(span[0], span[1] + 1)}
        rejected = {found.seq for found in receipt.rejected}
        assert all(seq <= receipt.through or seq in named | rejected for seq in portion)
        stored = {
            row[0]
            for row in rows("SELECT seq FROM entry WHERE epoch = ? ORDER BY seq", (sender.epoch,))
        }
        assert named <= stored
        assert all(seq in stored or seq in rejected for seq in range(1, receipt.through + 1))
