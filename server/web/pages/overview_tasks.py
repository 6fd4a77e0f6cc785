"""The overview's list of what has to be done, before when, and by whom."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from server.accounts.roles import Role
from server.oversight.queries import today
from server.oversight.queries.today import TaskKind
from server.web import formats, times
from server.web.access import Right
from server.web.asked import Asked
from server.web.parts.tasks import Icon, Task, Tasks
from words import _

_ICONS: Mapping[TaskKind, Icon] = {
    TaskKind.RECALL: "recall",
    TaskKind.OUTAGE: "silent",
    TaskKind.ANTIBIOTICS: "look",
    TaskKind.PRESCRIPTIONS: "look",
    TaskKind.DOUBLES: "look",
}
_PLACES: Mapping[TaskKind, tuple[str, Right]] = {
    TaskKind.RECALL: ("/lo", Right.OVERSIGHT),
    TaskKind.OUTAGE: ("/may", Right.FLEET),
    TaskKind.ANTIBIOTICS: ("/khang-sinh", Right.OVERSIGHT),
    TaskKind.PRESCRIPTIONS: ("/ke-don", Right.OVERSIGHT),
    TaskKind.DOUBLES: ("/don-hai-noi", Right.OVERSIGHT),
    TaskKind.PRICES: ("/gia", Right.OVERSIGHT),
    TaskKind.GPP: ("/co-so", Right.OVERSIGHT),
}
_STATES: Mapping[TaskKind, str] = {TaskKind.GPP: "gpp"}
"""What the page is narrowed to."""


def tasks(asked: Asked, found: Sequence[today.Task]) -> Tasks:
    """Return the list, the nearest deadline first."""
    return Tasks(
        tasks=[_task(asked, one) for one in found],
        empty=_("Hôm nay chưa có việc nào"),
        checked=_("Kiểm tra lần cuối {when}.").format(when=times.moment(asked.now, asked.now)),
    )


def _task(asked: Asked, one: today.Task) -> Task:
    title, note = _WORDS[one.kind](one, asked.now)
    path, right = _PLACES[one.kind]
    is_today = one.due.astimezone(times.HERE).date() <= asked.today
    return Task(
        icon=_ICONS.get(one.kind, "ring"),
        title=title,
        note=note,
        when=_when(one.due, asked.now),
        who=Role.FLEET.words if one.kind is TaskKind.OUTAGE else Role.PHARMACY.words,
        link=asked.link(path, tinh_trang=_STATES.get(one.kind, "")) if asked.may(right) else "",
        is_urgent=one.kind is TaskKind.RECALL and is_today,
    )


def _when(due: datetime, now: datetime) -> str:
    local, today_here = due.astimezone(times.HERE), now.astimezone(times.HERE)
    if due < now:
        return _("Quá hạn {day}").format(day=formats.short_day(local.date()))
    if local.date() == today_here.date():
        is_end = (local.hour, local.minute) == (23, 59)
        return _("Hôm nay") if is_end else local.strftime("%H:%M")
    return formats.short_day(local.date())


def _recall(one: today.Task, _now: datetime) -> tuple[str, str]:
    title = _("Thu hồi {number}: {n} cơ sở chưa xác nhận").format(
        number=one.subject, n=formats.number(one.number)
    )
    note = _("Còn {units} đơn vị tại quầy").format(units=formats.number(one.units))
    if one.more:
        silent = _("{n} cơ sở mất liên lạc").format(n=formats.number(one.more))
        note = f"{note}; {silent}"
    return title, note


def _outage(one: today.Task, now: datetime) -> tuple[str, str]:
    n = formats.number(one.number)
    title = _("Mất liên lạc toàn tỉnh: {n} máy cùng lúc").format(n=n)
    if one.subject:
        title = _("{n} máy mất liên lạc cùng lúc ở {place}").format(n=n, place=one.subject)
    since = times.moment(one.since, now) if one.since else ""
    return title, _("Từ {when}. Một cảnh báo chung").format(when=since)


def _standing_out(one: today.Task, _now: datetime) -> tuple[str, str]:
    words = _("{n} cơ sở bán thuốc kê đơn không đơn vượt ngưỡng")
    if one.kind is TaskKind.ANTIBIOTICS:
        words = _("{n} cơ sở bán kháng sinh không đơn vượt ngưỡng")
    note = _("3 tuần liền, cao hơn giới hạn của tỉnh (99,8 %)")
    return words.format(n=formats.number(one.number)), note


def _doubles(one: today.Task, now: datetime) -> tuple[str, str]:
    title = _("{n} đơn bán hai nơi chưa giải quyết").format(n=formats.number(one.number))
    if one.since is None:
        return title, ""
    span = times.span(now - one.since)[0]
    return title, _("Cũ nhất {span}").format(span=span)


def _prices(one: today.Task, _now: datetime) -> tuple[str, str]:
    title = _("{n} cơ sở bán quá giá niêm yết").format(n=formats.number(one.number))
    note = _("{n} cơ sở lặp lại trong 30 ngày").format(n=formats.number(one.more))
    return title, note


def _assessments(one: today.Task, _now: datetime) -> tuple[str, str]:
    title = _("{n} cơ sở đến hạn đánh giá GPP trong 30 ngày").format(n=formats.number(one.number))
    day = formats.day(one.since.astimezone(times.HERE).date()) if one.since else ""
    return title, _("Sớm nhất {day}").format(day=day)


_WORDS: Mapping[TaskKind, Callable[[today.Task, datetime], tuple[str, str]]] = {
    TaskKind.RECALL: _recall,
    TaskKind.OUTAGE: _outage,
    TaskKind.ANTIBIOTICS: _standing_out,
    TaskKind.PRESCRIPTIONS: _standing_out,
    TaskKind.DOUBLES: _doubles,
    TaskKind.PRICES: _prices,
    TaskKind.GPP: _assessments,
}
