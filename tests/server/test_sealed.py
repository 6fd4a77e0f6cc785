"""Sealed blocks: dropped unread unless the province asks for them, kept only with their entry."""

from hashlib import sha256

import pytest

from server.store import sealed
from server.store.database import reading, rows
from tests.server.desk import Desk
from tests.server.outlet import Outlet

BLOCK = b'{"readers":{},"nonce":"","box":"%s"}' % (b"ciphertext" * 20)


@pytest.fixture
def sold(outlet: Outlet) -> Outlet:
    for _ in range(2):
        outlet.write("sale", total_vnd=1, sealed_sha256=sha256(BLOCK).hexdigest())
    outlet.write("sale", total_vnd=1, sealed_sha256=None)
    return outlet


def send(desk: Desk, outlet: Outlet, blocks: dict[int, bytes], *seqs: int) -> int:
    bodies = [outlet.bodies[seq - 1] for seq in seqs or (1, 2, 3)]
    (receipt,) = desk.receive(outlet.entries_topic, outlet.batch(bodies, blocks))
    assert receipt.rejected == ()
    return receipt.through


def kept(outlet: Outlet) -> list[int]:
    with reading():
        return [seq for seq in range(6) if sealed.find(outlet.id, outlet.epoch, seq)]


def test_blocks_that_nobody_asked_for_are_dropped_and_told_and_the_entries_stored(
    sold: Outlet,
) -> None:
    assert send(Desk(), sold, {1: BLOCK, 2: BLOCK}) == 3
    assert kept(sold) == []
    assert rows("SELECT kind, terminal FROM alarm") == [("sealed uninvited", sold.id)]


def test_blocks_that_are_asked_for_are_kept_as_they_came(sold: Outlet) -> None:
    assert send(Desk(keeps_sealed=True), sold, {1: BLOCK}) == 3
    assert kept(sold) == [1]
    assert sealed.find(sold.id, sold.epoch, 1) == BLOCK
    assert rows("SELECT count(*) FROM alarm") == [(0,)]


def test_a_block_of_another_hash_or_of_no_entry_of_the_batch_is_not_kept(sold: Outlet) -> None:
    desk = Desk(keeps_sealed=True)
    send(desk, sold, {1: BLOCK + b" ", 2: BLOCK, 3: BLOCK, 9: BLOCK, -1: BLOCK, 0: BLOCK})
    assert kept(sold) == [2]


def test_a_block_that_comes_later_or_again_is_kept_once(sold: Outlet) -> None:
    desk = Desk(keeps_sealed=True)
    send(desk, sold, {})
    for _ in range(2):
        send(desk, sold, {1: BLOCK}, 1)
    assert kept(sold) == [1]


def test_a_block_without_its_entry_is_not_kept(sold: Outlet) -> None:
    assert send(Desk(keeps_sealed=True), sold, {2: BLOCK}, 1) == 1
    assert kept(sold) == []


def test_a_block_of_an_entry_that_was_set_aside_is_not_kept(sold: Outlet) -> None:
    desk = Desk(keeps_sealed=True)
    send(desk, sold, {})
    other = Outlet(id=sold.id, key=sold.key, epoch=sold.epoch)
    other.write("sale", total_vnd=2, sealed_sha256=sha256(BLOCK).hexdigest())
    (receipt,) = desk.receive(other.entries_topic, other.batch(other.bodies, {1: BLOCK}))
    assert [found.reason for found in receipt.rejected] == ["conflict"]
    assert kept(sold) == []
