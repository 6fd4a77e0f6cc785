import random

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.ingest.standing import MAX_SPANS
from server.store import entries, marks, quarantine
from server.store.database import reading, rows, writing
from server.store.terminals import register
from tests.server.desk import Desk
from tests.server.outlet import NOW, PRESCRIPTION, Outlet
from wire.batch import MAX_BYTES, MAX_ENTRIES
from wire.chain import entry_hash, origin
from wire.entry import Head
from wire.receipt import Rejected
from wire.size import MAX_MESSAGE


def stored(outlet: Outlet) -> dict[int, str]:
    with reading():
        return {
            entry.seq: entry.sha256
            for entry in entries.list_entries(outlet.id)
            if entry.epoch == outlet.epoch
        }


def test_a_batch_is_stored_and_receipted_through_its_last_entry(outlet: Outlet) -> None:
    outlet.sell(3)
    desk = Desk()
    receipt = desk.receive_batch(outlet, outlet.bodies)
    assert (receipt.terminal, receipt.epoch) == (outlet.id, outlet.epoch)
    assert (receipt.through, receipt.head, receipt.rejected) == (3, outlet.head, ())
    assert stored(outlet) == dict(enumerate(outlet.hashes, start=1))
    assert [row[0] for row in rows("SELECT body FROM entry ORDER BY seq")] == outlet.bodies
    assert desk.letters[0].topic == outlet.receipt_topic
    assert desk.acknowledged.times == 1


def test_a_repeat_is_receipted_again_and_stored_once(outlet: Outlet) -> None:
    outlet.sell(3)
    desk = Desk()
    first = desk.receive_batch(outlet, outlet.bodies)
    again = desk.receive_batch(outlet, outlet.bodies)
    assert (again.through, again.head) == (first.through, first.head)
    assert rows("SELECT sum(stored) FROM mark") == [(3,)]
    assert rows("SELECT count(*) FROM quarantine") == [(0,)]


def test_an_empty_batch_is_answered_with_where_the_ledger_stands(outlet: Outlet) -> None:
    desk = Desk()
    receipt = desk.receive_batch(outlet, [])
    assert (receipt.through, receipt.head) == (0, origin(outlet.id, outlet.epoch))
    assert rows("SELECT count(*) FROM mark") == [(0,)]


def test_through_stops_before_a_gap_and_jumps_when_it_is_filled(outlet: Outlet) -> None:
    outlet.sell(6)
    desk = Desk()
    assert desk.receive_batch(outlet, outlet.bodies[:2]).through == 2
    behind = desk.receive_batch(outlet, outlet.bodies[3:])
    assert (behind.through, behind.head) == (2, outlet.hashes[1])
    assert desk.receive_batch(outlet, outlet.bodies[2:3]).through == 6


def test_the_same_number_with_other_content_is_a_conflict(outlet: Outlet) -> None:
    outlet.sell(2)
    other = outlet.sale(2, outlet.hashes[0], quantity=9)
    desk = Desk()
    desk.receive_batch(outlet, outlet.bodies)
    for _ in range(2):
        receipt = desk.receive_batch(outlet, [other])
        assert receipt.rejected == (Rejected(seq=2, sha256=entry_hash(other), reason="conflict"),)
        assert (receipt.through, receipt.head) == (2, outlet.head)
    assert rows("SELECT reason, seq, body FROM quarantine") == [("conflict", 2, other)]


def test_two_contents_of_one_number_in_one_batch_are_a_conflict_too(outlet: Outlet) -> None:
    outlet.sell(1)
    other = outlet.sale(1, origin(outlet.id, outlet.epoch), quantity=9)
    receipt = Desk().receive_batch(outlet, [*outlet.bodies, other])
    assert [(found.seq, found.reason) for found in receipt.rejected] == [(1, "conflict")]
    assert receipt.head == outlet.head


