"""Where a batch came from and where it is: ribbons from suppliers through areas, and the sum."""

from collections.abc import Iterator, Mapping
from typing import Literal

from server.oversight.queries.batch_trace import OPENING, Forward
from server.web import formats, times
from server.web.asked import Asked
from server.web.parts.flows import Flow, Flows, Node
from server.web.parts.state import State
from server.web.places import area_names
from words import _

MOST_SUPPLIERS = 6
"""Ribbons; the smaller ones are put together."""
Tone = Literal["plain", "good", "out"]


def drawn(found: Forward, unit: str, asked: Asked) -> Flows | State:
    """Return the ribbons."""
    if not sum(found.totals[name] for name in ("received", "opening")):
        return State(title=_("Không có cơ sở nào khớp bộ lọc đã nhập lô này"))
    sources, areas, ends = _sources(found), _areas(found), _ends()
    inflows: dict[tuple[str, str], int] = {}
    for flow in found.inflows:
        pair = sources[flow.source], areas[flow.target]
        inflows[pair] = inflows.get(pair, 0) + flow.units
    outflows = {(areas[flow.source], ends[flow.target][0]): flow.units for flow in found.outflows}
    return Flows(
        unit=unit,
        heads=[
            _("Nhà cung cấp"),
            _("Khu vực"),
            _("Đến {when}").format(when=times.moment(asked.now, asked.now)),
        ],
        nodes=[
            *(Node(name=name, column=0) for name in dict.fromkeys(sources.values())),
            *(Node(name=name, column=1) for name in dict.fromkeys(areas.values())),
            *(Node(name=name, column=2, tone=tone) for name, tone in ends.values()),
        ],
        flows=[
            Flow(source=source, target=target, units=units)
            for (source, target), units in (inflows | outflows).items()
        ],
        height=max(300, 40 * (2 + len(set(sources.values())))),
    )


def closing(found: Forward) -> str:
    """Say the sum that closes: what came is what went and what is there."""
    totals = found.totals
    came = [(_("Nhập"), totals["received"]), (_("tồn đầu kỳ"), totals["opening"])]
    went = [
        (_("bán"), totals["sold"]),
        (_("cất riêng"), totals["aside"]),
        (_("còn tại quầy"), totals["on_shelf"]),
        (_("xuất hủy"), totals["written_off"]),
        (_("trả nhà cung cấp"), totals["sent_back"]),
    ]
    left = _sum(came, keep=(0,))
    right = _sum(went, keep=(0, 1, 2))
    return _("{came} = {went}. Chênh lệch {n}.").format(
        came=left, went=right, n=formats.number(totals["difference"])
    )


def _sum(parts: list[tuple[str, int]], keep: tuple[int, ...]) -> str:
    return " + ".join(
        f"{name} {formats.number(units)}"
        for index, (name, units) in enumerate(parts)
        if units or index in keep
    )


def _ends() -> Mapping[str, tuple[str, Tone]]:
    return {
        "sold": (_("Đã bán"), "plain"),
        "aside": (_("Đã cất riêng"), "good"),
        "on_shelf": (_("Còn tại quầy, chưa cất"), "out"),
        "written_off": (_("Đã xuất hủy"), "plain"),
        "sent_back": (_("Đã trả nhà cung cấp"), "plain"),
        "difference": (_("Chênh lệch kiểm kê"), "out"),
    }


def _areas(found: Forward) -> Mapping[str, str]:
    """Return the name of every area, the largest first."""
    names, units = area_names(), dict.fromkeys((flow.source for flow in found.outflows), 0)
    for flow in found.inflows:
        units[flow.target] = units.get(flow.target, 0) + flow.units
    order = sorted(units, key=lambda code: (-units[code], code))
    return {code: names.get(code, code) or _("Ngoài khu vực") for code in order}


def _sources(found: Forward) -> Mapping[str, str]:
    """Return the name of every supplier's node; it never is that of an area."""
    areas = set(_areas(found).values())
    named = dict(_suppliers(found))
    return {
        source: _("Nhà cung cấp {name}").format(name=name) if name in areas else name
        for source, name in named.items()
    }


def _suppliers(found: Forward) -> Iterator[tuple[str, str]]:
    largest = [one.supplier for one in found.suppliers[:MOST_SUPPLIERS]]
    others = len(found.suppliers) - len(largest)
    for one in found.suppliers:
        if one.supplier in largest:
            yield one.supplier, one.supplier or _("Không ghi nhà cung cấp")
        else:
            yield one.supplier, _("{n} nhà cung cấp khác").format(n=others)
    yield OPENING, _("Tồn đầu kỳ, không rõ nguồn")
