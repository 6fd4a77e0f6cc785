"""Facts about the terminal, for the service screen and the self-test.

They are gathered from `Signs`, which somebody else has looked up: nothing here touches a device.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto
from typing import Literal

from device.amounts import clock, day, thousands
from device.clock import local_day
from device.told_by_province import ToldByProvince
from hardware.errors import PrinterFault
from wire.status import Health
from words import _

RENEW_DAYS = 30
"""A certificate that ends sooner than this should have been renewed by now."""
LEAST_FREE_PERCENT = 5
LATE = timedelta(days=1)
"""Sales that have waited so long for the province's receipt are worth a look."""


class Part(Enum):
    """What a fact is about, in the order of the service screen."""

    SCANNER = auto()
    NETWORK = auto()
    PRINTER = auto()
    PROVINCE = auto()
    DRAWER = auto()
    CERTIFICATE = auto()
    CUSTOMER_DISPLAY = auto()
    DISK_AND_CLOCK = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """How one part of the terminal is."""

    part: Part
    is_well: bool
    detail: str
    """In the reader's words: what is so, or what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """The disk that the ledger is on, in bytes."""

    total: int
    free: int

    @property
    def free_percent(self) -> int:
        """How much is free, rounded down."""
        return 100 * self.free // self.total if self.total else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What was seen of the terminal's parts; None: it could not be told."""

    now: datetime
    today: date
    scanner: Health = "ok"
    """How the worst of them is."""
    read_at: datetime | None = None
    """When a code was read last."""
    online: bool = False
    since: datetime | None = None
    """Since when it has been online or offline."""
    received_at: datetime | None = None
    """When the province last confirmed anything."""
    unsent: int = 0
    has_printer: bool = True
    printer: PrinterFault | None = None
    drawer_opened_at: datetime | None = None
    certificate_until: datetime | None = None
    display: Literal["on", "gone", "none"] = "none"
    """The customer's display; "gone": it was there since the start, and is silent now."""
    disk: Disk | None = None
    is_clock_trusted: bool = True
    told: ToldByProvince | None = None
    """Which reference data is in use."""


def gather_facts(signs: Signs) -> tuple[Fact, ...]:
    """Return the eight facts in the order of the service screen."""
    facts = []
    for part, tell in _TELL.items():
        is_well, detail = tell(signs)
        facts.append(Fact(part=part, is_well=is_well, detail=detail))
    return tuple(facts)


Told = tuple[bool, str]
"""Whether a part is well, and what there is to say."""


def _scanner(signs: Signs) -> Told:
    if signs.scanner == "absent":
        return False, _("Chưa có: cắm máy quét vào")
    if signs.scanner != "ok":
        return False, _("Chưa thấy: cắm lại dây")
    if signs.read_at is None:
        return True, _("Sẵn sàng, chưa quét mã nào")
    return True, _("Đã đọc mã lúc {moment}").format(moment=_moment(signs, signs.read_at))


def _network(signs: Signs) -> Told:
    if signs.online:
        return True, _since(signs, _("Có mạng từ {moment}"), _("Có mạng"))
    return False, _since(signs, _("Mất từ {moment}: vẫn bán được"), _("Mất mạng: vẫn bán được"))


def _since(signs: Signs, known: str, unknown: str) -> str:
    return known.format(moment=_moment(signs, signs.since)) if signs.since else unknown


def _printer(signs: Signs) -> Told:
    if not signs.has_printer:
        return True, _("Quầy này không có máy in")
    if signs.printer is None:
        return True, _("Sẵn sàng in")
    return False, {
        PrinterFault.PAPER_OUT: _("Hết giấy: thay cuộn"),
        PrinterFault.COVER_OPEN: _("Nắp đang mở: đóng nắp lại"),
        PrinterFault.NOT_CONNECTED: _("Chưa thấy: xem dây, xem nguồn"),
        PrinterFault.IN_DOUBT: _("Chưa chắc in xong: xem giấy"),
    }[signs.printer]


def _province(signs: Signs) -> Told:
    if signs.received_at is None:
        return signs.unsent == 0, _("Chưa nhận phiếu nào")
    moment = _moment(signs, signs.received_at)
    if signs.unsent == 0:
        return True, _("Nhận đủ, lúc {moment}").format(moment=moment)
    words = _("Nhận lúc {moment}, chờ gửi {n}").format(moment=moment, n=thousands(signs.unsent))
    return signs.now - signs.received_at < LATE, words


def _drawer(signs: Signs) -> Told:
    if not signs.has_printer or signs.printer is PrinterFault.NOT_CONNECTED:
        return False, _("Mở bằng chìa: chưa thấy máy in")
    if signs.drawer_opened_at is None:
        return True, _("Chưa mở lần nào từ khi bật máy")
    return True, _("Đã mở lúc {moment}").format(moment=_moment(signs, signs.drawer_opened_at))


def _certificate(signs: Signs) -> Told:
    until = signs.certificate_until
    if until is None:
        return False, _("Chưa có: gọi kỹ thuật")
    shown = day(until)
    if until <= signs.now:
        return False, _("Hết hạn {day}: nối mạng").format(day=shown)
    if until - signs.now < timedelta(days=RENEW_DAYS):
        return False, _("Đến {day}: cần nối mạng").format(day=shown)
    return True, _("Đến {day}").format(day=shown)


def _display(signs: Signs) -> Told:
    words = {
        "on": _("Đang sáng"),
        "gone": _("Không trả lời: xem dây"),
        "none": _("Quầy này không có"),
    }
    return signs.display != "gone", words[signs.display]


def _disk_and_clock(signs: Signs) -> Told:
    disk = signs.disk
    if disk is None:
        return False, _("Không đọc được ổ: gọi kỹ thuật")
    if disk.free_percent < LEAST_FREE_PERCENT:
        return False, _("Còn trống {n}%: gọi kỹ thuật").format(n=disk.free_percent)
    if not signs.is_clock_trusted:
        return False, _("Giờ chưa chỉnh: nối mạng")
    return True, _("Còn trống {n}%, đúng giờ").format(n=disk.free_percent)


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
