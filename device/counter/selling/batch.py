"""Which batch a scanned pack is of."""

from datetime import date

from codes import Pack
from device.counter.drug import Offer, Owner, Shelf, ShelfBatch
from device.counter.rules.batches import is_in_date
from device.counter.sale import OpenSale, SaleLine
from device.counter.world import World


def line_for(pack: Pack | None, offer: Offer, sale: OpenSale, world: World) -> SaleLine:
    """Make the sale line of a drug; without a batch where neither code nor shelf tells it.

    `pack` is what was scanned; None where the drug was looked up. Where the book has none, a batch
    of the same drug that is in the sale already is taken (D): it was read off its box.
    """
    serials = frozenset({pack.serial}) if pack and pack.serial else frozenset[str]()
    if pack and pack.batch:
        expiry = pack.expiry or _expiry_on_shelf(pack.batch, offer, world.shelf)
        # Without any date nobody can say that a drug has not expired.
        batch = pack.batch if expiry or offer.drug.may_lack_expiry else ""
        return SaleLine(offer=offer, batch=batch, expiry=expiry, batch_from="code", serials=serials)
    printed = pack.expiry if pack else None
    chosen = first_expired(offer, sale, world, printed=printed)
    batch, expiry = (chosen.number, chosen.expiry) if chosen else _in_sale(offer, sale, printed)
    return SaleLine(
        offer=offer,
        batch=batch,
        expiry=expiry,
        batch_from="shelf",
        serials=serials,
    )


def first_expired(
    offer: Offer, sale: OpenSale, world: World, *, printed: date | None = None
) -> ShelfBatch | None:
    """Return the batch to sell when the code names none: first expired, first out.

    Where the code says the expiry date, `printed`, only a batch of that date comes. A batch that
    may not be sold (expired, held, not the outlet's own) comes only where the shelf holds no
    other, so that it is refused by name; what is in quarantine never comes.
    """
    on_shelf = world.shelf.batches(offer.drug.id)
    batches = [batch for batch in on_shelf if batch.on_hand > 0 and printed in {None, batch.expiry}]
    good = [batch for batch in batches if _may_be_sold(batch, offer, world)]
    enough = [
        batch
        for batch in good
        if batch.on_hand - sale.taken(offer.drug.id, batch.number) >= offer.unit_size
    ]
    return next(iter(enough or good or batches), None)


def _may_be_sold(batch: ShelfBatch, offer: Offer, world: World) -> bool:
    return (
        batch.owner is Owner.RETAIL
        and is_in_date(batch, offer.drug, world.today)
        and world.shelf.hold(offer.drug.id, batch.number) is None
    )


def _in_sale(offer: Offer, sale: OpenSale, printed: date | None) -> tuple[str, date | None]:
    """Return batch and date of the newest line of the drug; of the date that the code says."""
    mine = (line for line in reversed(sale.lines) if line.drug.id == offer.drug.id)
    fits = ((one.batch, one.expiry) for one in mine if printed in {None, one.expiry})
    return next(fits, ("", printed))


def _expiry_on_shelf(number: str, offer: Offer, shelf: Shelf) -> date | None:
    known = (batch for batch in shelf.batches(offer.drug.id) if batch.number == number)
    return next((batch.expiry for batch in known), None)


def known_on_shelf(pack: Pack, offer: Offer, shelf: Shelf) -> bool:
    """Whether the shelf holds the batch that the pack's code names."""
    return any(batch.number == pack.batch for batch in shelf.batches(offer.drug.id))
