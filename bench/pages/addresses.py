"""Where people click: every page of the province, with the filters that it offers."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from server.fleet.watch import KINDS
from server.store.database import rows
from server.web.page import Page
from server.web.pages import PAGES
from words import speaking

Fields = Sequence[tuple[str, ...]]
"""What stands in the braces of a page's path: one tuple for each thing that there is."""

_OUTLETS = "SELECT code FROM outlet WHERE is_active = 1 ORDER BY code LIMIT 400"
_TERMINALS = "SELECT id FROM terminal ORDER BY id LIMIT 400"
_OF_FLEET = ", ".join(f"'{kind}'" for kind in KINDS)
"""Other alarms are somebody else's, and have no page there."""
_THINGS = {
    "/co-so/{code}": _OUTLETS,
    "/co-so/{code}/ngoai-le": _OUTLETS,
    "/khang-sinh/{ingredient:path}": (
        "SELECT ingredient FROM antibiotictotal GROUP BY ingredient ORDER BY sum(sales) DESC"
    ),
    "/don-hai-noi/{case}": "SELECT id FROM doublecase ORDER BY id LIMIT 100",
    "/gia/{drug}": (
        "SELECT drug FROM pricespread GROUP BY drug ORDER BY max(outlets) DESC, drug LIMIT 200"
    ),
    "/kiem-soat/{outlet}/{drug}": (
        "SELECT DISTINCT goodsledger.outlet, controlledmove.drug FROM controlledmove"
        " JOIN goodsledger ON goodsledger.id = controlledmove.ledger ORDER BY 1, 2 LIMIT 200"
    ),
    "/lo/{drug}/{batch:path}": (
        "SELECT drug, batch FROM lot JOIN (SELECT lot, sum(sold) AS sold FROM shelfbatch"
        " GROUP BY lot ORDER BY sold DESC LIMIT 100) AS most ON most.lot = lot.id"
        " ORDER BY sold DESC, drug, batch"
    ),
    "/may/canh-bao/{alarm}": (
        f"SELECT id FROM alarm WHERE closed_at IS NULL AND kind IN ({_OF_FLEET})"  # noqa: S608
        " ORDER BY id LIMIT 100"
    ),
    "/may/{terminal}": _TERMINALS,
    "/may/{terminal}/lenh/{order}": "SELECT terminal, id FROM fleetcommand ORDER BY id LIMIT 100",
}
NO_TABLE = {"/may/{terminal}/lenh/{order}"}
"""Pages that show no table, and so offer no file."""
_KINDS = ("NT", "QT", "TT")
_FILTERED = 0.6
"""How many clicks narrow something."""
_SECOND_PAGE = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What there is in the province to filter by."""

    areas: Sequence[str]
    communes: Sequence[str]
    searches: Sequence[str]
    batches: Sequence[str]
    things: Mapping[str, Fields]


def look_around() -> Known:
    """Return what there is; within a transaction that reads."""
    names = [name for (name,) in rows("SELECT name FROM outlet ORDER BY code LIMIT 200")]
    return Known(
        areas=[code for (code,) in rows("SELECT code FROM area ORDER BY code")],
        communes=[code for (code,) in rows("SELECT DISTINCT commune FROM outlet ORDER BY 1")],
        searches=[name.split()[-1] for name in names],
        batches=[batch for (batch,) in rows("SELECT batch FROM lot ORDER BY id LIMIT 200")],
        things={path: [tuple(row) for row in rows(asked)] for path, asked in _THINGS.items()},
    )


def clicks(page: Page, known: Known, chance: random.Random) -> Iterator[str]:
    """Yield addresses of a page without end; none where there is nothing that it shows."""
    things = known.things.get(page.path, [()]) if "{" in page.path else [()]
    while things:
        path = _filled(page.path, chance.choice(things))
        asked = _asked(page, known, chance)
        yield f"{path}?{urlencode(asked)}" if asked else path


def pages() -> tuple[Page, ...]:
    """Return every page."""
    return PAGES


def _filled(path: str, values: Sequence[str]) -> str:
    parts = iter(values)
    filled = [
        quote(next(parts), safe="") if part.startswith("{") else part for part in path.split("/")
    ]
    return "/".join(filled)


def _asked(page: Page, known: Known, chance: random.Random) -> dict[str, str]:
    """Return filters as a person sets them: often one, seldom several."""
    if chance.random() > _FILTERED:
        return {}
    choices = dict(_choices(page, known, chance))
    names = list(choices)
    chosen = chance.sample(names, min(len(names), chance.choice((1, 1, 1, 2))))
    asked = {name: choices[name] for name in chosen}
    if not asked.keys() & {"tim", "xa"} and chance.random() < _SECOND_PAGE:
        asked["trang"] = "2"
    return {name: value for name, value in asked.items() if value}


def _choices(page: Page, known: Known, chance: random.Random) -> Iterator[tuple[str, str]]:
    own = set(page.filters)
    if "search" in own:
        yield "tim", chance.choice(known.batches if page.path == "/lo" else known.searches)
    if "area" in own:
        yield "khu-vuc", chance.choice(known.areas)
    if "commune" in own:
        yield "xa", chance.choice(known.communes)
    if "kind" in own:
        yield "loai", chance.choice(_KINDS)
    if "period" in own:
        yield "ky", chance.choice((page.period, *page.periods, "30-ngay"))
    with speaking("vi"):
        if "state" in own and page.states and (states := list(page.states())):
            yield "tinh-trang", str(chance.choice(states))
        for choice in page.choices:
            yield choice.name, chance.choice(list(choice.options()))
