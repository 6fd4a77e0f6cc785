"""Rings as bars: how much of each runs the version that is on its way."""

from server import fleet_words
from server.fleet.overview import Overview
from server.fleet.progress import RingProgress
from server.fleet.rings_page import RingsPage
from server.fleet.rollouts import STOP_SHARE, Rollout
from server.web import formats
from server.web.asked import Asked
from server.web.parts.charts import Bar, Bars
from server.web.parts.state import State
from server.web.times import HERE
from words import _


def bars(asked: Asked, found: RingsPage) -> Bars | State:
    """Return each ring with how many of it run the version."""
    if found.rollout is None:
        return State(
            title=_("Chưa có đợt cập nhật nào"),
            text=_("Đợt 0 là các máy thử; mỗi đợt sau chỉ bắt đầu khi đợt trước chạy tốt."),
        )
    return Bars(
        bars=[_bar(ring, found.rollout, asked) for ring in found.rings],
        head=_("Máy đã cập nhật"),
    )


def panel_title(found: RingsPage) -> str:
    """Name the panel after the version that is on its way."""
    if found.rollout is None:
        return _("Đợt cập nhật")
    return _("Đợt cập nhật {version}").format(version=found.rollout.version)


def panel_note(found: RingsPage) -> str:
    """Say when a rollout stops by itself, and how it stands."""
    limit = _("dừng nếu trên {share} lỗi").format(share=f"{formats.number(STOP_SHARE * 100)} %")
    if found.rollout is None or found.rollout.state == "running":
        return limit
    return f"{fleet_words.rollout_state(found.rollout.state)}; {limit}"


def other_versions(found: Overview, shown: RingsPage) -> str:
    """Say how many machines run something else."""
    newest = shown.rollout.version if shown.rollout else ""
    parts = [
        _("{version} {n} máy").format(version=version, n=formats.number(count))
        for version, count in found.versions
        if version != newest
    ]
    return _("Bản khác: {versions}").format(versions=" · ".join(parts)) if parts else ""


def _bar(ring: RingProgress, rollout: Rollout, asked: Asked) -> Bar:
    note = _state(ring, rollout)
    if ring.troubled:
        note = _("{state}, {n} lỗi").format(state=note, n=formats.number(ring.troubled))
    elif ring.offered_at:
        since = formats.short_day(ring.offered_at.astimezone(HERE).date())
        note = _("{state} từ {day}").format(state=note, day=since)
    return Bar(
        name=fleet_words.ring_name(ring.ring),
        value=ring.updated,
        whole=ring.size,
        text=f"{formats.number(ring.updated)} / {formats.number(ring.size)}",
        note=note,
        stands_out=ring.troubled > STOP_SHARE * max(1, ring.tried),
        link=asked.link("/may", dot=str(ring.ring)),
    )


def _state(ring: RingProgress, rollout: Rollout) -> str:
    if ring.offered_at is None:
        return _("Chưa mời")
    if ring.state == "done":
        return _("Xong, mời")
    words = {"running": _("Đang chạy"), "paused": _("Tạm dừng"), "stopped": _("Đã dừng")}
    return words.get(rollout.state, _("Đã mời"))
