"""A generated set of our own codes, from easy to hopeless: what `make bench-scan` reads.

Twenty levels of blur, tilt, noise, glare, darkness and small size together, several frames each.
The same seed gives the same pictures. Even frames are for tuning, odd ones for measuring.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import qrcode
import zxingcpp
from zxingcpp import BarcodeFormat

LEVELS = 20
FRAMES = 12
Grey = npt.NDArray[np.uint8]
_HALF, _PAPER, _INK = 127, 235, 25
"""Grey levels."""
_LAMPS_IN_FIVE = 3
"""So many of five pictures have a lamp in the foil."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of code as it lies on a counter."""

    name: str
    form: BarcodeFormat
    size: tuple[int, int]
    """Width and height of the frame."""
    modules: tuple[float, float]
    """Pixels a module at level 0 and at the last level."""
    height: int = 0
    """Modules from top to bottom, for one-dimensional codes."""


_QR, _DM = BarcodeFormat.QRCode, BarcodeFormat.DataMatrix
_SMALL, _LARGE = (640, 480), (1280, 720)
KINDS = (
    Kind(name="citizen card", form=_QR, size=_SMALL, modules=(6.5, 1.9)),
    Kind(name="prescription", form=_QR, size=_SMALL, modules=(8.0, 1.9)),
    Kind(name="GS1 DataMatrix", form=_DM, size=_SMALL, modules=(8.0, 1.9)),
    Kind(name="EAN-13", form=BarcodeFormat.EAN13, size=_SMALL, modules=(3.6, 1.1), height=45),
    Kind(name="GS1-128", form=BarcodeFormat.Code128, size=_LARGE, modules=(3.6, 1.25), height=36),
)
_OPTIONS: dict[str, dict[str, Any]] = {
    "GS1 DataMatrix": {"gs1": True, "force_square": True},
    "EAN-13": {},
    "GS1-128": {"gs1": True},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """One picture and what is on it."""

    kind: str
    level: int
    frame: int
    picture: Grey
    data: bytes
    """Exactly what a reader must say, with the GS1 separator as 0x1D."""


def specimens(*, frames: range, levels: range = range(LEVELS), seed: int = 1) -> Iterator[Specimen]:
    """Yield every kind, level and frame."""
    for number, kind in enumerate(KINDS):
        for level in levels:
            for frame in frames:
                rng = np.random.default_rng((seed, number, level, frame))
                content, data = _content(kind, rng)
                picture = spoil(_symbol(kind, content), kind, level, rng)
                yield Specimen(kind=kind.name, level=level, frame=frame, picture=picture, data=data)


def _content(kind: Kind, rng: np.random.Generator) -> tuple[str | bytes, bytes]:
    """Invent what a code says: what the encoder is given, and what a reader must give back."""
    digits = "".join(str(digit) for digit in rng.integers(0, 10, 7))
    if kind.name == "citizen card":
        person = f"0330560{digits[:5]}|{digits}12|{_name(rng)}|02091956|Nam"
        card = f"{person}|Thôn 2, Xã Phú Sơn, Hưng Yên|01082024||||"
        return card.encode(), card.encode()
    if kind.name == "prescription":
        text = f"https://donthuoc.example/tra-cuu/33012{digits}-c"
        return text.encode(), text.encode()
    body = f"893000{digits[:6]}"
    gtin = body + _check_digit(body)
    if kind.name == "EAN-13":
        return gtin, gtin.encode()
    batch, serial = f"L{digits[2:6]}K", f"SN{digits}"
    bracketed = f"[01]0{gtin}[17]281231[10]{batch}[21]{serial}"
    if kind.name == "GS1-128":
        bracketed = f"[01]0{gtin}[17]281231[10]{batch}"
        return bracketed, f"010{gtin}1728123110{batch}".encode()
    return bracketed, f"010{gtin}1728123110{batch}\x1d21{serial}".encode()


_FAMILIES = ("Nguyễn", "Trần", "Võ", "Đặng", "Huỳnh", "Phạm", "Đỗ")
_MIDDLES = ("Thị Ngọc", "Hồng", "Văn", "Hữu", "Thúy", "Quốc")
_GIVEN = ("Ánh", "Khánh", "Mẫu", "Lộc", "Diễm", "Thưởng", "Quỳnh")


def _name(rng: np.random.Generator) -> str:
    words = (rng.choice(_FAMILIES), rng.choice(_MIDDLES), rng.choice(_GIVEN))
    name = " ".join(str(word) for word in words)
    return name.upper() if rng.integers(2) else name


def _check_digit(body: str) -> str:
    weighted = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(body)))
    return str(-weighted % 10)