def test_an_entry_that_does_not_continue_the_one_before_it_is_rejected(outlet: Outlet) -> None:
    outlet.sell(2)
    wrong = outlet.sale(3, "0" * 64)
    desk = Desk()
    receipt = desk.receive_batch(outlet, [*outlet.bodies, wrong])
    assert receipt.rejected == (Rejected(seq=3, sha256=entry_hash(wrong), reason="chain broken"),)
    assert (receipt.through, receipt.head) == (3, entry_hash(wrong))


def test_a_first_entry_that_does_not_begin_at_the_origin_is_rejected(outlet: Outlet) -> None:
    receipt = Desk().receive_batch(outlet, [outlet.sale(1, "0" * 64)])
    assert [found.reason for found in receipt.rejected] == ["chain broken"]
    assert receipt.through == 1


def test_an_entry_that_its_stored_successor_does_not_continue_is_rejected(outlet: Outlet) -> None:
    outlet.sell(3)
    desk = Desk()
    desk.receive_batch(outlet, [outlet.bodies[0], outlet.bodies[2]])
    other = outlet.sale(2, outlet.hashes[0], quantity=9)
    receipt = desk.receive_batch(outlet, [other])
    assert [found.reason for found in receipt.rejected] == ["chain broken"]
    assert receipt.through == 3
    mended = desk.receive_batch(outlet, [outlet.bodies[1]])
    assert (mended.through, mended.head) == (3, outlet.head)
    assert stored(outlet) == dict(enumerate(outlet.hashes, start=1))


def test_poison_does_not_hold_up_what_comes_behind_it(outlet: Outlet) -> None:
    outlet.sell(1)
    poison = b'{"v":1,"kind":"sale","seq":"two"}'
    outlet.bodies.append(poison)
    outlet.sell(2)
    receipt = Desk().receive_batch(outlet, outlet.bodies)
    assert receipt.rejected == (Rejected(seq=2, sha256=entry_hash(poison), reason="undecodable"),)
    assert (receipt.through, receipt.head) == (4, outlet.head)
    assert sorted(stored(outlet)) == [1, 3, 4]


def test_the_number_of_poison_is_told_by_its_neighbour_if_by_nothing_else(outlet: Outlet) -> None:
    outlet.sell(1)
    last = Desk().receive_batch(outlet, [*outlet.bodies, b"[]"])
    assert [(found.seq, found.reason) for found in last.rejected] == [(2, "undecodable")]
    assert (last.through, last.head) == (2, entry_hash(b"[]"))


def test_the_number_of_poison_is_told_by_the_entry_that_continues_it(outlet: Outlet) -> None:
    outlet.bodies.append(b"[]")
    outlet.sell(1)
    receipt = Desk().receive_batch(outlet, outlet.bodies)
    assert [(found.seq, found.reason) for found in receipt.rejected] == [(1, "undecodable")]
    assert (receipt.through, receipt.head) == (2, outlet.head)


def test_poison_alone_in_a_batch_is_rejected_by_its_hash(outlet: Outlet) -> None:
    receipt = Desk().receive_batch(outlet, [b"{}"])
    assert receipt.rejected == (Rejected(seq=0, sha256=entry_hash(b"{}"), reason="undecodable"),)
    assert receipt.through == 0


def test_an_entry_of_another_terminal_is_rejected(outlet: Outlet) -> None:
    other = Outlet(id="Q33-0002", epoch=outlet.epoch)
    other.sell(1)
    receipt = Desk().receive_batch(outlet, other.bodies)
    assert [(found.seq, found.reason) for found in receipt.rejected] == [(1, "foreign entry")]
    assert stored(outlet) == {}


def test_a_kind_that_nobody_knows_yet_is_stored_as_it_is(outlet: Outlet) -> None:
    head = Head(
        v=1,
        kind="stock-take",
        terminal=outlet.id,
        epoch=outlet.epoch,
        seq=1,
        prev=outlet.head,
        at=NOW,
    )
    future = b'{"new":[1,2],' + msgspec.json.encode(head)[1:]
    receipt = Desk().receive_batch(outlet, [future])
    assert (receipt.through, receipt.head, receipt.rejected) == (1, entry_hash(future), ())
    assert rows("SELECT kind, body FROM entry") == [("stock-take", future)]


