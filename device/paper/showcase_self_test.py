"""A self-test of an invented terminal: two parts are at fault, one nobody can tell."""

from device.paper.self_test import CheckedLine, SelfTestPaper
from device.paper.showcase_head import AT, HEAD
from words import _


def self_test() -> SelfTestPaper:
    """Return the paper."""
    return SelfTestPaper(
        head=HEAD,
        at=AT,
        code=123_456,
        summary=_("Có {n} chỗ phải sửa").format(n=2),
        lines=(*_well(), *_at_fault()),
    )


def _well() -> tuple[CheckedLine, ...]:
    well, line = _("ĐẠT"), _("{ms} ms, ít nhất {speed} kb/s, mất {lost}%")
    software = _("Bản {version}, ngăn {slot}").format(version="4.2.1", slot="A")
    return (
        CheckedLine(name=_("Máy quét"), state=_("CHƯA RÕ"), value=_("Quét mã ở giấy vừa in")),
        CheckedLine(name=_("Mạng"), state=well, value=line.format(ms=412, speed=64, lost=0)),
        CheckedLine(name=_("Máy in"), state=well, value=_("Sẵn sàng in")),
        CheckedLine(name=_("Phần mềm"), state=well, value=software),
    )


def _at_fault() -> tuple[CheckedLine, ...]:
    supply = _("Thay bộ nguồn 5 V đúng loại và dây ngắn, to; không dùng sạc điện thoại.")
    card = _("Thay thẻ nhớ bền trong tuần này, dùng mã thay máy để giữ tồn kho.")
    worn = _("Mòn {n}%: thay thẻ nhớ").format(n=90)
    return (
        CheckedLine(
            name=_("Nguồn điện"),
            state=_("LỖI"),
            value=_("Nguồn yếu: đổi bộ nguồn"),
            advice=supply,
        ),
        CheckedLine(name=_("Thẻ nhớ"), state=_("LỖI"), value=worn, advice=card),
    )
