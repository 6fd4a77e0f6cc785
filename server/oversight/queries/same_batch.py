"""One batch under all the ways in which its number was written."""

from collections.abc import Collection

from codes.batch_number import plain_batch
from server.oversight.tallies.batch_names import lot_of
from server.store.database import rows


def marks(lots: Collection[int]) -> str:
    """Return what stands for batches in a statement: `lot IN (...)`."""
    return ", ".join("?" * len(lots)) or "NULL"


def same_batch(drug: str, batch: str) -> dict[int, str]:
    """Return the batches of a drug whose numbers differ in case and spaces at most."""
    wanted = plain_batch(batch)
    found = rows("SELECT id, batch FROM lot WHERE drug = ? ORDER BY batch", (drug,))
    same = {int(id_): str(name) for id_, name in found if plain_batch(str(name)) == wanted}
    return {lot_of(drug, batch): batch} | same
