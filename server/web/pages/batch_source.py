"""A batch backwards: from one outlet to where it came from, and its entries there."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from server.oversight.queries.batch_back import Backward, backward
from server.oversight.queries.batch_sales import BatchEntry, batch_entries
from server.oversight.queries.batch_trace import Forward, OutletTrace
from server.query.filters import Filters
from server.query.listing import Listing
from server.reference.drugs import DrugFacts
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import Query
from server.web.parts.table import Column, Kind, Table, listed
from words import _


class Step(NamedTuple):
    """One station on the way, the last one first."""

    number: int
    place: str
    document: str
    day: str
    units: int


def _back(_filters: Filters, *, drug: str, batch: str, outlet: str) -> Backward:
    return backward(drug, batch, outlet)


def _entries(filters: Filters, *, drug: str, batch: str, outlet: str) -> Listing[BatchEntry]:
    return batch_entries(drug, batch, outlet, filters)


BACKWARD = Query(
    name="batch-backward",
    right=Right.OVERSIGHT,
    run=_back,
    row=Backward,
    keys=("drug", "batch", "outlet"),
    states=(),
    summary="Where an outlet has a batch from, and who else has it from there",
)
ENTRIES = Query(
    name="batch-entries",
    right=Right.ENTRIES,
    run=_entries,
    row=BatchEntry,
    keys=("drug", "batch", "outlet"),
    states=(),
    summary="The entries that moved a batch in an outlet",
)


def outlet_of(asked: Asked, rows: Sequence[OutletTrace]) -> OutletTrace | None:
    """Return the outlet that the way begins at: the one that is named, or that had most."""
    wanted = asked.address.given.get("co-so", "")
    named = [one for one in rows if one.outlet == wanted]
    return next(iter([*named, *rows]), None)


def table(asked: Asked, here: OutletTrace, found: Forward, facts: DrugFacts) -> Table:
    """Return the stations."""
    back = backward(found.drug, found.batch, here.outlet)
    return Table(
        query=listed(list(_steps(here, back, found, facts))),
        what=_("chặng"),
        columns=[
            Column(name="number", title=_("Chặng"), kind=Kind.COUNT),
            Column(name="place", title=_("Nơi"), is_name=True),
            Column(name="document", title=_("Chứng từ")),
            Column(name="day", title=_("Ngày"), value=lambda step: _day(step.day, asked.today)),
            Column(
                name="units",
                title=_("Số {unit}").format(unit=facts.base_unit),
                kind=Kind.COUNT,
            ),
        ],
        foot=_shared(back),
    )


def entries(asked: Asked, here: OutletTrace, unit: str) -> Table:
    """Return the entries of a batch in an outlet: badges, never patients."""
    return Table(
        query=ENTRIES,
        keys={
            "drug": asked.fields["drug"],
            "batch": asked.fields["batch"],
            "outlet": here.outlet,
        },
        most=20,
        what=_("phiếu"),
        columns=[
            Column(name="at", title=_("Lúc"), kind=Kind.MOMENT),
            Column(name="seq", title=_("Số phiếu"), value=lambda row: f"{row.terminal}/{row.seq}"),
            Column(name="kind", title=_("Loại"), value=lambda row: kind_words(row.kind)),
            Column(
                name="units", title=_("Số {unit}").format(unit=unit), kind=Kind.COUNT
            ),
            Column(name="staff", title=_("Số thẻ nhân viên")),
        ],
        empty=_("Không có phiếu nào của lô này trong kỳ"),
    )  # fmt: skip


def kind_words(kind: str) -> str:
    """Say what kind of entry one is."""
    return {
        "sale": _("Bán"),
        "void": _("Hủy phiếu"),
        "return": _("Khách trả hàng"),
        "goods-in": _("Nhập hàng"),
        "write-off": _("Xuất hủy"),
        "set-aside": _("Cất riêng"),
        "stock-count": _("Kiểm kê"),
        "recall-acknowledged": _("Xác nhận thu hồi"),
    }.get(kind, kind)


def _steps(here: OutletTrace, back: Backward, found: Forward, facts: DrugFacts) -> Iterator[Step]:
    suppliers = list(dict.fromkeys(one.supplier for one in back.deliveries))
    number = 2 + len(back.deliveries) + len(suppliers) + (1 if here.opening else 0)
    gone = here.sold + here.aside
    yield Step(number, _("Bán, cất tại cơ sở"), "", here.last_sold, gone)
    for one in back.deliveries:
        number -= 1
        place = _("Cơ sở nhập hàng")
        document = _("Phiếu nhập {number}").format(number=one.seq)
        yield Step(number, place, document, one.day, one.units)
    if here.opening:
        number -= 1
        yield Step(number, _("Cơ sở, tồn đầu kỳ"), "", "", here.opening)
    units = {one.supplier: one.units for one in found.suppliers}
    for supplier in suppliers:
        number -= 1
        (first, *_more) = [one for one in back.deliveries if one.supplier == supplier]
        name = supplier or _("Không ghi nhà cung cấp")
        yield Step(number, name, first.document, first.day, units.get(supplier, first.units))
    maker = facts.maker or _("Nhà sản xuất chưa có trong danh mục")
    yield Step(1, maker, _("Lô {batch}").format(batch=found.batch), "", found.totals["received"])


def _day(day: str, today: date) -> str:
    """Return a day as short as it can be told."""
    if not day:
        return ""
    found = date.fromisoformat(day)
    return formats.short_day(found) if found.year == today.year else formats.day(found)


def _shared(back: Backward) -> str:
    """Say who else has it from there."""
    same = {one.outlet for one in back.elsewhere if one.same_document}
    every = {one.outlet for one in back.elsewhere}
    if not every:
        return _("Không cơ sở nào khác nhận lô này từ cùng nhà cung cấp.")
    text = _("{n} cơ sở khác nhận lô này từ cùng nhà cung cấp")
    if not same:
        return text.format(n=len(every)) + "."
    return text.format(n=len(every)) + _(", {n} theo cùng chứng từ.").format(n=len(same))
