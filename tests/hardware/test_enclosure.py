"""The printed case: every part is one closed body that fits the printer, with walls that hold."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from hardware.enclosure.__main__ import main
from hardware.enclosure.build import BED, PARTS, EnclosureError, Fit, build, why_not
from hardware.enclosure.picture import View, draw
from hardware.enclosure.solid import Solid, SolidError, Triangle, read_stl

LEAST_WALL = 2.0
FITS = (Fit(screen=7, board="pi4"), Fit(screen=5, board="zero"))
NEEDS_OPENSCAD = pytest.mark.skipif(
    shutil.which("openscad") is None, reason="openscad is not installed"
)


@pytest.fixture(scope="module", params=FITS, ids=["7 inches, Pi 4", "5 inches, Zero"])
def solids(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Solid]:
    out = tmp_path_factory.mktemp("enclosure")
    return {part: build(out, request.param, part) for part in PARTS}


@NEEDS_OPENSCAD
def test_every_part_is_one_closed_body_within_the_bed(solids: dict[str, Solid]) -> None:
    for part, solid in solids.items():
        assert why_not(solid) == "", part
        assert solid.open_edges() == 0
        assert solid.bodies() == 1
        assert solid.volume > 0
        assert all(length <= most for length, most in zip(solid.size, BED, strict=True))


@NEEDS_OPENSCAD
def test_every_part_lies_flat_on_the_bed(solids: dict[str, Solid]) -> None:
    for part, solid in solids.items():
        lowest = solid.box[0][2]
        assert abs(lowest) < 0.02, part
        lying = sum(_area(each) for each in solid.triangles if max(p[2] for p in each) < 0.03)
        assert lying > 150, part


@NEEDS_OPENSCAD
def test_no_wall_is_thinner_than_two_millimetres(solids: dict[str, Solid]) -> None:
    for part, solid in solids.items():
        assert _thinnest(solid) >= LEAST_WALL - 0.05, part


@NEEDS_OPENSCAD
def test_the_back_goes_into_the_front_and_the_foot_onto_the_back(
    solids: dict[str, Solid],
) -> None:
    front, back, foot = solids["front"].size, solids["back"].size, solids["foot"].size
    for inside, outside in zip(back[:2], front[:2], strict=True):
        assert 6 < outside - inside < 7
    assert foot[2] < back[0]


@NEEDS_OPENSCAD
@pytest.mark.parametrize("fit", [Fit(screen=5, board="pi4"), Fit(screen=7, board="zero")])
def test_either_board_goes_behind_either_screen(tmp_path: Path, fit: Fit) -> None:
    back = build(tmp_path, fit, "back")
    assert why_not(back) == ""
    plain = build(tmp_path, Fit(screen=fit.screen, board="zero"), "back")
    assert back.size == plain.size  # nothing stands out beyond the plate


@NEEDS_OPENSCAD
@pytest.mark.parametrize("wrong", ["bed=180", "wall=1.5", "face=1", "post=6", "screen=10"])
def test_measures_that_cannot_be_printed_are_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(EnclosureError):
        build(tmp_path, FITS[0], "front", wrong)


@NEEDS_OPENSCAD
def test_the_program_leaves_parts_and_pictures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "out"), "--screen", "5", "--board", "zero"]) == 0
    made = {file.name for file in (tmp_path / "out").iterdir()}
    assert {f"{part}.stl" for part in PARTS} < made
    assert {f"{part}.png" for part in PARTS} < made
    assert capsys.readouterr().out.count("mm") == len(PARTS)


def test_without_openscad_the_program_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main([str(tmp_path / "out")]) == 1
    assert "openscad" in capsys.readouterr().err


# The checks themselves.

_CORNERS = [(x, y, z) for x in (0.0, 1.0) for y in (0.0, 1.0) for z in (0.0, 1.0)]
_FACES = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))


def cube(edge: float = 10.0, at: float = 0.0) -> Solid:
    points = [(x * edge + at, y * edge, z * edge) for x, y, z in _CORNERS]
    triangles: list[Triangle] = []
    for a, b, c, d in _FACES:
        triangles += [(points[a], points[b], points[c]), (points[a], points[c], points[d])]
    return Solid(tuple(triangles))


def flipped(solid: Solid) -> Solid:
    return Solid(tuple((c, b, a) for a, b, c in solid.triangles))


def test_a_cube_is_sound_and_measured_right() -> None:
    assert why_not(cube()) == ""
    assert cube().volume == pytest.approx(1000)
    assert cube().size == (10, 10, 10)


BROKEN: dict[str, Callable[[], Solid]] = {
    "a triangle is missing": lambda: Solid(cube().triangles[1:]),
    "a triangle stands twice": lambda: Solid((*cube().triangles, cube().triangles[0])),
    "a triangle is turned over": lambda: Solid(
        (flipped(cube()).triangles[0], *cube().triangles[1:])
    ),
    "inside out": lambda: flipped(cube()),
    "two pieces": lambda: Solid((*cube().triangles, *cube(at=20).triangles)),
    "too large": lambda: cube(edge=221),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_printed_is_told(broken: Callable[[], Solid]) -> None:
    assert why_not(broken())


def test_a_thin_wall_would_be_found() -> None:
    thin = Solid(
        tuple(_flat(triangle, 0.15) for triangle in cube().triangles)  # 10 x 10 x 1.5
    )
    assert _thinnest(thin) == pytest.approx(1.5)
    assert _thinnest(cube()) == pytest.approx(10)


NOT_PARTS = (
    b"",
    b"solid empty\nendsolid empty\n",
    b"\x80\x81binary",
    b"vertex 1 2 3\n" * 3,
    b"solid x\n" + b"vertex 1 2 3\n" * 4,
    b"solid x\n" + b"vertex 1 two 3\n" * 3,
)


@pytest.mark.parametrize("content", NOT_PARTS)
def test_a_file_that_holds_no_part_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "part.stl").write_bytes(content)
    with pytest.raises(SolidError):
        read_stl(tmp_path / "part.stl")


def test_a_picture_shows_the_near_side_and_hides_the_far_one() -> None:
    whole = draw(cube(), View(around=0, above=0))
    # Straight from the front a cube is one square of one colour.
    colours = whole.getcolors(maxcolors=10_000)
    assert colours
    count, colour = max(colours)
    assert colour != (255, 255, 255)
    assert count > 400_000


def _flat(triangle: Triangle, factor: float) -> Triangle:
    a, b, c = triangle
    return (
        (a[0], a[1], a[2] * factor),
        (b[0], b[1], b[2] * factor),
        (c[0], c[1], c[2] * factor),
    )


def _area(triangle: Triangle) -> float:
    a, b, c = (np.array(point) for point in triangle)
    return float(np.linalg.norm(np.cross(b - a, c - a))) / 2


def _thinnest(solid: Solid) -> float:
    """How far it is from the middle of any larger triangle to the skin behind it."""
    skin: npt.NDArray[np.float64] = np.array(solid.triangles)
    a, b, c = skin[:, 0], skin[:, 1], skin[:, 2]
    normals = np.cross(b - a, c - a)
    lengths = np.linalg.norm(normals, axis=1)
    large = lengths / 2 > 4.0
    least = np.inf
    for middle, normal in zip(
        skin.mean(axis=1)[large], (normals / np.maximum(lengths, 1e-12)[:, None])[large],
        strict=True,
    ):  # fmt: skip
        hits = _hits(middle, -normal, (a, b - a, c - a))
        beyond = hits[hits > 1e-3]
        least = min(least, float(beyond.min()) if beyond.size else np.inf)
    return least


def _hits(
    origin: npt.NDArray[np.float64],
    towards: npt.NDArray[np.float64],
    skin: tuple[npt.NDArray[np.float64], ...],
) -> npt.NDArray[np.float64]:
    """Distances at which a ray meets triangles (Möller and Trumbore)."""
    corner, first, second = skin
    across = np.cross(towards, second)
    determinant = np.einsum("ij,ij->i", first, across)
    meets = np.abs(determinant) > 1e-9
    inverse = 1 / determinant[meets]
    offset = (origin - corner)[meets]
    crossed = np.cross(offset, first[meets])
    u = np.einsum("ij,ij->i", offset, across[meets]) * inverse
    v = crossed @ towards * inverse
    distance = np.einsum("ij,ij->i", second[meets], crossed) * inverse
    return np.asarray(distance[(u >= 0) & (v >= 0) & (u + v <= 1)], np.float64)
