"""What the screens of goods show, and what is pressed there."""

from dataclasses import replace

import pytest

from device.counter.event import (
    Chosen,
    Confirmed,
    Opened,
    Picked,
    PrintWanted,
    TurnedPage,
    WentBack,
)
from device.counter.state import (
    Gathering,
    Ready,
    RecallShown,
    StockList,
)
from device.counter.states.asking import Item
from device.ui import theme
from device.ui.drawing import Fill, Kind
from device.ui.showcase import goods
from device.ui.showcase.around import shown
from tests.device.ui.drawn import acts_of, drawn, words_of
from tests.device.ui.other_views import other_views

VIEWS = other_views()


def test_the_newest_line_is_on_top_tinted_and_its_button_names_its_own_place() -> None:
    drawing = drawn(shown(goods.DELIVERY))
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
        acts = acts_of(shown(replace(goods.DELIVERY, page=page)))
        assert TurnedPage() in acts
        seen |= {act.index for act in acts if isinstance(act, Picked)}
    assert seen == set(range(len(goods.DELIVERY.lines)))


def test_a_delivery_adds_up() -> None:
    assert "2.678.000" in words_of(drawn(shown(goods.DELIVERY)))


def test_a_count_says_what_differs_from_the_book() -> None:
    words = words_of(drawn(shown(Gathering(purpose="count", lines=goods.COUNTED))))
    for said in ("khớp", "thiếu 1", "thừa 20", "2 dòng lệch", "sổ 280 viên"):
        assert said in words


def test_a_batch_that_nobody_counted_is_said_to_be_so_and_not_shown_as_nought() -> None:
    words = words_of(drawn(VIEWS["goods-count-pick"]))
    for said in ("chưa đếm", "Bấm số", "2 chưa đếm", "khớp"):
        assert said in words
    assert "0 hộp" not in words
    words = words_of(drawn(VIEWS["goods-count-uncounted"]))
    assert "–" in words
    assert "Trên kệ không còn thì bấm số 0" in words


@pytest.mark.parametrize(
    ("purpose", "button"),
    [
        ("delivery", "Nhập kho"),
        ("opening", "Ghi tồn đầu"),
        ("count", "Ghi kiểm kê"),
        ("write-off", "Ghi xuất hủy"),
        ("supplier-return", "Ghi trả hàng"),
        ("put-back", "Đưa lên kệ"),
    ],
)
def test_a_list_is_written_with_its_own_word_and_not_while_it_is_empty(
    purpose: str, button: str
) -> None:
    named = {name: drawn(view).button_named(button) for name, view in VIEWS.items()}
    written = named[f"{purpose}, many"]
    assert written is not None
    assert (written.act, written.kind) == (Confirmed(), Kind.PRIMARY)
    assert named[f"{purpose}, empty"] is None
    assert named[f"{purpose}, saving"] is None


def test_an_empty_list_says_what_to_scan_and_whose_goods_they_are() -> None:
    acts = acts_of(shown(Gathering(purpose="delivery")))
    assert {Opened(Item.SEARCH), Chosen("programme"), Chosen("bhyt"), WentBack()} == set(acts)
    assert {Chosen("aside"), Opened(Item.SEARCH), WentBack()} == set(
        acts_of(shown(Gathering(purpose="write-off")))
    )


def test_an_empty_count_leads_to_opening_stock_and_back_to_the_shelf() -> None:
    acts = acts_of(shown(Gathering(purpose="count")))
    assert {Chosen("opening"), Chosen("put-back"), Opened(Item.SEARCH), WentBack()} == set(acts)
    words = words_of(drawn(VIEWS["goods-put-back"]))
    assert "lấy từ chỗ để riêng" in words


def test_a_quantity_is_typed_on_the_pad_and_the_line_can_go() -> None:
    view = shown(replace(goods.DELIVERY, editing=0, typed="12"))
    assert acts_of(view) == [Confirmed(), Chosen("remove")] or set(acts_of(view)) == {
        Confirmed(),
        Chosen("remove"),
    }
    words = words_of(drawn(view))
    assert "12" in words
    assert "Amoxicillin 500 mg" in words


def test_the_open_tab_cannot_be_pressed_and_the_others_can() -> None:
    for tab in ("30", "60", "90", "out", "all"):
        acts = acts_of(shown(StockList(tab=tab, rows=goods.STOCK)))
        tabs = {act.name for act in acts if isinstance(act, Chosen)}
        assert tabs == {"30", "60", "90", "out", "all"} - {tab}


def test_only_what_expires_within_thirty_days_is_tagged() -> None:
    drawing = drawn(shown(StockList(tab="60", rows=goods.STOCK)))
    tagged = {
        run.words for text in drawing.texts for run in text.runs if run.ground == theme.WARN_TINT
    }
    assert tagged == {"còn 13 ngày", "còn 26 ngày"}


def test_every_batch_of_the_stock_list_shows_on_one_of_its_pages() -> None:
    shown_names = "".join(
        words_of(drawn(shown(StockList(tab="60", rows=goods.STOCK, page=page))))
        for page in range(2)
    )
    assert all(row.name in shown_names for row in goods.STOCK)


def test_an_empty_stock_list_has_nothing_to_print() -> None:
    assert PrintWanted() not in acts_of(shown(StockList(tab="30")))
    assert PrintWanted() in acts_of(shown(StockList(tab="30", rows=goods.STOCK)))


def test_a_recall_asks_for_the_goods_to_be_set_aside_with_a_label() -> None:
    view = shown(RecallShown(hold=goods.HOLD, rows=(goods.RECALLED,), behind=Ready()))
    buttons = {button.words: button.act for button in drawn(view).buttons}
    assert buttons == {
        "Lát nữa": WentBack(),
        "In nhãn": PrintWanted(),
        "Đã để riêng 3 hộp": Confirmed(),
    }
    words = words_of(drawn(view))
    for said in ("Lô 1123C", "HD 30/06/2027", "mức 2", "0000/QLD-CL"):
        assert said in words


def test_a_sealed_batch_is_left_where_it_stands() -> None:
    words = words_of(drawn(VIEWS["goods-sealed"]))
    assert "giữ nguyên chỗ" in words
    assert "lấy xuống" not in words
    assert "Để riêng" not in words
    assert PrintWanted() not in acts_of(VIEWS["goods-sealed"])
