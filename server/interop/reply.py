"""What an invented national system replies, whatever carries it there."""

from typing import NamedTuple

import msgspec

from server.interop.invented import Invented
from server.interop.mood import PAGE, Mood

_JSON = "application/json"


class Reply(NamedTuple):
    """A status and what goes with it."""

    status: int
    body: bytes
    type: str = _JSON
    retry_after: str = ""


def reply_to_fetch(system: Invented, code: str, mood: Mood) -> Reply:
    """Reply to `GET thong-tin-don-thuoc`."""
    prescription = system.prescription(code)
    spoiled = _SPOILED.get(mood)
    if spoiled:
        return spoiled
    if prescription is None:
        return _faults(404, ["Không tìm thấy đơn thuốc"])
    if mood == "wrong-type":
        return _json(200, prescription | {"thong_tin_don_thuoc": "không có"})
    return _json(200, prescription)


def reply_to_report(system: Invented, body: bytes, mood: Mood) -> Reply:
    """Reply to `POST cap-nhat-don-thuoc`."""
    spoiled = _SPOILED.get(mood)
    if spoiled:
        return spoiled
    if mood == "wrong-type":
        return _json(200, ["không", "phải", "thế"])
    try:
        fields = msgspec.json.decode(body, type=dict)
    except msgspec.DecodeError:
        return _faults(422, ["dữ liệu không đúng định dạng"])
    faults = system.report(fields)
    return _faults(422, faults) if faults else _json(200, {"success": True})


def _faults(status: int, faults: list[str]) -> Reply:
    return _json(status, {"success": False, "danh_sach_cac_loi": faults})


def _json(status: int, told: object) -> Reply:
    return Reply(status, msgspec.json.encode(told))


_SPOILED: dict[Mood, Reply] = {
    "down": _json(503, {"message": "Service Unavailable"}),
    "limited": Reply(429, b'{"message": "Too Many Requests"}', retry_after="2"),
    "garbage": Reply(200, b'{"ma_don_thuoc": "9901\xff'),
    "html": Reply(200, PAGE, "text/html"),
    "unprocessable": _faults(422, ["ma_don_thuoc không đúng định dạng"]),
    "key": _json(401, {"message": "Unauthorized"}),
}
