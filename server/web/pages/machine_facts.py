"""A machine's facts: where it stands, and how its parts are."""

from server import fleet_words
from server.fleet.card import Card
from server.fleet.health import (
    AHEAD_SECONDS,
    BEHIND_SECONDS,
    CERTIFICATE_DAYS,
    HOT_C,
    LATE_AFTER,
    State,
)
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked, segment
from server.web.pages.fleet_words import device_words, state_tag
from server.web.parts.numbers import Facts, Tile
from server.web.parts.tag import Tag
from words import _

_MINUTE = 60
_MIB = 1024 * 1024


def facts(asked: Asked, found: Card) -> Facts:
    """Return where the machine stands, when it was heard, what waits, what it runs."""
    machine, known = found.machine, found.machine.known
    tag = state_tag(machine.judged.state, machine.judged.troubles)
    age = machine.judged.unsent_age
    late = age is not None and age > LATE_AFTER
    outlet = asked.link(f"/co-so/{segment(machine.outlet)}") if asked.may(Right.OUTLET) else ""
    return Facts(
        tiles=[
            Tile(title=_("Cơ sở"), figure=machine.name, link=outlet),
            Tile(
                title=_("Tình trạng"),
                figure="" if tag else fleet_words.state_words(State.NORMAL),
                note=tag or "",
            ),
            Tile(title=_("Liên lạc cuối"), figure=formats.moment(known.last_contact, asked.now)),
            Tile(
                title=_("Chờ gửi"),
                figure=_("{n} phiếu").format(n=formats.number(known.unsent)),
                unit="" if age is None or late else formats.span(age),
                note=Tag(formats.span(age)) if late else "",
            ),
            Tile(title=_("Bản"), figure=machine.software or formats.UNKNOWN, unit=_newer(found)),
            Tile(title=_("Đợt"), figure=fleet_words.ring_name(machine.ring)),
            Tile(title=_("Giờ mở cửa"), figure=_hours(found)),
            Tile(title=_("Đăng ký"), figure=formats.day(machine.enrolled_at.date())),
        ]
    )


def devices(asked: Asked, found: Card) -> Facts:
    """Return how printer, scanner, screen, card, heat, power, clock and certificate are."""
    known, said = found.machine.known, found.said
    tiles = [
        _device(_("Máy in"), known.printer),
        _device(_("Máy quét"), known.scanner),
        _device(_("Màn hình"), known.screen),
        Tile(title=_("Thẻ nhớ còn trống"), figure=_space(known.disk_free_bytes)),
        _heat(known.temperature_c),
        _power(known.under_voltage),
        _clock(known.clock, known.ahead_seconds),
        _certificate(found.machine.judged.certificate_days),
    ]
    if said:
        counter = {"open": _("Đang mở"), "closed": _("Đang nghỉ")}.get(said.counter or "", "–")
        tiles += [
            Tile(title=_("Quầy"), figure=counter),
            Tile(title=_("Bán lần cuối"), figure=formats.moment(said.last_sale_at, asked.now)),
            Tile(title=_("Hệ điều hành"), figure=said.system or formats.UNKNOWN),
        ]
    return Facts(tiles=tiles)


def _newer(found: Card) -> str:
    if found.offered is None or found.offered == found.machine.software:
        return ""
    return _("được mời {version}").format(version=found.offered)


def _hours(found: Card) -> str:
    opening = found.machine.known.opening
    return f"{opening.opens:%H:%M} – {opening.closes:%H:%M}"


def _device(title: str, said: str | None) -> Tile:
    words = device_words(said) or formats.UNKNOWN
    if said in {None, "ok", "on"}:
        return Tile(title=title, figure=words)
    return Tile(title=title, figure="", note=Tag(words))


def _space(free: int | None) -> str:
    return formats.UNKNOWN if free is None else f"{formats.number(free / _MIB / 1024, 1)} GiB"


def _heat(celsius: float | None) -> Tile:
    words = formats.UNKNOWN if celsius is None else f"{formats.number(celsius, 1)} °C"
    hot = celsius is not None and celsius >= HOT_C
    return Tile(title=_("Nhiệt độ"), figure="" if hot else words, note=Tag(words) if hot else "")


def _power(under: bool | None) -> Tile:  # noqa: FBT001 - as the machine says it
    if under:
        return Tile(title=_("Nguồn điện"), figure="", note=Tag(_("Yếu")))
    return Tile(title=_("Nguồn điện"), figure=formats.UNKNOWN if under is None else _("Đủ"))


def _certificate(days: int | None) -> Tile:
    title = _("Chứng thư")
    if days is None:
        return Tile(title=title, figure=formats.UNKNOWN)
    words = _("còn {n} ngày") if days >= 0 else _("đã hết hạn {n} ngày")
    words = words.format(n=formats.number(abs(days)))
    if days < CERTIFICATE_DAYS:
        return Tile(title=title, figure="", note=Tag(words))
    return Tile(title=title, figure=words)


def _clock(said: str | None, ahead: int) -> Tile:
    title = _("Đồng hồ")
    if not -BEHIND_SECONDS <= ahead <= AHEAD_SECONDS:
        words = _("nhanh {n} phút") if ahead > 0 else _("chậm {n} phút")
        n = formats.number(abs(ahead) // _MINUTE)
        return Tile(title=title, figure="", note=Tag(words.format(n=n)))
    if said == "untrusted":
        return Tile(title=title, figure="", note=Tag(_("Không tin được")))
    return Tile(title=title, figure=_("Đúng") if said else formats.UNKNOWN)
