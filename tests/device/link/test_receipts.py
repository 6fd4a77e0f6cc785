"""Receipts that are not what they say, or come when nobody waits for them."""

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from device.ledger.tables import Outbox
from tests.device.link.outpost import LONG, Outpost
from tests.device.link.province import SERVER_KEY, TERMINAL_KEY, signed
from wire.receipt import Rejected, encode_receipt
from wire.sign import sign


def forged(kind: str, outpost: Outpost) -> bytes:
    """Return what looks like a receipt for everything, and is not to be believed."""
    right, other_key = outpost.receipt(4), Ed25519PrivateKey.generate()
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
        "another terminal": lambda: signed(outpost.receipt(4, terminal="Q33-0002")),
        "another epoch": lambda: signed(outpost.receipt(4, epoch="f" * 32)),
        "no hash": lambda: signed(outpost.receipt(4, head="0")),
        "a number below the first": lambda: signed(outpost.receipt(4, through=-1)),
        "an origin that is none": lambda: signed(outpost.receipt(4, through=0, head="0" * 64)),
        "a cut message": lambda: genuine[:-20],
        "an unsigned payload": lambda: payload,
        "a changed payload": lambda: genuine.replace(b".e", b".f", 1),
        "nothing": lambda: b"",
        "garbage": lambda: b"\x00\xff" * 40,
    }
    return ways[kind]()


TERMINAL = "Q33-0001"
FORGERIES = (
    "another key", "the terminal's own key", "another signer", "a status", "a batch",
    "no receipt inside", "broken text inside", "nesting inside", "another terminal",
    "another epoch", "no hash", "a number below the first", "an origin that is none",
    "a cut message", "an unsigned payload", "a changed payload", "nothing", "garbage",
)  # fmt: skip


@pytest.mark.parametrize("kind", FORGERIES)
def test_a_receipt_that_is_not_to_be_believed_marks_nothing(outpost: Outpost, kind: str) -> None:
    outpost.sell(4)
    batch = outpost.batch()
    assert outpost.exchange.receipt_came(forged(kind, outpost)) == 0
    assert outpost.unsent == 4
    assert outpost.is_silent()
    assert outpost.seen == []
    assert outpost.ledger.marks()[0].last_seq == 4
    outpost.now += LONG
    assert outpost.batch() == batch
    assert outpost.exchange.receipt_came(outpost.province.take(batch)) == 4


@pytest.mark.parametrize("changed", [{"head": "0" * 64}, {"through": 9}])
def test_a_genuine_receipt_for_another_history_marks_nothing_and_is_noted_for_good(
    outpost: Outpost, changed: dict[str, object]
) -> None:
    outpost.sell(4)
    outpost.batch()
    assert outpost.exchange.receipt_came(signed(outpost.receipt(4, **changed))) == 0
    assert outpost.unsent == 4
    noted = outpost.ledger.database.row("SELECT overtaken_at IS NOT NULL FROM book")
    assert noted == (1,)
    assert outpost.is_silent()


def test_a_receipt_that_comes_twice_is_worth_one(outpost: Outpost) -> None:
    outpost.sell(2)
    receipt = outpost.province.take(outpost.batch())
    outpost.sell(2)
    assert outpost.exchange.receipt_came(receipt) == 2
    later = outpost.batch()
    assert outpost.exchange.receipt_came(receipt) == 0
    assert outpost.is_silent()
    assert outpost.exchange.receipt_came(outpost.province.take(later)) == 2


def test_an_old_receipt_after_a_newer_one_takes_nothing_back(outpost: Outpost) -> None:
    outpost.sell(4)
    older, newer = signed(outpost.receipt(2)), signed(outpost.receipt(4))
    assert outpost.exchange.receipt_came(newer) == 4
    assert outpost.exchange.receipt_came(older) == 0
    assert set(outpost.states().values()) == {Outbox.RECEIVED}


def test_a_receipt_for_an_earlier_batch_does_not_pass_for_this_ones(outpost: Outpost) -> None:
    outpost.sell(2)
    outpost.province.take(outpost.batch())
    late = outpost.province.receipt(outpost.ledger.epoch)
    outpost.now += LONG
    outpost.sell(2)
    outpost.batch()
    assert outpost.exchange.receipt_came(late) == 2
    assert outpost.is_silent()
    outpost.now += LONG
    outpost.send()
    assert outpost.numbers()[-1] == [3, 4]


def test_a_rejection_of_other_bytes_does_not_set_the_terminal_racing(outpost: Outpost) -> None:
    outpost.sell(2)
    foreign = Rejected(seq=2, sha256="0" * 64, reason="conflict")
    sent = 0
    for _second in range(6 * 3600):
        outpost.now += 1
        if outpost.try_batch():
            sent += 1
            receipt = outpost.receipt(1, rejected=(foreign,))
            outpost.exchange.receipt_came(signed(receipt))
    assert outpost.states() == {1: Outbox.RECEIVED, 2: Outbox.WAITING}
    assert 6 < sent < 60