def test_a_receipt_names_earlier_rejections_too_for_the_receipt_before_may_be_lost(
    outlet: Outlet,
) -> None:
    outlet.bodies.append(b'{"seq":1}')
    outlet.sell(2)
    desk = Desk()
    desk.receive_batch(outlet, outlet.bodies[:2])
    later = desk.receive_batch(outlet, outlet.bodies[2:])
    assert later.through == 3
    assert [found.seq for found in later.rejected] == [1]


def test_where_there_is_more_to_reject_than_it_holds_a_receipt_stops_before_it(
    outlet: Outlet,
) -> None:
    desk = Desk()
    outlet.sell(2)
    desk.receive_batch(outlet, outlet.bodies)
    batches = [
        outlet.batch([b'{"seq":%d}' % seq for seq in range(first, first + 200)])
        for first in (3, 203, 403)
    ]
    receipts = desk.receive(outlet.entries_topic, *batches)
    assert [receipt.through for receipt in receipts] == [202, 2, 2]
    assert [len(receipt.rejected) for receipt in receipts] == [200, 200, 200]
    later = desk.receive_batch(outlet, [b'{"seq":603}'])
    assert (later.through, later.head) == (2, outlet.head)
    assert [found.seq for found in later.rejected] == [603]
    with reading():
        assert marks.through(outlet.id, outlet.epoch) == 603


def test_the_longest_receipt_is_one_that_the_broker_carries(outlet: Outlet) -> None:
    desk = Desk()
    third = quarantine.MAX_LISTED // 3
    poison = [b'{"seq":%d}' % seq for seq in range(1, 2 * third + 1)]
    behind = [
        b'{"seq":%d}' % seq if seq % 2 else outlet.sale(seq, "0" * 64)
        for seq in range(2_000_000_000, 2_000_000_000 + 2 * third)
    ]
    desk.receive_batch(outlet, poison)
    receipt = desk.receive_batch(outlet, behind)
    assert len(receipt.rejected) == quarantine.MAX_LISTED
    assert isinstance(receipt.beyond, tuple)
    assert len(receipt.beyond) == MAX_SPANS
    assert len(desk.letters[-1].payload) <= MAX_MESSAGE


def test_the_largest_batch_that_a_terminal_may_send_is_stored(outlet: Outlet) -> None:
    while sum(map(len, outlet.bodies)) < MAX_BYTES - 600 and len(outlet.bodies) < MAX_ENTRIES:
        outlet.sell(prescription=PRESCRIPTION)
    assert Desk().receive_batch(outlet, outlet.bodies).through == len(outlet.bodies)


def test_hostile_numbers_and_moments_are_rejected_and_do_no_harm(outlet: Outlet) -> None:
    outlet.sell(1)
    good = outlet.bodies[0]
    hostile = [
        good.replace(b'"seq":1,', b'"seq":0,'),
        good.replace(b'"seq":1,', b'"seq":-5,'),
        good.replace(b'"seq":1,', b'"seq":123456789012345678901234567890,'),
        good.replace(b'"at":"2026-11-23T03:41:01Z"', b'"at":"0001-01-01T00:00:00+14:00"'),
        b'"\xff"',
    ]
    assert len({*hostile, good}) == 6
    receipt = Desk().receive_batch(outlet, [*hostile, good])
    assert (receipt.through, receipt.head) == (1, outlet.head)
    assert {found.reason for found in receipt.rejected} == {"undecodable"}
    assert len(receipt.rejected) == 5


def test_a_total_that_no_database_can_hold_is_left_out_of_the_figures(outlet: Outlet) -> None:
    outlet.sell(1)
    body = outlet.bodies[0].replace(b'"total_vnd":25000', b'"total_vnd":9' + b"9" * 30)
    assert Desk().receive_batch(outlet, [body]).through == 1
    assert rows("SELECT total_vnd FROM entry") == [(None,)]


