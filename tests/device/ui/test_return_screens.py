"""What the screens of returns show, and what is pressed there."""

from device.counter.event import (
    Chosen,
    Confirmed,
    Picked,
    WentBack,
)
from device.counter.state import (
    FindSale,
)
from device.ui.showcase.around import shown
from device.ui.showcase.base import CARD
from tests.device.ui.drawn import acts_of, drawn, words_of
from tests.device.ui.other_views import other_views

VIEWS = other_views()


def test_a_receipts_number_is_typed_and_looked_for() -> None:
    assert acts_of(shown(FindSale())) == [WentBack()]
    assert set(acts_of(shown(FindSale(typed="128")))) == {WentBack(), Confirmed()}


def test_every_line_that_is_left_has_a_plus() -> None:
    view = VIEWS["returning, much"]
    acts = [act for act in acts_of(view) if isinstance(act, Picked)]
    assert Picked(0) in acts
    assert Picked(1) not in acts


def test_what_is_given_back_is_the_sum_of_what_comes_back() -> None:
    assert "43.000 đ" in words_of(drawn(VIEWS["goods-returning-some"]))
    acts = acts_of(VIEWS["goods-returning-some"])
    assert Confirmed() in acts
    assert Chosen("void") not in acts


def test_with_nothing_counted_all_or_the_sale_itself_can_be_taken_back() -> None:
    acts = acts_of(VIEWS["goods-returning"])
    assert {Chosen("void"), Chosen("all")} <= set(acts)
    assert Confirmed() not in acts


def test_who_brings_a_controlled_drug_back_is_not_named() -> None:
    words = words_of(drawn(VIEWS["returning, card"]))
    assert "đã quét căn cước" in words
    assert CARD.name not in words
    assert CARD.number not in words


def test_who_brings_a_controlled_drug_back_can_be_keyed_in_and_is_not_named() -> None:
    assert Chosen("person") not in acts_of(VIEWS["goods-returning-some"])
    for name in ("goods-returning-minutes", "goods-returning-card", "goods-returning-person"):
        acts = acts_of(VIEWS[name])
        assert Chosen("person") in acts
        assert len(acts) <= 7
    words = words_of(drawn(VIEWS["goods-returning-person"]))
    assert "đã ghi người trả" in words
    assert "Nguyễn Văn Mẫu" not in words
    assert "Nhập người trả" in words_of(drawn(VIEWS["goods-returning-card"]))


def test_a_sale_that_is_not_undone_says_what_was_done_instead() -> None:
    words = words_of(drawn(VIEWS["goods-returning-minutes"]))
    assert "Có thuốc kiểm soát đặc biệt, không hủy được" in words
    assert Confirmed() in acts_of(VIEWS["goods-returning-minutes"])
