"""Alarms in the reader's words: what happened, the figures, and what to do."""

from collections.abc import Callable
from datetime import timedelta

from server import fleet_texts
from server.store.alarms import OVERFLOW, Finding, Raised
from server.store.quarantine import Reason
from server.web import times
from words import _


def why(reason: str) -> str:
    """Say why something was set aside, or what an alarm tells."""
    return _what().get(reason, reason)


def what(alarm: Raised) -> str:
    """Say what happened, with its figures."""
    of_the_fleet = fleet_texts.is_of_the_fleet(alarm)
    figures = fleet_texts.figures(alarm) if of_the_fleet else _figures(alarm)
    return ": ".join(part for part in (why(alarm.kind), figures) if part)


def where(alarm: Raised) -> str:
    """Say which outlet and terminal; a name that nobody registered is only a claim."""
    if fleet_texts.is_of_the_fleet(alarm):
        return fleet_texts.where(alarm)
    if alarm.subject == OVERFLOW and not alarm.terminal:
        return _("nhiều máy khác nhau")
    if alarm.outlet:
        return f"{alarm.outlet}, {alarm.terminal}"
    if alarm.kind in {Finding.CODE_TWICE, Finding.CODE_RECALLED}:
        return alarm.terminal  # not there yet, and named by the office itself
    if alarm.terminal:
        return _("tự xưng là {terminal}").format(terminal=alarm.terminal)
    return _("máy chủ của Sở") if alarm.kind == Finding.BACKUP_OLD else _("không rõ máy nào")


def advice(kind: str) -> str:
    """Say what to do about an alarm of this kind."""
    return _advice().get(kind, _("Báo cho kỹ thuật."))


def _figures(alarm: Raised) -> str:
    if alarm.kind in _OF_DETAIL:
        return _OF_DETAIL[alarm.kind](alarm.detail)
    if alarm.kind == Finding.FLOOD and alarm.detail:
        return _("bỏ {n} gói").format(n=alarm.detail)
    if alarm.kind == Finding.DOUBLE:
        return _("đơn …{tail}").format(tail=alarm.detail)
    if alarm.kind == Finding.DENIED or (alarm.kind == Reason.WRONG_SIGNER and alarm.subject):
        return alarm.subject
    count, separator, numbers = alarm.detail.partition(": ")
    if separator:
        return _("{n} phiếu, số {numbers}").format(n=count, numbers=numbers)
    return alarm.detail


def _clock(detail: str) -> str:
    """Say how far a clock is off; the detail is in seconds, such as "-3600 s"."""
    seconds = int(detail.removesuffix(" s"))
    span = " ".join(times.span(timedelta(seconds=abs(seconds)))).strip()
    return (_("nhanh {span}") if seconds > 0 else _("chậm {span}")).format(span=span)


def _refused(detail: str) -> str:
    """Say which report was refused last; the detail is a terminal and a number."""
    terminal, _space, number = detail.partition(" ")
    return _("gần nhất là phiếu số {n} của máy {terminal}").format(n=number, terminal=terminal)


def _backup(detail: str) -> str:
    """Say how old the newest backup is; the detail is in days, such as "3 d"."""
    return _("bản gần nhất cách đây {n} ngày").format(n=detail.removesuffix(" d"))


_OF_DETAIL: dict[str, Callable[[str], str]] = {
    Finding.CLOCK: _clock,
    Finding.RX_REFUSED: _refused,
    Finding.BACKUP_OLD: _backup,
}


def _what() -> dict[str, str]:
    return {
        Reason.FOREIGN_TOPIC: _("Gửi sai kênh"),
        Reason.TOO_LARGE: _("Gói gửi quá lớn"),
        Reason.UNSIGNED: _("Không có chữ ký"),
        Reason.WRONG_SIGNER: _("Chữ ký đứng tên máy khác"),
        Reason.UNKNOWN_TERMINAL: _("Máy chưa đăng ký"),
        Reason.REVOKED: _("Máy đã thu hồi vẫn gửi"),
        Reason.FORGED: _("Chữ ký không đúng"),
        Reason.MALFORMED: _("Không đọc được gói gửi"),
        Reason.UNEXPECTED: _("Lỗi khi xử lý gói gửi"),
        Reason.UNDECODABLE: _("Không đọc được phiếu"),
        Reason.FOREIGN_ENTRY: _("Phiếu ghi tên máy khác"),
        Reason.CONFLICT: _("Trùng số phiếu, khác nội dung"),
        Reason.CHAIN_BROKEN: _("Đứt chuỗi với phiếu liền kề"),
        Reason.NEWER_SCHEMA: _("Phiếu theo phiên bản mới hơn máy chủ"),
        Reason.CARRIED_TWICE: _("Phiếu đã lưu ở chỗ khác trong sổ"),
        Reason.SEALED_UNINVITED: _("Máy gửi phần niêm phong mà tỉnh không yêu cầu"),
        Finding.GAP: _("Sổ thiếu phiếu ở giữa"),
        Finding.SILENT_LOSS: _("Máy báo đã gửi, máy chủ không có"),
        Finding.HEAD: _("Phiếu cuối của máy khác phiếu đã lưu"),
        Finding.CLONE: _("Hai máy cùng ghi một sổ"),
        Finding.RESTORED: _("Máy ghi tiếp từ bản sao cũ của sổ"),
        Finding.DAMAGED: _("Sổ trên máy bị hỏng, máy đã mở sổ mới"),
        Finding.CLOCK: _("Đồng hồ của máy lệch"),
        Finding.FLOOD: _("Máy gửi dồn dập"),
        Finding.DENIED: _("Trạm MQTT chặn gói gửi vào kênh của máy khác"),
        Finding.DOUBLE: _("Một đơn đã bán ở hai nơi"),
        Finding.RX_REPORT: _("Báo cáo bán thuốc theo đơn quá hạn"),
        Finding.RX_REFUSED: _("Hệ thống quốc gia từ chối báo cáo bán thuốc theo đơn"),
        Finding.BACKUP_OLD: _("Không có bản sao lưu mới"),
        Finding.CODE_TWICE: _("Mã cài máy đã dùng rồi mà lại được quét ở máy khác"),
        Finding.CODE_RECALLED: _("Mã cài máy đã thu hồi vẫn được quét"),
        **fleet_texts.what(),
    }


