"""A damaged database is set aside whole: the link goes on with the new one."""

from pathlib import Path

from tests.device.ledger.books import open_book
from tests.device.link.outpost import LONG, Outpost


def test_a_ledger_that_was_replaced_is_followed(outpost: Outpost, tmp_path: Path) -> None:
    outpost.sell(2)
    old = outpost.ledger.epoch
    receipt = outpost.province.take(outpost.batch())
    for file in tmp_path.glob("ledger.sqlite*"):
        if not file.name.endswith(".lock"):
            file.rename(tmp_path / f"aside-{file.name}")
    fresh = open_book(tmp_path / "ledger.sqlite")
    seller = Outpost(fresh)
    seller.sell(3)
    fresh.close()
    assert outpost.exchange.receipt_came(receipt) == 0
    outpost.now += LONG
    assert outpost.send() == 3
    assert outpost.province.batches[-1] == (outpost.ledger.epoch, [1, 2, 3])
    assert outpost.ledger.epoch != old
    assert outpost.unsent == 0
