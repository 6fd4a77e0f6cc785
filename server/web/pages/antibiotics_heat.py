"""Antibiotics by ingredient and week, tinted; and by the WHO's groups as lines."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from server.oversight.queries import antibiotics
from server.oversight.queries.antibiotics import GroupWeek, IngredientWeek
from server.query.filters import Filters
from server.web import formats
from server.web.asked import Asked, segment
from server.web.pages import drug_words
from server.web.parts.charts import Lines, Series
from server.web.parts.heat import Heat, HeatRow
from server.web.parts.numbers import points_changed
from server.web.parts.state import State
from words import _

_GROUPS = ("access", "watch", "reserve", "")
"""Order of the WHO's groups."""
_SHARES = (0.10, 0.14, 0.18, 0.22)
_LEAST = 8
"""Sales in a week; a share of fewer says little and is not tinted."""
_LEAST_WEEKS = 3


def heat(asked: Asked, filters: Filters) -> Heat | State:
    """Return the table of finished weeks; the one that has only begun is left out."""
    found = antibiotics.by_ingredient(filters).rows
    weeks = sorted({one.week for one in found if one.is_over}) or sorted(
        {one.week for one in found}
    )
    if not found:
        return State(
            title=_("Không có lượt bán kháng sinh nào khớp bộ lọc"),
            text=_("Bỏ bớt bộ lọc hoặc chọn kỳ dài hơn."),
        )
    view = asked.choice("xem")
    by_thing: dict[tuple[str, str, str], dict[date, IngredientWeek]] = defaultdict(dict)
    for one in found:
        by_thing[one.antibiotic, one.aware, one.ingredient][one.week] = one
    things = sorted(by_thing, key=lambda key: (key[0], _rank(key[1]), key[2]))
    rows = [_row(asked, thing, by_thing[thing], weeks, view) for thing in things]
    amounts = [value for row in rows for value in row.values if value is not None]
    steps = _SHARES if view == "" else _steps(amounts)
    last = formats.week(weeks[-1])
    changed = _("Điểm: thay đổi tỷ lệ không đơn {first} đến {last}").format(
        first=formats.week(weeks[0]), last=last
    )
    return Heat(
        head=_("Hoạt chất"),
        labels=[formats.week(week) for week in weeks],
        rows=rows,
        steps=steps,
        legend=_legend(steps, view),
        after=[_("Lượt {week}").format(week=last), *([] if view else [_("Điểm")])],
        unit="share" if view == "" else "count",
        note="" if view else changed,
    )


def volumes(filters: Filters, view: str) -> Lines | State:
    """Return sales, or defined daily doses, of the WHO's groups."""
    found = [one for one in antibiotics.by_group(filters).rows if one.is_over]
    weeks = sorted({one.week for one in found})
    if len(weeks) < _LEAST_WEEKS:
        return State(
            title=_("Mới có {n} tuần, chưa vẽ được xu hướng").format(n=len(weeks)),
            text=_("Bảng vẫn xuất được."),
        )
    groups: dict[str, dict[date, GroupWeek]] = defaultdict(dict)
    for one in found:
        groups[one.aware][one.week] = one
    return Lines(
        labels=[formats.week(week) for week in weeks],
        series=[
            Series(
                name=drug_words.group(aware),
                values=[_volume(groups[aware].get(week), view) for week in weeks],
                is_comparison=aware == "",
            )
            for aware in _GROUPS
            if aware in groups
        ],
        unit="count",
        height=200,
    )


def _volume(one: GroupWeek | None, view: str) -> float:
    if one is None:
        return 0
    return round(one.ddd_thousandths / 1000) if view == "ddd" else one.sales


def _row(
    asked: Asked,
    thing: tuple[str, str, str],
    weeks_of: dict[date, IngredientWeek],
    weeks: Sequence[date],
    view: str,
) -> HeatRow:
    antibiotic, aware, ingredient = thing
    path = f"/khang-sinh/{segment(ingredient)}"
    every = [weeks_of.get(week) for week in weeks]
    first, last = _share(every[0]), _share(every[-1])
    return HeatRow(
        name=drug_words.ingredient(ingredient),
        values=[_value(one, view) for one in every],
        links=[asked.link(path, ky=week_name(week)) for week in weeks],
        after=[
            formats.number(every[-1].sales if every[-1] else 0),
            *([] if view else [_arrow(first, last)]),
        ],
        link=asked.link(path),
        group=_group(aware, antibiotic),
    )


def week_name(week: date) -> str:
    """Return a week as it stands in an address."""
    year, number, _day = week.isocalendar()
    return f"{year}-T{number:02}"


def _arrow(first: float | None, last: float | None) -> str:
    """Say a change of points without their word: the head has it."""
    return points_changed(last, first).rsplit(" ", 1)[0] or formats.UNKNOWN


def _group(aware: str, antibiotic: str) -> str:
    if antibiotic == "topical":
        return _("Dùng tại chỗ, tính riêng")
    if not aware:
        return _("Chưa xếp nhóm AWaRe")
    return _("Nhóm {name} (WHO AWaRe)").format(name=drug_words.group(aware))


def _value(one: IngredientWeek | None, view: str) -> float | None:
    if one is None:
        return None if view == "" else 0
    if view == "":
        return _share(one)
    return one.sales if view == "luot" else round(one.ddd_thousandths / 1000)


def _share(one: IngredientWeek | None) -> float | None:
    return one.unprescribed / one.sales if one and one.sales else None


def _rank(aware: str) -> int:
    return _GROUPS.index(aware) if aware in _GROUPS else len(_GROUPS)


def _steps(amounts: Sequence[float]) -> tuple[float, float, float, float]:
    """Return four round limits, so that the tints hold about as many cells each."""
    known = sorted(amounts) or [0.0]
    first, second, third, fourth = (
        _rounded(known[len(known) * part // 5]) for part in (1, 2, 3, 4)
    )
    second, third = max(second, first + 1), max(third, second + 1, first + 2)
    return first, second, third, max(fourth, third + 1)


def _rounded(value: float) -> float:
    size: int = 10 ** max(0, len(str(round(value))) - 2)
    return float(max(1, round(value / size) * size))


def _legend(steps: tuple[float, float, float, float], view: str) -> list[str]:
    scale = 100 if view == "" else 1
    first, second, third, fourth = (round(step * scale) for step in steps)
    unit = " %" if view == "" else ""
    number = formats.number
    between = _("{first} đến {last}")
    return [
        _("dưới {n}").format(n=number(first)) + unit,
        between.format(first=number(first), last=number(second - 1)),
        between.format(first=number(second), last=number(third - 1)),
        between.format(first=number(third), last=number(fourth - 1)),
        _("từ {n}").format(n=number(fourth)) + unit,
    ]
