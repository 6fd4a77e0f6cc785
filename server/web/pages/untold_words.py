"""What the national system answered, in words."""

import re
from collections.abc import Mapping

from server.web import formats
from words import _

_STATUS = re.compile(
    r"status (?P<status>[0-9]+)(?P<rest>, [0-9]+ faults|: name or key)?(: (?P<fields>.+))?"
)


def answer_words(answer: str) -> str:
    """Say what the national system answered last; a refusal names the report's fields.

    >>> answer_words("status 503")
    'mã 503: hệ thống đang lỗi'
    """
    found = _STATUS.fullmatch(answer)
    if not found:
        return _("không nối được: {why}").format(why=answer) if answer else formats.UNKNOWN
    status, rest, fields = found["status"], found["rest"] or "", found["fields"] or ""
    if "key" in rest:
        return _("mã {status}: tên hoặc khóa của Sở bị từ chối").format(status=status)
    if "faults" in rest:
        named = _fields()
        what = ", ".join(named.get(name, name) for name in fields.split(", ") if name)
        what = what or _("không nói sai ở đâu")
        return _("mã {status}: {what}").format(status=status, what=what)
    return _("mã {status}: hệ thống đang lỗi").format(status=status)


def _fields() -> Mapping[str, str]:
    """Return words for the fields of a report (`server.interop.report_json.FIELDS`)."""
    return {
        "ma_don_thuoc": _("mã đơn"),
        "ma_dinh_danh_co_so_cung_ung_thuoc": _("mã cơ sở"),
        "ten_co_so_cung_ung_thuoc": _("tên cơ sở"),
        "so_dien_thoai_co_so_cung_ung_thuoc": _("điện thoại cơ sở"),
        "dia_chi_co_so_cung_ung_thuoc": _("địa chỉ cơ sở"),
        "ma_hoa_don": _("mã hóa đơn"),
        "thong_tin_thuoc": _("dòng thuốc"),
        "ma_thuoc_da_ke_don": _("mã thuốc đã kê"),
        "biet_duoc": _("biệt dược"),
        "ten_thuoc": _("tên thuốc"),
        "don_vi_tinh": _("đơn vị tính"),
        "so_luong_ban": _("số lượng bán"),
        "cach_dung": _("cách dùng"),
    }
