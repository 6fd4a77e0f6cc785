"""Roboto as Kivy draws it: how wide words are, and their pictures."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

from kivy import kivy_data_dir
from kivy.core.text import Label

FONTS = tuple(
    Path(kivy_data_dir) / "fonts" / f"Roboto-{weight}.ttf" for weight in ("Regular", "Bold")
)
Measure = Callable[[str, float, bool], float]
"""Width of words at a type size, bold or not. Everything in u."""


def measure_at(unit: float) -> Measure:
    """Return what measures words on a screen with so many pixels per u."""

    def measure(words: str, size: float, bold: bool) -> float:  # noqa: FBT001 - a weight
        return pixels_wide(words, round(size * unit), bold=bold) / unit

    return measure


@lru_cache(maxsize=2048)
def pixels_wide(words: str, pixels: int, *, bold: bool) -> int:
    """Return how wide words are at a type size in pixels."""
    return int(_label(words, pixels, bold=bold).get_extents(normalize("NFC", words))[0])


@lru_cache(maxsize=32)
def descent(pixels: int, *, bold: bool) -> int:
    """Return how far the picture of a line reaches below its baseline.

    Above, it reaches as far as the marks on capitals need: Ễ makes it higher than E does.
    """
    font = _label("", pixels, bold=bold)
    return int(font.get_extents("H")[1] - font.get_ascent())


@lru_cache(maxsize=512)
def texture(words: str, pixels: int, *, bold: bool) -> Any:
    """Draw words in white, to be tinted. Kept, because most words come again."""
    label = _label(words, pixels, bold=bold)
    label.refresh()
    return label.texture


def _label(words: str, pixels: int, *, bold: bool) -> Any:
    return Label(text=normalize("NFC", words), font_name="Roboto", font_size=pixels, bold=bold)
