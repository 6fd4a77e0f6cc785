"""A refusal is told by the fields that it names, not by those that it repeats."""

import msgspec
import pytest

from server.interop.meaning import Answered, meaning_of_report
from server.interop.national import Refused

ECHO = {"ma_don_thuoc": "x", "ma_hoa_don": "y", "ten_thuoc": "z"}


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (
            {"danh_sach_cac_loi": ["ma_thuoc_da_ke_don không có"], "du_lieu": ECHO},
            "status 422, 1 faults: ma_thuoc_da_ke_don",
        ),
        (
            {"du_lieu": ECHO, "danh_sach_cac_loi": ["Không tìm thấy đơn thuốc"]},
            "status 422, 1 faults",
        ),
        ({"danh_sach_cac_loi": [], "du_lieu": ECHO}, "status 422, 0 faults"),
        (
            {"danh_sach_cac_loi": {"ma_hoa_don": ["quá dài"]}, "du_lieu": ECHO},
            "status 422, 0 faults: ma_hoa_don",
        ),
        ({"message": "ma_don_thuoc không đúng"}, "status 422, 0 faults: ma_don_thuoc"),
    ],
)
def test_what_a_refusal_echoes_is_not_named_as_wrong(told: object, why: str) -> None:
    assert meaning_of_report(Answered(422, msgspec.json.encode(told))) == Refused(why=why)
