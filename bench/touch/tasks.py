"""The commonest tasks at a counter, each as hands do it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from bench.touch import samples
from bench.touch.player import Player, StuckError
from device.counter.event import (
    CashTaken,
    Chosen,
    Confirmed,
    MenuWanted,
    MoneyCame,
    MoneySeen,
    Opened,
    Picked,
    Prescribed,
    TransferWanted,
)
from device.counter.state import (
    Blocked,
    Done,
    Form,
    Gathering,
    Paid,
    Search,
    Selling,
    ShiftClosing,
    Transfer,
)
from device.counter.states.asking import Item
from device.ui.command import Reprint

_fresh = count(1)
"""Serial numbers and prescriptions are used once."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that a customer wants, or the day."""

    name: str
    play: Callable[[Player], None]
    types: bool = False
    """Whether letters may be typed: it is a search, or manual entry."""
    by_codes: bool = True
    """Whether it can be played by the printed sheet alone."""


def _one_item(player: Player) -> None:
    player.scan(samples.retail(samples.OTC[0]))
    _cash(player)


def _three_items(player: Player) -> None:
    for number in samples.OTC[:3]:
        player.scan(samples.retail(number))
    _cash(player)


def _same_pack(player: Player) -> None:
    for _pack in range(3):
        player.scan(samples.retail(samples.OTC[0]))
    _cash(player)


def _transfer(player: Player, *, seen: bool) -> None:
    player.scan(samples.retail(samples.OTC[0]))
    player.do(TransferWanted())
    state = player.state
    if not isinstance(state, Transfer):
        raise StuckError(f"{type(state).__name__} instead of Transfer")
    if seen:
        player.do(MoneySeen())
    else:
        player.tell(MoneyCame(reference=state.reference, amount_vnd=state.amount_vnd))
    player.must_be(Paid)


def _prescription(player: Player, *, strips: int, packs: int) -> None:
    code = samples.prescription_code(next(_fresh))
    player.scan(code)
    player.tell(Prescribed(code, samples.prescription(code, strips=strips)))
    player.scan(samples.CARD)
    for number in samples.RX[:packs]:
        player.scan(samples.pack(number, f"P{next(_fresh)}"))
        player.must_be(Selling)
    _cash(player)


def _expired(player: Player) -> None:
    player.scan(samples.pack(samples.OTC[0], f"E{next(_fresh)}", days=-20, batch="CU2301"))
    player.must_be(Blocked)
    player.do(Chosen("SET_ASIDE"))
    player.scan(samples.retail(samples.OTC[0]))
    _cash(player)


def _paper_prescription(player: Player) -> None:
    player.scan(samples.pack(samples.RX[0], f"T{next(_fresh)}"))
    player.must_be(Blocked)
    player.do(Chosen("PAPER_PRESCRIPTION"))
    for typed in ("tyt mau", "le van b", f"{samples.today():%d%m%Y}", ""):
        player.key_in(typed)
        if isinstance(player.state, Form):
            player.do(Confirmed())
    player.must_be(Selling)
    _cash(player)


def _return(player: Player) -> None:
    _open(player, Item.RETURN)
    player.scan(player.receipt())
    player.do(Picked(0))
    player.do(Confirmed())
    player.do(Chosen("not-needed"))
    player.must_be(Done)


def _delivery(player: Player) -> None:
    player.do(Opened(Item.DELIVERY))
    for typed in ("dhg", "123"):
        player.must_be(Form)
        player.key_in(typed)
        player.do(Confirmed())
    for _pack in range(5):
        player.scan(samples.pack(samples.OTC[1], f"N{next(_fresh)}"))
        player.must_be(Gathering)
    player.do(Confirmed())
    player.must_be(Done)


def _search(player: Player) -> None:
    player.do(Opened(Item.SEARCH))
    player.must_be(Search)
    player.key_in("paraphar")
    player.do(Picked(0))
    _cash(player)


def _reprint(player: Player) -> None:
    player.do(Reprint())


def _close_shift(player: Player) -> None:
    _open(player, Item.SHIFT_END)
    player.must_be(ShiftClosing)
    player.key_in("1000000")
    player.do(Confirmed())
    player.must_be(Done)


def _open(player: Player, item: Item) -> None:
    """By the menu, or by the sheet's own code."""
    if not player.by_codes:
        player.do(MenuWanted())
    player.do(Opened(item))


def _cash(player: Player) -> None:
    player.do(CashTaken())
    player.must_be(Paid)


TASKS = (
    Task("over the counter: one item, cash", _one_item),
    Task("over the counter: three items, cash", _three_items),
    Task("over the counter: the same pack three times", _same_pack),
    Task("transfer, the bank's notice comes", lambda player: _transfer(player, seen=False)),
    Task("transfer, seen on the own telephone", lambda player: _transfer(player, seen=True)),
    Task(
        "prescription, card, three packs, cash",
        lambda player: _prescription(player, strips=1, packs=3),
    ),
    Task("prescription, in part", lambda player: _prescription(player, strips=2, packs=1)),
    Task("an expired pack, and a good one", _expired),
    Task("paper prescription", _paper_prescription, types=True, by_codes=False),
    Task("a return by the receipt's code", _return),
    Task("a delivery of five packs", _delivery, types=True, by_codes=False),
    Task("search by name", _search, types=True, by_codes=False),
    Task("reprint", _reprint),
    Task("close the shift", _close_shift),
)
"""In this order: what comes back is of the sale before it, and the shift ends last."""
