import math
from itertools import combinations, pairwise

import pytest

from device.counter.event import CashTaken
from device.counter.state import Paid
from device.ui import showcase, theme
from device.ui.canvas import GROUND_OF, PRESSED_GROUND_OF
from device.ui.drawing import Box, Button, Drawing, Fill, Kind, Text
from device.ui.screens.every import draw
from device.ui.typeface import measure_at, texture
from device.ui.view import Mishap, View
from tests.device.ui.views import LONG_NAME, every_view
from words import LANGUAGES, use_language

VIEWS = every_view()
SIZES = ((800, 480), (1024, 600))
BY_LANGUAGE = [(language, size) for language in LANGUAGES for size in SIZES]
NAMES_MAY_BE_CUT = (
    *(LONG_NAME[:6], "Công Tằng", "Dược sĩ"),
    "ABCDEFGHIJ",
)


@pytest.fixture(params=BY_LANGUAGE, ids=lambda pair: f"{pair[0]}-{pair[1][0]}x{pair[1][1]}")
def drawings(request: pytest.FixtureRequest) -> dict[str, Drawing]:
    language, (width, height) = request.param
    use_language(language)
    try:
        return {name: _draw(view, width, height) for name, view in VIEWS.items()}
    finally:
        use_language("vi")


def _draw(view: View, width: int, height: int) -> Drawing:
    unit = theme.unit(width, height)
    return draw(view, width=width / unit, measure=measure_at(unit))


def _lines(drawing: Drawing) -> list[Text]:
    return [*drawing.texts, *(text for button in drawing.buttons for text in button.texts)]


def test_only_names_are_ever_shortened(drawings: dict[str, Drawing]) -> None:
    cut = {
        f"{name}: {text.words}"
        for name, drawing in drawings.items()
        for text in _lines(drawing)
        if text.cut and not any(part in text.words for part in NAMES_MAY_BE_CUT)
    }
    assert not cut


def test_a_shortened_name_keeps_its_strength() -> None:
    drawing = _draw(VIEWS["state long"], 800, 480)
    [name] = [text for text in drawing.texts if text.words.startswith(LONG_NAME[:6])]
    assert name.cut
    assert name.words.endswith("31,25 mg")


def test_an_expiry_date_is_never_shortened() -> None:
    drawing = _draw(VIEWS["state long"], 800, 480)
    [batch] = [text.words for text in drawing.texts if text.words.startswith("Lô ABC")]
    assert "HD 01/12/2026" in batch
    assert "0123456789"[-3:] in batch


def test_a_sum_is_never_shortened() -> None:
    words = [text.words for name in VIEWS for text in _draw(VIEWS[name], 800, 480).texts]
    assert "122.215.500" in words
    assert "123.456.000 đ" in words
    assert not [text for text in words if "…" in text and text.replace(".", "")[:3].isdigit()]


def test_every_line_fits_its_room_and_the_screen(drawings: dict[str, Drawing]) -> None:
    for name, drawing in drawings.items():
        for text in _lines(drawing):
            assert text.width <= text.room + 0.01, f"{name}: {text.words}"
            assert text.x >= 0, f"{name}: {text.words}"
            assert text.baseline <= theme.HEIGHT - 8, f"{name}: {text.words}"


def test_no_two_lines_of_words_touch(drawings: dict[str, Drawing]) -> None:
    for name, drawing in drawings.items():
        for one, other in combinations(_lines(drawing), 2):
            assert not _inked(one).overlaps(_inked(other)), f"{name}: {one.words} | {other.words}"


def _inked(text: Text) -> Box:
    """From the top of the capitals to the bottom of the descenders."""
    top = text.baseline - theme.CAPITAL * text.size
    return Box(text.x, top, text.width, (theme.CAPITAL + 0.2) * text.size)


def test_no_words_lie_under_a_button(drawings: dict[str, Drawing]) -> None:
    for name, drawing in drawings.items():
        for button in drawing.buttons:
            for text in drawing.texts:
                assert not button.box.overlaps(_inked(text)), f"{name}: {text.words}"
            for text in button.texts:
                assert button.box.x < text.x, f"{name}: {text.words}"
                assert text.x + text.width < button.box.right, f"{name}: {text.words}"


def test_at_most_seven_things_can_be_pressed(drawings: dict[str, Drawing]) -> None:
    for name, drawing in drawings.items():
        assert len(drawing.buttons) <= 7, name
        words = [button.words for button in drawing.buttons]
        assert len(set(words)) == len(words), name


def test_every_button_is_large_enough_and_apart_from_the_others(
    drawings: dict[str, Drawing],
) -> None:
    for name, drawing in drawings.items():
        for button in drawing.buttons:
            assert min(button.box.width, button.box.height) >= theme.SMALLEST_TARGET, name
            assert button.box.right <= theme.MINIMUM_WIDTH * 1.03 - theme.MARGIN + 0.1, name
        for one, other in combinations(drawing.buttons, 2):
            grown = one.box.inside(-theme.GAP + 0.1)
            assert not grown.overlaps(other.box), f"{name}: {one.words}, {other.words}"


