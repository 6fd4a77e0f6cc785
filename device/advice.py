"""What to do about a part that is not well: one sentence for whoever stands before it."""

from device.parts import Part
from words import _


def advice_on(part: Part) -> str:
    """Return what to do."""
    return {
        Part.SCANNER: _("Cắm lại dây máy quét; vẫn không đọc thì đổi ổ cắm hoặc đổi máy quét."),
        Part.NETWORK: _("Xem dây mạng, Wi-Fi, gói 4G; mất mạng máy vẫn bán được."),
        Part.PRINTER: _("Xem giấy, nắp, nguồn và dây máy in, rồi in thử lại."),
        Part.PROVINCE: _("Để máy nối mạng đến khi gửi hết; hôm sau vẫn chờ thì báo Sở Y tế."),
        Part.DRAWER: _("Xem dây từ ngăn kéo tới máy in; trong lúc chờ, mở bằng chìa."),
        Part.CERTIFICATE: _("Nối mạng một ngày để máy tự gia hạn; không được thì báo Sở Y tế."),
        Part.CUSTOMER_DISPLAY: _("Xem dây và nguồn màn hình khách, rồi khởi động lại máy."),
        Part.DISK_AND_CLOCK: _("Nối mạng để chỉnh giờ; ổ đầy hay không đọc được thì thay thẻ nhớ."),
        Part.CAMERA: _("Tắt máy, cắm lại cáp camera; máy quét cầm tay vẫn dùng được."),
        Part.POWER: _("Thay bộ nguồn 5 V đúng loại và dây ngắn, to; không dùng sạc điện thoại."),
        Part.CARD: _("Thay thẻ nhớ bền trong tuần này, dùng mã thay máy để giữ tồn kho."),
        Part.TEMPERATURE: _("Đưa máy ra chỗ thoáng, tránh nắng, lau bụi ở khe gió."),
        Part.CLOCK: _("Nối mạng để máy tự chỉnh giờ; hay sai lại thì thay pin đồng hồ."),
        Part.SOFTWARE: _("Để máy bật qua đêm cho bản mới tự kiểm tra xong."),
        Part.LEDGER: _("Ngừng bán trên máy này, giữ nguyên thẻ nhớ, gọi kỹ thuật ngay."),
        Part.REFERENCE: _("Nối mạng đến khi nhận đủ dữ liệu; không hết thì cập nhật máy."),
    }[part]
