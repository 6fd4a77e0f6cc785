"""Which batch a scanned pack is of."""

from datetime import date

from codes import Pack
from device.counter.drug import Offer, Shelf, ShelfBatch
from device.counter.sale import OpenSale, SaleLine


def line_for(
    pack: Pack, offer: Offer, *, sale: OpenSale, shelf: Shelf, today: date
) -> SaleLine | None:
    """Make the sale line of a pack; None if neither code nor shelf tells batch and expiry."""
    serials = frozenset({pack.serial}) if pack.serial else frozenset[str]()
    if pack.batch:
        known = {batch.number: batch.expiry for batch in shelf.batches(offer.drug.id)}
        expiry = pack.expiry or known.get(pack.batch)
        if expiry is None:
            return None  # nobody can say that it has not expired
        return SaleLine(
            offer=offer, batch=pack.batch, expiry=expiry, batch_from="code", serials=serials
        )
    chosen = first_expired(offer, sale=sale, shelf=shelf, today=today, printed=pack.expiry)
    if chosen is None:
        return None
    return SaleLine(
        offer=offer,
        batch=chosen.number,
        expiry=chosen.expiry,
        batch_from="shelf",
        serials=serials,
    )


def first_expired(
    offer: Offer, *, sale: OpenSale, shelf: Shelf, today: date, printed: date | None = None
) -> ShelfBatch | None:
    """Return the batch to sell when the code names none: first expired, first out.

    Where the code says the expiry date, `printed`, only a batch of that date comes. An expired
    batch comes only where the shelf holds no other, so that it is refused by name.
    """
    on_shelf = shelf.batches(offer.drug.id)
    batches = [batch for batch in on_shelf if printed in {None, batch.expiry}]
    good = [batch for batch in batches if batch.expiry >= today]
    enough = [
        batch
        for batch in good
        if batch.on_hand - sale.taken(offer.drug.id, batch.number) >= offer.unit_size
    ]
    return next(iter(enough or good or batches), None)


def known_on_shelf(pack: Pack, offer: Offer, shelf: Shelf) -> bool:
    """Whether the shelf holds the batch that the pack's code names."""
    return any(batch.number == pack.batch for batch in shelf.batches(offer.drug.id))
