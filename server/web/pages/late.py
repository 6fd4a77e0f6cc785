"""Late and inconsistent reporting: whose figures are not to be trusted yet, and why."""

from collections.abc import Mapping
from datetime import timedelta

from server.oversight.queries import late
from server.oversight.queries.late import LateLine, WeekLate
from server.web import formats, times
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import Column, Group, Page, Panel, Query, Row, Shown
from server.web.pages import outlet_columns
from server.web.parts.charts import Lines, Series
from server.web.parts.numbers import Numbers, Tile
from server.web.parts.state import State, Text
from server.web.parts.table import Column as Of
from server.web.parts.table import Kind, Table
from server.web.parts.tag import Tag
from words import _

_LEAST_WEEKS = 3
_SMALLEST = 0.001
"""Share that is still written as such."""


def look(asked: Asked) -> Shown:
    """Show numbers, whose reporting is wrong, weeks, and what counts."""
    return Shown(
        body=[
            Panel(key="so", content=lambda: _numbers(asked)),
            Panel(
                key="co-so",
                title=_("Cơ sở nộp muộn hoặc không khớp"),
                note=_("chỉ nêu cơ sở có ít nhất một mục"),
                content=_table(asked),
            ),
            Row(
                columns=[
                    Column(
                        width=7,
                        panels=[
                            Panel(
                                key="tuan", title=_("Đến muộn, theo tuần"), note=_("phiếu"),
                                content=lambda: _lines(asked),
                            )
                        ],
                    ),
                    Column(
                        width=5,
                        panels=[
                            Panel(key="cach-tinh", title=_("Tính thế nào"), content=_explained)
                        ],
                    ),
                ]
            ),
        ]
    )  # fmt: skip


def _numbers(asked: Asked) -> Numbers:
    found = late.totals(asked.filters)
    return Numbers(
        tiles=[
            _tile(_("Phiếu đến sau 24 giờ"), found.late, found.entries, _("phiếu"), asked, "late"),
            _tile(
                _("Thuốc kê đơn báo sau 60 phút"), found.rx_late, found.rx, _("lượt"), asked, "late"
            ),
            _tile(
                _("Phiếu có giờ máy chạy trước"), found.ahead, found.entries, _("phiếu"), asked,
                "clock",
            ),
            _tile(
                _("Phiếu khi giờ máy chưa tin được"), found.untrusted, found.entries, _("phiếu"),
                asked, "clock",
            ),
        ]
    )  # fmt: skip


def _tile(title: str, part: int, whole: int, unit: str, asked: Asked, state: str) -> Tile:
    return Tile(
        title=title,
        figure=formats.number(part),
        unit=_("/ {n} {unit}").format(n=formats.number(whole), unit=unit),
        note=_part(part, whole),
        link=asked.again(tinh_trang=state) if part else "",
    )


def _part(part: int, whole: int) -> str:
    """Return a share; a small one is not nought."""
    share = part / whole if whole else None
    if share and share < _SMALLEST:
        return _("dưới 0,1 %")
    return formats.share(share)


def _table(asked: Asked) -> Table:
    return Table(
        query=late.late,
        is_main=True,
        sort="-late",
        what=_("cơ sở"),
        is_good=True,
        empty=_("Mọi cơ sở nộp đúng giờ và khớp"),
        checked=_("Đã so giờ ghi và giờ nhận của từng phiếu."),
        columns=(
            outlet_columns.outlet(asked, sorts=True),
            outlet_columns.commune(asked, sorts=True),
            Of(name="what", title=_("Vì sao"), value=why),
            Of(name="late", title=_("Sau 24 giờ"), kind=Kind.COUNT, sorts=True, bold=_is_late),
            Of(
                name="late_share", title=_("% phiếu"), kind=Kind.SHARE, sorts=True,
                value=lambda row: row.late / row.entries if row.entries else None,
            ),
            Of(
                name="rx_late", title=_("Kê đơn sau 60 phút"), kind=Kind.COUNT, sorts=True,
                bold=lambda row: row.rx_late > 0,
            ),
            Of(
                name="longest_seconds", title=_("Muộn nhất"), sorts=True,
                value=lambda row: _span(row.longest_seconds),
            ),
            Of(name="ahead", title=_("Giờ máy sai"), kind=Kind.COUNT, sorts=True, value=_clock),
            Of(
                name="gaps", title=_("Thiếu phiếu"), kind=Kind.COUNT, sorts=True,
                tag=lambda row: _tag(row.gaps),
            ),
            Of(
                name="forks", title=_("Hai sổ"), kind=Kind.COUNT, sorts=True,
                tag=lambda row: _tag(row.forks),
            ),
            Of(
                name="aside", title=_("Cách ly"), kind=Kind.COUNT, sorts=True,
                tag=lambda row: _tag(row.aside),
            ),
        ),
    )  # fmt: skip


