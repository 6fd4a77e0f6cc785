"""Documents that stop batches, and the drugs that they mean."""

from collections.abc import Sequence
from datetime import date

from server.reference.recalls import last_day
from server.store.notices import Given
from server.web.pages.recall_words import decided
from server.web.parts.table import Column, Kind, Table, listed
from server.web.parts.tag import Tag
from wire.asking import Notice
from words import _


def documents(found: Sequence[Given]) -> Table:
    """Return documents, drug by drug."""
    return Table(
        query=listed(found),
        columns=(
            Column(
                name="number",
                title=_("Văn bản"),
                is_name=True,
                value=lambda row: row.notice.number,
            ),
            Column(
                name="kind",
                title=_("Việc"),
                value=lambda row: decided(row.notice.kind, row.notice.level),
            ),
            Column(name="drug", title=_("Thuốc"), value=lambda row: row.notice.drug_name),
            Column(name="batches", title=_("Lô"), value=lambda row: _batches(row.notice)),
            Column(
                name="issued",
                title=_("Ngày ra"),
                kind=Kind.DAY,
                value=lambda row: row.notice.issued,
            ),
            Column(
                name="until",
                title=_("Hạn làm xong"),
                kind=Kind.DAY,
                value=lambda row: row.notice.until or _last_day(row.notice),
            ),
            Column(
                name="lifted_at",
                title=_("Bãi bỏ"),
                kind=Kind.MOMENT,
                tag=lambda row: None if row.lifted_at else Tag(_("còn hiệu lực")),
            ),
        ),
        what=_("dòng"),
        empty=_("Chưa ra văn bản nào"),
    )


def drugs(found: Sequence[Notice]) -> Table:
    """Return the drugs that a document means."""
    return Table(
        query=listed(found),
        columns=(
            Column(name="drug_name", title=_("Thuốc"), is_name=True),
            Column(name="registration", title=_("Số đăng ký")),
            Column(name="ingredient", title=_("Hoạt chất")),
            Column(name="maker", title=_("Nhà sản xuất")),
            Column(name="batches", title=_("Lô"), value=_batches),
        ),
        what=_("thuốc"),
    )


def _last_day(notice: Notice) -> date | None:
    """Return the day that the law sets, of a document that was given out without it."""
    return last_day(notice.level, notice.issued) if notice.issued else None


def _batches(notice: Notice) -> str:
    return ", ".join(notice.batches) or _("mọi lô")
