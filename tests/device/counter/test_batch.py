from device.counter.drug import Hold, HoldKind, Owner
from device.counter.sale import OpenSale
from device.counter.selling.batch import first_expired, line_for
from tests.device.counter.shop import FREE, NEXT_YEAR, TODAY, TOMORROW, Counter, MemoryShelf, pack


def test_a_named_batch_without_any_date_is_not_sold() -> None:
    counter = Counter(MemoryShelf())
    unknown = pack(FREE, batch="NOWHERE", expiry=None)
    offer = counter.shelf.offer(unknown.gtin)
    assert offer is not None
    assert line_for(unknown, offer, OpenSale(), counter.world).batch == ""


def test_what_may_not_be_sold_is_never_chosen_while_there_is_anything_else() -> None:
    counter = Counter(MemoryShelf())
    offer = counter.shelf.offers(FREE.id)[0]
    shelf = counter.shelf
    shelf.put(FREE, "PROGRAMME", TODAY, owner=Owner.PROGRAMME)
    shelf.put(FREE, "INSURANCE", TODAY, owner=Owner.INSURANCE)
    shelf.put(FREE, "ASIDE", TODAY, on_hand=0, set_aside=500)
    shelf.put(FREE, "HELD", TODAY)
    hold = Hold(
        number="R1",
        kind=HoldKind.SUSPENDED,
        drug_id=FREE.id,
        drug_name=FREE.name,
        batches=("HELD",),
    )
    shelf.holds.append(hold)
    shelf.put(FREE, "OWN", NEXT_YEAR)
    chosen = first_expired(offer, OpenSale(), counter.world)
    assert chosen is not None
    assert chosen.number == "OWN"


def test_quarantine_is_never_chosen_even_if_it_is_all_there_is() -> None:
    counter = Counter(MemoryShelf())
    counter.shelf.put(FREE, "ASIDE", TOMORROW, on_hand=0, set_aside=500)
    offer = counter.shelf.offers(FREE.id)[0]
    assert first_expired(offer, OpenSale(), counter.world) is None
