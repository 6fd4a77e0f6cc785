"""Reference data: what terminals are told, since when, and how far it has come."""

from typing import NamedTuple

from server.fleet.spread import Spread, spread, up_to_date
from server.query.filters import Filters
from server.query.listing import Listing
from server.reference import versions
from server.reference.history import ChangeRow, changes
from server.store import notices
from server.store.database import rows
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import Act, Column, Group, Page, Panel, Query, Row, Shown
from server.web.pages import reference_upload
from server.web.pages.reference_words import dataset_words, version_words
from server.web.parts.numbers import Numbers, Tile
from server.web.parts.table import Column as Cell
from server.web.parts.table import Kind, Table
from words import _

_NOBODY = Spread(0, 0, 0)


class DatasetRow(NamedTuple):
    """A dataset as it stands."""

    dataset: str
    version: int
    at: str
    """When it changed last."""
    rows: int
    newest: int
    """Active terminals that have its newest version."""
    older: int
    unknown: int
    """Active terminals that have not said that they have any."""


def datasets(_filters: Filters) -> Listing[DatasetRow]:
    """Return how each dataset stands; filters narrow nothing."""
    there = spread()
    found = [
        DatasetRow(one.dataset, one.version, one.at, one.rows, *there.get(one.dataset, _NOBODY))
        for one in versions.standing()
    ]
    return Listing(rows=found, total=len(found))


DATASETS = Query(
    name="datasets",
    right=Right.REFERENCE,
    run=datasets,
    row=DatasetRow,
    summary="Reference data: version, rows, and how many terminals have it",
)
CHANGES = Query(
    name="reference-changes",
    right=Right.REFERENCE,
    run=changes,
    row=ChangeRow,
    summary="What has changed of the reference data",
)


def look(asked: Asked) -> Shown:
    """Show the datasets, what changed, and where the lists are."""
    standing = Panel(
        key="du-lieu",
        title=_("Các bộ dữ liệu gửi xuống máy"),
        note=_("bản là thời điểm thay đổi cuối"),
        more=(_("Lời nhắn tới cơ sở"), asked.link("/du-lieu/loi-nhan")),
        content=_datasets(),
    )
    changed = Panel(
        key="thay-doi",
        title=_("Thay đổi gần đây"),
        note=_("mới nhất trước"),
        content=_changes(),
    )
    first = Panel(key="so", content=lambda: _numbers(asked))
    if not asked.may(Right.ACT):
        return Shown(body=[first, standing, changed])
    upload = Panel(
        key="nhap",
        title=_("Nhập từ tệp"),
        note=_("cả tệp hoặc không gì cả"),
        content=reference_upload.form,
    )
    columns = [Column(width=8, panels=[standing, changed]), Column(width=4, panels=[upload])]
    return Shown(body=[first, Row(columns=columns)])


def _numbers(asked: Asked) -> Numbers:
    ready, everybody = up_to_date()
    in_force = len({notice.number for notice in notices.in_force()})
    return Numbers(
        tiles=[
            Tile(
                title=_("Máy có đủ dữ liệu mới nhất"),
                figure=formats.share(ready / everybody if everybody else None),
                unit=f"{formats.number(ready)} / {formats.number(everybody)}",
                note=_("theo lời máy báo"),
                link=asked.link("/may"),
            ),
            Tile(
                title=_("Cơ sở trong danh sách"),
                figure=formats.number(_count("outlet")),
                unit=_("cơ sở"),
                note=_("giấy phép, hạn GPP"),
                link=asked.link("/du-lieu/co-so"),
            ),
            Tile(
                title=_("Nhân viên"),
                figure=formats.number(_count("staff")),
                unit=_("người"),
                note=_("mã thẻ, trình độ"),
                link=asked.link("/du-lieu/nhan-vien"),
            ),
            Tile(
                title=_("Xã, phường và khu vực"),
                figure=formats.number(_count("commune")),
                unit=_("xã, phường"),
                note=_("khu vực do Sở chia"),
                link=asked.link("/du-lieu/khu-vuc"),
            ),
            Tile(
                title=_("Văn bản thu hồi còn hiệu lực"),
                figure=formats.number(in_force),
                unit=_("văn bản"),
                note=_("ra thông báo, bãi bỏ"),
                link=asked.link("/du-lieu/thu-hoi"),
            ),
        ]
    )


def _count(table: str) -> int:
    return int(rows(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608 (fixed names)


def _datasets() -> Table:
    return Table(
        query=DATASETS,
        columns=(
            Cell(
                name="dataset",
                title=_("Dữ liệu"),
                is_name=True,
                value=lambda row: dataset_words(row.dataset),
            ),
            Cell(name="version", title=_("Bản"), value=lambda row: version_words(row.version)),
            Cell(name="at", title=_("Từ lúc"), kind=Kind.MOMENT),
            Cell(name="rows", title=_("Dòng"), kind=Kind.COUNT),
            Cell(name="newest", title=_("Máy có bản mới"), kind=Kind.COUNT),
            Cell(name="older", title=_("Bản cũ"), kind=Kind.COUNT),
            Cell(name="unknown", title=_("Chưa báo"), kind=Kind.COUNT),
            Cell(name="share", title=_("Tỷ lệ"), kind=Kind.SHARE, value=_share),
        ),
        what=_("bộ dữ liệu"),
        empty=_("Chưa nhập dữ liệu nào"),
    )


def _share(row: DatasetRow) -> float | None:
    everybody = row.newest + row.older + row.unknown
    return row.newest / everybody if everybody else None


def _changes() -> Table:
    return Table(
        query=CHANGES,
        columns=(
            Cell(
                name="dataset",
                title=_("Dữ liệu"),
                is_name=True,
                value=lambda row: dataset_words(row.dataset),
            ),
            Cell(name="at", title=_("Lúc"), kind=Kind.MOMENT),
            Cell(name="changed", title=_("Dòng thay đổi"), kind=Kind.COUNT),
            Cell(
                name="outlets",
                title=_("Gửi cho"),
                value=lambda row: (
                    _("{n} cơ sở").format(n=formats.number(row.outlets))
                    if row.outlets
                    else _("mọi máy")
                ),
            ),
            Cell(name="version", title=_("Bản"), value=lambda row: version_words(row.version)),
        ),
        most=20,
        what=_("lần thay đổi"),
        empty=_("Chưa có thay đổi nào"),
    )


PAGE = Page(
    path="/du-lieu",
    title=lambda: _("Dữ liệu nền"),
    right=Right.REFERENCE,
    group=Group.RUNNING,
    look=look,
    queries=(DATASETS, CHANGES),
    acts=(Act(name="nhap", right=Right.ACT, run=reference_upload.upload),),
)
