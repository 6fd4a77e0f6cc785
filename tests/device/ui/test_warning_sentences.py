from datetime import date

import pytest

from device.counter.drug import Drug, Offer
from device.counter.rules import Refusal, Rule, Warn, Warning_
from device.counter.sale import SaleLine
from device.ui import theme
from device.ui.typeface import measure_at
from device.ui.warning_sentences import warning_tag, warning_words

TODAY = date(2026, 11, 22)
LINE = SaleLine(
    offer=Offer(
        drug=Drug(id="PARA", name="Paracetamol 500 mg", prescription_only=False),
        unit="vỉ",
        unit_size=10,
        price_vnd=8_000,
    ),
    batch="0423A",
    expiry=date(2027, 8, 31),
    batch_from="code",
)
DETAILS = {
    Warn.SHORT_DATED: "54",
    Warn.LAST_DAY: "2026-11-22",
    Warn.TOO_MANY_DAYS: "30",
    Warn.SAME_INGREDIENT: "paracetamol",
    Warn.EARLIER_BATCH: "0423A",
    Warn.UNCHECKED: "01234ab12cd3-c",
    Warn.DISPENSED_BEFORE: "01234ab12cd3-c",
    Warn.LICENCE_ENDED: "2026-11-21",
    Warn.EASED: "PRC-02",
}


def example(warn: Warn) -> Warning_:
    refusal = Refusal(rule=Rule.ABOVE_POSTED, line=LINE) if warn is Warn.EASED else None
    return Warning_(warn, LINE, DETAILS.get(warn, ""), refusal)


@pytest.mark.parametrize("warn", Warn)
def test_every_warning_has_a_tag_and_a_line(warn: Warn) -> None:
    for words in (warning_tag(example(warn)), warning_words(example(warn), TODAY)):
        assert words.strip()
        assert not any(odd in words for odd in ("{", "}", "None", "  ", "*"))


@pytest.mark.parametrize("warn", Warn)
def test_a_tag_is_short_and_a_line_is_one_line_of_a_strip(warn: Warn) -> None:
    measure = measure_at(theme.unit(800, 480))
    assert measure(warning_tag(example(warn)), theme.NOTE, False) <= 180  # noqa: FBT003 - plain
    words = warning_words(example(warn), TODAY)
    room = 800 - 2 * theme.MARGIN - 24 - theme.GAP
    assert measure(words, theme.NOTE, True) <= room, words  # noqa: FBT003 - bold


def test_no_two_warnings_have_the_same_words() -> None:
    assert len({warning_tag(example(warn)) for warn in Warn}) == len(Warn)
    assert len({warning_words(example(warn), TODAY) for warn in Warn}) == len(Warn)


def test_the_last_day_is_not_called_0_days() -> None:
    today = Warning_(Warn.SHORT_DATED, LINE, "0")
    assert warning_tag(today) == "hạn hôm nay"
    assert "0 ngày" not in warning_words(today, TODAY)
    assert warning_tag(example(Warn.SHORT_DATED)) == "còn 54 ngày"


def test_an_eased_rule_says_what_it_would_have_refused() -> None:
    assert warning_words(example(Warn.EASED), TODAY) == "Cao hơn giá niêm yết"


def test_a_day_is_written_as_people_write_it() -> None:
    assert "21/11/2026" in warning_words(example(Warn.LICENCE_ENDED), TODAY)
