"""The office's list of outlets that get a terminal: `outlets.csv`, one line for each terminal.

Columns that must be there: terminal, province, outlet (its code in the department's list), name,
address, licence, commune, badge, staff (who is in charge: badge and name). May be there: kind (NT,
QT or TT; empty: NT), label (empty: máy 01, máy 02 … within an outlet), phone, in_facility (0 or 1),
and of whoever is in charge roles, degree, certificate; further people as badge_2, staff_2,
roles_2 … up to 9.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast, get_args

from provisioning.batch.cells import Cells
from provisioning.batch.slips import ListError, Slip
from provisioning.batch.table import Line, read_table
from wire.enrolment_batch import BADGE, BadgeHolder, Degree, OutletKind, Particulars, Role
from wire.topics import is_terminal_id
from words import _

NEEDED = (
    "terminal", "province", "outlet", "name", "address", "licence", "commune", "badge", "staff",
)  # fmt: skip
OPTIONAL = ("kind", "label", "phone", "in_facility", "roles", "degree", "certificate")
MOST_PEOPLE = 9
MOST_LINES = 5000
_OF_A_PERSON = ("badge", "staff", "roles", "degree", "certificate")
_FURTHER = tuple(
    f"{column}_{number}" for number in range(2, MOST_PEOPLE + 1) for column in _OF_A_PERSON
)


def read_outlet_list(file: Path) -> list[Particulars]:
    """Read the list; raise `ListError` with every slip, `MissingError` or `OSError`."""
    lines = read_table(file, _columns)
    slips: list[Slip] = []
    if not lines or len(lines) > MOST_LINES:
        wish = _("từ 1 đến {most} dòng, mỗi dòng một máy").format(most=MOST_LINES)
        raise ListError(file, [Slip(1, "", None, wish)])
    found: list[tuple[Line, Particulars]] = []
    labels = _labels(lines)
    for line, label in zip(lines, labels, strict=True):
        cells = Cells(line)
        one = _particulars(cells, label)
        slips += cells.slips
        if one:
            found.append((line, one))
    slips += _only_once(found)
    if slips:
        raise ListError(file, sorted(slips, key=lambda slip: slip.line))
    return [one for _line, one in found]


def _columns(columns: Sequence[str]) -> list[Slip]:
    slips = [Slip(1, name, "", _("phải có cột này")) for name in NEEDED if name not in columns]
    known = {*NEEDED, *OPTIONAL, *_FURTHER, ""}
    wish = _("tên cột đã quy định, hoặc dấu # ở đầu tên để bỏ qua cột này")
    slips += [Slip(1, name, name, wish) for name in columns if name not in known]
    twice = [name for name, times in Counter(columns).items() if name and times > 1]
    return slips + [Slip(1, name, name, _("mỗi tên cột một lần")) for name in twice]


def _particulars(cells: Cells, label: str) -> Particulars | None:
    """Return what a line says; None where it has slips."""
    terminal = cells.needed("terminal", longest=32)
    if terminal and not is_terminal_id(terminal):
        cells.slip("terminal", _("3 đến 32 chữ in hoa, chữ số hoặc gạch nối, ví dụ Q33-0001"))
    province = cells.shaped("province", r"[0-9]{2}", _("mã tỉnh gồm hai chữ số, ví dụ 33"))
    outlet_code = cells.needed("outlet", longest=40)
    outlet = cells.needed("name")
    kind = cells.one_of("kind", ("NT", "QT", "TT"), default="NT")
    address, licence = cells.needed("address"), cells.needed("licence")
    commune = cells.needed("commune", longest=200)
    phone = cells.text("phone", longest=40)
    label = cells.text("label") or label
    in_facility = cells.one_of("in_facility", ("0", "1"), default="0") == "1"
    people = tuple(_people(cells))
    if cells.slips:
        return None
    return Particulars(
        terminal=terminal, label=label, province=province, outlet_code=outlet_code, outlet=outlet,
        kind=cast("OutletKind", kind), address=address, licence=licence, commune=commune,
        phone=phone, in_facility=in_facility, people=people,
    )  # fmt: skip


def _people(cells: Cells) -> Iterator[BadgeHolder]:
    """Return who may sign in, whoever is in charge first."""
    seen: set[str] = set()
    for number in range(1, MOST_PEOPLE + 1):
        end = "" if number == 1 else f"_{number}"
        if number > 1 and not cells.has(*(f"{column}{end}" for column in _OF_A_PERSON)):
            continue
        wish = _("số thẻ: chữ in hoa, chữ số, gạch nối ở giữa, tối đa 24 ký tự")
        badge = cells.shaped(f"badge{end}", BADGE, wish)
        if badge in seen and badge:
            cells.slip(f"badge{end}", _("mỗi người một thẻ"))
        seen.add(badge)
        name = cells.needed(f"staff{end}")
        roles = cells.several(f"roles{end}", get_args(Role), default="staff")
        degree = cells.one_of(f"degree{end}", get_args(Degree), default="")
        certificate = cells.text(f"certificate{end}", longest=60)
        yield BadgeHolder(
            badge=badge, name=name, roles=cast("tuple[Role, ...]", roles),
            degree=cast("Degree", degree), in_charge=number == 1, certificate=certificate,
        )  # fmt: skip


def _labels(lines: Sequence[Line]) -> Iterator[str]:
    """Number the terminals of each outlet in the order of the list."""
    numbers: Counter[str] = Counter()
    for line in lines:
        outlet = line.cells.get("outlet", "")
        numbers[outlet] += 1
        yield _("máy {number:02}").format(number=numbers[outlet])


def _only_once(found: list[tuple[Line, Particulars]]) -> Iterator[Slip]:
    """Return slips where a terminal comes twice, or a province is another than the first's."""
    before: dict[str, int] = {}
    places: dict[tuple[str, str], int] = {}
    for line, one in found:
        if one.terminal in before:
            wish = _("mã khác: mã này đã có ở dòng {line}").format(line=before[one.terminal])
            yield Slip(line.number, "terminal", one.terminal, wish)
        before.setdefault(one.terminal, line.number)
        place = (one.outlet_code, one.label)
        if place in places:
            wish = _("tên khác: cơ sở này có máy cùng tên ở dòng {line}").format(line=places[place])
            yield Slip(line.number, "label", one.label, wish)
        places.setdefault(place, line.number)
        if one.province != found[0][1].province:
            wish = _("một tỉnh cho cả danh sách ({province})").format(province=found[0][1].province)
            yield Slip(line.number, "province", one.province, wish)
