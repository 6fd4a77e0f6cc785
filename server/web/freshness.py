"""How fresh the figures are: at the top right of every page, and in a strip when they are late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.store.database import from_text, reading, rows, to_text
from server.web import formats, times
from server.web.access import Right
from server.web.asked import Asked
from server.web.parts.tasks import Icon
from server.web.places import kept
from words import _

LATE = timedelta(minutes=15)
"""Terminals say how they are more often than that: if none has, the figures are late."""
DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """What stands at the top right."""

    head: str
    tail: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A line across the page that says what the figures lack."""

    tone: str
    icon: Icon
    head: str
    text: str
    link: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What is known of the terminals' contacts."""

    newest: datetime | None
    outlets: int
    sent: int
    """Outlets that were heard within a day."""


def heard(now: datetime) -> Heard:
    """Return who was heard, not older than some seconds."""
    return kept("heard", lambda: _heard(now), 5.0)


def fresh_of(now: datetime) -> Fresh:
    """Return what stands at the top right."""
    seen = heard(now)
    tail = ""
    if seen.outlets:
        tail = _("{sent} / {all} cơ sở đã gửi trong 24 giờ").format(
            sent=formats.number(seen.sent), all=formats.number(seen.outlets)
        )
    if seen.newest is None:
        return Fresh(head=_("Chưa có số liệu"), tail=tail, late=False)
    if not (late := lateness(now, seen)):
        when = times.full_moment(seen.newest)
        return Fresh(head=_("Số liệu đến {when}").format(when=when), tail=tail, late=False)
    head = _("Số liệu đến {when}, chậm {late}").format(
        when=formats.moment(seen.newest, now), late=late
    )
    return Fresh(head=head, tail=tail, late=True)


def strips_of(asked: Asked) -> Sequence[Strip]:
    """Return what has to be said above the panels."""
    seen, found = heard(asked.now), []
    if seen.newest and lateness(asked.now, seen):
        when = formats.moment(seen.newest, asked.now)
        found.append(
            Strip(
                tone="warn",
                icon="look",
                head=_("Số liệu chậm: đến {when}.").format(when=when),
                text=_("Chưa nhận gì từ các máy kể từ đó. Con số hôm nay chưa đủ."),
            )
        )
    missing = seen.outlets - seen.sent
    if seen.sent and missing > 0:
        there = (_("Xem máy mất liên lạc"), asked.link("/may", tinh_trang="silent"))
        found.append(
            Strip(
                tone="off",
                icon="silent",
                head=_("{n} cơ sở chưa gửi trong 24 giờ.").format(n=formats.number(missing)),
                text=_("Số liệu của các cơ sở này còn thiếu trong kỳ."),
                link=there if asked.may(Right.FLEET) else None,
            )
        )
    return found


def lateness(now: datetime, seen: Heard) -> str:
    """Say how late the figures are; empty if they are not."""
    late = now - seen.newest if seen.newest else timedelta(0)
    return " ".join(times.span(late)).strip() if late > LATE else ""


def _heard(now: datetime) -> Heard:
    with reading():
        newest, outlets, sent = rows(
            """
            SELECT max(last_contact_at), count(DISTINCT code),
                   count(DISTINCT CASE WHEN last_contact_at >= ? THEN code END)
            FROM (SELECT last_contact_at,
                         CASE WHEN outlet_code = '' THEN id ELSE outlet_code END AS code
                  FROM terminal WHERE status = 'active') AS heard
            """,
            (to_text(now - DAY),),
        )[0]
    return Heard(newest=from_text(newest) if newest else None, outlets=outlets, sent=sent)
