"""Synthetic citizen cards with the shapes that were observed (no such persons)."""

from hypothesis import strategies as st

CARD_2021 = (
    "001090000001|012345678|Nguyễn Văn A|01021990|Nam|Số 1, Phường B, Quận C, Hà Nội|22062022"
)
CARD_WITHOUT_OLD_NUMBER = (
    "001200000002||Trần Thị B|29102000|Nữ|Thôn X, Xã Y, Huyện Z, Hà Nội|10072021"
)
CARD_2024 = (
    "001090000003|012345679|Lê Văn C|30121990|Nam|Thôn X, Xã Y, Huyện Z, Vĩnh Phúc|01082024||||"
)
CARDS = (CARD_2021, CARD_WITHOUT_OLD_NUMBER, CARD_2024)

_DATES = st.dates().map(lambda day: f"{day:%d%m}{day.year:04d}")
_TEXTS = st.text(st.characters(exclude_characters="|｜\x00", codec="utf-8"), max_size=30)


def card_texts() -> st.SearchStrategy[str]:
    """Texts like a citizen card's, of 7 to 11 fields, empty ones among them."""
    return st.builds(
        lambda fields, more: "|".join([*fields, *more]),
        st.tuples(
            st.from_regex(r"[0-9]{12}", fullmatch=True),
            st.just("") | st.from_regex(r"[0-9]{9}", fullmatch=True),
            _TEXTS.filter(str.strip),
            _DATES,
            st.sampled_from(["Nam", "Nữ"]),
            _TEXTS,
            st.just("") | _DATES,
        ),
        st.lists(st.just("") | _TEXTS, max_size=4),
    )
