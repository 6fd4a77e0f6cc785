"""What the national system answered, in words."""

import re
from collections.abc import Mapping
from http import HTTPStatus

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
    if not answer:
        return formats.UNKNOWN
    found = _STATUS.fullmatch(answer)
    if not found:
        return _without_status().get(answer) or _("không nối được: {why}").format(why=answer)
    status, rest, fields = found["status"], found["rest"] or "", found["fields"] or ""
    if "key" in rest:
        return _("mã {status}: tên hoặc khóa của Sở bị từ chối").format(status=status)
    if "faults" in rest:
        named = _fields()
        what = ", ".join(named.get(name, name) for name in fields.split(", ") if name)
        what = what or _("không nêu tên trường nào")
        return _("mã {status}: {what}").format(status=status, what=what)
    return _of_status(int(status)).format(status=status)


def _of_status(status: int) -> str:
    """Return words for a status with which nothing came that the system is to answer."""
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _("mã {status}: hệ thống đang lỗi")
    if status == HTTPStatus.NOT_FOUND:
        return _("mã {status}: không có địa chỉ này")
    return _("mã {status}: trả lời ngoài quy định")


def _without_status() -> Mapping[str, str]:
    """Return words for every other reason (`server.interop`) why nothing was said."""
    nobody, late = _("không nối được tới hệ thống"), _("hệ thống không trả lời kịp")
    broken, odd = _("đường nối bị ngắt giữa chừng"), _("trả lời ngoài quy định")
    settings = _("địa chỉ hoặc khóa trong cài đặt không dùng được")
    unreadable = _("đơn thuốc trả về không đọc được")
    return {
        "too many requests": _("hệ thống bảo chờ vì nhận quá nhiều yêu cầu"),
        "the answer is too long": _("trả lời quá dài"),
        "the answer takes too long": late,
        "the answer cannot be read: not a prescription": unreadable,
        "the answer cannot be read: not an object": unreadable,
        "the answer cannot be read: another prescription than was asked for": _(
            "trả về đơn khác với đơn được hỏi"
        ),
        **dict.fromkeys(("ConnectError", "ConnectTimeout", "ProxyError"), nobody),
        **dict.fromkeys(("ReadTimeout", "WriteTimeout", "PoolTimeout"), late),
        **dict.fromkeys(("ReadError", "WriteError", "CloseError"), broken),
        **dict.fromkeys(("RemoteProtocolError", "DecodingError"), odd),
        **dict.fromkeys(("LocalProtocolError", "UnsupportedProtocol"), settings),
    }


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
