"""What the customer's display shows."""

from collections.abc import Iterator
from itertools import product

import pytest
from msgspec.structs import replace
from PIL import Image

from device.customer_view import CustomerLine, CustomerView
from device.ui import theme
from device.ui.customer.glass import Glass
from device.ui.customer.screen import draw_for_customer
from device.ui.customer.showcase import OUTLET, SALE, THANKS, TRANSFER, customer_views
from device.ui.drawing import Code, Drawing, Fill
from device.ui.typeface import measure_at
from tests.device.ui.drawn import words_of
from tests.device.ui.layout import faults
from words import LANGUAGES, use_language

SIZES = ((800, 480), (1024, 600), (1280, 800), (1920, 1080))
LONG_NAME = "Amoxicillin trihydrat và kali clavulanat hỗn dịch uống vị dâu 250 mg/31,25 mg"
LONG = CustomerLine(name=LONG_NAME, quantity=9_999, unit="chai", amount_vnd=123_456_000)
LONG_OUTLET = "Nhà thuốc bệnh viện đa khoa khu vực Mẫu, cơ sở bán lẻ thuốc số mười hai"
VIEWS = {
    **customer_views(),
    "long": CustomerView(kind="sale", lines=(LONG,) * 12, total_vnd=1_234_567_000),
    "thanks, much": replace(THANKS, total_vnd=1_234_567_000),
    "transfer, much": replace(
        TRANSFER, total_vnd=1_234_567_000, holder="CONG TY CO PHAN DUOC PHAM MAU", account="9" * 19
    ),
    "transfer, no account": replace(TRANSFER, holder="", bank="", account=""),
}


def _draw(
    view: CustomerView, size: tuple[int, int] = (800, 480), *, outlet: str = OUTLET
) -> Drawing:
    unit = theme.unit(*size)
    width = size[0] / unit
    return draw_for_customer(view, outlet=outlet, width=width, measure=measure_at(unit))


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    use_language(request.param)
    yield request.param
    use_language("vi")


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("size", SIZES)
def test_every_view_can_be_read_in_every_size(size: tuple[int, int]) -> None:
    width = size[0] / theme.unit(*size)
    found = {
        name: wrong
        for (name, view), training in product(VIEWS.items(), (False, True))
        if (
            wrong := faults(
                _draw(replace(view, is_training=training or view.is_training), size),
                width=width,
                may_be_cut=(LONG_NAME[:6], "CONG TY"),
            )
        )
    }
    assert found == {}


def test_an_outlets_long_name_is_shortened_and_harms_nothing() -> None:
    for view in VIEWS.values():
        drawing = _draw(view, outlet=LONG_OUTLET)
        assert not faults(drawing, width=800, may_be_cut=(LONG_NAME[:6], "CONG TY", "Nhà thuốc"))


def test_there_is_nothing_to_press() -> None:
    assert not [view for view in VIEWS.values() if _draw(view).buttons]


def test_a_sale_shows_the_newest_line_first_and_the_sum() -> None:
    drawing = _draw(SALE)
    names = [text.words for text in drawing.texts if text.x < 40 and text.size == 30]
    assert names == [line.name for line in SALE.lines[::-1]]
    [total] = [text for text in drawing.texts if text.words == "66.000 đ"]
    assert total.size == 96


def test_lines_that_do_not_show_are_counted() -> None:
    assert "và 3 thuốc trước" in words_of(_draw(VIEWS["customer-sale-many"]))
    assert "thuốc trước" not in words_of(_draw(SALE))
    assert "và 9 thuốc trước" in words_of(_draw(VIEWS["long"]))


def test_a_sum_is_never_shortened() -> None:
    for name in ("long", "thanks, much", "transfer, much"):
        assert "1.234.567.000 đ" in words_of(_draw(VIEWS[name]))


def test_a_transfer_shows_the_code_and_whom_it_goes_to() -> None:
    drawing = _draw(TRANSFER)
    assert [shape.text for shape in drawing.shapes if isinstance(shape, Code)] == [TRANSFER.vietqr]
    words = words_of(drawing)
    for said in ("66.000 đ", "QUAY THUOC TAM AN", "VietinBank", "1133 6666 8888"):
        assert said in words


def test_practice_shows_no_code_that_somebody_could_pay_by() -> None:
    drawing = _draw(replace(TRANSFER, is_training=True))
    assert not [shape for shape in drawing.shapes if isinstance(shape, Code)]
    for view in VIEWS.values():
        assert "ĐANG TẬP" in words_of(_draw(replace(view, is_training=True)))


def test_without_a_sale_there_is_a_greeting() -> None:
    words = words_of(_draw(CustomerView()))
    assert OUTLET in words
    assert "Kính chào quý khách" in words


def test_nothing_is_red() -> None:
    for view in VIEWS.values():
        colours = {shape.colour for shape in _draw(view).shapes if isinstance(shape, Fill)}
        assert theme.BLOCK not in colours


def test_the_glass_paints_only_what_has_changed(window: object) -> None:
    assert window
    glass = Glass(800, 480, outlet=OUTLET)
    assert glass.show(SALE)
    assert not glass.show(SALE)
    before = glass.picture()
    assert glass.show(THANKS)
    assert glass.picture().tobytes() != before.tobytes()


def test_a_telephone_can_read_the_code_on_the_glass(window: object) -> None:
    assert window
    for size in SIZES[:2]:
        glass = Glass(*size, outlet=OUTLET)
        glass.show(TRANSFER)
        assert _read(glass.picture()) == TRANSFER.vietqr


def _read(picture: Image.Image) -> str:
    import zxingcpp  # noqa: PLC0415 - kept out of the screen's process

    [code] = zxingcpp.read_barcodes(picture)
    return str(code.text)
