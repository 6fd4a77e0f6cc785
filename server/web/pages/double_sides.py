"""The sales on one prescription side by side: what each outlet could know, and what was so."""

from collections.abc import Sequence

from server.prescriptions.cases import Case
from server.prescriptions.listing import drug_name
from server.prescriptions.view import CaseView, SaleView, SoldLine, ToldView
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked, segment
from server.web.page import Panel
from server.web.pages import doubles_words as words_of
from server.web.parts.form import Card, Stack
from server.web.parts.table import Column, Kind, Table, listed
from server.web.parts.tag import Tag
from server.web.parts.verdict import Verdict, Way
from server.web.places import commune_names
from words import _


def sides(asked: Asked, found: CaseView, ways: Sequence[Way]) -> Panel:
    """Return a case as one panel: a card for each sale, what is too much, who was told."""
    prescription, case = found.prescription, found.case
    parts = [words_of.type_words(prescription.type), words_of.cause_words(case.excess.cause)]
    if prescription.issued:
        parts.insert(0, _("kê {day}").format(day=formats.short_day(prescription.issued)))
    return Panel(
        key="hai-noi",
        title=_("Đơn {code}").format(code=words_of.code_words(case.tail)),
        note=" · ".join(parts),
        content=lambda: Stack(
            contents=[
                Stack(contents=[_card(asked, sale) for sale in _concerned(found)], is_beside=True),
                _verdict(asked, found, ways),
            ]
        ),
    )


def excess_words(case: Case) -> str:
    """Say what was too much, drug by drug; within a transaction that reads."""
    parts = [
        _("{n} {unit} {drug}")
        .format(
            n=formats.number(line.beyond),
            unit=words_of.unit_of(line.drug),
            drug=drug_name(line.drug, line.name),
        )
        .strip()
        for line in case.excess.lines
    ]
    return _("Bán thừa {what}").format(what=", ".join(parts))


def told_words(told: Sequence[ToldView], asked: Asked) -> str:
    """Say when the outlets were told."""
    if not told:
        return _("Chưa báo được cho cơ sở nào")
    first = formats.moment(min(one.at for one in told), asked.now)
    return _("Đã báo {n} cơ sở lúc {when}").format(n=len(told), when=first)


def told_tag(told: Sequence[ToldView]) -> Tag | None:
    """Return whether those who were told have read it."""
    if not told:
        return None
    read = sum(one.read_at is not None for one in told)
    return Tag(words_of.read_words(len(told), read), "ok" if read == len(told) else "off")


def _concerned(found: CaseView) -> list[SaleView]:
    """Return the sales of the outlets that have part in it."""
    outlets = found.case.excess.outlets
    return [sale for sale in found.prescription.sales if sale.outlet in outlets]


def _card(asked: Asked, sale: SaleView) -> Card:
    commune = commune_names("", asked.today).get(sale.commune, "")
    parts = [
        commune,
        _("bán {when}").format(when=formats.moment(sale.at, asked.now)),
        _("Sở nhận {when}").format(when=formats.moment(sale.stored_at, asked.now)),
        _("có hỏi đơn") if sale.checked else _("không hỏi được đơn"),
    ]
    link = asked.link(f"/co-so/{segment(sale.outlet)}") if asked.may(Right.OUTLET) else ""
    return Card(
        title=sale.name,
        link=link,
        tag=Tag(words_of.away_words(sale.offline_seconds), "off"),
        note=" · ".join(part for part in parts if part),
        content=_lines(sale.lines),
    )


def _lines(lines: Sequence[SoldLine]) -> Table:
    return Table(
        query=listed(lines),
        columns=(
            Column(name="name", title=_("Thuốc")),
            Column(name="units", title=_("Bán"), kind=Kind.COUNT),
            Column(
                name="left_known",
                title=_("Đơn còn lúc bán"),
                kind=Kind.COUNT,
                mark=lambda row: (
                    Tag(_("thật ra {n}").format(n=formats.number(row.left_true)))
                    if row.left_true is not None and row.left_true != row.left_known
                    else None
                ),
            ),
        ),
    )


def _verdict(asked: Asked, found: CaseView, ways: Sequence[Way]) -> Verdict:
    return Verdict(
        title=excess_words(found.case),
        text=told_words(found.told, asked),
        tag=told_tag(found.told),
        ways=ways,
    )