def _advice() -> dict[str, str]:
    intruder = _(
        "Có thể có kẻ mạo danh: gọi cơ sở, kiểm tra máy; nếu nghi ngờ, thu hồi máy và cấp khóa mới."
    )
    technician = _("Lỗi phần mềm hoặc dữ liệu: phiếu được giữ riêng, chuyển kỹ thuật xem.")
    two_ledgers = _(
        "Hỏi cơ sở có sao chép thẻ nhớ hay phục hồi bản cũ không; giữ một máy, thu hồi máy kia."
    )
    loss = _("Để máy bật và nối mạng. Nếu hôm sau vẫn thiếu, cử kỹ thuật lấy thẻ nhớ, đừng ghi đè.")
    return {
        Reason.FOREIGN_TOPIC: intruder,
        Reason.TOO_LARGE: technician,
        Reason.UNSIGNED: intruder,
        Reason.WRONG_SIGNER: intruder,
        Reason.UNKNOWN_TERMINAL: _(
            "Nếu là máy mới lắp, đăng ký máy; nếu không, bỏ qua và theo dõi."
        ),
        Reason.REVOKED: _(
            "Không phiếu nào được lưu. Thu lại máy; nếu thu hồi nhầm, cấp khóa mới rồi đăng ký lại."
        ),
        Reason.FORGED: intruder,
        Reason.MALFORMED: technician,
        Reason.UNEXPECTED: technician,
        Reason.UNDECODABLE: technician,
        Reason.FOREIGN_ENTRY: intruder,
        Reason.CONFLICT: two_ledgers,
        Reason.CHAIN_BROKEN: two_ledgers,
        Reason.NEWER_SCHEMA: _("Nâng cấp máy chủ; phiếu được giữ nguyên và sẽ được lưu sau."),
        Reason.CARRIED_TWICE: _("Không cần làm gì: phiếu chỉ được tính một lần."),
        Reason.SEALED_UNINVITED: _("Phần niêm phong đã bị bỏ, không lưu. Sửa cài đặt của máy."),
        Finding.GAP: loss,
        Finding.SILENT_LOSS: loss,
        Finding.HEAD: two_ledgers,
        Finding.CLONE: two_ledgers,
        Finding.RESTORED: two_ledgers,
        Finding.DAMAGED: _("Thay thẻ nhớ; giữ thẻ cũ để cứu các phiếu còn thiếu."),
        Finding.CLOCK: _("Cho máy nối mạng để chỉnh giờ; giờ trên các phiếu gần đây có thể sai."),
        Finding.FLOOD: _("Máy bị lỗi hoặc bị chiếm: gọi cơ sở, nếu cần tạm thu hồi máy."),
        Finding.DENIED: intruder,
        **fleet_texts.advice(),
        Finding.DOUBLE: _("Mở trang Đơn bán hai nơi, hỏi các cơ sở, rồi ghi kết luận."),
        Finding.RX_REPORT: _(
            "Kiểm tra đường truyền và tài khoản phần mềm của Sở; phiếu vẫn được giữ và gửi lại."
        ),
        Finding.RX_REFUSED: _(
            "Phiếu vẫn được giữ nhưng không tự gửi lại: xem lý do và gửi lại ở trang Báo cáo quốc "
            "gia; cơ sở kiểm tra lại mã đơn."
        ),
        Finding.BACKUP_OLD: _(
            "Xem journalctl -u quay-backup và chỗ trống của đĩa; sao lưu tay một bản ngay. Máy "
            "chủ hỏng lúc này thì mất mọi thứ từ bản gần nhất."
        ),
        Finding.CODE_TWICE: _(
            "Có thể thẻ nhớ bị sao chép hoặc nhãn bị quét lần nữa. Hỏi cơ sở và kỹ thuật viên; "
            "nếu không phải người của mình, thu hồi máy và in nhãn thay máy."
        ),
        Finding.CODE_RECALLED: _(
            "Có người đang giữ nhãn bị mất: hỏi lại nơi làm mất. Mã này không cài được máy nào."
        ),
    }
