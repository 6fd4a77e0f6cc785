"""The fleet's alarms in the reader's words."""

from server.store.alarms import Finding, Raised
from words import _


def is_of_the_fleet(alarm: Raised) -> bool:
    """Whether an alarm joins the signals of many terminals."""
    return alarm.kind in what()


def where(alarm: Raised) -> str:
    """Say where; of an outage the place, else only that several are meant."""
    if alarm.kind == Finding.OUTAGE:
        return place(alarm)
    return _("mở danh sách máy để xem từng máy")


def place(alarm: Raised) -> str:
    """Name the place of an outage, as it was called when it was found."""
    return alarm.detail.partition(": ")[2] or _("toàn tỉnh")


def figures(alarm: Raised) -> str:
    """Say how many terminals."""
    count = alarm.detail.partition(": ")[0]
    if alarm.kind == Finding.ROLLOUT_STOPPED:
        return _("bản {version}, {n} máy gặp sự cố").format(version=alarm.subject, n=count)
    return _("{n} máy").format(n=count)


def what() -> dict[str, str]:
    """Say what each kind tells."""
    return {
        Finding.OUTAGE: _("Mất liên lạc cùng lúc"),
        Finding.SILENT: _("Mất liên lạc riêng lẻ trong giờ mở cửa"),
        Finding.PRINTER_PAPER: _("Máy in hết giấy"),
        Finding.PRINTER_COVER: _("Máy in mở nắp"),
        Finding.PRINTER_GONE: _("Không thấy máy in"),
        Finding.PRINTER_FAULT: _("Máy in báo lỗi"),
        Finding.SCANNER: _("Máy quét không dùng được"),
        Finding.SCREEN: _("Màn hình không chạy"),
        Finding.DISK: _("Thẻ nhớ sắp đầy"),
        Finding.HEAT: _("Máy quá nóng"),
        Finding.POWER: _("Nguồn điện yếu"),
        Finding.CLOCK_OFF: _("Giờ trên máy không tin được"),
        Finding.LATE: _("Phiếu chờ gửi quá một ngày"),
        Finding.OLD_VERSION: _("Bản phần mềm cũ"),
        Finding.CERTIFICATE: _("Chứng thư sắp hết hạn"),
        Finding.ROLLOUT_STOPPED: _("Đợt cập nhật đã dừng"),
    }


def advice() -> dict[str, str]:
    """Say what to do about each kind."""
    return {
        Finding.OUTAGE: _(
            "Nghi đứt đường truyền: gọi nhà mạng. Nếu là toàn tỉnh, xem trạm MQTT và đường"
            " truyền của Sở trước. Máy vẫn bán và gửi lại khi có mạng."
        ),
        Finding.SILENT: _("Gọi từng cơ sở, máy im lâu nhất trước: xem điện, mạng, rồi đến máy."),
        Finding.PRINTER_PAPER: _("Máy vẫn bán; tự hết khi thay giấy."),
        Finding.PRINTER_COVER: _("Máy vẫn bán; nhắc cơ sở đóng nắp máy in."),
        Finding.PRINTER_GONE: _("Máy vẫn bán; gửi lệnh tự kiểm tra, xem dây và nguồn máy in."),
        Finding.PRINTER_FAULT: _("Máy vẫn bán; tắt mở máy in, nếu còn lỗi thì đổi máy in."),
        Finding.SCANNER: _("Gửi lệnh tự kiểm tra; cắm lại máy quét, nếu còn lỗi thì đổi."),
        Finding.SCREEN: _("Gửi lệnh khởi động lại; nếu còn lỗi, cử kỹ thuật."),
        Finding.DISK: _("Xem phiếu chờ gửi: gửi được thì máy tự dọn. Nếu không, thay thẻ nhớ."),
        Finding.HEAT: _("Nhắc cơ sở để máy nơi thoáng, tránh nắng; kiểm tra quạt."),
        Finding.POWER: _("Thay củ nguồn và dây: nguồn yếu làm hỏng thẻ nhớ."),
        Finding.CLOCK_OFF: _("Cho máy nối mạng để chỉnh giờ; nếu lặp lại, thay pin đồng hồ."),
        Finding.LATE: _("Xem mạng của cơ sở; phiếu vẫn nằm an toàn trên máy."),
        Finding.OLD_VERSION: _(
            "Hỏi cơ sở có tắt máy ban đêm không: máy chỉ cập nhật từ 21:30 đến 05:00. Nếu máy vẫn"
            " bật, gửi lệnh cập nhật và xem nhật ký của máy."
        ),
        Finding.CERTIFICATE: _(
            "Máy tự cấp lại qua cổng 8443 từ 60 ngày trước mà chưa được: xem cơ sở có tới được"
            " cổng đó không. Máy không cài bằng nhãn thì người giữ khóa cấp phát cấp lại bằng lệnh"
            " terminal renew-certificate. Hết hạn thì máy vẫn bán nhưng không gửi được gì."
        ),
        Finding.ROLLOUT_STOPPED: _(
            "Xem nhật ký các máy gặp sự cố rồi mới cho đợt cập nhật chạy tiếp."
        ),
    }
