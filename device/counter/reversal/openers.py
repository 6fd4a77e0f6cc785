"""What the tile of returns leads to."""

from device.counter.cue import Cue
from device.counter.open_sale import open_sale
from device.counter.opening import Opener
from device.counter.reversal.finding import found
from device.counter.state import FindSale, Notice, Paid, Selling, State
from device.counter.states.asking import Item
from device.counter.step import Step
from device.counter.world import World


def _return(state: State, world: World) -> Step:
    """From a sale that was just paid its own lines; from elsewhere the receipt is asked for."""
    sale = open_sale(state)
    if not sale.empty:
        return Step(state=Selling(sale=sale, notice=Notice.SALE_OPEN), cue=Cue.WARN)
    if isinstance(state, Paid):
        return found(world.past.sale(state.number), at_counter=True)
    return Step(state=FindSale())


openers: dict[Item, Opener] = {Item.RETURN: _return}
