"""What the screens of people, goods, returns and the terminal show, and what is pressed there."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from device.counter.event import (
    Chosen,
    Confirmed,
    Dismissed,
    Erased,
    Opened,
    Picked,
    PrintWanted,
    TurnedPage,
    Typed,
    WentBack,
)
from device.counter.flow import step
from device.counter.state import (
    AfterPowerCut,
    Done,
    FindSale,
    Gathering,
    Ready,
    RecallShown,
    Service,
    ShiftClosing,
    SignedOut,
    State,
    StockList,
    WhatLeaves,
)
from device.counter.states.asking import Item
from device.counter.world import World
from device.ui import theme
from device.ui.command import Command
from device.ui.drawing import Act, Drawing, Fill, Kind, Mark
from device.ui.icons import Icon
from device.ui.screens.every import draw
from device.ui.showcase import goods, people, terminal
from device.ui.showcase.around import shown
from device.ui.showcase.base import CARD, NOW, TODAY
from device.ui.typeface import measure_at
from device.ui.view import View
from tests.device.counter.shelf import MemoryShelf
from tests.device.counter.shop import SHOP
from tests.device.ui.layout import faults, words_of
from tests.device.ui.other_views import MAY_BE_CUT, other_views
from words import LANGUAGES, use_language

VIEWS = other_views()
SIZES = ((800, 480), (1024, 600))


def _draw(view: View, width: int = 800, height: int = 480) -> Drawing:
    unit = theme.unit(width, height)
    return draw(view, width=width / unit, measure=measure_at(unit))


def _acts(view: View) -> list[Act]:
    return [button.act for button in _draw(view).buttons if not button.group]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    use_language(request.param)
    yield request.param
    use_language("vi")


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize(
    ("size", "large", "practice"), list(product(SIZES, (False, True), (False, True)))
)
def test_every_screen_can_be_read_and_pressed(
    size: tuple[int, int], *, large: bool, practice: bool
) -> None:
    found = {
        name: wrong
        for name, view in VIEWS.items()
        if (
            wrong := faults(
                _draw(replace(view, large=large, is_training=practice), *size),
                width=size[0] / theme.unit(*size),
                may_be_cut=MAY_BE_CUT,
            )
        )
    }
    assert found == {}


def test_a_button_goes_back_from_every_screen_that_is_not_being_saved() -> None:
    leaves = {WentBack(), Dismissed(), PrintWanted()}
    for name, view in VIEWS.items():
        is_saved = getattr(view.state, "is_saving", False)
        is_first = isinstance(view.state, SignedOut)
        is_edited = getattr(view.state, "editing", None) is not None
        acts = set(_acts(view))
        if is_saved:
            assert acts == set(), name
        elif not (is_first or is_edited):
            assert acts & leaves, name


def test_every_button_outside_a_pad_means_something_to_the_counter() -> None:
    world = World(shelf=MemoryShelf(), today=TODAY, now=NOW, shop=SHOP, person=people.LAN)
    unheard = {
        f"{name}: {button.words}"
        for name, view in VIEWS.items()
        for button in _draw(view).buttons
        if not button.group and _is_unheard(view.state, button.act, world)
    }
    assert unheard == set()


def _is_unheard(state: State, act: Act, world: World) -> bool:
    if isinstance(act, Command):
        return False
    if isinstance(state, Service) and act == Confirmed():
        return False  # the till looks at the facts again
    found = step(state, act, world)
    return found.state == state and not found.deeds and not found.cue


# People.


def test_names_come_by_fours_and_each_names_its_person() -> None:
    first = _draw(shown(SignedOut(people=people.MORE_PEOPLE)))
    acts = {button.words: button.act for button in first.buttons}
    assert acts == {
        **{person.name: Picked(index) for index, person in enumerate(people.PEOPLE)},
        "Xem tiếp": TurnedPage(),
    }
    second = _draw(shown(SignedOut(people=people.MORE_PEOPLE, page=1)))
    assert {button.act for button in second.buttons} == {Picked(4), TurnedPage()}


def test_a_pin_is_never_shown_only_how_many_digits_it_has() -> None:
    state = SignedOut(people=people.PEOPLE, chosen=people.LAN, pin="90")
    drawing = _draw(shown(state))
    assert "90" not in words_of(drawing)
    icons = [shape.icon for shape in drawing.shapes if isinstance(shape, Mark)]
    assert icons.count(Icon.DOT) == 2
    assert icons.count(Icon.DOT_EMPTY) == 2


def test_the_pad_types_a_pin_and_takes_digits_back() -> None:
    drawing = _draw(shown(SignedOut(people=people.PEOPLE, chosen=people.LAN)))
    acts = [button.act for button in drawing.buttons if button.group]
    assert {Typed(digit) for digit in "0123456789"} <= set(acts)
    assert {Erased(), Erased(all=True)} <= set(acts)


def test_while_a_pin_is_checked_or_waited_for_there_is_no_pad() -> None:
    out = SignedOut(people=people.PEOPLE, chosen=people.LAN)
    for state in (replace(out, is_checking=True), replace(out, wait_seconds=30)):
        assert not [button for button in _draw(shown(state)).buttons if button.group]


def test_where_a_badge_must_be_shown_nobody_is_offered_by_name() -> None:
    words = words_of(_draw(shown(SignedOut(wants="badge"))))
    assert "Quét thẻ để vào ca" in words
    assert "PIN" not in words


def test_a_drawer_that_is_right_short_or_over_is_said_in_words() -> None:
    closing = people.CLOSING
    for typed, said in (
        ("2811000", "Đủ tiền, không lệch"),
        ("2761000", "Thiếu 50.000 đ"),
        ("2811500", "Thừa 500 đ"),
    ):
        assert said in words_of(_draw(shown(replace(closing, typed=typed))))


def test_a_drawer_is_never_red() -> None:
    for view in VIEWS.values():
        if isinstance(view.state, ShiftClosing):
            colours = {shape.colour for shape in _draw(view).shapes if isinstance(shape, Fill)}
            assert theme.BLOCK not in colours


def test_a_drawer_that_is_counted_blind_tells_neither_sum_nor_difference() -> None:
    blind = replace(people.CLOSING, shows_expected=False)
    words = words_of(_draw(shown(blind)))
    assert "2.811.000" in words
    for hidden in ("2.346.000", "500.000", "Đủ tiền"):
        assert hidden not in words
    short = words_of(_draw(shown(replace(blind, typed="1000"))))
    assert "Thiếu" not in short
    assert "2.811.000" not in short


def test_a_shift_cannot_be_closed_uncounted() -> None:
    assert Confirmed() in _acts(shown(people.CLOSING))
    assert Confirmed() not in _acts(shown(replace(people.CLOSING, typed="")))
    assert Confirmed() in _acts(shown(replace(people.CLOSING, typed="0")))


def test_sales_that_wait_are_said_first_and_ask_for_nothing() -> None:
    waiting = replace(people.CLOSING, drawer=replace(people.DRAWER, unsent=12))
    drawing = _draw(shown(waiting))
    [first] = [text for text in drawing.texts if "12 phiếu chưa gửi" in text.words]
    below = [text for text in drawing.texts if text.baseline > theme.STATUS and text != first]
    assert all(text.baseline > first.baseline for text in below)
    assert Confirmed() in _acts(shown(waiting))


def test_what_a_shift_is_made_of_adds_up_on_the_screen() -> None:
    words = words_of(_draw(shown(people.CLOSING)))
    for figure in ("500.000", "2.346.000", "−35.000", "2.811.000", "1.204.000"):
        assert figure in words


def test_what_is_written_says_what_the_hands_do_now() -> None:
    words = words_of(_draw(shown(Done(what="return", number=131, amount_vnd=35_000, lines=1))))
    assert "35.000 đ" in words
    assert "Cất hàng vào chỗ để riêng" in words
    assert _acts(shown(Done(what="return", number=131))) == [Dismissed()]


def test_a_closed_shift_says_how_many_sales_still_wait() -> None:
    words = words_of(_draw(shown(Done(what="shift", number=87, lines=12))))
    assert "12 phiếu chờ gửi" in words
    assert "dòng" not in words


# Goods.


def test_the_newest_line_is_on_top_tinted_and_its_button_names_its_own_place() -> None:
    drawing = _draw(shown(goods.DELIVERY))
    picks = [button.act for button in drawing.numbered if isinstance(button.act, Picked)]
    assert picks == [Picked(3), Picked(2), Picked(1)]
    tinted = [
        shape.box
        for shape in drawing.shapes
        if isinstance(shape, Fill) and shape.colour == theme.ACT_TINT
    ]
    [newest] = [text for text in drawing.texts if text.words == "Paracetamol 500 mg"]
    assert [box.contains(newest.x, newest.baseline) for box in tinted] == [True]


def test_no_gathered_line_is_lost_over_all_pages() -> None:
    seen: set[int] = set()
    for page in range(2):
        acts = _acts(shown(replace(goods.DELIVERY, page=page)))
        assert TurnedPage() in acts
        seen |= {act.index for act in acts if isinstance(act, Picked)}
    assert seen == set(range(len(goods.DELIVERY.lines)))


def test_a_delivery_adds_up() -> None:
    assert "2.678.000" in words_of(_draw(shown(goods.DELIVERY)))


def test_a_count_says_what_differs_from_the_book() -> None:
    words = words_of(_draw(shown(Gathering(purpose="count", lines=goods.COUNTED))))
    for said in ("khớp", "thiếu 1", "thừa 20", "2 dòng lệch", "sổ 280 viên"):
        assert said in words


@pytest.mark.parametrize(
    ("purpose", "button"),
    [
        ("delivery", "Nhập kho"),
        ("opening", "Ghi tồn đầu"),
        ("count", "Ghi kiểm kê"),
        ("write-off", "Ghi xuất hủy"),
        ("supplier-return", "Ghi trả hàng"),
    ],
)
def test_a_list_is_written_with_its_own_word_and_not_while_it_is_empty(
    purpose: str, button: str
) -> None:
    named = {name: _draw(view).button_named(button) for name, view in VIEWS.items()}
    written = named[f"{purpose}, many"]
    assert written is not None
    assert (written.act, written.kind) == (Confirmed(), Kind.PRIMARY)
    assert named[f"{purpose}, empty"] is None
    assert named[f"{purpose}, saving"] is None


def test_an_empty_list_says_what_to_scan_and_whose_goods_they_are() -> None:
    acts = _acts(shown(Gathering(purpose="delivery")))
    assert {Opened(Item.SEARCH), Chosen("programme"), Chosen("bhyt"), WentBack()} == set(acts)
    assert {Chosen("aside"), Opened(Item.SEARCH), WentBack()} == set(
        _acts(shown(Gathering(purpose="write-off")))
    )


def test_a_quantity_is_typed_on_the_pad_and_the_line_can_go() -> None:
    view = shown(replace(goods.DELIVERY, editing=0, typed="12"))
    assert _acts(view) == [Confirmed(), Chosen("remove")] or set(_acts(view)) == {
        Confirmed(),
        Chosen("remove"),
    }
    words = words_of(_draw(view))
    assert "12" in words
    assert "Amoxicillin 500 mg" in words


def test_the_open_tab_cannot_be_pressed_and_the_others_can() -> None:
    for tab in ("30", "60", "90", "out", "all"):
        acts = _acts(shown(StockList(tab=tab, rows=goods.STOCK)))
        tabs = {act.name for act in acts if isinstance(act, Chosen)}
        assert tabs == {"30", "60", "90", "out", "all"} - {tab}


def test_only_what_expires_within_thirty_days_is_tagged() -> None:
    drawing = _draw(shown(StockList(tab="60", rows=goods.STOCK)))
    tagged = {
        run.words for text in drawing.texts for run in text.runs if run.ground == theme.WARN_TINT
    }
    assert tagged == {"còn 13 ngày", "còn 26 ngày"}


def test_every_batch_of_the_stock_list_shows_on_one_of_its_pages() -> None:
    shown_names = "".join(
        words_of(_draw(shown(StockList(tab="60", rows=goods.STOCK, page=page))))
        for page in range(2)
    )
    assert all(row.name in shown_names for row in goods.STOCK)


def test_an_empty_stock_list_has_nothing_to_print() -> None:
    assert PrintWanted() not in _acts(shown(StockList(tab="30")))
    assert PrintWanted() in _acts(shown(StockList(tab="30", rows=goods.STOCK)))


def test_a_recall_asks_for_the_goods_to_be_set_aside_with_a_label() -> None:
    view = shown(RecallShown(hold=goods.HOLD, rows=(goods.RECALLED,), behind=Ready()))
    buttons = {button.words: button.act for button in _draw(view).buttons}
    assert buttons == {
        "Lát nữa": WentBack(),
        "In nhãn": PrintWanted(),
        "Đã để riêng 3 hộp": Confirmed(),
    }
    words = words_of(_draw(view))
    for said in ("Lô 1123C", "HD 30/06/2027", "mức độ 2", "0000/QLD-CL"):
        assert said in words


def test_a_sealed_batch_is_left_where_it_stands() -> None:
    words = words_of(_draw(VIEWS["goods-sealed"]))
    assert "giữ nguyên chỗ" in words
    assert "lấy xuống" not in words
    assert "Để riêng" not in words
    assert PrintWanted() not in _acts(VIEWS["goods-sealed"])


# Returns.


def test_a_receipts_number_is_typed_and_looked_for() -> None:
    assert _acts(shown(FindSale())) == [WentBack()]
    assert set(_acts(shown(FindSale(typed="128")))) == {WentBack(), Confirmed()}


def test_every_line_that_is_left_has_a_plus() -> None:
    view = VIEWS["returning, much"]
    acts = [act for act in _acts(view) if isinstance(act, Picked)]
    assert Picked(0) in acts
    assert Picked(1) not in acts


def test_what_is_given_back_is_the_sum_of_what_comes_back() -> None:
    assert "43.000 đ" in words_of(_draw(VIEWS["goods-returning-some"]))
    acts = _acts(VIEWS["goods-returning-some"])
    assert Confirmed() in acts
    assert Chosen("void") not in acts


def test_with_nothing_counted_all_or_the_sale_itself_can_be_taken_back() -> None:
    acts = _acts(VIEWS["goods-returning"])
    assert {Chosen("void"), Chosen("all")} <= set(acts)
    assert Confirmed() not in acts


def test_who_brings_a_controlled_drug_back_is_not_named() -> None:
    words = words_of(_draw(VIEWS["returning, card"]))
    assert "đã quét căn cước" in words
    assert CARD.name not in words
    assert CARD.number not in words


# The terminal itself.


def test_only_a_fault_is_coloured() -> None:
    drawing = _draw(VIEWS["terminal-service"])
    coloured = [
        shape.box
        for shape in drawing.shapes
        if isinstance(shape, Fill) and shape.colour == theme.WARN_TINT
    ]
    assert len(coloured) == 1
    [said] = [text for text in drawing.texts if "Hết giấy" in text.words]
    assert coloured[0].contains(said.x, said.baseline)


def test_a_technician_tries_drawer_and_printer_and_looks_again() -> None:
    buttons = {button.words: button.act for button in _draw(VIEWS["terminal-service"]).buttons}
    assert buttons == {
        "Quay lại": WentBack(),
        "Mở ngăn kéo": Opened(Item.NO_SALE),
        "In thử": PrintWanted(),
        "Kiểm tra lại": Confirmed(),
    }


def test_type_size_and_language_are_one_touch_each() -> None:
    acts = _acts(VIEWS["terminal-tuning"])
    assert set(acts) == {
        Chosen("plain"),
        Chosen("large"),
        Chosen("vi"),
        Chosen("en"),
        WentBack(),
    }


def test_each_language_is_named_in_itself() -> None:
    use_language("en")
    try:
        words = words_of(_draw(VIEWS["terminal-tuning"]))
    finally:
        use_language("vi")
    assert "Tiếng Việt" in words
    assert "English" in words


def test_what_leaves_shows_every_field_exactly_on_some_page() -> None:
    pages = " | ".join(
        words_of(_draw(shown(WhatLeaves(sent=terminal.SENT, page=page)))) for page in range(2)
    )
    for field in terminal.SENT.fields:
        assert field.value in pages


def test_what_is_sealed_is_named_apart_from_what_is_sent() -> None:
    words = words_of(_draw(VIEWS["terminal-what-leaves"]))
    assert "Đã gửi Sở Y tế lúc 10:38" in words
    assert "năm sinh" in words
    waits = replace(terminal.SENT, received_at=None)
    assert "Chờ gửi Sở Y tế" in words_of(_draw(shown(WhatLeaves(sent=waits))))


def test_after_a_power_cut_the_whole_sale_can_be_printed_again() -> None:
    buttons = {b.words: b.act for b in _draw(VIEWS["terminal-after-power-cut"]).buttons}
    assert buttons == {"In lại phiếu": PrintWanted(), "Không cần in": Dismissed()}
    words = words_of(_draw(VIEWS["terminal-after-power-cut"]))
    assert "Phiếu 000141 · 98.000 đ: đã bán, đã ghi" in words
    assert "chưa thu tiền, chưa ghi" in words


def test_where_no_receipt_is_missing_nothing_is_printed() -> None:
    view = VIEWS["power cut, draft only"]
    assert isinstance(view.state, AfterPowerCut)
    assert _acts(view) == [Dismissed()]
