"""The claim of what never leaves the shop is read off the messages."""

import msgspec

from device.ui.never_sent import never_sent, sent_field_names
from device.ui.screens.every import draw
from device.ui.showcase import terminal
from device.ui.typeface import measure_at
from tests.device.ui.drawn import words_of
from wire.kinds import KINDS
from wire.sale import Line, TransferPaid


def test_every_field_of_every_message_counts_at_any_depth() -> None:
    names = sent_field_names()
    kinds: tuple[type[msgspec.Struct], ...] = (*KINDS.values(), Line, TransferPaid)
    for kind in kinds:
        assert {field.name for field in msgspec.structs.fields(kind)} <= names


def test_what_a_message_has_a_field_for_is_not_claimed() -> None:
    """A delivery note's costs and a shift's counted drawer are sent."""
    assert {"cost_vnd", "counted_vnd", "float_vnd"} <= sent_field_names()
    assert not {"giá nhập", "tiền trong ngăn kéo"} & set(never_sent())


def test_what_no_message_has_a_field_for_is_claimed() -> None:
    assert not {"pin", "account", "image", "profit_vnd", "phone"} & sent_field_names()
    assert {"mã PIN", "số tài khoản", "hình ảnh", "lãi", "số điện thoại"} <= set(never_sent())


def test_the_screen_says_all_of_it() -> None:
    view = terminal.views()["terminal-what-leaves"]
    words = words_of(draw(view, width=800, measure=measure_at(1))).casefold()
    shown = words.replace(" | ", " ")
    for claim in never_sent():
        assert claim.casefold() in shown
