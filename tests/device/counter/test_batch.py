from device.counter.sale import OpenSale
from device.counter.selling.batch import line_for
from tests.device.counter.shop import FREE, TODAY, MemoryShelf, pack


def test_a_named_batch_without_any_date_is_not_sold() -> None:
    shop = MemoryShelf()
    unknown = pack(FREE, batch="NOWHERE", expiry=None)
    offer = shop.offer(unknown.gtin)
    assert offer is not None
    assert line_for(unknown, offer, sale=OpenSale(), shelf=shop, today=TODAY) is None
