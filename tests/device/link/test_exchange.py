import logging
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from device.ledger.tables import Outbox
from device.link.exchange import ANSWER_SECONDS, Exchange
from tests.device.ledger.books import AT, TERMINAL, line, open_book, sale
from tests.device.link.province import SERVER_KEY, TERMINAL_KEY, Province, signed
from wire.batch import MAX_BYTES, MAX_ENTRIES, read_batch
from wire.receipt import Receipt, Rejected, encode_receipt
from wire.sign import claimed_signer, sign, verify
from wire.status import read_status

LONG = 1000.0
"""Longer than any wait for a receipt, in seconds."""


@dataclass
class Line:
    """A terminal, its province, and a clock that only the example moves."""

    ledger: Ledger
    now: float = 0.0
    exchange: Exchange = field(init=False)
    province: Province = field(init=False)

    def __post_init__(self) -> None:
        self.province = Province(self.ledger.epoch)
        self.restart()

    def restart(self) -> None:
        """Start the sender afresh: it knows nothing but the ledger."""
        self.exchange = Exchange(
            self.ledger,
            key=TERMINAL_KEY,
            server_key=SERVER_KEY.public_key(),
            clock=lambda: AT,
            software="0.1.0",
            monotonic=lambda: self.now,
        )

    @property
    def outbox(self) -> OutboxQueue:
        return OutboxQueue(self.ledger.database, terminal=TERMINAL, epoch=self.ledger.epoch)

    def sell(self, how_many: int) -> None:
        for _sale in range(how_many):
            self.ledger.commit_sale(sale(), staff="NV-07")

    def batch(self) -> bytes:
        batch = self.exchange.next_batch()
        assert batch is not None
        return batch

    def is_quiet(self) -> bool:
        return self.exchange.next_batch() is None

    def send_all(self, rounds: int = 100) -> None:
        """Let everything through until there is nothing more to send."""
        for _round in range(rounds):
            self.now += LONG
            batch = self.exchange.next_batch()
            if batch is None:
                return
            self.exchange.receipt_came(self.province.take(batch))
        pytest.fail("there was always something more to send")

    def receipt(self, seq: int, **changed: object) -> Receipt:
        right = Receipt(
            terminal=TERMINAL,
            epoch=self.ledger.epoch,
            through=seq,
            head=self.ledger.sale(seq)[1],
            at=AT,
        )
        return msgspec.structs.replace(right, **changed)


@pytest.fixture
def line_up(tmp_path: Path) -> Iterator[Line]:
    ledger = open_book(tmp_path / "ledger.sqlite")
    yield Line(ledger)
    ledger.close()


@pytest.fixture(scope="module")
def ten_sales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of ten sales, to be copied."""
    file = tmp_path_factory.mktemp("ten") / "ledger.sqlite"
    ledger = open_book(file)
    Line(ledger).sell(10)
    ledger.close()
    return file


def test_with_nothing_sold_there_is_nothing_to_say(line_up: Line) -> None:
    assert line_up.is_quiet()


def test_a_batch_is_signed_and_carries_the_exact_entries(line_up: Line) -> None:
    line_up.sell(3)
    batch = line_up.batch()
    assert claimed_signer(batch) == TERMINAL
    read = read_batch(verify(batch, TERMINAL_KEY.public_key(), TERMINAL, "quay-batch"))
    assert (read.terminal, read.epoch) == (TERMINAL, line_up.ledger.epoch)
    bodies = [entry.body for entry in line_up.ledger.entries()]
    assert [bytes(entry) for entry in read.entries] == bodies


def test_only_one_batch_is_on_its_way(line_up: Line) -> None:
    line_up.sell(3)
    batch = line_up.batch()
    line_up.sell(1)
    assert line_up.is_quiet()
    assert line_up.exchange.receipt_came(line_up.province.take(batch)) == 3
    assert line_up.province.take(line_up.batch())
    assert line_up.province.batches == [[1, 2, 3], [4]]
    assert line_up.is_quiet()


def test_without_a_receipt_the_batch_goes_out_again_and_later_each_time(line_up: Line) -> None:
    line_up.sell(1)
    batch = line_up.batch()
    waits = []
    for _turn in range(12):
        began = line_up.now
        line_up.now += ANSWER_SECONDS - 0.1
        assert line_up.is_quiet()
        while (again := line_up.exchange.next_batch()) is None:
            line_up.now += 1.0
        assert again == batch
        waits.append(line_up.now - began)
    assert ANSWER_SECONDS <= waits[0] <= 2 * ANSWER_SECONDS + 1
    assert max(waits) > 2 * ANSWER_SECONDS
    assert max(waits) <= ANSWER_SECONDS + 300 + 1


def test_what_was_sold_meanwhile_goes_along_when_a_batch_is_sent_again(line_up: Line) -> None:
    line_up.sell(1)
    line_up.batch()
    line_up.sell(2)
    line_up.now += LONG
    line_up.province.take(line_up.batch())
    assert line_up.province.batches == [[1, 2, 3]]


def test_after_a_lost_connection_everything_without_a_receipt_goes_out_again(
    line_up: Line,
) -> None:
    line_up.sell(2)
    batch = line_up.batch()
    assert line_up.is_quiet()
    line_up.exchange.connection_lost()
    assert line_up.batch() == batch


def test_a_batch_has_its_bounds(line_up: Line) -> None:
    line_up.sell(MAX_ENTRIES // 2)
    line_up.send_all()
    biggest = max(line_up.province.batches, key=len)
    assert 1 < len(biggest) < MAX_ENTRIES // 2
    bodies = {entry.seq: entry.body for entry in line_up.ledger.entries()}
    for numbers in line_up.province.batches:
        assert sum(len(bodies[seq]) for seq in numbers) <= MAX_BYTES
    assert line_up.province.kept == bodies


def test_entries_that_are_as_large_as_they_come_still_get_through(line_up: Line) -> None:
    """A message that the other side's library finds too long would hold up all behind it."""
    for _sale in range(3):
        wide = sale(*(line(batch=f"B{n:03d}") for n in range(180)))
        line_up.ledger.commit_sale(wide, staff="NV-07")
    line_up.sell(200)
    line_up.send_all()
    assert len(line_up.province.kept) == 203
    assert line_up.outbox.waiting().entries == 0


