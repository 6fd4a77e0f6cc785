"""The second page of facts: what only a look at card, supply, clock and software tells."""

from collections.abc import Callable

from device.amounts import thousands
from device.clock import TOLERANCE_SECONDS
from device.parts import Part, Told, fault, unknown, well
from device.self_test.card import Card
from device.self_test.limits import HOT_C, LOW_PERCENT, SLOW_WRITE_MS, is_used_up
from device.signs import Probed, Signs
from hardware.power.api import Power, Source
from words import _


def _camera(signs: Signs) -> Told:
    if signs.camera is None or signs.camera == "absent":
        return well(_("Quầy này không có"))
    return well(_("Sẵn sàng")) if signs.camera == "ok" else fault(_("Không có hình: xem cáp"))


def _clock(signs: Signs) -> Told:
    if not signs.is_clock_trusted:
        return fault(_("Giờ chưa chỉnh: nối mạng"))
    offset = signs.line.clock_offset_seconds if signs.line else None
    if offset is None:
        return well(_("Đúng giờ"))
    if abs(offset) > TOLERANCE_SECONDS:
        return fault(_("Lệch giờ Sở {n} giây: nối mạng").format(n=thousands(abs(offset))))
    return well(_("Đúng giờ, lệch {n} giây").format(n=abs(offset)))


def _power(probed: Probed) -> Told:
    power = probed.power
    if power.is_weak:
        return fault(_("Nguồn yếu: đổi bộ nguồn"))
    charge = "" if power.percent is None else f", {power.percent}%"
    match power.source:
        case Source.BATTERY if power.percent is not None and power.percent < LOW_PERCENT:
            return fault(_("Pin còn {n}%: cắm điện").format(n=power.percent))
        case Source.BATTERY:
            return well(_("Đang chạy pin{charge}").format(charge=charge))
        case Source.MAINS:
            return well(_("Điện lưới, có pin{charge}").format(charge=charge))
    return _unknown_source(power, charge)


def _unknown_source(power: Power, charge: str) -> Told:
    if power.is_taken:
        return unknown(_("Màn hình đang dùng dây báo điện"))
    if charge:
        return unknown(_("Không rõ điện lưới hay pin{charge}").format(charge=charge))
    if power.is_weak is None:
        return unknown(_("Máy này không báo"))
    return well(_("Đủ điện từ khi bật máy"))


def _card(probed: Probed) -> Told:
    card = probed.card
    if card.write_ms is None:
        return fault(_("Không ghi được: gọi kỹ thuật"))
    if card.errors:
        return fault(_("Đã có {n} lỗi: thay thẻ nhớ").format(n=thousands(card.errors)))
    if is_used_up(card):
        return fault(_("Mòn {n}%: thay thẻ nhớ").format(n=min(card.used_percent or 100, 100)))
    if card.write_ms > SLOW_WRITE_MS:
        return fault(_("Ghi chậm, {n} ms: thay thẻ nhớ").format(n=thousands(card.write_ms)))
    return well(_card_words(card, card.write_ms))


def _card_words(card: Card, write_ms: int) -> str:
    parts = [_("ghi {n} ms").format(n=thousands(write_ms))]
    if card.used_percent is not None:
        parts.insert(0, _("Mòn {n}%").format(n=card.used_percent))
    elif card.made:
        parts.insert(0, _("Thẻ làm {month}").format(month=card.made))
    else:
        parts.insert(0, _("Tốt"))
    return ", ".join(parts)


def _temperature(probed: Probed) -> Told:
    degrees = probed.temperature_c
    if degrees is None:
        return unknown(_("Máy này không báo"))
    if degrees >= HOT_C:
        return fault(_("{n} °C, quá nóng: để chỗ thoáng").format(n=round(degrees)))
    return well(_("{n} °C").format(n=round(degrees)))


def _software(probed: Probed) -> Told:
    software = probed.software
    if not software.version:
        return unknown(_("Không rõ bản nào"))
    if not software.slot:
        return well(_("Bản {version}").format(version=software.version))
    words = _("Bản {version}, ngăn {slot}").format(version=software.version, slot=software.slot)
    if software.is_proven is False:
        return fault(_("{words}: đang chạy thử").format(words=words))
    return well(words)


def _ledger(probed: Probed) -> Told:
    if probed.ledger == "ok":
        return well(_("Nguyên vẹn"))
    return fault(_("Có chỗ hỏng: gọi kỹ thuật"))


def _reference(signs: Signs) -> Told:
    if signs.told is None:
        return unknown(_("Không rõ"))
    return well(_("Đang dùng")) if signs.told.is_well else fault(_("Chưa nhận hết: xem dưới"))


def _after_probe(tell: Callable[[Probed], Told]) -> Callable[[Signs], Told]:
    """Tell as soon as somebody has looked."""

    def told(signs: Signs) -> Told:
        return tell(signs.probed) if signs.probed else unknown(_("Đang kiểm tra…"))

    return told


FURTHER: dict[Part, Callable[[Signs], Told]] = {
    Part.CAMERA: _camera,
    Part.POWER: _after_probe(_power),
    Part.CARD: _after_probe(_card),
    Part.TEMPERATURE: _after_probe(_temperature),
    Part.CLOCK: _clock,
    Part.SOFTWARE: _after_probe(_software),
    Part.LEDGER: _after_probe(_ledger),
    Part.REFERENCE: _reference,
}
"""Who tells of which part."""