def _symbol(kind: Kind, content: str | bytes) -> Grey:
    if kind.form is _QR:
        return _qr(content)
    code = zxingcpp.create_barcode(content, kind.form, **_OPTIONS[kind.name])
    drawn = np.asarray(code.to_image(scale=1, add_quiet_zones=True), np.uint8)
    if kind.height:
        drawn = np.repeat(drawn[drawn.shape[0] // 2][None, :], kind.height, axis=0)
        drawn = np.pad(drawn, ((4, 4), (0, 0)), constant_values=255)
    return np.asarray(drawn, np.uint8)


def _qr(content: str | bytes) -> Grey:
    """Draw a QR code without an ECI: nothing in it says that it is UTF-8, as on cards."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(content, optimize=0)
    code.make(fit=True)
    return np.where(np.array(code.get_matrix()), 0, 255).astype(np.uint8)


def spoil(symbol: Grey, kind: Kind, level: int, rng: np.random.Generator) -> Grey:
    """Lay a symbol on a counter and photograph it, worse with every level."""
    hard = level / (LEVELS - 1)
    width, height = kind.size
    largest, smallest = kind.modules
    module = largest + (smallest - largest) * hard**0.7
    frame = table(width, height, rng)
    frame = _place(frame, symbol, module, hard, one_d=bool(kind.height), rng=rng)
    frame = _light(frame, hard, rng)
    return _sensor(frame, module, hard, rng)


def table(width: int, height: int, rng: np.random.Generator) -> Grey:
    """A table with print and edges on it, which are no codes."""
    table = np.full((height, width), int(rng.integers(90, 150)), np.uint8)
    for _line in range(14):
        at = (int(rng.integers(0, width)), int(rng.integers(0, height)))
        words = "".join(rng.choice(list("abcdeghiklmnoprstuvxy 0123456789"), 14))
        size = float(rng.uniform(0.4, 0.9))
        cv2.putText(table, words, at, cv2.FONT_HERSHEY_SIMPLEX, size, int(rng.integers(20, 70)), 1)
    return table


def _place(
    frame: Grey, symbol: Grey, module: float, hard: float, *, one_d: bool, rng: np.random.Generator
) -> Grey:
    """Lay the symbol on a white label, turned and tilted as a hand holds it."""
    height, width = frame.shape
    border = 6
    label = np.pad(symbol, border, constant_values=255)
    rows, columns = label.shape
    scale = 8
    label = np.where(label > _HALF, _PAPER, _INK).astype(np.uint8)
    label = label.repeat(scale, axis=0).repeat(scale, axis=1)
    turn = np.deg2rad(rng.uniform(-1, 1) * (20 if one_d else 180))
    tilts = np.deg2rad(rng.uniform(-1, 1, 2) * 42 * hard)
    half = np.array([columns, rows]) * module / 2
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    seen = _seen(corners, turn, tilts, distance=1.1 * width)
    room = np.maximum(np.array([width, height]) / 2 - np.abs(seen).max(axis=0) - 4, 0)
    centre = np.array([width, height]) / 2 + rng.uniform(-1, 1, 2) * room
    source = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32) * scale
    # Twice as large and averaged down: a lens does not sample at points.
    target = ((seen + centre) * 2).astype(np.float32)
    way = cv2.getPerspectiveTransform(source, target)
    big = (2 * width, 2 * height)
    laid, mask = (
        cv2.resize(
            cv2.warpPerspective(layer, way, big), (width, height), interpolation=cv2.INTER_AREA
        ).astype(np.float64)
        for layer in (label, np.full_like(label, 255))
    )
    return (frame * (1 - mask / 255) + laid).clip(0, 255).astype(np.uint8)


def _seen(
    corners: npt.NDArray[np.float64],
    turn: float,
    tilts: npt.NDArray[np.float64],
    distance: float,
) -> npt.NDArray[np.float64]:
    """Turn in the plane, tilt about both axes, and look from a distance."""
    cos, sin = np.cos(turn), np.sin(turn)
    flat = corners @ np.array([[cos, sin], [-sin, cos]])
    x, y = flat[:, 0], flat[:, 1]
    z = x * np.sin(tilts[0]) + y * np.sin(tilts[1])
    x, y = x * np.cos(tilts[0]), y * np.cos(tilts[1])
    near = distance / (distance + z)
    return np.stack([x * near, y * near], axis=1)


def _light(frame: Grey, hard: float, rng: np.random.Generator) -> Grey:
    """Less light, uneven light, and a lamp in the foil."""
    height, width = frame.shape
    lit = frame.astype(np.float64)
    across = np.linspace(-1, 1, width)[None, :] * rng.uniform(-1, 1)
    down = np.linspace(-1, 1, height)[:, None] * rng.uniform(-1, 1)
    lit *= 1 + 0.35 * hard * (across + down)
    lit *= 1 - 0.72 * hard * rng.uniform(0.6, 1.0)
    if rng.integers(5) < _LAMPS_IN_FIVE:
        x, y = rng.uniform(0.2, 0.8) * width, rng.uniform(0.2, 0.8) * height
        radius = rng.uniform(15, 45) * width / 640
        yy, xx = np.mgrid[:height, :width]
        lit += 200 * hard * np.exp(-((xx - x) ** 2 + (yy - y) ** 2) / (2 * radius**2))
    return lit.clip(0, 255).astype(np.uint8)


def _sensor(frame: Grey, module: float, hard: float, rng: np.random.Generator) -> Grey:
    """Out of focus, a hand that moves, and noise."""
    blurred = cv2.GaussianBlur(frame, (0, 0), 0.35 + 0.55 * hard * min(module, 3.0) / 2)
    length = round(rng.uniform(0, 1) * 2.2 * hard * module / 2) * 2 + 1
    if length > 1:
        line = np.zeros((length, length), np.float32)
        line[length // 2] = 1 / length
        spin = cv2.getRotationMatrix2D((length / 2 - 0.5, length / 2 - 0.5), rng.uniform(0, 180), 1)
        kernel = cv2.warpAffine(line, spin, (length, length))
        evened = np.asarray(kernel, np.float32) / np.float32(max(float(kernel.sum()), 1e-6))
        blurred = cv2.filter2D(blurred, -1, evened)
    noisy = blurred + rng.normal(0, 1.5 + 9 * hard, frame.shape)
    return noisy.clip(0, 255).round().astype(np.uint8)
