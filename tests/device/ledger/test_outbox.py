from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
import pytest

from device.ledger.database import LedgerDatabase
from device.ledger.ledger import Ledger
from device.ledger.outbox import Applied, OutboxQueue, ReceiptMismatchError, Waiting
from device.ledger.tables import Outbox
from tests.device.ledger.books import AT, TERMINAL, line, sale
from wire.chain import origin
from wire.receipt import Receipt, Rejected, Span

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


@dataclass
class Posted:
    """A ledger of ten sales and its outbox."""

    ledger: Ledger
    queue: OutboxQueue

    @property
    def database(self) -> LedgerDatabase:
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
        return [seq for (_epoch, seq), found in self.queue.states().items() if found == state]


@pytest.fixture
def post(ledger: Ledger) -> Posted:
    for _sale in range(10):
        ledger.commit_sale(sale(), staff="NV-07")
    return Posted(ledger, OutboxQueue(ledger.database, terminal=TERMINAL))


def test_what_was_sold_waits(post: Posted) -> None:
    assert post.queue.waiting() == Waiting(10, None, AT)
    assert post.in_state(Outbox.WAITING) == list(range(1, 11))


def test_an_empty_outbox_has_nothing_to_say(ledger: Ledger) -> None:
    queue = OutboxQueue(ledger.database, terminal=TERMINAL)
    assert queue.waiting() == Waiting(0, None)
    assert queue.next_batch(entries=10, size=1000) is None


def test_a_receipt_marks_what_it_confirms_and_nothing_more(post: Posted) -> None:
    assert post.queue.apply(post.receipt(4), at=NOON).answered == 4
    assert post.in_state(Outbox.RECEIVED) == [1, 2, 3, 4]
    assert post.queue.waiting() == Waiting(6, NOON, AT)
    assert post.queue.apply(post.receipt(10), at=LATER).answered == 6
    assert post.queue.waiting() == Waiting(0, LATER)


def test_a_receipt_that_comes_again_or_too_late_changes_nothing(post: Posted) -> None:
    post.queue.apply(post.receipt(7), at=NOON)
    before = list(Outbox.select().order_by(Outbox.seq).dicts().execute(post.database))
    for through in (7, 3, 0):
        assert post.queue.apply(post.receipt(through), at=LATER).answered == 0
    assert list(Outbox.select().order_by(Outbox.seq).dicts().execute(post.database)) == before


def test_a_receipt_of_an_empty_server_marks_nothing(post: Posted) -> None:
    assert post.queue.apply(post.receipt(0), at=NOON).answered == 0
    assert post.queue.waiting() == Waiting(10, None, AT)


