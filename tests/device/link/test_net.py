"""A line that loses, repeats and reorders, and a link that is killed, in every order."""

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from device.ledger.tables import Outbox
from tests.device.ledger.books import open_book
from tests.device.link.outpost import Outpost


class Net:
    """A line that loses, repeats and reorders, as the example says."""

    def __init__(self, outpost: Outpost) -> None:
        self.outpost = outpost
        self.batches: list[bytes] = []
        self.receipts: list[bytes] = []

    def play(self, action: str, which: int) -> None:
        moves: dict[str, Callable[[], object]] = {
            "sell": lambda: self.outpost.sell(1),
            "begin epoch": self.outpost.begin_epoch,
            "time passes": lambda: self.pass_time(7.0 * which),
            "reconnect": self.outpost.exchange.connection_lost,
            "restart": self.outpost.restart,
            "send": self.send,
            "lose batch": lambda: _take(self.batches, which),
            "lose receipt": lambda: _take(self.receipts, which),
            "say again": self.say_again,
            "deliver batch": lambda: self.deliver_batch(which, again=False),
            "deliver batch, keep it": lambda: self.deliver_batch(which, again=True),
            "deliver receipt": lambda: self.deliver_receipt(which, again=False),
            "deliver receipt, keep it": lambda: self.deliver_receipt(which, again=True),
        }
        moves[action]()

    def pass_time(self, seconds: float) -> None:
        self.outpost.now += seconds

    def say_again(self) -> None:
        self.receipts.append(self.outpost.province.receipt(self.outpost.ledger.epoch))

    def send(self) -> None:
        if batch := self.outpost.exchange.next_batch():
            self.batches.append(batch)

    def deliver_batch(self, which: int, *, again: bool) -> None:
        if (batch := _take(self.batches, which)) is not None:
            self.outpost.exchange.batch_left()
            self.receipts.append(self.outpost.province.take(batch))
            self.batches += [batch] * again

    def deliver_receipt(self, which: int, *, again: bool) -> None:
        if (receipt := _take(self.receipts, which)) is not None:
            self.outpost.exchange.receipt_came(receipt)
            self.receipts += [receipt] * again


def _take(queue: list[bytes], which: int) -> bytes | None:
    return queue.pop(which % len(queue)) if queue else None


ACTIONS = (
    "sell", "sell", "begin epoch", "time passes", "time passes", "reconnect", "restart", "send",
    "send", "send", "lose batch", "lose receipt", "say again", "deliver batch", "deliver batch",
    "deliver batch, keep it", "deliver receipt", "deliver receipt", "deliver receipt, keep it",
)  # fmt: skip


@settings(deadline=None, derandomize=True, max_examples=80)
@given(
    st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 9)), min_size=10, max_size=60),
    st.frozensets(st.integers(1, 12), max_size=3),
)
def test_whatever_the_line_does_every_entry_arrives_once_it_is_good(
    ten_sales: Path, actions: list[tuple[str, int]], refused: frozenset[int]
) -> None:
    with TemporaryDirectory() as folder:
        file = Path(shutil.copy(ten_sales, folder))
        ledger = open_book(file)
        outpost = Outpost(ledger)
        outpost.province.refuses = refused
        net = Net(outpost)
        for action, which in actions:
            net.play(action, which)
            assert_nothing_is_marked_that_did_not_arrive(outpost)
        outpost.exchange.connection_lost()
        outpost.send_all()
        assert_nothing_is_marked_that_did_not_arrive(outpost)
        assert_everything_is_there(outpost, refused)
        ledger.close()


def assert_nothing_is_marked_that_did_not_arrive(outpost: Outpost) -> None:
    for (epoch, seq), state in outpost.outbox.states().items():
        shelf = outpost.province.shelves.get(epoch)
        if state == Outbox.RECEIVED:
            assert shelf
            assert seq in shelf.kept
        if state == Outbox.REJECTED:
            assert shelf
            assert seq in shelf.rejected


def assert_everything_is_there(outpost: Outpost, refused: frozenset[int]) -> None:
    bodies = {(entry.epoch, entry.seq): entry.body for entry in outpost.ledger.entries()}
    kept = {
        (epoch, seq): body
        for epoch, shelf in outpost.province.shelves.items()
        for seq, body in shelf.kept.items()
    }
    assert kept == {place: body for place, body in bodies.items() if place[1] not in refused}
    rejected = {place for place, s in outpost.outbox.states().items() if s == Outbox.REJECTED}
    assert rejected == {place for place in bodies if place[1] in refused}
