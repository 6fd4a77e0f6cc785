"""Facts about the terminal, for the service screen and the self-test.

They are gathered from `Signs`, which somebody else has looked up: nothing here touches a device.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from device.advice import advice_on
from device.amounts import clock, day, thousands
from device.clock import local_day
from device.further_facts import FURTHER
from device.parts import Part, Told, fault, unknown, well
from device.self_test.limits import BAD_LINE_PERCENT, RENEW_DAYS
from device.signs import Signs, Trial
from hardware.errors import PrinterFault
from words import _

__all__ = ["Fact", "Part", "gather_facts"]

LEAST_FREE_PERCENT = 5
LATE = timedelta(days=1)
"""Sales that have waited so long for the province's receipt are worth a look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """How one part of the terminal is."""

    part: Part
    is_well: bool
    detail: str
    """In the reader's words: what is so, or what to do."""
    is_known: bool = True
    """Whether there was anything to see; what nobody can tell is no fault."""
    advice: str = ""
    """Of a fault: what to do, in one sentence."""


def gather_facts(signs: Signs) -> tuple[Fact, ...]:
    """Return the facts in the order of the service screen: eight for each of its two pages."""
    return tuple(_fact(part, tell(signs)) for part, tell in {**_TELL, **FURTHER}.items())


def _fact(part: Part, told: Told) -> Fact:
    advice = "" if told.is_well else advice_on(part)
    return Fact(
        part=part,
        is_well=told.is_well,
        detail=told.detail,
        is_known=told.is_known,
        advice=advice,
    )


def _scanner(signs: Signs) -> Told:
    if signs.scanner == "absent":
        return fault(_("Chưa có: cắm máy quét vào"))
    if signs.scanner != "ok":
        return fault(_("Chưa thấy: cắm lại dây"))
    if signs.trial != "none":
        return _trial(signs.trial)
    if signs.read_at is None:
        return well(_("Sẵn sàng, chưa quét mã nào"))
    return well(_("Đã đọc mã lúc {moment}").format(moment=_moment(signs, signs.read_at)))


def _trial(trial: Trial) -> Told:
    """Say what became of the code on the test paper."""
    if trial == "waiting":
        return unknown(_("Quét mã ở giấy vừa in"))
    if trial == "late":
        return fault(_("Không đọc mã thử: in, quét lại"))
    return well(_("Đã đọc mã thử vừa in"))


def _network(signs: Signs) -> Told:
    if not signs.online:
        return fault(_since(signs, _("Mất từ {moment}: vẫn bán được"), _("Mất mạng: vẫn bán được")))
    line = signs.line
    if line is None or not line.asked:
        return well(_since(signs, _("Có mạng từ {moment}"), _("Có mạng")))
    if line.answer_ms is None:
        return fault(_("Sở không trả lời: chờ, thử lại"))
    if line.lost_percent >= BAD_LINE_PERCENT:
        return fault(_("Câu hỏi mất {n}%: xem sóng").format(n=line.lost_percent))
    words = _("{ms} ms, ít nhất {speed} kb/s, mất {lost}%")
    return well(
        words.format(
            ms=thousands(line.answer_ms), speed=line.kbit_per_second, lost=line.lost_percent
        )
    )


def _since(signs: Signs, known: str, unknown: str) -> str:
    return known.format(moment=_moment(signs, signs.since)) if signs.since else unknown


def _printer(signs: Signs) -> Told:
    if not signs.has_printer:
        return well(_("Quầy này không có máy in"))
    if signs.printer is None:
        return well(_("Sẵn sàng in"))
    return fault(_printer_words(signs.printer))


def _printer_words(found: PrinterFault) -> str:
    words = {
        PrinterFault.PAPER_OUT: _("Hết giấy: thay cuộn"),
        PrinterFault.COVER_OPEN: _("Nắp đang mở: đóng nắp lại"),
        PrinterFault.NOT_CONNECTED: _("Chưa thấy: xem dây, xem nguồn"),
        PrinterFault.IN_DOUBT: _("Chưa chắc in xong: xem giấy"),
        PrinterFault.CUTTER_JAMMED: _("Kẹt dao cắt: mở nắp, gỡ giấy"),
        PrinterFault.TOO_HOT: _("Đầu in nóng: chờ vài phút"),
    }
    return words.get(found, _("Hỏng: tắt rồi bật lại máy in"))


def _province(signs: Signs) -> Told:
    if signs.received_at is None:
        words = _("Chưa nhận phiếu nào")
        return fault(words) if signs.unsent else well(words)
    moment = _moment(signs, signs.received_at)
    if signs.unsent == 0:
        return well(_("Nhận đủ, lúc {moment}").format(moment=moment))
    words = _("Nhận lúc {moment}, chờ gửi {n}").format(moment=moment, n=thousands(signs.unsent))
    return well(words) if signs.now - signs.received_at < LATE else fault(words)


def _drawer(signs: Signs) -> Told:
    if not signs.has_drawer:
        return well(_("Quầy này không có"))
    if signs.drawer_failed:
        return fault(_("Không mở được: mở bằng chìa"))
    if not signs.has_printer or signs.printer is PrinterFault.NOT_CONNECTED:
        return fault(_("Mở bằng chìa: chưa thấy máy in"))
    if signs.drawer_opened_at is None:
        return well(_("Chưa mở lần nào từ khi bật máy"))
    return well(_("Đã mở lúc {moment}").format(moment=_moment(signs, signs.drawer_opened_at)))


def _certificate(signs: Signs) -> Told:
    until = signs.certificate_until
    if until is None:
        return fault(_("Chưa có: gọi kỹ thuật"))
    shown = day(until)
    if until <= signs.now:
        return fault(_("Hết hạn {day}: nối mạng").format(day=shown))
    if until - signs.now < timedelta(days=RENEW_DAYS):
        return fault(_("Đến {day}: cần nối mạng").format(day=shown))
    return well(_("Đến {day}").format(day=shown))


def _display(signs: Signs) -> Told:
    words = {
        "on": _("Đang sáng"),
        "gone": _("Không trả lời: xem dây"),
        "none": _("Quầy này không có"),
    }
    return fault(words["gone"]) if signs.display == "gone" else well(words[signs.display])


def _disk_and_clock(signs: Signs) -> Told:
    disk = signs.disk
    if disk is None:
        return fault(_("Không đọc được ổ: gọi kỹ thuật"))
    if disk.free_percent < LEAST_FREE_PERCENT:
        return fault(_("Còn trống {n}%: gọi kỹ thuật").format(n=disk.free_percent))
    if not signs.is_clock_trusted:
        return fault(_("Giờ chưa chỉnh: nối mạng"))
    return well(_("Còn trống {n}%, đúng giờ").format(n=disk.free_percent))


def _moment(signs: Signs, moment: datetime) -> str:
    """The time of day, or the day where it was not today."""
    return clock(moment) if local_day(moment) == signs.today else day(local_day(moment))[:5]


_TELL: dict[Part, Callable[[Signs], Told]] = {
    Part.SCANNER: _scanner,
    Part.NETWORK: _network,
    Part.PRINTER: _printer,
    Part.PROVINCE: _province,
    Part.DRAWER: _drawer,
    Part.CERTIFICATE: _certificate,
    Part.CUSTOMER_DISPLAY: _display,
    Part.DISK_AND_CLOCK: _disk_and_clock,
}
