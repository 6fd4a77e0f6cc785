from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
import pytest
from peewee import SqliteDatabase

from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue, ReceiptMismatchError, Waiting
from device.ledger.tables import Outbox
from tests.device.ledger.books import TERMINAL, line, sale
from wire.chain import origin
from wire.receipt import Receipt, Rejected

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


@dataclass
class Posted:
    """A ledger of ten sales and its outbox."""

    ledger: Ledger
    queue: OutboxQueue

    @property
    def database(self) -> SqliteDatabase:
        return self.ledger.database

    def hash_of(self, seq: int) -> str:
        if seq == 0:
            return origin(TERMINAL, self.ledger.epoch)
        return self.ledger.sale(seq)[1]

    def receipt(self, through: int, *rejected: Rejected) -> Receipt:
        return Receipt(
            terminal=TERMINAL,
            epoch=self.ledger.epoch,
            through=through,
            head=self.hash_of(through),
            rejected=rejected,
            at=NOON,
        )

    def rejected(self, seq: int, reason: str = "another hash is stored") -> Rejected:
        return Rejected(seq=seq, sha256=self.hash_of(seq), reason=reason)

    def in_state(self, state: str) -> list[int]:
        return [seq for seq, found in self.queue.states().items() if found == state]


@pytest.fixture
def post(ledger: Ledger) -> Posted:
    for _sale in range(10):
        ledger.commit_sale(sale(), staff="NV-07")
    return Posted(ledger, OutboxQueue(ledger.database, terminal=TERMINAL, epoch=ledger.epoch))


def test_what_was_sold_waits(post: Posted) -> None:
    assert post.queue.waiting() == Waiting(10, None)
    assert post.in_state(Outbox.WAITING) == list(range(1, 11))


def test_an_empty_outbox_has_nothing_to_say(ledger: Ledger) -> None:
    queue = OutboxQueue(ledger.database, terminal=TERMINAL, epoch=ledger.epoch)
    assert queue.waiting() == Waiting(0, None)
    assert queue.next_bodies(after=0, entries=10, size=1000) == []


def test_a_receipt_marks_what_it_confirms_and_nothing_more(post: Posted) -> None:
    assert post.queue.apply(post.receipt(4), at=NOON) == 4
    assert post.in_state(Outbox.RECEIVED) == [1, 2, 3, 4]
    assert post.queue.waiting() == Waiting(6, NOON)
    assert post.queue.apply(post.receipt(10), at=LATER) == 6
    assert post.queue.waiting() == Waiting(0, LATER)


def test_a_receipt_that_comes_again_or_too_late_changes_nothing(post: Posted) -> None:
    post.queue.apply(post.receipt(7), at=NOON)
    before = list(Outbox.select().order_by(Outbox.seq).dicts().execute(post.database))
    for through in (7, 3, 0):
        assert post.queue.apply(post.receipt(through), at=LATER) == 0
    assert list(Outbox.select().order_by(Outbox.seq).dicts().execute(post.database)) == before


def test_a_receipt_of_an_empty_server_marks_nothing(post: Posted) -> None:
    assert post.queue.apply(post.receipt(0), at=NOON) == 0
    assert post.queue.waiting() == Waiting(10, None)


@pytest.mark.parametrize(
    "change",
    [
        {"epoch": "f" * 32},
        {"terminal": "Q33-0002"},
        {"head": "0" * 64},
        {"through": 5},
        {"through": 11},
        {"through": -1},
        {"through": 0},
    ],
)
def test_a_receipt_for_another_ledger_marks_nothing(
    post: Posted, change: dict[str, object]
) -> None:
    wrong = msgspec.structs.replace(post.receipt(4, post.rejected(2)), **change)
    with pytest.raises(ReceiptMismatchError):
        post.queue.apply(wrong, at=NOON)
    assert post.queue.waiting() == Waiting(10, None)


def test_a_rejected_entry_is_kept_with_its_reason(post: Posted) -> None:
    assert post.queue.apply(post.receipt(4, post.rejected(2, "unreadable")), at=NOON) == 4
    assert post.in_state(Outbox.REJECTED) == [2]
    assert post.in_state(Outbox.RECEIVED) == [1, 3, 4]
    row = Outbox.select().where(Outbox.seq == 2).get(post.database)
    assert (row.reason, row.answered_at) == ("unreadable", NOON.isoformat())
    assert post.ledger.sale(2)[0].seq == 2


def test_a_rejection_of_other_bytes_than_ours_marks_neither_way(post: Posted) -> None:
    foreign = Rejected(seq=2, sha256="0" * 64, reason="unreadable")
    assert post.queue.apply(post.receipt(4, foreign), at=NOON) == 3
    assert post.in_state(Outbox.RECEIVED) == [1, 3, 4]
    assert post.in_state(Outbox.REJECTED) == []
    assert 2 in post.in_state(Outbox.WAITING)


def test_a_rejection_beyond_the_receipts_end_marks_nothing(post: Posted) -> None:
    assert post.queue.apply(post.receipt(4, post.rejected(9)), at=NOON) == 4
    assert 9 in post.in_state(Outbox.WAITING)


def test_what_was_answered_once_is_not_answered_otherwise_later(post: Posted) -> None:
    post.queue.apply(post.receipt(4, post.rejected(2)), at=NOON)
    assert post.queue.apply(post.receipt(4), at=LATER) == 0
    assert post.in_state(Outbox.REJECTED) == [2]
    assert post.queue.apply(post.receipt(4, post.rejected(3)), at=LATER) == 0
    assert post.in_state(Outbox.RECEIVED) == [1, 3, 4]


def test_the_next_entries_come_in_order_and_with_their_exact_bytes(post: Posted) -> None:
    bodies = {entry.seq: entry.body for entry in post.ledger.entries()}
    chosen = post.queue.next_bodies(after=0, entries=100, size=10**6)
    assert chosen == sorted(bodies.items())


def test_no_more_come_than_asked_for(post: Posted) -> None:
    def numbers(after: int, entries: int, size: int = 10**6) -> list[int]:
        found = post.queue.next_bodies(after=after, entries=entries, size=size)
        return [seq for seq, _body in found]

    length = len(next(post.ledger.entries()).body)
    assert numbers(0, 3) == [1, 2, 3]
    assert numbers(8, 3) == [9, 10]
    assert numbers(10, 3) == []
    assert numbers(0, 9, 2 * length) == [1, 2]
    assert numbers(0, 9, 2 * length - 1) == [1]
    assert numbers(0, 9, 0) == [1]


def test_one_entry_that_is_larger_than_all_that_was_asked_for_comes_alone(ledger: Ledger) -> None:
    ledger.commit_sale(sale(*(line(batch=f"B{n}") for n in range(200))), staff="NV-07")
    ledger.commit_sale(sale(), staff="NV-07")
    queue = OutboxQueue(ledger.database, terminal=TERMINAL, epoch=ledger.epoch)
    chosen = queue.next_bodies(after=0, entries=9, size=1000)
    assert [seq for seq, _body in chosen] == [1]
    assert len(chosen[0][1]) > 1000


def test_what_was_answered_is_not_sent_again(post: Posted) -> None:
    post.queue.apply(post.receipt(4, post.rejected(2)), at=NOON)
    chosen = post.queue.next_bodies(after=0, entries=3, size=10**6)
    assert [seq for seq, _body in chosen] == [5, 6, 7]