def test_a_rejected_entry_does_not_hold_up_those_behind_it(
    line_up: Line, caplog: pytest.LogCaptureFixture
) -> None:
    line_up.province.refuses = frozenset({2, 5})
    line_up.sell(5)
    with caplog.at_level(logging.ERROR):
        line_up.send_all()
    assert line_up.outbox.states() == {
        1: Outbox.RECEIVED,
        2: Outbox.REJECTED,
        3: Outbox.RECEIVED,
        4: Outbox.RECEIVED,
        5: Outbox.REJECTED,
    }
    assert "entry 2" in caplog.text
    line_up.sell(1)
    line_up.send_all()
    assert line_up.outbox.waiting().entries == 0


def test_a_receipt_for_a_part_leaves_the_rest_waiting(line_up: Line) -> None:
    line_up.sell(4)
    line_up.batch()
    assert line_up.exchange.receipt_came(signed(line_up.receipt(2))) == 2
    assert line_up.is_quiet()
    line_up.now += LONG
    line_up.province.take(line_up.batch())
    assert line_up.province.batches == [[3, 4]]


def forged(kind: str, line_up: Line) -> bytes:
    """Return what looks like a receipt for everything, and is not to be believed."""
    right, other_key = line_up.receipt(4), Ed25519PrivateKey.generate()
    payload = encode_receipt(right)
    genuine = signed(right)
    ways: dict[str, Callable[[], bytes]] = {
        "another key": lambda: signed(right, other_key),
        "the terminal's own key": lambda: signed(right, TERMINAL_KEY, TERMINAL),
        "another signer": lambda: signed(right, SERVER_KEY, TERMINAL),
        "a status": lambda: sign(payload, SERVER_KEY, "server", "quay-status"),
        "a batch": lambda: sign(payload, SERVER_KEY, "server", "quay-batch"),
        "no receipt inside": lambda: sign(b"{}", SERVER_KEY, "server", "quay-receipt"),
        "broken text inside": lambda: sign(b"\xff" * 9, SERVER_KEY, "server", "quay-receipt"),
        "nesting inside": lambda: sign(
            b'{"x":' + b"[" * 50_000, SERVER_KEY, "server", "quay-receipt"
        ),
        "another terminal": lambda: signed(line_up.receipt(4, terminal="Q33-0002")),
        "another epoch": lambda: signed(line_up.receipt(4, epoch="f" * 32)),
        "another head": lambda: signed(line_up.receipt(4, head="0" * 64)),
        "a number never given": lambda: signed(line_up.receipt(4, through=9)),
        "a cut message": lambda: genuine[:-20],
        "an unsigned payload": lambda: payload,
        "a changed payload": lambda: genuine.replace(b".e", b".f", 1),
        "nothing": lambda: b"",
        "garbage": lambda: b"\x00\xff" * 40,
    }
    return ways[kind]()


FORGERIES = (
    "another key", "the terminal's own key", "another signer", "a status", "a batch",
    "no receipt inside", "broken text inside", "nesting inside", "another terminal",
    "another epoch", "another head", "a number never given", "a cut message",
    "an unsigned payload", "a changed payload", "nothing", "garbage",
)  # fmt: skip


