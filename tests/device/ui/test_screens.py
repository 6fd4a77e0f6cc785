import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest

from device.counter.event import CashTaken, Dismissed, MoneySeen, TransferWanted
from device.counter.state import Blocked, Paid, Selling
from device.ui import theme
from device.ui.check import defects
from device.ui.colours import contrast
from device.ui.drawing import Button, Drawing, Fill, Kind
from device.ui.glyphs import characters
from device.ui.showcase import base
from device.ui.typeface import FONTS, texture
from device.ui.view import Mishap, View
from tests.device.ui.looking import VIEWS, draw_view, lines_of, words_of
from tests.device.ui.views import LONG_NAME
from words import LANGUAGES, use_language

GLYPHS = frozenset.intersection(*(characters(font) for font in FONTS))
SIZES = ((800, 480), (1024, 600))
MAY_BE_CUT = (
    *(LONG_NAME[:3], "Công Tằng", "Dược sĩ", "Amoxicillin"),
    *("ABCDEFGHIJ", "ABCDE", "Lô A", "Lô L", "Batch"),
)
"""Names that no screen is wide enough for; the figures beside them are never cut."""


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    use_language(request.param)
    yield request.param
    use_language("vi")


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("size", SIZES)
def test_no_screen_has_a_defect(size: tuple[int, int]) -> None:
    _expect_no_faults(VIEWS, size)


@pytest.mark.usefixtures("language")
def test_no_screen_has_a_defect_in_large_letters() -> None:
    large = {f"{name}, large": replace(view, large=True) for name, view in VIEWS.items()}
    _expect_no_faults(large, (800, 480))


@pytest.mark.parametrize("large", [False, True])
def test_no_screen_has_a_defect_while_people_practise(*, large: bool) -> None:
    views = {name: replace(view, is_training=True, large=large) for name, view in VIEWS.items()}
    _expect_no_faults(views, (800, 480))


def _expect_no_faults(views: dict[str, View], size: tuple[int, int]) -> None:
    width = size[0] / theme.unit(*size)
    found = [
        f"{name}: {fault}"
        for name, view in views.items()
        for fault in _faults(draw_view(view, *size), width)
    ]
    assert not found


def _faults(drawing: Drawing, width: float) -> Iterator[str]:
    for defect in defects(drawing, width=width, glyphs=GLYPHS):
        if not (defect.startswith("cut to") and any(name in defect for name in MAY_BE_CUT)):
            yield defect
    for one, other in combinations(drawing.buttons, 2):
        near = 4.0 if one.group and one.group == other.group else theme.KEY_GAP
        if one.box.inside(-near + 0.1).overlaps(other.box):
            yield f"too near: {one.words}, {other.words}"
    primary = [button for button in drawing.buttons if button.kind is Kind.PRIMARY]
    if len(primary) > 1:
        yield "two next steps"
    for button in primary:
        if (
            button.box.right < theme.MINIMUM_WIDTH - theme.MARGIN - 1
            or button.box.y < theme.FOOT_TOP
        ):
            yield f"not at the bottom right: {button.words}"


def test_a_shortened_name_keeps_its_strength() -> None:
    drawing = draw_view(VIEWS["state long"])
    [name] = [text for text in drawing.texts if text.words.startswith(LONG_NAME[:6])]
    assert name.cut
    assert name.words.endswith("31,25 mg")


@pytest.mark.parametrize("large", [False, True])
def test_an_expiry_date_is_never_shortened(*, large: bool) -> None:
    drawing = draw_view(replace(VIEWS["state long"], large=large))
    words = [text.words for text in drawing.texts]
    assert "Lô ABCDEFGHIJ0123456789 · HD 01/12/2026" in words


@pytest.mark.parametrize("large", [False, True])
def test_a_batch_that_has_no_room_loses_its_middle_and_the_check_can_tell(*, large: bool) -> None:
    line = replace(base.PART.lines[0], batch="ABCDEFGHIJ0123456789")
    state = Selling(sale=replace(base.PART, lines=(line,)))
    drawing = draw_view(replace(base.BASE, state=state, large=large))
    [batch] = [text for text in drawing.texts if text.words.startswith("Lô A")]
    assert batch.cut
    assert batch.words.endswith("HD 30/09/2027")
    assert batch.words.split(" · ")[0].endswith("789")


def test_a_sum_is_never_shortened() -> None:
    for large in (False, True):
        words = [
            text.words
            for view in VIEWS.values()
            for text in draw_view(replace(view, large=large)).texts
        ]
        assert "122.215.500" in words
        assert "123.456.000 đ" in words
        figures = [text for text in words if text.replace(".", "")[:3].isdigit()]
        assert not [text for text in figures if "…" in text and " · " not in text]


def test_words_are_never_smaller_than_the_smallest_size() -> None:
    for name, view in VIEWS.items():
        assert all(text.size >= theme.NOTE for text in lines_of(draw_view(view))), name


def test_large_letters_are_larger() -> None:
    for name in ("ready", "sale", "prescription", "paid", "block-expired", "asking-menu"):
        plain, large = (
            max(text.size for text in lines_of(draw_view(replace(VIEWS[name], large=large))))
            for large in (False, True)
        )
        least = min(text.size for text in draw_view(replace(VIEWS[name], large=True)).texts)
        assert large >= plain, name
        assert least >= theme.STACKED or name == "prescription", name


