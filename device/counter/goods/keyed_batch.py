"""A batch number that was read off a box by eye and keyed in."""

from codes.batch_number import plain_batch
from device.counter.world import World


def as_the_book_writes_it(drug_id: str, batch: str, world: World) -> str:
    """Return the number of the batch as the shelf has it: a keyboard knows no small letters.

    Else one batch would stand in the book twice, and a count would miss half of it.
    """
    wanted = plain_batch(batch)
    known = (one.number for one in world.shelf.batches(drug_id))
    return next((number for number in known if plain_batch(number) == wanted), batch)
