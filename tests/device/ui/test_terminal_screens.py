"""What the screens of the terminal itself show, and what is pressed there."""

from dataclasses import replace

from device.counter.event import (
    Chosen,
    Confirmed,
    Dismissed,
    Opened,
    PrintWanted,
    TurnedPage,
    WentBack,
)
from device.counter.state import (
    AfterPowerCut,
    WhatLeaves,
)
from device.counter.states.asking import Item
from device.ui import theme
from device.ui.drawing import Fill
from device.ui.showcase import terminal
from device.ui.showcase.around import shown
from tests.device.ui.drawn import acts_of, drawn, words_of
from tests.device.ui.other_views import other_views
from words import use_language

VIEWS = other_views()


def test_only_a_fault_is_coloured() -> None:
    drawing = drawn(VIEWS["terminal-service"])
    coloured = [
        shape.box
        for shape in drawing.shapes
        if isinstance(shape, Fill) and shape.colour == theme.WARN_TINT
    ]
    assert len(coloured) == 1
    [said] = [text for text in drawing.texts if "Hết giấy" in text.words]
    assert coloured[0].contains(said.x, said.baseline)


def test_a_technician_tries_drawer_and_printer_and_looks_again() -> None:
    buttons = {button.words: button.act for button in drawn(VIEWS["terminal-service"]).buttons}
    assert buttons == {
        "Quay lại": WentBack(),
        "Mở ngăn kéo": Opened(Item.NO_SALE),
        "In thử": PrintWanted(),
        "Xem tiếp": TurnedPage(),
        "Kiểm tra lại": Confirmed(),
    }


def test_type_size_and_language_are_one_touch_each() -> None:
    acts = acts_of(VIEWS["terminal-tuning"])
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
        words = words_of(drawn(VIEWS["terminal-tuning"]))
    finally:
        use_language("vi")
    assert "Tiếng Việt" in words
    assert "English" in words


def test_what_leaves_shows_every_field_exactly_on_some_page() -> None:
    pages = " | ".join(
        words_of(drawn(shown(WhatLeaves(sent=terminal.SENT, page=page)))) for page in range(2)
    )
    for field in terminal.SENT.fields:
        assert field.value in pages


def test_what_is_sealed_is_named_apart_from_what_is_sent() -> None:
    words = words_of(drawn(VIEWS["terminal-what-leaves"]))
    assert "Đã gửi Sở Y tế lúc 10:38" in words
    assert "năm sinh" in words
    waits = replace(terminal.SENT, received_at=None)
    assert "Chờ gửi Sở Y tế" in words_of(drawn(shown(WhatLeaves(sent=waits))))


def test_after_a_power_cut_the_whole_sale_can_be_printed_again() -> None:
    buttons = {b.words: b.act for b in drawn(VIEWS["terminal-after-power-cut"]).buttons}
    assert buttons == {"In lại phiếu": PrintWanted(), "Không cần in": Dismissed()}
    words = words_of(drawn(VIEWS["terminal-after-power-cut"]))
    assert "Phiếu 000141 · 98.000 đ: đã bán, đã ghi" in words
    assert "chưa thu tiền, chưa ghi" in words


def test_where_no_receipt_is_missing_nothing_is_printed() -> None:
    view = VIEWS["power cut, draft only"]
    assert isinstance(view.state, AfterPowerCut)
    assert acts_of(view) == [Dismissed()]
