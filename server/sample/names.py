"""Names of outlets: syllables that are common in such names, put together by chance."""

import random

_FIRST = (
    "Minh", "Hồng", "Hoàng", "Lộc", "Thiên", "Ngọc", "Tâm", "Tuệ", "Quang", "Gia", "Bảo", "Khang",
    "Phước", "Kim", "Hải", "Đức", "Thanh", "Phú", "Mai", "Nhật", "Sơn", "Xuân", "Bình", "Hương",
    "Trường", "Tấn", "Diệu", "Thảo", "Việt", "Long",
)  # fmt: skip
_SECOND = (
    "Tâm", "Phúc", "Dung", "An", "Phú", "Lan", "Đức", "Minh", "Vinh", "Hân", "Châu", "Thiện",
    "Oanh", "Yến", "Thịnh", "Hòa", "Hương", "Ca", "Nguyên", "Mỹ", "Khánh", "Dược", "Trí", "Đạt",
    "Lợi", "Thủy", "Hiền", "Linh", "Sinh", "Thọ",
)  # fmt: skip
_STREETS = (
    "Chợ Cũ", "Bờ Đê", "Cầu Gỗ", "Giếng Làng", "Đồng Xanh", "Bến Đò", "Cây Gạo", "Lò Gốm",
    "Vườn Dừa", "Ga Cũ",
)  # fmt: skip
WORDS = {"NT": "Nhà thuốc", "QT": "Quầy thuốc", "TT": "Tủ thuốc TYT"}


def outlet_names(luck: random.Random) -> list[str]:
    """Return names in an order of chance, none twice."""
    found = [f"{first} {second}" for first in _FIRST for second in _SECOND if first != second]
    luck.shuffle(found)
    return found


def street(luck: random.Random) -> str:
    """Return a number and a street."""
    return f"Số {luck.randint(1, 240)} đường {luck.choice(_STREETS)}"
