"""A province that came back from an old backup gets once more what it had confirmed."""

import pytest

from tests.device.link.outpost import LONG, Outpost
from wire.asking import Again


def test_what_the_province_has_lost_goes_out_again_and_nothing_else(outpost: Outpost) -> None:
    outpost.sell(10)
    outpost.send_all()
    epoch, sent = outpost.ledger.epoch, len(outpost.province.batches)
    for number in range(5, 10):
        del outpost.province.shelves[epoch].kept[number]
    outpost.exchange.send_again([Again(epoch=epoch, first=5, last=9)])
    assert outpost.unsent == 5
    outpost.exchange.send_again([Again(epoch=epoch, first=5, last=9)])
    assert outpost.unsent == 5
    outpost.now += LONG
    outpost.send_all()
    again = [number for _epoch, batch in outpost.province.batches[sent:] for number in batch]
    assert again == [5, 6, 7, 8, 9]
    assert set(outpost.states().values()) == {"received"}


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        ("newer schema", "waiting"),
        ("undecodable", "waiting"),
        ("conflict", "rejected"),
        ("chain broken", "rejected"),
        ("carried twice", "rejected"),
    ],
)
def test_what_was_only_set_aside_goes_out_again_and_what_was_rejected_for_good_does_not(
    outpost: Outpost, reason: str, state: str
) -> None:
    outpost.province.refuses, outpost.province.reason = frozenset({2}), reason
    outpost.sell(3)
    outpost.send_all()
    outpost.exchange.send_again([Again(epoch=outpost.ledger.epoch, first=1, last=3)])
    assert outpost.states() == {1: "waiting", 2: state, 3: "waiting"}
    outpost.now += LONG
    outpost.send_all()
    assert outpost.states() == {1: "received", 2: "rejected", 3: "received"}


@pytest.mark.parametrize(("first", "last"), [(0, 3), (3, 1), (7, 1 << 60)])
def test_what_never_was_is_not_sent(outpost: Outpost, first: int, last: int) -> None:
    outpost.sell(3)
    outpost.send_all()
    before = outpost.begin_epoch()
    outpost.exchange.send_again([Again(epoch="f" * 32, first=1, last=3)])
    outpost.exchange.send_again([Again(epoch=outpost.ledger.epoch, first=1, last=3)])
    outpost.exchange.send_again([Again(epoch=before, first=first, last=last)])
    assert outpost.unsent == 0
