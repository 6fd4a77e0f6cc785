"""Which of the province's data the counter works with, in one small line."""

from typing import NamedTuple

from device.amounts import day
from device.clock import local_day
from device.reference.progress import Progress
from device.reference.word import Word
from words import _


class ToldByProvince(NamedTuple):
    """What the service screen says of it."""

    is_well: bool
    line: str


def told_by_province(word: Word | None, progress: Progress, skipped: int) -> ToldByProvince:
    """Say which data is in use and since when, or what stands in its way and what to do."""
    if progress.fault:
        words = _("Ổ nhớ đầy, chưa nhận được dữ liệu mới: gọi kỹ thuật")
        return ToldByProvince(is_well=False, line=words)
    if skipped:
        words = _("{n} dòng Sở Y tế gửi máy chưa hiểu: báo kỹ thuật cập nhật máy")
        return ToldByProvince(is_well=False, line=words.format(n=skipped))
    used = word.versions if word else {}
    parts = [
        f"{name} {day(local_day(max(used[one].at for one in found)))[:5]}"
        for datasets, name in _names().items()
        if (found := [one for one in datasets if one in used])
    ]
    if not parts:
        parts = [_("Chưa có dữ liệu của Sở Y tế: dùng dữ liệu cài sẵn")]
    return ToldByProvince(is_well=True, line=" · ".join(parts))


def _names() -> dict[tuple[str, ...], str]:
    return {
        ("catalogue",): _("Danh mục thuốc"),
        ("prices",): _("Giá công bố"),
        ("parameters",): _("Quy định"),
        ("shop", "people"): _("Cơ sở"),
    }
