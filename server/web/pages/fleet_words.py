"""What the fleet's pages call states, troubles and devices."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from server import alarm_texts, fleet_texts, fleet_words
from server.fleet.alarm_list import JoinedAlarm
from server.fleet.health import State, Trouble
from server.fleet.machines import Machine
from server.fleet.table import ABNORMAL, PRINTER, MachineLine
from server.store.alarms import Finding
from server.web import formats
from server.web.parts.tag import Tag
from words import _

_SOON = (Finding.CLOCK_OFF, Finding.DISK, Finding.POWER, Finding.CERTIFICATE)
_SHORTEST = timedelta(minutes=1)


def state_options() -> Mapping[str, str]:
    """Return the states by which machines are narrowed."""
    return {
        ABNORMAL: _("Không bình thường"),
        **{state.value: fleet_words.state_words(state) for state in State},
        PRINTER: _("Lỗi máy in"),
        **{
            trouble.value: trouble_words(trouble)
            for trouble in Trouble
            if trouble is not Trouble.SILENT
        },
    }


def trouble_words(trouble: str) -> str:
    """Say what is wrong with a machine."""
    return alarm_texts.why(trouble)


def state_tag(state: State, troubles: tuple[Trouble, ...]) -> Tag | None:
    """Return what a machine that departs from normal carries: silence before everything else."""
    if state is State.NORMAL:
        return None
    if state is State.LOOK:
        more = f" +{len(troubles) - 1}" if len(troubles) > 1 else ""
        return Tag(f"{trouble_words(troubles[0])}{more}")
    return Tag(fleet_words.state_words(state), "off")


def state_text(line: MachineLine) -> str:
    """Say how a machine is."""
    if line.troubles:
        return ", ".join(trouble_words(trouble) for trouble in line.troubles)
    if line.state is State.NORMAL and line.outside_hours:
        return _("Ngoài giờ mở cửa")
    return fleet_words.state_words(line.state)


def device_words(said: str | None) -> str:
    """Say how a printer, a scanner or a screen is."""
    words = {
        None: "",
        "ok": _("Tốt"),
        "on": _("Tốt"),
        "out-of-paper": _("Hết giấy"),
        "cover-open": _("Mở nắp"),
        "offline": _("Không thấy"),
        "absent": _("Không thấy"),
        "gone": _("Không thấy"),
        "fault": _("Báo lỗi"),
    }
    return words.get(said, said or "")


def machine_name(name: str, number: int) -> str:
    """Name a machine by its outlet and its number there."""
    return _("{outlet}, máy {n}").format(outlet=name, n=number)


def name_of(machine: Machine) -> str:
    """Name a machine."""
    return machine_name(machine.name, machine.number)


def alarm_title(alarm: JoinedAlarm) -> str:
    """Say what an alarm joins, with its number first."""
    n = formats.number(alarm.terminals)
    if alarm.kind is Finding.OUTAGE:
        place = alarm.place or _("Toàn tỉnh")
        return _("{place}: {n} máy cùng mất liên lạc").format(place=place, n=n)
    if alarm.kind is Finding.ROLLOUT_STOPPED:
        return _("Đợt cập nhật {version} đã dừng: {n} máy gặp sự cố").format(
            version=alarm.subject, n=n
        )
    if alarm.kind is Finding.BACKUP_OLD:
        return alarm_texts.why(alarm.kind)
    return f"{fleet_texts.what()[alarm.kind]}: {_('{n} máy').format(n=n)}"


def judgement(kind: Finding) -> str:
    """Say what the department thinks of it before anybody has looked."""
    words = {
        Finding.OUTAGE: _("Nghi đứt đường truyền"),
        Finding.BACKUP_OLD: _("Hỏng máy chủ là mất sổ"),
        Finding.ROLLOUT_STOPPED: _("Bản mới có thể gây lỗi"),
        Finding.SILENT: _("Từng máy một"),
        **dict.fromkeys(_SOON, _("Nên xử lý sớm")),
    }
    return words.get(kind, _("Máy vẫn bán"))


def next_step(kind: Finding) -> str:
    """Say in a few words what comes next."""
    printer = _("Gửi lệnh tự kiểm tra")
    words = {
        Finding.OUTAGE: _("Gọi nhà mạng"),
        Finding.BACKUP_OLD: _("Sao lưu tay một bản"),
        Finding.SILENT: _("Gọi theo thứ tự"),
        Finding.PRINTER_PAPER: _("Tự hết khi thay giấy"),
        Finding.PRINTER_COVER: _("Nhắc đóng nắp"),
        Finding.PRINTER_GONE: printer,
        Finding.PRINTER_FAULT: printer,
        Finding.SCANNER: printer,
        Finding.SCREEN: _("Gửi lệnh khởi động lại"),
        Finding.DISK: _("Xem phiếu chờ gửi"),
        Finding.HEAT: _("Nhắc để máy nơi thoáng"),
        Finding.POWER: _("Thay nguồn"),
        Finding.CLOCK_OFF: _("Nối mạng chỉnh giờ"),
        Finding.LATE: _("Xem mạng của cơ sở"),
        Finding.OLD_VERSION: _("Gửi lệnh cập nhật"),
        Finding.CERTIFICATE: _("Xem đường tới cổng 8443"),
        Finding.ROLLOUT_STOPPED: _("Xem nhật ký máy"),
    }
    return words.get(kind, "")


def until_words(until: datetime, now: datetime) -> str:
    """Say until when an order may be carried out."""
    left = max(until - now, _SHORTEST)
    return _("{when}, còn {span}").format(when=formats.moment(until, now), span=formats.span(left))
