"""What the screens of people and shifts show, and what is pressed there."""

from dataclasses import replace

from device.counter.event import (
    Confirmed,
    Dismissed,
    Erased,
    Picked,
    TurnedPage,
    Typed,
)
from device.counter.state import (
    Done,
    ShiftClosing,
    SignedOut,
)
from device.ui import theme
from device.ui.drawing import Fill, Mark
from device.ui.icons import Icon
from device.ui.showcase import people
from device.ui.showcase.around import shown
from tests.device.ui.drawn import acts_of, drawn, words_of
from tests.device.ui.other_views import other_views

VIEWS = other_views()


def test_names_come_by_fours_and_each_names_its_person() -> None:
    first = drawn(shown(SignedOut(people=people.MORE_PEOPLE)))
    acts = {button.words: button.act for button in first.buttons}
    assert acts == {
        **{person.name: Picked(index) for index, person in enumerate(people.PEOPLE)},
        "Xem tiếp": TurnedPage(),
    }
    second = drawn(shown(SignedOut(people=people.MORE_PEOPLE, page=1)))
    assert {button.act for button in second.buttons} == {Picked(4), TurnedPage()}


def test_a_pin_is_never_shown_only_how_many_digits_it_has() -> None:
    state = SignedOut(people=people.PEOPLE, chosen=people.LAN, pin="90")
    drawing = drawn(shown(state))
    assert "90" not in words_of(drawing)
    icons = [shape.icon for shape in drawing.shapes if isinstance(shape, Mark)]
    assert icons.count(Icon.DOT) == 2
    assert icons.count(Icon.DOT_EMPTY) == 2


def test_the_pad_types_a_pin_and_takes_digits_back() -> None:
    drawing = drawn(shown(SignedOut(people=people.PEOPLE, chosen=people.LAN)))
    acts = [button.act for button in drawing.buttons if button.group]
    assert {Typed(digit) for digit in "0123456789"} <= set(acts)
    assert {Erased(), Erased(all=True)} <= set(acts)


def test_while_a_pin_is_checked_or_waited_for_there_is_no_pad() -> None:
    out = SignedOut(people=people.PEOPLE, chosen=people.LAN)
    for state in (replace(out, is_checking=True), replace(out, wait_seconds=30)):
        assert not [button for button in drawn(shown(state)).buttons if button.group]


def test_where_a_badge_must_be_shown_nobody_is_offered_by_name() -> None:
    words = words_of(drawn(shown(SignedOut(wants="badge"))))
    assert "Quét thẻ để vào ca" in words
    assert "PIN" not in words


def test_a_drawer_that_is_right_short_or_over_is_said_in_words() -> None:
    closing = people.CLOSING
    for typed, said in (
        ("2811000", "Đủ tiền, không lệch"),
        ("2761000", "Thiếu 50.000 đ"),
        ("2811500", "Thừa 500 đ"),
    ):
        assert said in words_of(drawn(shown(replace(closing, typed=typed))))


def test_a_drawer_is_never_red() -> None:
    for view in VIEWS.values():
        if isinstance(view.state, ShiftClosing):
            colours = {shape.colour for shape in drawn(view).shapes if isinstance(shape, Fill)}
            assert theme.BLOCK not in colours


def test_a_drawer_that_is_counted_blind_tells_neither_sum_nor_difference() -> None:
    blind = replace(people.CLOSING, shows_expected=False)
    words = words_of(drawn(shown(blind)))
    assert "2.811.000" in words
    for hidden in ("2.346.000", "500.000", "Đủ tiền"):
        assert hidden not in words
    short = words_of(drawn(shown(replace(blind, typed="1000"))))
    assert "Thiếu" not in short
    assert "2.811.000" not in short


def test_a_shift_cannot_be_closed_uncounted() -> None:
    assert Confirmed() in acts_of(shown(people.CLOSING))
    assert Confirmed() not in acts_of(shown(replace(people.CLOSING, typed="")))
    assert Confirmed() in acts_of(shown(replace(people.CLOSING, typed="0")))


def test_sales_that_wait_are_said_first_and_ask_for_nothing() -> None:
    waiting = replace(people.CLOSING, drawer=replace(people.DRAWER, unsent=12))
    drawing = drawn(shown(waiting))
    [first] = [text for text in drawing.texts if "12 phiếu chưa gửi" in text.words]
    below = [text for text in drawing.texts if text.baseline > theme.STATUS and text != first]
    assert all(text.baseline > first.baseline for text in below)
    assert Confirmed() in acts_of(shown(waiting))


def test_books_that_wait_to_be_signed_are_said_beside_what_is_unsent() -> None:
    due = replace(people.CLOSING, registers_due=True)
    assert "Sổ hôm nay chưa in và ký" in words_of(drawn(shown(due)))
    both = words_of(drawn(shown(replace(due, drawer=replace(people.DRAWER, unsent=12)))))
    assert "Sổ hôm nay chưa in và ký" in both
    assert "12 phiếu chưa gửi" in both
    assert "chưa in và ký" not in words_of(drawn(shown(people.CLOSING)))


def test_what_a_shift_is_made_of_adds_up_on_the_screen() -> None:
    words = words_of(drawn(shown(people.CLOSING)))
    for figure in ("500.000", "2.346.000", "−35.000", "2.811.000", "1.204.000"):
        assert figure in words


def test_what_is_written_says_what_the_hands_do_now() -> None:
    words = words_of(drawn(shown(Done(what="return", number=131, amount_vnd=35_000, lines=1))))
    assert "35.000 đ" in words
    assert "Cất hàng vào chỗ để riêng" in words
    assert acts_of(shown(Done(what="return", number=131))) == [Dismissed()]


def test_a_closed_shift_says_how_many_sales_still_wait() -> None:
    words = words_of(drawn(shown(Done(what="shift", number=87, lines=12))))
    assert "12 phiếu chờ gửi" in words
    assert "dòng" not in words


def test_who_closes_the_shop_is_asked_to_leave_it_on_where_an_update_waits() -> None:
    closed, returned = Done(what="shift", number=87), Done(what="return", number=131)
    asked = "Đêm nay máy tự cập nhật"
    assert asked in words_of(drawn(replace(shown(closed), awaits_update=True)))
    assert asked not in words_of(drawn(shown(closed)))
    assert asked not in words_of(drawn(replace(shown(returned), awaits_update=True)))
