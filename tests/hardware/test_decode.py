from collections.abc import Iterator

import numpy as np
import pytest
import zxingcpp
from zxingcpp import BarcodeFormat

from codes import Scan
from hardware import decode
from hardware.decode import GONE_SECONDS, Reader, read_with_zbar, read_with_zxing
from hardware.frames import FRAME_SECONDS, HEIGHT, WIDTH, Frame, Picture, fit
from hardware.specimen import draw
from hardware.symbology import Symbology

CARD = "001200000002||TRẦN HỒNG KHÁNH|29102000|Nữ|Võ Xu, Xã Y|10072021"
EMPTY: Picture = np.full((HEIGHT, WIDTH), 80, np.uint8)


def see(text: str, symbology: Symbology = Symbology.QR_CODE, seed: int = 0) -> Picture:
    return np.asarray(draw(text, symbology, seed=seed), np.uint8)


def clock() -> Iterator[float]:
    at = 0.0
    while True:
        yield at
        at += FRAME_SECONDS


def test_a_code_that_stays_is_read_once() -> None:
    reader, picture = Reader(), see("DT-1")
    scans = [reader.look(Frame(picture, number * FRAME_SECONDS)) for number in range(30)]
    assert scans == [[Scan(b"DT-1", "]Q1")]] + 29 * [[]]


def test_a_code_that_flickers_is_read_once() -> None:
    reader, picture = Reader(), see("DT-1")
    assert reader.look(Frame(picture, 0.0))
    assert not reader.look(Frame(EMPTY, GONE_SECONDS / 2))
    assert not reader.look(Frame(picture, GONE_SECONDS * 0.9))
    assert not reader.look(Frame(picture, GONE_SECONDS * 1.8))


def test_a_code_that_comes_back_is_read_again() -> None:
    reader, picture = Reader(), see("DT-1")
    assert reader.look(Frame(picture, 0.0))
    assert not reader.look(Frame(EMPTY, GONE_SECONDS / 2))
    assert reader.look(Frame(picture, GONE_SECONDS))


def test_two_codes_in_one_frame_are_both_read() -> None:
    picture = np.concatenate([see("DT-1")[:, 300:980], see("DT-2")[:, 300:980]], axis=1)
    assert {scan.data for scan in Reader().look(Frame(fit(picture), 0.0))} == {b"DT-1", b"DT-2"}


def test_nothing_is_read_where_nothing_is() -> None:
    reader = Reader()
    assert not [scan for number in range(8) for scan in reader.look(Frame(EMPTY, number * 0.1))]


@pytest.mark.parametrize(
    ("text", "form", "scan"),
    [
        ("96385074", BarcodeFormat.EAN8, Scan(b"96385074", "]E4")),
        ("012345678905", BarcodeFormat.UPCA, Scan(b"0012345678905", "]E0")),
        ("04252614", BarcodeFormat.UPCE, Scan(b"0042100005264", "]E0")),
        ("HC4011234567890", BarcodeFormat.Code128, Scan(b"HC4011234567890", "]C0")),
    ],
)
def test_other_codes_of_a_counter_are_read(text: str, form: BarcodeFormat, scan: Scan) -> None:
    picture = np.asarray(zxingcpp.create_barcode(text, form).to_image(scale=4))
    assert read_with_zxing(fit(picture)) == {scan}


def test_zbar_is_never_asked_about_qr_codes() -> None:
    assert read_with_zbar(see(CARD)) == set()


@pytest.mark.parametrize("seed", range(5))
def test_vietnamese_is_read_to_the_byte(seed: int) -> None:
    assert read_with_zxing(see(CARD, seed=seed)) == {Scan(CARD.encode(), "]Q1")}


class TestSecondOpinion:
    """zxing-cpp finds nothing here; zbar is the real one."""

    @pytest.fixture(autouse=True)
    def _blind(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(decode, "read_with_zxing", lambda _picture: set())

    def test_two_frames_in_a_row_that_agree_are_believed(self) -> None:
        picture, at, reader = see("8938501000118", Symbology.EAN_13), clock(), Reader()
        scans = [reader.look(Frame(picture, next(at))) for _number in range(12)]
        assert scans == [[], [Scan(b"8938501000118", "]E0")], *(10 * [[]])]

    def test_two_frames_that_differ_are_not_believed(self) -> None:
        at, reader = clock(), Reader()
        for number in range(12):
            text = ("8938501000118", "8934567890120")[number % 2]
            assert not reader.look(Frame(see(text, Symbology.EAN_13), next(at)))

    def test_one_frame_alone_is_not_believed(self) -> None:
        at, reader, picture = clock(), Reader(), see("8938501000118", Symbology.EAN_13)
        for number in range(12):
            assert not reader.look(Frame(EMPTY if number % 2 else picture, next(at)))


def test_frames_that_the_first_decoder_reads_part_those_of_the_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other, doubtful = see("DT-1"), see("8938501000118", Symbology.EAN_13)
    monkeypatch.setattr(
        decode, "read_with_zxing", lambda picture: {Scan(b"DT-1")} if picture is other else set()
    )
    at, reader = clock(), Reader()
    frames = [EMPTY, doubtful, EMPTY, EMPTY, other, doubtful]
    scans = [scan for picture in frames for scan in reader.look(Frame(picture, next(at)))]
    assert scans == [Scan(b"DT-1")]


def test_the_second_decoder_does_not_report_a_code_again(monkeypatch: pytest.MonkeyPatch) -> None:
    picture, at, reader = see("8938501000118", Symbology.EAN_13), clock(), Reader()
    assert reader.look(Frame(picture, next(at)))
    monkeypatch.setattr(decode, "read_with_zxing", lambda _picture: set())
    assert not [scan for _number in range(8) for scan in reader.look(Frame(picture, next(at)))]