def test_large_lines_stand_three_on_a_page() -> None:
    drawing = draw_view(replace(VIEWS["sale"], large=True))
    lines = [shape for shape in drawing.shapes if isinstance(shape, Fill)]
    heights = {fill.box.height for fill in lines if fill.box.width == theme.MINIMUM_WIDTH}
    assert theme.LARGE_ROW in heights
    quantities = [button for button in drawing.buttons if button.box.y < theme.FOOT_TOP]
    assert len(quantities) == 3


def test_sold_has_nothing_to_press_where_the_money_button_was() -> None:
    [money] = [button for button in draw_view(VIEWS["sale"]).buttons if button.act == CashTaken()]
    for name, view in VIEWS.items():
        if isinstance(view.state, Paid) and view.mishap is None:
            for button in draw_view(view).buttons:
                assert not button.box.overlaps(money.box), name


def test_a_second_tap_on_transfer_does_not_say_that_the_money_is_there() -> None:
    [wanted] = [b for b in draw_view(VIEWS["sale"]).buttons if b.act == TransferWanted()]
    [seen] = [b for b in draw_view(VIEWS["transfer"]).buttons if b.act == MoneySeen()]
    assert not wanted.box.overlaps(seen.box)


def test_an_outlet_without_an_account_is_not_offered_transfers() -> None:
    acts = [b.act for b in draw_view(replace(VIEWS["sale"], account=None)).buttons]
    assert CashTaken() in acts
    assert TransferWanted() not in acts


def test_a_sale_being_saved_has_nothing_to_press() -> None:
    for name in ("state saving", "saving", "state setting aside", "asking-choice-writing"):
        assert draw_view(VIEWS[name]).buttons == (), name


def test_money_can_be_taken_only_with_something_to_pay_for() -> None:
    for name in ("state only a card", "state only a prescription", "prescription-loaded"):
        acts = [button.act for button in draw_view(VIEWS[name]).buttons]
        assert CashTaken() not in acts
        assert TransferWanted() not in acts


def test_red_means_only_do_not_hand_this_over() -> None:
    for name, view in VIEWS.items():
        fills = [shape for shape in draw_view(view).shapes if isinstance(shape, Fill)]
        stops = any(fill.colour == theme.BLOCK for fill in fills)
        is_stop = type(view.state).__name__ in {"Blocked", "SaveFailed"}
        assert stops == (is_stop or view.mishap is Mishap.SALE_IN_DOUBT), name


def test_a_refusal_offers_the_safe_way_at_the_bottom_right_and_the_others_left() -> None:
    for name, view in VIEWS.items():
        if not isinstance(view.state, Blocked) or view.state.is_saving:
            continue
        buttons = draw_view(view).buttons
        [safe] = [button for button in buttons if button.kind is Kind.PRIMARY]
        sets_aside = any(way.name == "SET_ASIDE" for way in view.state.refusal.ways)
        assert (safe.act == Dismissed()) != sets_aside, name
        others = [button for button in buttons if button is not safe]
        assert len(others) == len(view.state.refusal.ways) - sets_aside, name
        assert all(button.box.right < safe.box.x for button in others), name


def test_a_patients_name_shows_only_while_the_sale_is_open() -> None:
    for name, view in VIEWS.items():
        card = getattr(getattr(view.state, "sale", None), "card", None)
        is_selling = type(view.state).__name__ in {"Selling", "Saving"}
        is_in_doubt = view.mishap is Mishap.SALE_IN_DOUBT
        if card is None or not is_selling or is_in_doubt:
            words = " ".join(text.words for text in draw_view(view).texts)
            typed = name.startswith("asking-buyer")
            assert typed or "Nguyễn Văn Mẫu" not in words, name


def test_practice_is_said_on_every_screen() -> None:
    for name, view in VIEWS.items():
        drawing = draw_view(replace(view, is_training=True))
        assert "ĐANG TẬP" in words_of(drawing), name
        frame = [s for s in drawing.shapes if isinstance(s, Fill) and s.colour == theme.TRAIN]
        assert len(frame) == 4, name
        edge = theme.TRAINING_FRAME
        for button in drawing.buttons:
            assert button.box.x >= edge, name
            assert button.box.right <= theme.MINIMUM_WIDTH - edge, name
            assert button.box.bottom <= theme.HEIGHT - edge, name
    assert "TẬP" in [t.words for t in draw_view(replace(VIEWS["sale"], is_training=True)).texts]
    assert "TẬP" not in words_of(draw_view(VIEWS["sale"]))


def test_the_layout_measures_what_is_painted(window: object) -> None:
    assert window
    for width, height in SIZES:
        unit = theme.unit(width, height)
        for text in lines_of(draw_view(VIEWS["prescription"], width, height)):
            pixels = round(text.size * unit)
            painted = sum(texture(run.words, pixels, bold=run.bold).width for run in text.runs)
            assert painted <= text.width * unit + 0.01
            assert texture(text.words, pixels, bold=False).height <= pixels * 1.35


def test_equal_views_make_equal_drawings() -> None:
    first, again = (draw_view(base.BASE) for _time in range(2))
    assert first == again
    assert isinstance(first.buttons[0], Button)


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert math.isclose(contrast("#000000", "#FFFFFF"), 21)
    assert round(contrast(theme.INK2, theme.GROUND), 1) == 8.0