@pytest.mark.parametrize("kind", FORGERIES)
def test_a_receipt_that_is_not_to_be_believed_marks_nothing(line_up: Line, kind: str) -> None:
    line_up.sell(4)
    batch = line_up.batch()
    assert line_up.exchange.receipt_came(forged(kind, line_up)) == 0
    assert line_up.outbox.waiting().entries == 4
    assert line_up.is_quiet()
    line_up.now += LONG
    assert line_up.batch() == batch
    assert line_up.exchange.receipt_came(line_up.province.take(batch)) == 4


def test_a_rejection_of_other_bytes_does_not_set_the_terminal_racing(line_up: Line) -> None:
    line_up.sell(1)
    line_up.batch()
    foreign = Rejected(seq=1, sha256="0" * 64, reason="another hash is stored")
    assert line_up.exchange.receipt_came(signed(line_up.receipt(1, rejected=(foreign,)))) == 0
    assert line_up.is_quiet()
    line_up.now += LONG
    assert line_up.batch()


def test_a_status_says_how_the_terminal_is(line_up: Line) -> None:
    def status() -> tuple[int, int]:
        message = line_up.exchange.status()
        found = read_status(verify(message, TERMINAL_KEY.public_key(), TERMINAL, "quay-status"))
        assert (found.terminal, found.epoch) == (TERMINAL, line_up.ledger.epoch)
        assert (found.at, found.software) == (AT, "0.1.0")
        return found.last_seq, found.unsent

    assert status() == (0, 0)
    line_up.sell(3)
    assert status() == (3, 3)
    line_up.batch()
    line_up.exchange.receipt_came(signed(line_up.receipt(2)))
    assert status() == (3, 1)


class Net:
    """A line that loses, repeats and reorders, as the example says."""

    def __init__(self, line_up: Line) -> None:
        self.line = line_up
        self.batches: list[bytes] = []
        self.receipts: list[bytes] = []

    def play(self, action: str, which: int) -> None:
        moves: dict[str, Callable[[], object]] = {
            "sell": lambda: self.line.sell(1),
            "time passes": lambda: self.pass_time(7.0 * which),
            "reconnect": self.line.exchange.connection_lost,
            "restart": self.line.restart,
            "send": self.send,
            "lose batch": lambda: _take(self.batches, which),
            "lose receipt": lambda: _take(self.receipts, which),
            "say again": lambda: self.receipts.append(self.line.province.receipt()),
            "deliver batch": lambda: self.deliver_batch(which, again=False),
            "deliver batch, keep it": lambda: self.deliver_batch(which, again=True),
            "deliver receipt": lambda: self.deliver_receipt(which, again=False),
            "deliver receipt, keep it": lambda: self.deliver_receipt(which, again=True),
        }
        moves[action]()

    def pass_time(self, seconds: float) -> None:
        self.line.now += seconds

    def send(self) -> None:
        if batch := self.line.exchange.next_batch():
            self.batches.append(batch)

    def deliver_batch(self, which: int, *, again: bool) -> None:
        if (batch := _take(self.batches, which)) is not None:
            self.receipts.append(self.line.province.take(batch))
            self.batches += [batch] * again

    def deliver_receipt(self, which: int, *, again: bool) -> None:
        if (receipt := _take(self.receipts, which)) is not None:
            self.line.exchange.receipt_came(receipt)
            self.receipts += [receipt] * again


def _take(queue: list[bytes], which: int) -> bytes | None:
    return queue.pop(which % len(queue)) if queue else None


ACTIONS = (
    "sell", "time passes", "time passes", "reconnect", "restart", "send", "send", "send",
    "lose batch", "lose receipt", "say again", "deliver batch", "deliver batch",
    "deliver batch, keep it", "deliver receipt", "deliver receipt", "deliver receipt, keep it",
)  # fmt: skip


@settings(deadline=None, derandomize=True, max_examples=60)
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
        line_up = Line(ledger)
        line_up.province.refuses = refused
        net = Net(line_up)
        for action, which in actions:
            net.play(action, which)
            assert_nothing_is_marked_that_did_not_arrive(line_up)
        line_up.exchange.connection_lost()
        line_up.send_all()
        assert_nothing_is_marked_that_did_not_arrive(line_up)
        bodies = {entry.seq: entry.body for entry in ledger.entries()}
        aside = refused & set(bodies)
        assert line_up.outbox.waiting().entries == 0
        assert line_up.province.kept == {s: body for s, body in bodies.items() if s not in aside}
        states = line_up.outbox.states()
        assert {seq for seq, state in states.items() if state == Outbox.REJECTED} == aside
        ledger.close()


def assert_nothing_is_marked_that_did_not_arrive(line_up: Line) -> None:
    for seq, state in line_up.outbox.states().items():
        if state == Outbox.RECEIVED:
            assert seq in line_up.province.kept
        if state == Outbox.REJECTED:
            assert seq in line_up.province.rejected