@pytest.mark.parametrize(
    "change",
    [
        {"epoch": "f" * 32},
        {"terminal": "Q33-0002"},
        {"head": ""},
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
    assert post.queue.waiting() == Waiting(10, None, AT)


@pytest.mark.parametrize("change", [{"head": "0" * 64}, {"through": 5}, {"through": 11}])
def test_a_receipt_for_entries_that_are_not_ours_shows_another_writer_and_confirms_nothing(
    post: Posted, change: dict[str, object]
) -> None:
    wrong = msgspec.structs.replace(post.receipt(4), **change)
    assert post.queue.apply(wrong, at=NOON) == Applied(0, overtaken=True)
    assert post.queue.waiting() == Waiting(10, None, AT)


@pytest.mark.parametrize("reason", ["conflict", "chain broken"])
def test_an_entry_of_ours_that_contradicts_what_is_stored_shows_another_writer(
    post: Posted, reason: str
) -> None:
    receipt = msgspec.structs.replace(
        post.receipt(0, post.rejected(3, reason)), through=12, head="0" * 64
    )
    assert post.queue.apply(receipt, at=NOON) == Applied(1, overtaken=True)
    assert post.in_state(Outbox.REJECTED) == [3]
    assert post.queue.apply(receipt, at=LATER) == Applied(0, overtaken=True)
    assert post.in_state(Outbox.WAITING) == [1, 2, *range(4, 11)]


def test_what_is_stored_behind_a_gap_is_received_where_its_end_is_ours(post: Posted) -> None:
    beyond = (
        Span(first=4, last=6, head=post.hash_of(6)),
        Span(first=8, last=9, head=post.hash_of(8)),
        Span(first=10, last=12, head="0" * 64),
    )
    receipt = msgspec.structs.replace(post.receipt(2), beyond=beyond)
    assert post.queue.apply(receipt, at=NOON) == Applied(5, overtaken=False)
    assert post.in_state(Outbox.RECEIVED) == [1, 2, 4, 5, 6]


def test_what_another_writer_was_refused_under_our_number_does_not_hold_ours_back(
    post: Posted,
) -> None:
    foreign = Rejected(seq=2, sha256="0" * 64, reason="conflict")
    assert post.queue.apply(post.receipt(4, foreign), at=NOON) == Applied(4, overtaken=False)


def test_a_rejected_entry_is_kept_with_its_reason(post: Posted) -> None:
    assert post.queue.apply(post.receipt(4, post.rejected(2, "unreadable")), at=NOON).answered == 4
    assert post.in_state(Outbox.REJECTED) == [2]
    assert post.in_state(Outbox.RECEIVED) == [1, 3, 4]
    row = Outbox.select().where(Outbox.seq == 2).get(post.database)
    assert (row.reason, row.answered_at) == ("unreadable", NOON.isoformat())
    assert post.ledger.sale(2)[0].seq == 2


def test_a_rejection_of_other_bytes_than_ours_marks_neither_way(post: Posted) -> None:
    foreign = Rejected(seq=2, sha256="0" * 64, reason="undecodable")
    assert post.queue.apply(post.receipt(4, foreign), at=NOON).answered == 3
    assert post.in_state(Outbox.RECEIVED) == [1, 3, 4]
    assert post.in_state(Outbox.REJECTED) == []
    assert 2 in post.in_state(Outbox.WAITING)


def test_a_rejection_behind_a_gap_counts_too(post: Posted) -> None:
    assert post.queue.apply(post.receipt(4, post.rejected(9)), at=NOON).answered == 5
    assert post.in_state(Outbox.REJECTED) == [9]


def test_what_was_answered_once_is_not_answered_otherwise_later(post: Posted) -> None:
    post.queue.apply(post.receipt(4, post.rejected(2)), at=NOON)
    assert post.queue.apply(post.receipt(4), at=LATER).answered == 0
    assert post.in_state(Outbox.REJECTED) == [2]
    assert post.queue.apply(post.receipt(4, post.rejected(3)), at=LATER).answered == 0
    assert post.in_state(Outbox.RECEIVED) == [1, 3, 4]


def chosen(queue: OutboxQueue, *, entries: int = 100, size: int = 10**6) -> list[int]:
    portion = queue.next_batch(entries=entries, size=size)
    return [seq for seq, _body in portion.bodies] if portion else []


def test_the_next_entries_come_in_order_and_with_their_exact_bytes(post: Posted) -> None:
    bodies = {entry.seq: entry.body for entry in post.ledger.entries()}
    portion = post.queue.next_batch(entries=100, size=10**6)
    assert portion is not None
    assert portion.epoch == post.ledger.epoch
    assert portion.bodies == sorted(bodies.items())
    assert portion.sealed == {}


def test_no_more_come_than_asked_for(post: Posted) -> None:
    length = len(next(post.ledger.entries()).body)
    assert chosen(post.queue, entries=3) == [1, 2, 3]
    assert chosen(post.queue, entries=9, size=2 * length) == [1, 2]
    assert chosen(post.queue, entries=9, size=2 * length - 1) == [1]
    assert chosen(post.queue, entries=9, size=0) == [1]


def test_behind_an_entry_come_only_later_ones(post: Posted) -> None:
    def behind(seq: int) -> list[int]:
        place = (post.ledger.epoch, seq)
        portion = post.queue.next_batch(entries=3, size=10**6, after=place)
        return [seq for seq, _body in portion.bodies] if portion else []

    assert behind(0) == [1, 2, 3]
    assert behind(8) == [9, 10]
    assert behind(10) == []


def test_one_entry_that_is_larger_than_all_that_was_asked_for_comes_alone(ledger: Ledger) -> None:
    ledger.commit_sale(sale(*(line(batch=f"B{n}") for n in range(200))), staff="NV-07")
    ledger.commit_sale(sale(), staff="NV-07")
    queue = OutboxQueue(ledger.database, terminal=TERMINAL)
    portion = queue.next_batch(entries=9, size=1000)
    assert portion is not None
    assert [seq for seq, _body in portion.bodies] == [1]
    assert len(portion.bodies[0][1]) > 1000


def test_sealed_blocks_come_along_and_count_only_where_they_are_sent(ledger: Ledger) -> None:
    for _sale in range(3):
        ledger.commit_sale(sale(on_prescription=True, card=True), staff="NV-07")
    queue = OutboxQueue(ledger.database, terminal=TERMINAL)
    portion = queue.next_batch(entries=9, size=10**6)
    assert portion is not None
    assert set(portion.sealed) == {1, 2, 3}
    sale_alone = len(portion.bodies[0][1])
    both = sale_alone + len(portion.sealed[1])
    assert chosen(queue, size=3 * sale_alone) == [1, 2, 3]
    with_sealed = queue.next_batch(entries=9, size=2 * both, with_sealed=True)
    assert with_sealed is not None
    assert [seq for seq, _body in with_sealed.bodies] == [1, 2]


def test_what_was_answered_is_not_sent_again(post: Posted) -> None:
    post.queue.apply(post.receipt(4, post.rejected(2)), at=NOON)
    assert chosen(post.queue, entries=3) == [5, 6, 7]
