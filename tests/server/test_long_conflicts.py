"""A card that was restored or copied goes on for weeks: receipts still arrive, and nothing is lost.

The terminal and the server are real; between them lies what the broker drops.
"""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from device.ledger.ledger import Ledger
from server.ingest.desk import Desk as ServerDesk
from server.store.database import rows, writing
from server.store.terminals import register
from tests.device.ledger.books import line, open_book, sale
from tests.device.link.outpost import LONG, Outpost
from tests.device.link.province import SERVER_KEY, TERMINAL_KEY
from tests.server.desk import Desk
from tests.server.outlet import PROVINCE, Outlet
from wire.size import MAX_MESSAGE

LIVED, SOLD = 700, 1000
RECEIPT_BYTES = 2048


@dataclass
class Road:
    """To the server and back, by the broker."""

    outlet: Outlet
    loses: bool = False
    """Every fourth receipt."""
    desk: ServerDesk = field(default_factory=lambda: ServerDesk(province=PROVINCE, key=SERVER_KEY))
    receipts: int = 0

    def exchange(self, ledger: Ledger) -> None:
        """Let everything through that waits, and let the terminal draw its conclusions."""
        outpost = Outpost(ledger)
        for _round in range(300):
            outpost.now += LONG
            if batch := outpost.try_batch():
                self._answer(outpost, batch)
            elif not ledger.catch_up() and not outpost.unsent:
                return
        pytest.fail(f"{outpost.unsent} entries are never answered")

    def _answer(self, outpost: Outpost, batch: bytes) -> None:
        for letter in self.desk.see_through([(self.outlet.entries_topic, batch)]):
            self.receipts += 1
            is_lost = self.loses and self.receipts % 4 == 1
            if len(letter.payload) <= MAX_MESSAGE and not is_lost:
                outpost.exchange.receipt_came(letter.payload)


@pytest.fixture
def outlet(store: Path | str) -> Outlet:
    assert store
    outlet = Outlet(key=TERMINAL_KEY)
    with writing():
        register(outlet.registration)
    return outlet


@pytest.mark.parametrize("loses", [False, True])
def test_an_old_card_that_sold_a_thousand_times_without_a_line_loses_no_sale(
    outlet: Outlet, tmp_path: Path, *, loses: bool
) -> None:
    road, file, backup = Road(outlet, loses), tmp_path / "ledger.sqlite", tmp_path / "backup.sqlite"
    live = open_book(file)
    Outpost(live).sell(10)
    road.exchange(live)
    live.close()
    shutil.copy(file, backup)
    live = open_book(file)
    for _sale in range(LIVED):
        live.commit_sale(sale(line(quantity=3)), staff="NV-07")
    road.exchange(live)
    live.close()
    for part in tmp_path.glob("ledger.sqlite*"):
        part.unlink()
    shutil.copy(backup, file)
    old = open_book(file)
    epoch = old.epoch
    Outpost(old).sell(SOLD)
    sold = {entry.sha256 for entry in old.entries() if entry.epoch == epoch}
    road.exchange(old)
    old.close()
    counted = {sha for (sha,) in rows("SELECT sha256 FROM entry WHERE epoch = ?", (epoch,))}
    counted |= {sha for (sha,) in rows("SELECT sha256 FROM carried WHERE epoch = ?", (epoch,))}
    assert len(sold) == SOLD + 10
    assert sold - counted == set()


def test_beside_a_twin_the_true_card_s_receipts_stay_short(outlet: Outlet) -> None:
    outlet.sell(10)
    desk = Desk()
    desk.receive_batch(outlet, outlet.bodies)
    twin = twin_of(outlet)
    outlet.sell(600)
    sell_otherwise(twin, 600)
    for one in (outlet, twin):
        for first in range(10, 610, 100):
            desk.receive_batch(one, one.bodies[first : first + 100])
    outlet.sell(1)
    receipt = desk.receive_batch(outlet, outlet.bodies[-1:])
    assert (receipt.through, receipt.head, receipt.rejected) == (611, outlet.head, ())
    assert len(desk.letters[-1].payload) < RECEIPT_BYTES
    again = desk.receive_batch(twin, twin.bodies[10:20])
    assert [found.seq for found in again.rejected] == list(range(11, 21))


def twin_of(outlet: Outlet) -> Outlet:
    return Outlet(id=outlet.id, key=outlet.key, epoch=outlet.epoch, bodies=[*outlet.bodies])


def sell_otherwise(outlet: Outlet, count: int) -> None:
    for _sale in range(count):
        outlet.bodies.append(outlet.sale(len(outlet.bodies) + 1, outlet.head, quantity=3))