def test_a_clone_shows_itself_and_cannot_overwrite_the_original(outlet: Outlet) -> None:
    outlet.sell(2)
    clone = Outlet(id=outlet.id, key=outlet.key, epoch=outlet.epoch, bodies=[*outlet.bodies])
    outlet.sell(2)
    clone.bodies.append(clone.sale(3, clone.head, quantity=5))
    clone.sell(2)
    desk = Desk()
    desk.receive_batch(outlet, outlet.bodies)
    receipt = desk.receive_batch(outlet, clone.bodies)
    assert [(found.seq, found.reason) for found in receipt.rejected] == [
        (3, "conflict"),
        (4, "conflict"),
        (5, "chain broken"),
    ]
    assert stored(outlet) == dict(enumerate(outlet.hashes, start=1))


@given(data=st.data())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_the_order_and_repeats_what_was_sent_is_stored_once(
    outlet: Outlet, data: st.DataObject
) -> None:
    sender = Outlet(id=outlet.id, key=outlet.key)
    sender.sell(data.draw(st.integers(1, 12), label="sales"))
    numbers = st.integers(1, len(sender.bodies))
    deliveries = data.draw(
        st.lists(st.lists(st.lists(numbers, max_size=6), min_size=1, max_size=3), max_size=10),
        label="rounds of batches of numbers",
    )
    desk, arrived = Desk(), set[int]()
    for batches in deliveries:
        receipts = desk.receive(
            sender.entries_topic,
            *(sender.batch([sender.bodies[seq - 1] for seq in batch]) for batch in batches),
        )
        arrived |= {seq for batch in batches for seq in batch}
        through = next(seq for seq in range(len(sender.bodies) + 1) if seq + 1 not in arrived)
        (receipt,) = receipts
        expected_head = sender.hashes[through - 1] if through else origin(sender.id, sender.epoch)
        assert (receipt.through, receipt.head) == (through, expected_head)
        assert receipt.rejected == ()
    assert stored(sender) == {seq: sender.hashes[seq - 1] for seq in arrived}


@given(data=st.data())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_poison_anywhere_in_any_order_never_costs_a_good_entry(
    outlet: Outlet, data: st.DataObject
) -> None:
    sender = Outlet(id=outlet.id, key=outlet.key)
    kinds = data.draw(st.lists(st.booleans(), min_size=1, max_size=10), label="is poison")
    for number, is_poison in enumerate(kinds, start=1):
        if is_poison:
            sender.bodies.append(b'{"seq":%d}' % number)
        else:
            sender.sell()
    order = list(range(len(kinds)))
    random.Random(data.draw(st.integers(0, 999), label="order")).shuffle(order)  # noqa: S311
    desk = Desk()
    for index in order:
        receipt = desk.receive_batch(sender, [sender.bodies[index]])
    assert (receipt.through, receipt.head) == (len(kinds), sender.head)
    poison = [seq for seq, is_poison in enumerate(kinds, start=1) if is_poison]
    assert [found.seq for found in receipt.rejected] == poison
    assert sorted(stored(sender)) == [n for n in range(1, len(kinds) + 1) if n not in poison]


def test_ledgers_of_many_terminals_in_one_round_are_answered_each(outlet: Outlet) -> None:
    others = [Outlet(id=f"Q33-1{number:03}") for number in range(20)]
    with writing():
        for other in others:
            register(other.registration)
    desk = Desk()
    for sender in (outlet, *others):
        sender.sell(2)
    desk.recorder.see_through(
        [
            desk.acknowledged.message(sender.entries_topic, sender.batch(sender.bodies))
            for sender in (outlet, *others)
        ]
    )
    assert {letter.topic: desk.read(letter).head for letter in desk.letters} == {
        sender.receipt_topic: sender.head for sender in (outlet, *others)
    }
