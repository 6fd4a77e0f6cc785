"""Reading the department's lists from CSV files."""

import re
from collections.abc import Callable, Sequence
from datetime import date, time
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

from server.reference.cells import LONGEST_CELL, Cells, only_once, read_lines
from server.reference.file_error import CellError, FileError
from server.reference.outlets import Outlet, OutletKind
from server.reference.permits import Permit, PermitKind
from server.reference.places import KINDS, Area, Commune, CommuneKind, Membership
from server.reference.prices import Announced
from server.reference.staff import DEGREES, ROLES, Degree, Role, Worker
from wire.enrolment_batch import BADGE
from words import _

T = TypeVar("T")
_DAYS = 7


class Areas(NamedTuple):
    """The areas, and what is in them."""

    areas: list[Area]
    members: list[Membership]


def read_outlets(file: Path) -> list[Outlet]:
    """Read the list of outlets; raise `FileError`."""
    return _list(file, ("code", "name", "kind", "commune"), _outlet, lambda o: o.code, "code")


def read_staff(file: Path) -> list[Worker]:
    """Read who works where; raise `FileError`."""
    needed = ("outlet", "badge", "name", "degree")
    return _list(file, needed, _worker, lambda w: f"{w.outlet} {w.badge}", "badge")


def read_permits(file: Path) -> list[Permit]:
    """Read the department's permits; raise `FileError`."""
    needed = ("outlet", "number", "kind", "drugs")
    return _list(file, needed, _permit, lambda p: f"{p.outlet} {p.kind} {p.number}", "number")


def read_prices(file: Path) -> list[Announced]:
    """Read announced prices; raise `FileError`."""
    needed = ("drug", "unit", "price_vnd", "since")
    return _list(file, needed, _price, lambda p: f"{p.drug} {p.since}", "drug")


def read_communes(file: Path) -> list[Commune]:
    """Read the communes with their hexagons; raise `FileError`."""
    needed = ("code", "name", "kind")
    return _list(file, needed, _commune, lambda c: f"{c.code} {c.since or ''}".strip(), "code")


def read_areas(file: Path) -> Areas:
    """Read the areas: one line for each commune and time; raise `FileError`."""
    found = list(read_lines(file, ("area", "name", "commune"), _membership))
    names: dict[str, Area] = {}
    before: dict[str, list[Membership]] = {}
    for number, (area, member) in found:
        if names.setdefault(area.code, area) != area:
            wish = _("khu vực {code} đã có tên khác").format(code=area.code)
            raise FileError(file, line=number, column="name", wish=wish)
        held = before.setdefault(member.commune, [])
        if any(_meet(one, member) for one in held):
            wish = _("xã {code} thuộc hai khu vực cùng một ngày").format(code=member.commune)
            raise FileError(file, line=number, column="commune", wish=wish)
        held.append(member)
    return Areas(list(names.values()), [member for _number, (_area, member) in found])


def _list(
    file: Path,
    needed: Sequence[str],
    read: Callable[[Cells], T],
    key: Callable[[T], str],
    column: str,
) -> list[T]:
    found = list(read_lines(file, needed, read))
    only_once(file, ((number, key(one)) for number, one in found), column)
    return [one for _number, one in found]


def _outlet(cells: Cells) -> Outlet:
    return Outlet(
        code=cells.needed("code", longest=40),
        name=cells.needed("name"),
        kind=cast("OutletKind", cells.one_of("kind", ("NT", "QT", "TT"))),
        commune=cells.text("commune", longest=5),
        address=cells.text("address", longest=400),
        old_district=cells.text("old_district"),
        phone=cells.text("phone", longest=40),
        licence=cells.text("licence"),
        licence_until=cells.day("licence_until"),
        scope=cells.words("scope"),
        gpp_due=cells.day("gpp_due"),
        opens=cells.clock("opens", time(7)),
        closes=cells.clock("closes", time(21)),
        closed_weekdays=_weekdays(cells),
        in_facility=cells.flag("in_facility"),
        is_active=cells.maybe("is_active") is not False,
        since=cells.day("since"),
    )


def _weekdays(cells: Cells) -> tuple[int, ...]:
    """Read weekdays as people count them: 2 to 7, and CN."""
    found = []
    for word in cells.words("closed_weekdays"):
        if word.upper() != "CN" and word not in {"2", "3", "4", "5", "6", "7"}:
            raise CellError("closed_weekdays", _("viết thứ bằng 2 đến 7 và CN, như «7 CN»"))
        found.append(_DAYS - 1 if word.upper() == "CN" else int(word) - 2)
    return tuple(sorted(set(found)))


def _worker(cells: Cells) -> Worker:
    roles = cells.words("roles") or ("staff",)
    if not set(roles) <= set(ROLES):
        raise CellError("roles", _("phải là một trong: {names}").format(names=", ".join(ROLES)))
    badge = cells.needed("badge", longest=24)
    if not re.fullmatch(BADGE, badge):
        wish = _("số thẻ: chữ in hoa, chữ số, gạch nối ở giữa, tối đa 24 ký tự")
        raise CellError("badge", wish)
    return Worker(
        outlet=cells.needed("outlet", longest=40),
        badge=badge,
        name=cells.needed("name", longest=120),
        roles=cast("tuple[Role, ...]", roles),
        degree=cast("Degree", cells.one_of("degree", DEGREES, default="")),
        in_charge=cells.flag("in_charge"),
        certificate=cells.text("certificate", longest=60),
        trained_on=cells.day("trained_on"),
    )


def _permit(cells: Cells) -> Permit:
    cells.needed("drugs", longest=LONGEST_CELL)
    return Permit(
        outlet=cells.needed("outlet", longest=40),
        number=cells.needed("number", longest=120),
        kind=cast("PermitKind", cells.one_of("kind", ("extra", "restricted"))),
        drugs=cells.words("drugs"),
        until=cells.day("until"),
    )


def _price(cells: Cells) -> Announced:
    since = cells.day("since")
    if since is None:
        raise CellError("since", _("không được để trống"))
    return Announced(
        drug=cells.needed("drug", longest=100),
        unit=cells.needed("unit", longest=40),
        price_vnd=cells.number("price_vnd", least=1),
        since=since,
        number=cells.text("number"),
    )


def _commune(cells: Cells) -> Commune:
    code = cells.needed("code")
    if len(code) != 5 or not code.isdecimal():  # noqa: PLR2004 (QĐ 19/2025/QĐ-TTg)
        raise CellError("code", _("phải có 5 chữ số"))
    placed = cells.text("q") or cells.text("r")
    return Commune(
        code=code,
        name=cells.needed("name"),
        kind=cast("CommuneKind", cells.one_of("kind", KINDS)),
        since=cells.day("since"),
        until=cells.day("until"),
        q=cells.number("q", least=-1_000) if placed else None,
        r=cells.number("r", least=-1_000) if placed else None,
    )


def _membership(cells: Cells) -> tuple[Area, Membership]:
    area = Area(code=cells.needed("area", longest=40), name=cells.needed("name"))
    member = Membership(
        area=area.code,
        commune=cells.needed("commune", longest=5),
        since=cells.day("since"),
        until=cells.day("until"),
    )
    return area, member


def _meet(one: Membership, other: Membership) -> bool:
    return (one.since or date.min) <= (other.until or date.max) and (other.since or date.min) <= (
        one.until or date.max
    )
