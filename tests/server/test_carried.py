"""Business that was set aside and comes once more in another epoch counts once."""

import secrets

import pytest

from server.store.carried import Original, find
from server.store.database import reading, rows
from tests.server.desk import Desk
from tests.server.outlet import Outlet
from wire.chain import entry_hash


def reference(epoch: str, seq: int, body: bytes) -> dict[str, object]:
    return {"epoch": epoch, "seq": seq, "sha256": entry_hash(body)}


@pytest.fixture
def clone(outlet: Outlet) -> Outlet:
    """The same terminal's card, copied: it sold something else under number 2."""
    outlet.sell(1)
    clone = Outlet(id=outlet.id, key=outlet.key, epoch=outlet.epoch, bodies=[*outlet.bodies])
    outlet.sell(1)
    clone.bodies.append(clone.sale(2, clone.head, quantity=5))
    Desk().receive_batch(outlet, outlet.bodies)
    receipt = Desk().receive_batch(clone, clone.bodies)
    assert [found.reason for found in receipt.rejected] == ["conflict"]
    return clone


def following(outlet: Outlet, *carried: dict[str, object]) -> Outlet:
    """Begin another epoch, which carries these entries."""
    new = Outlet(id=outlet.id, key=outlet.key, epoch=secrets.token_hex(16))
    new.write("epoch-begun", because="overtaken", previous=outlet.epoch, previous_through=2)
    for one in carried:
        new.write("sale", staff="4071", lines=[], total_vnd=62_500, carried=one)
    return new


def test_what_was_set_aside_is_stored_when_another_epoch_carries_it(clone: Outlet) -> None:
    new = following(clone, reference(clone.epoch, 2, clone.bodies[1]))
    receipt = Desk().receive_batch(new, new.bodies)
    assert (receipt.through, receipt.rejected) == (2, ())
    original = Original(clone.id, clone.epoch, 2, clone.hashes[1])
    with reading():
        assert find([original]) == {original: (new.epoch, 2)}


def test_it_may_come_again_and_is_receipted_again(clone: Outlet) -> None:
    new = following(clone, reference(clone.epoch, 2, clone.bodies[1]))
    desk = Desk()
    for _ in range(2):
        receipt = desk.receive_batch(new, new.bodies)
        assert (receipt.through, receipt.rejected) == (2, ())
    assert rows("SELECT count(*) FROM carried") == [(1,)]


@pytest.mark.parametrize("is_together", [True, False])
def test_carried_twice_is_stored_once(clone: Outlet, *, is_together: bool) -> None:
    one = following(clone, reference(clone.epoch, 2, clone.bodies[1]))
    two = following(clone, reference(clone.epoch, 2, clone.bodies[1]))
    desk = Desk()
    if is_together:
        receipts = desk.receive(clone.entries_topic, one.batch(one.bodies), two.batch(two.bodies))
    else:
        receipts = [desk.receive_batch(new, new.bodies) for new in (one, two)]
    assert [[found.reason for found in receipt.rejected] for receipt in receipts] == [
        [],
        ["carried twice"],
    ]
    assert [receipt.through for receipt in receipts] == [2, 2]
    assert rows("SELECT kind, count(*) FROM alarm GROUP BY kind ORDER BY kind") == [
        ("carried twice", 1),
        ("conflict", 1),
    ]


def test_carried_twice_in_one_epoch_is_stored_once(clone: Outlet) -> None:
    again = reference(clone.epoch, 2, clone.bodies[1])
    new = following(clone, again, again)
    receipt = Desk().receive_batch(new, new.bodies)
    assert [(found.seq, found.reason) for found in receipt.rejected] == [(3, "carried twice")]


@pytest.mark.parametrize("is_together", [True, False])
def test_what_is_stored_itself_is_not_counted_again(outlet: Outlet, *, is_together: bool) -> None:
    outlet.sell(2)
    new = following(outlet, reference(outlet.epoch, 2, outlet.bodies[1]))
    desk = Desk()
    batches = [outlet.batch(outlet.bodies), new.batch(new.bodies)]
    if is_together:
        receipts = desk.receive(outlet.entries_topic, *batches)
    else:
        receipts = [desk.receive(outlet.entries_topic, batch)[0] for batch in batches]
    assert [found.reason for found in receipts[1].rejected] == ["carried twice"]


def test_what_is_carried_is_not_stored_itself_afterwards(outlet: Outlet) -> None:
    outlet.sell(2)
    new = following(outlet, reference(outlet.epoch, 2, outlet.bodies[1]))
    desk = Desk()
    assert desk.receive_batch(new, new.bodies).through == 2
    receipt = desk.receive_batch(outlet, outlet.bodies)
    assert [(found.seq, found.reason) for found in receipt.rejected] == [(2, "carried twice")]
    assert receipt.through == 2


def test_another_entry_under_the_same_number_is_another_business(clone: Outlet) -> None:
    new = following(
        clone,
        reference(clone.epoch, 2, clone.bodies[1]),
        reference(clone.epoch, 2, b"a third card's"),
    )
    assert Desk().receive_batch(new, new.bodies).rejected == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"epoch": "x", "seq": 2, "sha256": "0" * 64},
        {"epoch": "0" * 32, "seq": 0, "sha256": "0" * 64},
        {"epoch": "0" * 32, "seq": 2, "sha256": "g" * 64},
        {"epoch": "0" * 32, "seq": 2**60, "sha256": "0" * 64},
    ],
)
def test_a_reference_that_cannot_be_is_set_aside(outlet: Outlet, wrong: dict[str, object]) -> None:
    outlet.write("sale", carried=wrong)
    receipt = Desk().receive_batch(outlet, outlet.bodies)
    assert [found.reason for found in receipt.rejected] == ["undecodable"]
