from collections.abc import Iterator

import cv2
import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from zxingcpp import BarcodeFormat

from codes import Scan
from hardware.decode import GONE_SECONDS, Live, Read, live, read_still
from hardware.decode.engines import opencv_bars, zbar, zxing
from hardware.decode.live import MEMORY_FRAMES
from hardware.decode.prepare import cut, enlarge, even_out, sharpen, smooth, whole
from hardware.decode.purse import Purse
from hardware.decode.quads import look_at_quads
from hardware.decode.read import Picture
from hardware.decode.regions import bar_regions, find_edges
from hardware.decode.votes import SHORT_SIGHTINGS, SIGHTINGS, Votes
from hardware.frames import FRAME_SECONDS, HEIGHT, WIDTH, fit
from hardware.specimen import draw
from hardware.symbology import Symbology

CARD = "001200000002||TRẦN HỒNG KHÁNH|29102000|Nữ|Võ Xu, Xã Y|10072021"
EAN = "8938501000118"
EMPTY: Picture = np.full((HEIGHT, WIDTH), 80, np.uint8)
SQUARE = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))
ELSEWHERE = ((50.0, 50.0), (59.0, 50.0), (59.0, 59.0), (50.0, 59.0))


def see(text: str, symbology: Symbology = Symbology.QR_CODE, seed: int = 0) -> Picture:
    return np.asarray(draw(text, symbology, seed=seed), np.uint8)


def drawn(text: str, form: BarcodeFormat, scale: int = 4) -> Picture:
    return fit(np.asarray(zxingcpp.create_barcode(text, form).to_image(scale=scale)))


def scans(reads: list[Read]) -> list[Scan]:
    return [read.scan for read in reads]


class Camera:
    """Shows pictures to a live reader, one a tenth of a second."""

    def __init__(self) -> None:
        self.live, self.at = Live(), 0.0

    def show(self, *pictures: Picture) -> list[Scan]:
        return list(self._show(pictures))

    def _show(self, pictures: tuple[Picture, ...]) -> Iterator[Scan]:
        for picture in pictures:
            yield from scans(self.live.look(picture, self.at))
            self.at += FRAME_SECONDS


def test_a_code_that_stays_is_read_once() -> None:
    assert Camera().show(*30 * [see("DT-1")]) == [Scan(b"DT-1", "]Q1")]


def test_a_code_that_flickers_is_read_once() -> None:
    picture, reader = see("DT-1"), Live()
    assert reader.look(picture, 0.0)
    assert not reader.look(EMPTY, GONE_SECONDS / 2)
    assert not reader.look(picture, GONE_SECONDS * 0.9)
    assert not reader.look(picture, GONE_SECONDS * 1.8)


def test_a_code_that_comes_back_is_read_again() -> None:
    picture, reader = see("DT-1"), Live()
    assert reader.look(picture, 0.0)
    assert not reader.look(EMPTY, GONE_SECONDS / 2)
    assert reader.look(picture, GONE_SECONDS)


def test_two_codes_in_one_frame_are_both_read() -> None:
    picture = np.concatenate([see("DT-1")[:, 300:980], see("DT-2")[:, 300:980]], axis=1)
    assert {read.data for read in Live().look(fit(picture), 0.0)} == {b"DT-1", b"DT-2"}
    assert {read.data for read in read_still(fit(picture))} == {b"DT-1", b"DT-2"}


def test_nothing_is_read_where_nothing_is() -> None:
    assert not Camera().show(*20 * [EMPTY])
    assert read_still(EMPTY) == []


@pytest.mark.parametrize(
    ("text", "form", "scan"),
    [
        (EAN, BarcodeFormat.EAN13, Scan(EAN.encode(), "]E0")),
        ("96385074", BarcodeFormat.EAN8, Scan(b"96385074", "]E4")),
        ("012345678905", BarcodeFormat.UPCA, Scan(b"0012345678905", "]E0")),
        ("HC4011234567890", BarcodeFormat.Code128, Scan(b"HC4011234567890", "]C0")),
    ],
)
def test_one_dimensional_codes_are_read_still_and_live(
    text: str, form: BarcodeFormat, scan: Scan
) -> None:
    picture = drawn(text, form)
    assert scans(read_still(picture)) == [scan]
    assert Camera().show(*10 * [picture]) == [scan]


def test_one_sighting_of_a_one_dimensional_code_is_not_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live, "_LOOKS", (lambda _view: [],))
    camera, picture = Camera(), see(EAN, Symbology.EAN_13)
    assert camera.show(picture) == []
    assert camera.show(picture) == [Scan(EAN.encode(), "]E0")]


def test_sightings_far_apart_are_not_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_LOOKS", (lambda _view: [],))
    camera, picture = Camera(), see(EAN, Symbology.EAN_13)
    assert not camera.show(picture, *MEMORY_FRAMES * [EMPTY], picture)


def test_a_matrix_code_is_believed_at_once() -> None:
    assert Camera().show(see("DT-1")) == [Scan(b"DT-1", "]Q1")]


def test_zbar_and_opencv_are_never_asked_about_qr_codes() -> None:
    assert zbar(see(CARD)) == []
    assert opencv_bars(see(CARD)) == []


@pytest.mark.parametrize("seed", range(5))
def test_vietnamese_is_read_to_the_byte(seed: int) -> None:
    assert scans(read_still(see(CARD, seed=seed))) == [Scan(CARD.encode(), "]Q1")]


