"""What was planted in a sample, exactly: what the pages must find, and nothing else."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec

from server.sample.batches import RECALLED_BATCH, RECALLED_DRUG
from server.sample.goods import RECALL
from server.sample.ledger import Left, Told
from server.sample.plans import Plan


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """An outlet and its terminal."""

    outlet: str
    terminal: str
    name: str


class Priced(msgspec.Struct, frozen=True, kw_only=True):
    """An outlet and the drug whose price is odd there."""

    outlet: str
    drug: str
    factor: float


class Silent(msgspec.Struct, frozen=True, kw_only=True):
    """A terminal that was not heard of since."""

    outlet: str
    terminal: str
    since: datetime


class Double(msgspec.Struct, frozen=True, kw_only=True):
    """A prescription that two outlets dispensed."""

    code: str
    outlets: tuple[str, ...]
    drug: str
    units: int
    """Of each."""
    lines_known: bool


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """Controlled drugs that a count did not find."""

    outlet: str
    drug: str
    units: int
    day: date


class Recall(msgspec.Struct, frozen=True, kw_only=True):
    """The recalled batch."""

    number: str
    drug: str
    batch: str
    seen_at: datetime
    delivered: int
    """Base units, to all outlets."""
    suppliers: tuple[str, ...]
    outlets: tuple[str, ...]
    unacknowledged: tuple[str, ...]
    silent: tuple[str, ...]
    """Of those that have not acknowledged."""
    left: dict[str, int]
    """Base units still on the shelf, by outlet."""


class PlantedList(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that stands out in a sample."""

    seed: int
    outlets: int
    days: int
    until: datetime
    sales: int
    entries: int
    who: tuple[Who, ...]
    """Every outlet."""
    unused: tuple[str, ...]
    """Outlets that have not sold for ten days or more."""
    antibiotics_without: tuple[Who, ...]
    prescription_only_without: tuple[Who, ...]
    overrides: tuple[Who, ...]
    above_posted: tuple[Priced, ...]
    far_prices: tuple[Priced, ...]
    silent: tuple[Silent, ...]
    line_down: tuple[Silent, ...]
    late: tuple[Who, ...]
    hours_late: tuple[Who, ...]
    clock_ahead: tuple[Who, ...]
    out_of_paper: tuple[Who, ...]
    no_printer: tuple[Who, ...]
    no_scanner: tuple[Who, ...]
    expired_on_shelf: tuple[Left, ...]
    near_expiry: tuple[Left, ...]
    """Everything on a shelf that expires within 90 days, planted or not."""
    loss: tuple[Missing, ...]
    doubles: tuple[Double, ...]
    recall: Recall | None


def planted_list(plan: Plan, told: Sequence[Told]) -> PlantedList:
    """Return what stands out in a sample that was written."""
    scale, names = plan.scale, plan.cast.names
    left = [one for ledger in told for one in ledger.near_expiry]
    return PlantedList(
        seed=scale.seed,
        outlets=scale.outlets,
        days=scale.days,
        until=scale.until,
        sales=sum(ledger.sales for ledger in told),
        entries=sum(ledger.through for ledger in told),
        who=_who(plan, range(1, scale.outlets + 1)),
        unused=tuple(shop.outlet.code for shop in plan.cast.shops if not shop.is_used),
        antibiotics_without=_who(plan, names["antibiotics"]),
        prescription_only_without=_who(
            plan, sorted([*names["prescription_only"], *names["overrides"]])
        ),
        overrides=_who(plan, names["overrides"]),
        above_posted=_priced(plan, names["above_posted"]),
        far_prices=_priced(plan, names["far_prices"]),
        silent=_silent(plan, names["silent"]),
        line_down=_silent(plan, names["line"]),
        late=_who(plan, names["late"]),
        hours_late=_who(plan, names["hours_late"]),
        clock_ahead=_who(plan, names["clock"]),
        out_of_paper=_who(plan, names["out_of_paper"]),
        no_printer=_who(plan, names["no_printer"]),
        no_scanner=_who(plan, names["no_scanner"]),
        expired_on_shelf=tuple(one for one in left if one.expiry < scale.last_day),
        near_expiry=tuple(one for one in left if one.expiry >= scale.last_day),
        loss=_losses(plan),
        doubles=_doubles(plan),
        recall=_recall(plan, told) if names["recalled"] else None,
    )


def write_planted(planted: PlantedList) -> bytes:
    """Return the list as a file."""
    return msgspec.json.format(msgspec.json.encode(planted), indent=1)


def read_planted(body: bytes) -> PlantedList:
    """Read the list; raise `msgspec.DecodeError` if it is none."""
    return msgspec.json.decode(body, type=PlantedList)


def _who(plan: Plan, numbers: Iterable[int]) -> tuple[Who, ...]:
    outlets = [plan.cast.shops[number - 1].outlet for number in numbers]
    return tuple(Who(outlet=o.code, terminal=o.terminals[0], name=o.name) for o in outlets)


def _priced(plan: Plan, numbers: Iterable[int]) -> tuple[Priced, ...]:
    return tuple(
        Priced(outlet=one.outlet, drug=odd.drug, factor=odd.factor)
        for one in (plan.terminals[number - 1] for number in numbers)
        for odd in (*one.offences.above_posted, *one.offences.far_prices)
    )


def _silent(plan: Plan, numbers: Iterable[int]) -> tuple[Silent, ...]:
    return tuple(
        Silent(outlet=one.outlet, terminal=one.terminal, since=one.heard_until)
        for one in (plan.terminals[number - 1] for number in numbers)
    )


def _losses(plan: Plan) -> tuple[Missing, ...]:
    return tuple(
        Missing(outlet=one.outlet, drug=loss.drug, units=loss.units, day=loss.day)
        for one in plan.terminals
        if (loss := one.offences.loss)
    )


def _doubles(plan: Plan) -> tuple[Double, ...]:
    found: dict[str, list[str]] = {}
    about = {}
    for one in plan.terminals:
        for twice in one.twice:
            found.setdefault(twice.code, []).append(one.outlet)
            about[twice.code] = twice
    return tuple(
        Double(
            code=code, outlets=tuple(outlets), drug=about[code].drug,
            units=about[code].quantity, lines_known=about[code].knows_lines,
        )
        for code, outlets in sorted(found.items())
    )  # fmt: skip


def _recall(plan: Plan, told: Sequence[Told]) -> Recall:
    recalled = {one.outlet: one.recalled for one in plan.terminals if one.recalled}
    silent = {one.outlet for one in plan.terminals if one.silent_since}
    waiting = tuple(code for code, one in recalled.items() if one.acknowledged_at is None)
    left = {ledger.outlet: ledger.recalled_left for ledger in told if ledger.outlet in recalled}
    return Recall(
        number=RECALL,
        drug=RECALLED_DRUG,
        batch=RECALLED_BATCH,
        seen_at=next(iter(recalled.values())).seen_at,
        delivered=sum(one.units for one in recalled.values()),
        suppliers=tuple(sorted({one.supplier for one in recalled.values()})),
        outlets=tuple(recalled),
        unacknowledged=waiting,
        silent=tuple(code for code in waiting if code in silent),
        left={code: units for code, units in sorted(left.items()) if units},
    )
