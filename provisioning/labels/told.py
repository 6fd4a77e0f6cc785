"""What a label says in words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from wire.enrolment_batch import PrintedLabel
from words import _

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def until(label: PrintedLabel) -> str:
    """Say the last day on which a label can be used."""
    return _("Dùng đến hết {day}").format(day=_day(label.expires_at))


def which(label: PrintedLabel) -> str:
    """Say which terminal it is for."""
    return f"{label.terminal} · {label.label}"


def sign(label: PrintedLabel) -> str:
    """Say what must not be overlooked, or nothing."""
    return _("THAY MÁY") if label.kind == "replacement" else ""


def advice(label: PrintedLabel) -> str:
    """Say what to do with it."""
    if label.kind == "replacement":
        return _(
            "Quét mã này trên máy mới; phiếu của máy cũ bị từ chối từ đó. Mỗi mã dùng một lần; mất "
            "nhãn thì báo Sở thu hồi mã."
        )
    return _(
        "Cắm điện, chờ màn hình hỏi mã rồi quét mã này. Mỗi mã dùng một lần; mất nhãn thì báo Sở "
        "thu hồi mã."
    )


def _day(expires_at: datetime) -> str:
    last = (expires_at.astimezone(UTC) - timedelta(microseconds=1)).astimezone(_VIETNAM)
    weekdays = (
        _("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"),
        _("Chủ Nhật"),
    )  # fmt: skip
    return _("{weekday}, ngày {day} tháng {month} năm {year}").format(
        weekday=weekdays[last.weekday()], day=last.day, month=last.month, year=last.year
    )