def test_the_separator_of_a_gs1_code_is_kept() -> None:
    text = "010893850100011810AB123\x1d21SN0001"
    (read,) = read_still(see(text, Symbology.GS1_DATA_MATRIX))
    assert read.scan == Scan(text.encode(), "]d2")


def test_colour_pictures_are_read_and_others_refused() -> None:
    grey = see("DT-1")
    assert scans(read_still(np.stack([grey] * 3, axis=2))) == [Scan(b"DT-1", "]Q1")]
    with pytest.raises(ValueError, match="not a picture"):
        read_still(np.zeros((4, 4, 2), np.uint8))


@pytest.mark.parametrize("turn", [-60, -25, -14, 14, 25, 60])
def test_turned_bars_are_set_upright(turn: int) -> None:
    picture = np.asarray(draw(EAN, Symbology.EAN_13, rotation_degrees=turn), np.uint8)
    (region, *_others) = bar_regions(find_edges(picture), 1)
    # A picture's y goes down: turned against the clock its bars lean the other way.
    assert abs((region.degrees + turn + 90) % 180 - 90) < 4
    assert scans(read_still(picture)) == [Scan(EAN.encode(), "]E0")]


def test_corners_stand_in_the_original_whatever_was_done_to_it() -> None:
    picture = see("DT-1")
    (first,) = zxing(picture)
    views = [enlarge(whole(picture), 2), enlarge(smooth(whole(picture), 0.8), 3)]
    views += [sharpen(views[0], 3.0, 2.0), even_out(whole(picture))]
    piece = np.array([[300, 20], [980, 20], [980, 700], [300, 700]], np.float32)
    views.append(cut(whole(picture), piece, (1360, 1360)))
    for view in views:
        (read,) = view.restore(zxing(view.picture))
        assert np.allclose(read.corners, first.corners, atol=4)


def test_a_large_photograph_is_read_and_its_corners_stand_in_it() -> None:
    small = see("DT-1")
    large = small.repeat(4, axis=0).repeat(4, axis=1)
    (first,), (read,) = read_still(small), read_still(large)
    assert read.scan == first.scan
    assert np.allclose(np.array(read.corners) / 4, first.corners, atol=6)


def test_a_steeply_tilted_qr_code_is_set_square() -> None:
    flat = np.asarray(draw(CARD, Symbology.QR_CODE, rotation_degrees=0, noise=0), np.uint8)
    corners = np.array([[380, 100], [900, 100], [900, 620], [380, 620]], np.float32)
    tilted = np.array([[430, 200], [900, 90], [900, 640], [430, 530]], np.float32)
    there = cv2.getPerspectiveTransform(corners, tilted)
    picture = np.asarray(cv2.warpPerspective(flat, there, (WIDTH, HEIGHT)), np.uint8)
    sightings = look_at_quads(whole(picture))
    assert {read.scan for reads in sightings for read in reads} == {Scan(CARD.encode(), "]Q1")}


def linear(data: bytes, corners: tuple[tuple[float, float], ...] = SQUARE) -> Read:
    one, two, three, four = corners
    return Read(data, "]E0", (one, two, three, four))


def test_of_two_codes_in_one_place_the_one_seen_more_often_is_kept() -> None:
    votes = Votes()
    for _look in range(SIGHTINGS + 1):
        votes.hear([linear(b"8938501000118")])
    for _look in range(SIGHTINGS):
        votes.hear([linear(b"8934567890120"), linear(b"4006381333931", ELSEWHERE)])
    assert [read.data for read in votes.result()] == [b"8938501000118", b"4006381333931"]


def test_a_short_code_needs_more_sightings() -> None:
    votes = Votes()
    for _look in range(SHORT_SIGHTINGS - 1):
        votes.hear([linear(b"96385074")])
    assert votes.result() == []
    votes.hear([linear(b"96385074")])
    assert [read.data for read in votes.result()] == [b"96385074"]


def test_a_decoder_that_sees_a_code_twice_in_one_look_counts_once() -> None:
    votes = Votes()
    votes.hear([linear(b"8938501000118"), linear(b"8938501000118", ELSEWHERE)])
    assert votes.result() == []


@given(st.lists(st.floats(0.1, 9), min_size=40, max_size=80), st.floats(0.6, 3))
def test_a_purse_never_spends_more_than_it_was_given(costs: list[float], allowance: float) -> None:
    purse, spent = Purse(allowance), 0.0
    purse.thorough_read(1.0)
    for cost in costs:
        purse.quick_read(0.5)
        if purse.can_pay("look"):
            purse.paid("look", cost)
            spent += cost
    # One look may be dearer than it was known to be, and is paid off afterwards.
    assert spent <= len(costs) * (allowance - 0.5) + 2 * max(costs)


@given(st.integers(0, 2**32 - 1), st.integers(1, 90), st.integers(1, 90))
def test_any_picture_gives_an_answer(seed: int, width: int, height: int) -> None:
    noise = np.random.default_rng(seed).integers(0, 256, (height, width)).astype(np.uint8)
    assert all(isinstance(read, Read) for read in read_still(noise))
    assert all(isinstance(read, Read) for read in Live().look(noise, 0.0))


def test_a_read_does_not_show_what_it_read() -> None:
    (read,) = read_still(see(CARD))
    assert "KHÁNH" not in repr(read)
    assert "2000" not in repr(read)
