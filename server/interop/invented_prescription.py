"""One invented prescription in the national system's JSON (QĐ 808/QĐ-BYT part V)."""

import random
from datetime import date, datetime, timedelta
from typing import Any

_DRUGS = (
    ("DQG90000001", "Amoxicilin 500 mg", "Ngày 3 lần, mỗi lần 1 viên", 21),
    ("DQG90000002", "Paracetamol 500 mg", "Khi sốt, 1 viên, cách nhau 6 giờ", 10),
    ("DQG90000003", "Losartan 50 mg", "Sáng 1 viên", 30),
    ("DQG90000004", "Metformin 850 mg", "Sáng 1 viên, tối 1 viên, sau ăn", 60),
    ("DQG90000005", "Omeprazol 20 mg", "Sáng 1 viên trước ăn", 14),
    ("DQG90000006", "Cetirizin 10 mg", "Tối 1 viên", 7),
)
_FACILITIES = ("99011", "99012", "99040")
_FAMILY, _GIVEN = ("NGUYỄN MẪU", "TRẦN THỬ", "LÊ VÍ DỤ"), ("AN", "BÌNH", "CHI", "DŨNG")
_SPECIAL_EVERY, _CHILD_EVERY, _UPPER_EVERY, _SECRET_EVERY = 10, 12, 15, 40
"""One prescription in so many has another letter, a small child, a code in upper case, or an
illness that nobody at a counter may read."""


def invent(draw: random.Random, number: int, today: date) -> dict[str, Any]:
    """Return a prescription of the last four days, with a patient who does not exist."""
    letter = "nhty"[number // _SPECIAL_EVERY % 4] if number % _SPECIAL_EVERY == 9 else "c"  # noqa: PLR2004
    code = f"{draw.choice(_FACILITIES)}{letters(draw, 7)}-{letter}"
    issued = datetime.combine(today, datetime.min.time()) + timedelta(
        days=-draw.randrange(4), hours=7 + draw.randrange(10), minutes=draw.randrange(60)
    )
    tranche = {"dot": 1, "tu_ngay": f"{issued:%d/%m/%Y}", "den_ngay": "", "so_thang_thuoc": None}
    return {
        "loai_don_thuoc": letter,
        "ma_don_thuoc": code.upper() if number % _UPPER_EVERY == 3 else code,  # noqa: PLR2004
        **_patient(draw, today, is_child=number % _CHILD_EVERY == 5),  # noqa: PLR2004
        "chan_doan": [_illness(draw, is_secret=number % _SECRET_EVERY == 11)],  # noqa: PLR2004
        "luu_y": "",
        "dot_dung_thuoc": [tranche] if number % 2 else tranche,
        "thong_tin_don_thuoc": _lines(draw, number),
        "loi_dan": "Uống nhiều nước",
        "ngay_tai_kham": "7",
        "ngay_gio_ke_don": f"{issued:%Y-%m-%d %H:%M:%S}",
        "ten_bac_si": "BS. MẪU THỊ KÊ",
        "ten_co_so_kham_chua_benh": "Trung tâm Y tế Mẫu",
        "signature": None,
    }


def letters(draw: random.Random, length: int) -> str:
    """Return what the middle of a code is made of."""
    return "".join(draw.choice("0123456789abcdefghijklmnopqrstuvwxyz") for _ in range(length))


def _patient(draw: random.Random, today: date, *, is_child: bool) -> dict[str, Any]:
    days = draw.randrange(200, 2_100) if is_child else draw.randrange(9_000, 30_000)
    return {
        "ho_ten_benh_nhan": f"{draw.choice(_FAMILY)} {draw.choice(_GIVEN)}",
        "ma_dinh_danh_y_te": f"9900{draw.randrange(10**8):08}",
        "ma_dinh_danh_cong_dan": f"0990{draw.randrange(10**8):08}",
        "ngay_sinh_benh_nhan": f"{today - timedelta(days=days):%d/%m/%Y}",
        "can_nang": draw.randrange(6, 24) if is_child else None,
        "gioi_tinh": draw.choice([1, 2, 3]),
        "ma_so_the_bao_hiem_y_te": f"GD4990{draw.randrange(10**9):09}",
        "thong_tin_nguoi_giam_ho": "BÀ NGOẠI MẪU" if is_child else None,
        "dia_chi": "Thôn Ví Dụ, Xã Mẫu, Tỉnh Sơn Giang",
        "so_dien_thoai_nguoi_kham_benh": f"090{draw.randrange(10**7):07}",
    }


def _illness(draw: random.Random, *, is_secret: bool) -> dict[str, Any]:
    code = "B23" if is_secret else draw.choice(["J02.9", "I10", "E11"])
    return {"ma_chan_doan": code, "ten_chan_doan": "Chẩn đoán mẫu", "ket_luan": "Kết luận mẫu"}


def _lines(draw: random.Random, number: int) -> list[dict[str, Any]]:
    drugs = draw.sample(_DRUGS, draw.randrange(1, 4))
    return [
        {
            "id": number * 10 + place,
            "ma_thuoc": drug,
            "biet_duoc": name.partition(" ")[0],
            "ten_thuoc": name,
            "don_vi_tinh": "Viên",
            "so_luong": quantity,
            "cach_dung": directions,
        }
        for place, (drug, name, directions, quantity) in enumerate(drugs)
    ]