def why(row: LateLine) -> str:
    """Say in a few words what is wrong with an outlet's reporting."""
    found = {
        _("nộp muộn"): row.late > 0,
        _("báo đơn muộn"): row.rx_late > 0,
        _("giờ máy sai"): row.ahead + row.untrusted + row.clocks > 0,
        _("thiếu phiếu"): row.gaps > 0,
        _("hai sổ"): row.forks > 0,
        _("phiếu bị cách ly"): row.aside > 0,
    }
    words = ", ".join(word for word, is_so in found.items() if is_so)
    return words[:1].upper() + words[1:]


def _is_late(row: LateLine) -> bool:
    return row.late > 0


def _clock(row: LateLine) -> int:
    return row.ahead + row.untrusted


def _tag(count: int) -> Tag | None:
    return Tag(formats.number(count)) if count else None


def _span(seconds: int) -> str:
    if not seconds:
        return formats.UNKNOWN
    return " ".join(times.span(timedelta(seconds=seconds))).strip()


def _lines(asked: Asked) -> Lines | State:
    weeks = [one for one in late.by_week(asked.filters).rows if one.is_over]
    if len(weeks) < _LEAST_WEEKS:
        return State(
            title=_("Mới có {n} tuần, chưa vẽ được xu hướng").format(n=len(weeks)),
            text=_("Chọn kỳ dài hơn để thấy xu hướng."),
        )
    return Lines(
        labels=[formats.week(week.week) for week in weeks],
        series=[
            Series(name=_("sau 24 giờ"), values=[one.late for one in weeks]),
            Series(
                name=_("kê đơn sau 60 phút"),
                values=[one.rx_late for one in weeks],
            ),
        ],
        unit="count",
        height=220,
    )


def _explained() -> Text:
    return Text(
        paragraphs=(
            _("Sau 24 giờ: phiếu tới tỉnh muộn hơn 24 giờ kể từ lúc ghi ở quầy."),
            _(
                "Thuốc kê đơn sau 60 phút: Quyết định 425 buộc cập nhật ngay sau khi bán;"
                " 60 phút là mức Sở chọn để theo dõi."
            ),
            _(
                "Giờ máy sai: giờ ghi trên phiếu đi trước giờ tỉnh nhận quá 5 phút,"
                " hoặc máy chưa chỉnh giờ."
            ),
            _("Thiếu phiếu, hai sổ, cách ly: cảnh báo đang mở, tính đến bây giờ, không theo kỳ."),
            _("Một cơ sở mất mạng có thể nộp muộn mà không có lỗi; xem Máy quầy trước khi gọi."),
        )
    )


def states() -> Mapping[str, str]:
    """Return what outlets can be narrowed to."""
    return {
        "late": _("Nộp muộn"),
        "clock": _("Giờ máy sai"),
        "alarm": _("Thiếu phiếu, hai sổ"),
        "aside": _("Có phiếu bị cách ly"),
    }


PAGE = Page(
    path="/nop-muon",
    title=lambda: _("Nộp muộn"),
    right=Right.OVERSIGHT,
    group=Group.RUNNING,
    look=look,
    filters=("search", "area", "commune", "kind", "state", "period"),
    states=states,
    period="30-ngay",
    queries=(
        Query(
            name="late-reporting",
            right=Right.OVERSIGHT,
            run=late.late,
            row=LateLine,
            summary="Outlets whose reporting is late or inconsistent",
        ),
        Query(
            name="late-reporting-by-week",
            right=Right.OVERSIGHT,
            run=late.by_week,
            row=WeekLate,
            states=(),
            summary="Late entries by week",
        ),
    ),
)
