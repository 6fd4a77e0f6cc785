"""The bar under the title: filters, always in the same order, and files at the right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.web import period
from server.web.address import write_address
from server.web.asked import Asked
from server.web.page import Panel, Row, Shown
from server.web.places import area_names, commune_names
from words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Chooser:
    """One filter of a few values."""

    name: str
    title: str
    value: str
    options: Sequence[tuple[str, str]]
    is_set: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Everything in the bar."""

    search: str | None
    choices: Sequence[Chooser]
    kept: Sequence[tuple[str, str]]
    """What stays in the address although the bar does not show it, such as the sorting."""
    csv: str
    xlsx: str
    is_needed: bool = True


def bar_of(asked: Asked, shown: Shown) -> Bar:
    """Return the bar of a page."""
    page = asked.page
    choices = _common(asked) + _own(asked) + _period(asked)
    named = {choice.name for choice in choices} | {"tim", "trang", "tu", "den"}
    has_table = any(panel.tables for panel in panels_of(shown))
    given = asked.address.given
    return Bar(
        search=(page.search() if page.search else _("Tên, mã cơ sở, nhãn huyện cũ…"))
        if "search" in page.filters
        else None,
        choices=choices,
        kept=[(name, value) for name, value in given.items() if name not in named],
        csv=write_address(_file(asked, "csv"), given) if has_table else "",
        xlsx=write_address(_file(asked, "xlsx"), given) if has_table else "",
    )


def panels_of(shown: Shown) -> list[Panel]:
    """Return every panel of a page, those in columns too."""
    found: list[Panel] = []
    for part in shown.body:
        if isinstance(part, Row):
            found += [panel for column in part.columns for panel in column.panels]
        else:
            found.append(part)
    return found


def said(asked: Asked) -> list[str]:
    """Say the filters that are set, for print and files."""
    words = [f"{_('Tìm')}: {asked.filters.search}"] if asked.filters.search else []
    words += [
        f"{choice.title}: {dict(choice.options).get(choice.value, choice.value)}"
        for choice in _common(asked) + _own(asked)
        if choice.is_set
    ]
    return words


def _file(asked: Asked, kind: str) -> str:
    return f"{asked.path.rstrip('/') or '/tong-quan'}.{kind}"


def _common(asked: Asked) -> list[Chooser]:
    wanted, filters = asked.page.filters, asked.filters
    found = []
    if "area" in wanted:
        found.append(_chooser("khu-vuc", _("Khu vực"), filters.area, area_names(), _("Toàn tỉnh")))
    if "commune" in wanted:
        found.append(
            _chooser(
                "xa", _("Xã, phường"), filters.commune, commune_names(filters.area, asked.today)
            )
        )
    if "kind" in wanted:
        kinds = {"NT": _("Nhà thuốc"), "QT": _("Quầy thuốc"), "TT": _("Tủ thuốc TYT")}
        found.append(_chooser("loai", _("Loại"), filters.kind, kinds))
    if "state" in wanted and asked.page.states:
        states = asked.page.states()
        found.append(_chooser("tinh-trang", _("Tình trạng"), filters.state, states))
    return found


def _own(asked: Asked) -> list[Chooser]:
    found = []
    for choice in asked.page.choices:
        options = choice.options()
        value = asked.choice(choice.name)
        found.append(
            Chooser(
                name=choice.name,
                title=choice.title(),
                value=value,
                options=list(options.items()),
                is_set=value != next(iter(options), ""),
            )
        )
    return found


def _period(asked: Asked) -> list[Chooser]:
    if "period" not in asked.page.filters:
        return []
    names = asked.page.periods or period.USUAL
    offered = [*names, *period.last_weeks(asked.today)]
    here = asked.period
    if here.name and here.name not in offered:
        offered.append(here.name)
    options = [(name, period.title(period.read_period(name, asked.today))) for name in offered]
    if not here.name:
        options.append(("", period.title(here)))
    return [Chooser(name="ky", title=_("Kỳ"), value=here.name, options=options, is_set=True)]


def _chooser(
    name: str, title: str, value: str, options: Mapping[str, str], every: str = ""
) -> Chooser:
    shown = [("", every or _("Tất cả")), *options.items()]
    if value and value not in options:
        shown.append((value, value))
    return Chooser(name=name, title=title, value=value, options=shown, is_set=bool(value))
