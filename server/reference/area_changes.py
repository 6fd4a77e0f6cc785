"""Changing the department's areas: from a day on, so that what was reported stays as it was."""

from dataclasses import replace
from datetime import date, timedelta

from server.reference import places
from server.reference.places import Area, Membership


class AreaChangeError(ValueError):
    """A change that cannot be made; the text is for developers."""


def assign(commune: str, area: str, since: date, *, today: date) -> None:
    """Put a commune into an area from a day on; "" takes it out of every area.

    Within a transaction that writes. The day is today or later: reports of days that are over keep
    their areas. Raises `AreaChangeError`.
    """
    known = places.areas()
    if commune not in places.communes(since) or area not in {"", *known}:
        raise AreaChangeError("no such commune or area")
    if since < today:
        raise AreaChangeError("a day that is over")
    members = [one for one in places.memberships() if one.commune != commune]
    members += _until(commune, since)
    if area:
        members.append(Membership(area=area, commune=commune, since=since))
    places.save_areas(known.values(), members, today)


def name(code: str, words: str, *, today: date) -> None:
    """Make a new area, or call one differently; within a transaction that writes."""
    known = places.areas() | {code: Area(code=code, name=words)}
    places.save_areas(known.values(), places.memberships(), today)


def _until(commune: str, since: date) -> list[Membership]:
    """Return where a commune was before a day; what would have begun later is dropped."""
    eve = since - timedelta(days=1)
    return [
        replace(one, until=min(one.until or eve, eve))
        for one in places.memberships()
        if one.commune == commune and (one.since or date.min) < since
    ]
