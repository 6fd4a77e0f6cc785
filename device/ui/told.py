"""What the remote tells of the counter's state: names and numbers, never a person."""

from device.counter.open_sale import open_sale
from device.counter.state import (
    Blocked,
    Choice,
    Done,
    Form,
    Gathering,
    Quantity,
    Returning,
    Selling,
    ShiftClosing,
    State,
    StockList,
    Transfer,
)
from device.till import Till
from device.ui.stage import Stage

Told = dict[str, object]


def told_of_till(till: Till, stage: Stage, heard: int) -> Told:
    """Return how the counter is: names and numbers, never a person."""
    sale = open_sale(till.state)
    notice = getattr(till.state, "notice", None)
    return {
        "state": type(till.state).__name__,
        "heard": heard,
        "lines": len(sale.lines),
        "total": sale.total_vnd,
        "notice": getattr(notice, "name", notice),
        "unsent": till.network.unsent,
        "online": till.network.online,
        "last_sale": till.last_sale.number if till.last_sale else None,
        "paper": till.paper.fault.name if till.paper.fault else None,
        "waiting": till.paper.waiting,
        "person": till.person.badge if till.person else None,
        "parked": till.parked,
        "training": till.is_training,
        "buttons": [button.words for button in stage.terminal.drawing.buttons],
        **told_of(till.state),
    }


def told_of(state: State) -> Told:
    """Return what only this screen shows."""
    match state:
        case Blocked(refusal=refusal):
            ways = [way.name for way in refusal.ways]
            return {"rule": refusal.rule.name, "allowed": refusal.allowed, "ways": ways}
        case Selling(warnings=warnings, is_asking=is_asking):
            return {"warnings": [one.warn.name for one in warnings], "asking": is_asking}
        case Quantity(too_many=too_many):
            return {"too_many": too_many}
        case Transfer(reference=reference, amount_vnd=amount):
            return {"reference": reference, "amount": amount}
    return {**_of_goods(state), **_of_writing(state)}


def _of_writing(state: State) -> Told:
    match state:
        case Form(fields=fields, at=at):
            return {"field": fields[at].key}
        case Choice(options=options):
            return {"options": list(options)}
        case ShiftClosing(drawer=drawer):
            return {"expected": drawer.expected_vnd, "shift": drawer.shift, "left": drawer.unsent}
    return {}


def _of_goods(state: State) -> Told:
    match state:
        case Gathering(lines=lines):
            return {"gathered": len(lines)}
        case StockList(rows=rows):
            shown = [[r.drug_id, r.batch, r.owner.value, r.on_hand, r.set_aside] for r in rows]
            return {"rows": shown}
        case Returning(refund_vnd=refund):
            return {"refund": refund}
        case Done(what=what, number=number):
            return {"done": what, "number": number}
    return {}
