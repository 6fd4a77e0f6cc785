import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codes import Pack, Scan, recognise
from hardware.decode.engines import zxing
from hardware.decode.read import Picture
from hardware.specimen import FRAME_SIZE, bracketed, draw
from hardware.symbology import Symbology


def scans(picture: Picture) -> set[Scan]:
    return {read.scan for read in zxing(picture)}


PACK = "01089385010001181727123110AB123\x1d21SN0001"


def test_a_specimen_looks_like_a_frame_of_a_camera() -> None:
    picture = draw("DT-1", Symbology.QR_CODE)
    assert picture.size == FRAME_SIZE
    assert picture.mode == "L"


def test_the_same_seed_gives_the_same_picture() -> None:
    one, same, other = (draw("DT-1", Symbology.QR_CODE, seed=seed) for seed in (1, 1, 2))
    assert one.tobytes() == same.tobytes()
    assert one.tobytes() != other.tobytes()


def test_a_gs1_data_matrix_has_a_real_fnc1_and_separator() -> None:
    (scan,) = scans(np.asarray(draw(PACK, Symbology.GS1_DATA_MATRIX)))
    assert scan == Scan(PACK.encode(), "]d2")
    pack = recognise(scan)
    assert isinstance(pack, Pack)
    assert (pack.batch, pack.serial) == ("AB123", "SN0001")


@pytest.mark.parametrize("rotation", [-8.0, 0.0, 8.0, 90.0, 175.0])
@pytest.mark.parametrize("symbology", list(Symbology))
def test_a_rotated_blurred_noisy_specimen_can_be_read(
    symbology: Symbology, rotation: float
) -> None:
    text = {
        Symbology.QR_CODE: "TRẦN HỒNG KHÁNH, Võ",
        Symbology.GS1_DATA_MATRIX: PACK,
        Symbology.EAN_13: "8938501000118",
    }[symbology]
    picture = draw(text, symbology, rotation_degrees=rotation, blur=1.2, noise=12, seed=7)
    assert scans(np.asarray(picture)) == {Scan(text.encode(), symbology.aim)}


@settings(max_examples=20)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=120))
def test_any_text_survives_a_qr_code(text: str) -> None:
    picture = np.asarray(draw(text, Symbology.QR_CODE))
    assert scans(picture) == {Scan(text.encode(), "]Q1")}


@pytest.mark.parametrize(
    ("text", "symbology"),
    [
        ("no digits", Symbology.EAN_13),
        ("no element string", Symbology.GS1_DATA_MATRIX),
        ("x" * 3000, Symbology.QR_CODE),
    ],
)
def test_what_a_symbology_cannot_hold_is_refused(text: str, symbology: Symbology) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the encoder's words vary
        draw(text, symbology)


def test_parentheses_in_a_batch_do_not_confuse_the_encoder() -> None:
    text = "010893850100011810A(21)B\x1d21S"
    assert bracketed(text) == "[01]08938501000118[10]A(21)B[21]S"
    (scan,) = scans(np.asarray(draw(text, Symbology.GS1_DATA_MATRIX)))
    assert scan.data == text.encode()
