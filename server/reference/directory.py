"""The department's list of outlets (SC-01), and which terminal stands in which."""

from collections.abc import Iterable
from datetime import date, time

from server.reference import places
from server.reference.folding import folded, patterns
from server.reference.outlets import Outlet
from server.store.database import given, rows, run, run_many, to_json

_COLUMNS = (
    "code", "name", "kind", "commune", "area_now", "address", "old_district", "phone", "licence",
    "licence_until", "scope", "gpp_due", "opens", "closes", "closed_weekdays", "in_facility",
    "is_active", "since", "searched",
)  # fmt: skip
_ALL = f"SELECT {', '.join(_COLUMNS)} FROM outlet"  # noqa: S608 (fixed names)


def save_outlets(outlets: Iterable[Outlet], today: date, *, is_full: bool = False) -> int:
    """Write outlets into the list, and return how many; within a transaction that writes.

    Outlets that a full list leaves out are no longer active; what they sold stays theirs. What
    terminals get of it is sent by `shops.send_shops`.
    """
    stored = [_row(outlet) for outlet in outlets]
    marks = ", ".join("?" * len(_COLUMNS))
    new = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])
    if is_full:
        run("UPDATE outlet SET is_active = 0")
    run_many(
        f"INSERT INTO outlet ({', '.join(_COLUMNS)}) VALUES ({marks})"  # noqa: S608
        f" ON CONFLICT (code) DO UPDATE SET {new}",
        stored,
    )
    places.settle_areas(today)
    return len(stored)


def listed() -> dict[str, Outlet]:
    """Return the outlets of the list, by code."""
    found = _terminals_by_code()
    return {row[0]: _outlet(row, found.get(row[0], [])) for row in rows(_ALL)}


def outlets() -> dict[str, Outlet]:
    """Return every outlet by code, those in no list too: one for each terminal without one."""
    found = listed()
    names = dict(rows("SELECT id, outlet FROM terminal"))
    for code, ids in _terminals_by_code().items():
        if code not in found:
            name, those = names.get(ids[0], code), tuple(sorted(ids))
            found[code] = Outlet(code=code, name=name, kind="QT", commune="", terminals=those)
    return found


def outlet(code: str) -> Outlet | None:
    """Return one outlet of the list."""
    found = rows(f"{_ALL} WHERE code = ?", (code,))
    return _outlet(found[0], terminals_of([code])) if found else None


def outlet_of_terminal() -> dict[str, str]:
    """Return the code of every terminal's outlet; a terminal with none stands for itself."""
    return {id_: code or id_ for id_, code in rows("SELECT id, outlet_code FROM terminal")}


def code_of(terminal: str) -> str:
    """Return the code of one terminal's outlet."""
    found = rows("SELECT outlet_code FROM terminal WHERE id = ?", (terminal,))
    return str(found[0][0] or terminal) if found else terminal


def terminals_of(codes: Iterable[str]) -> list[str]:
    """Return the active terminals of outlets."""
    found = rows(
        f"""
        SELECT terminal.id FROM terminal, {given(code="text")} AS one
        WHERE one.code = CASE terminal.outlet_code WHEN '' THEN terminal.id
                         ELSE terminal.outlet_code END
        AND terminal.status = 'active' ORDER BY terminal.id
        """,  # noqa: S608 (a fixed text)
        (to_json((code,) for code in codes),),
    )
    return [id_ for (id_,) in found]


def assign(terminal: str, code: str) -> bool:
    """Say in which outlet a terminal stands; return whether there is such a terminal."""
    run("UPDATE terminal SET outlet_code = ? WHERE id = ?", (code, terminal))
    return bool(rows("SELECT 1 FROM terminal WHERE id = ?", (terminal,)))


def search(text: str, *, most: int = 50) -> list[str]:
    """Return codes of outlets of which code, name, address or old district has every word."""
    wanted = patterns(text)
    like = "".join(" AND searched LIKE ? ESCAPE '\\'" for _word in wanted)
    found = rows(
        f"SELECT code FROM outlet WHERE code <> ''{like} ORDER BY code LIMIT ?",  # noqa: S608
        (*wanted, most),
    )
    return [code for (code,) in found]


def _terminals_by_code() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for terminal, code in outlet_of_terminal().items():
        found.setdefault(code, []).append(terminal)
    return found


def _row(one: Outlet) -> tuple[object, ...]:
    searched = folded(f"{one.code} {one.name} {one.address} {one.old_district}")
    return (
        one.code, one.name, one.kind, one.commune, "", one.address, one.old_district, one.phone,
        one.licence, _text(one.licence_until), " ".join(one.scope), _text(one.gpp_due),
        one.opens.isoformat("minutes"), one.closes.isoformat("minutes"),
        "".join(str(day) for day in one.closed_weekdays), int(one.in_facility),
        int(one.is_active), _text(one.since), searched,
    )  # fmt: skip


def _outlet(row: tuple[object, ...], terminals: Iterable[str]) -> Outlet:
    found = {name: str(value or "") for name, value in zip(_COLUMNS, row, strict=True)}
    return Outlet(
        code=found["code"],
        name=found["name"],
        kind=found["kind"],  # type: ignore[arg-type] # checked when it was written
        commune=found["commune"],
        address=found["address"],
        old_district=found["old_district"],
        phone=found["phone"],
        licence=found["licence"],
        licence_until=_day(found["licence_until"]),
        scope=tuple(found["scope"].split()),
        gpp_due=_day(found["gpp_due"]),
        opens=time.fromisoformat(found["opens"]),
        closes=time.fromisoformat(found["closes"]),
        closed_weekdays=tuple(int(digit) for digit in found["closed_weekdays"]),
        in_facility=found["in_facility"] == "1",
        is_active=found["is_active"] == "1",
        since=_day(found["since"]),
        terminals=tuple(sorted(terminals)),
    )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