def test_all_words_have_contrast(drawings: dict[str, Drawing]) -> None:
    for name, drawing in drawings.items():
        for text in drawing.texts:
            ground = _ground_below(drawing, text)
            for run in text.runs:
                found = contrast(text.colour, run.ground or ground)
                assert found >= 7, f"{name}: {text.words} on {ground}: {found:.1f}"
        for button in drawing.buttons:
            for text in button.texts:
                for grounds in (GROUND_OF, PRESSED_GROUND_OF):
                    assert contrast(text.colour, grounds[button.kind][1]) >= 7, button.words


def _ground_below(drawing: Drawing, text: Text) -> str:
    x, y = text.x + text.width / 2, text.baseline - text.size / 3
    fills = [shape for shape in drawing.shapes if isinstance(shape, Fill)]
    return [fill.colour for fill in fills if fill.box.contains(x, y)][-1]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in theme.rgb(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert math.isclose(contrast("#000000", "#FFFFFF"), 21)
    assert round(contrast(theme.INK2, theme.GROUND), 1) == 8.0


def test_words_are_never_smaller_than_the_smallest_size(drawings: dict[str, Drawing]) -> None:
    for name, drawing in drawings.items():
        assert all(text.size >= theme.NOTE for text in _lines(drawing)), name


def test_what_comes_next_stands_at_the_bottom_right(drawings: dict[str, Drawing]) -> None:
    for name, drawing in drawings.items():
        primary = [button for button in drawing.buttons if button.kind is Kind.PRIMARY]
        assert len(primary) <= 1, name
        for button in primary:
            assert button.box.right > theme.MINIMUM_WIDTH - theme.MARGIN - 1, name
            assert button.box.y > theme.FOOT_TOP, name


def test_sold_has_nothing_to_press_where_the_money_button_was() -> None:
    [money] = [b for b in _draw(VIEWS["02-sale"], 800, 480).buttons if b.act == CashTaken()]
    for name, view in VIEWS.items():
        if isinstance(view.state, Paid) and view.mishap is None:
            for button in _draw(view, 800, 480).buttons:
                assert not button.box.overlaps(money.box), name


def test_a_sale_being_saved_has_nothing_to_press() -> None:
    assert _draw(VIEWS["state saving"], 800, 480).buttons == ()


def test_money_can_be_taken_only_with_something_to_pay_for() -> None:
    for name in ("state only a card", "state only a prescription"):
        acts = [button.act for button in _draw(VIEWS[name], 800, 480).buttons]
        assert CashTaken() not in acts


def test_red_means_only_do_not_hand_this_over() -> None:
    for name, view in VIEWS.items():
        drawing = _draw(view, 800, 480)
        stops = any(
            isinstance(shape, Fill) and shape.colour == theme.BLOCK for shape in drawing.shapes
        )
        is_stop = type(view.state).__name__ in {"Blocked", "SaveFailed"}
        is_doubtful = view.mishap is not None and view.mishap.name == "SALE_IN_DOUBT"
        assert stops == (is_stop or is_doubtful), name


def test_newest_line_is_on_top_and_the_rest_is_counted() -> None:
    drawing = _draw(VIEWS["07-sale-five-lines"], 800, 480)
    names = [line.drug.name for line in showcase.FIVE.lines[::-1]]
    shown = [text.words for text in drawing.texts if text.words in names]
    assert shown == names[:3]
    assert "và 2 dòng trước" in [text.words for text in drawing.texts]
    tops = [text.baseline for text in drawing.texts if text.words in names]
    assert all(upper < lower for upper, lower in pairwise(tops))


@pytest.mark.parametrize("name", list(VIEWS))
def test_no_line_is_lost_without_being_counted(name: str) -> None:
    view = VIEWS[name]
    sale = getattr(view.state, "sale", None)
    if type(view.state).__name__ != "Selling" or sale is None or view.mishap is not None:
        return
    texts = [text.words for text in _draw(view, 800, 480).texts]
    shown = sum(
        words == f"{line.offer.price_vnd:,} × ".replace(",", ".") + str(line.quantity)
        for line in sale.lines
        for words in texts
    )
    rest = len(sale.lines) - shown
    assert (f"và {rest} dòng trước" in texts) == (rest > 0)


def test_a_patients_name_shows_only_while_the_sale_is_open() -> None:
    for name, view in VIEWS.items():
        words = " ".join(text.words for text in _draw(view, 800, 480).texts)
        card = getattr(getattr(view.state, "sale", None), "card", None)
        is_selling = type(view.state).__name__ in {"Selling", "Saving"}
        is_in_doubt = view.mishap is Mishap.SALE_IN_DOUBT
        expected = card is not None and is_selling and not is_in_doubt
        if not expected:
            assert "Nguyễn Văn Mẫu" not in words, name


def test_the_layout_measures_what_is_painted(window: object) -> None:
    assert window
    for width, height in SIZES:
        unit = theme.unit(width, height)
        for text in _lines(_draw(VIEWS["08-sale-prescription"], width, height)):
            pixels = round(text.size * unit)
            painted = sum(texture(run.words, pixels, bold=run.bold).width for run in text.runs)
            assert painted <= text.width * unit + 0.01
            assert texture(text.words, pixels, bold=False).height <= pixels * 1.35


def test_equal_views_make_equal_drawings() -> None:
    first, again = (_draw(showcase.BASE, 800, 480) for _time in range(2))
    assert first == again
    assert isinstance(first.buttons[0], Button)
