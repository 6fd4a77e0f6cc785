"""What people call the parts of a terminal."""

from device.parts import Part
from words import _


def part_name(part: Part) -> str:
    """Name a part of the terminal."""
    return {
        Part.SCANNER: _("Máy quét"),
        Part.NETWORK: _("Mạng"),
        Part.PRINTER: _("Máy in"),
        Part.PROVINCE: _("Sở Y tế nhận"),
        Part.DRAWER: _("Ngăn kéo tiền"),
        Part.CERTIFICATE: _("Chứng thư"),
        Part.CUSTOMER_DISPLAY: _("Màn hình khách"),
        Part.DISK_AND_CLOCK: _("Ổ nhớ, đồng hồ"),
        Part.CAMERA: _("Camera"),
        Part.POWER: _("Nguồn điện"),
        Part.CARD: _("Thẻ nhớ"),
        Part.TEMPERATURE: _("Nhiệt độ máy"),
        Part.CLOCK: _("Đồng hồ"),
        Part.SOFTWARE: _("Phần mềm"),
        Part.LEDGER: _("Sổ"),
        Part.REFERENCE: _("Dữ liệu của Sở"),
    }[part]
