import threading
from pathlib import Path

import pytest

from bench.screen import QUICK, measure
from bench.screens.frames import Flips
from bench.screens.latency import Latency
from bench.screens.outlet import gtin_of, national_catalogue
from codes import Pack, Scan, recognise


class Window:
    def flip(self) -> None:
        """Nothing is drawn."""


def test_a_frame_counts_only_when_it_shows_something_new() -> None:
    window, shown = Window(), ["old"]
    flips = Flips(window, lambda: shown[0])
    frames: list[float] = []

    def give() -> None:
        def draw() -> None:
            window.flip()
            frames.append(1)
            shown[0] = "new"
            window.flip()

        threading.Thread(target=draw).start()

    assert flips.seconds_after(give) > 0
    assert frames


def test_p99_is_the_slowest_of_a_hundred() -> None:
    found = Latency("x", [0.001] * 99 + [1.0])
    assert found.p50_ms == pytest.approx(1)
    assert found.p99_ms > 1
    assert found.row()["times"] == 100


def test_the_catalogue_is_the_same_every_time_and_its_codes_are_sound() -> None:
    first, again = list(national_catalogue(300)), list(national_catalogue(300))
    assert first == again
    assert len({row.id for row in first}) == len({row.name for row in first}) == 300
    code = recognise(Scan(gtin_of(7)[1:].encode()))
    assert isinstance(code, Pack)
    assert code.gtin == gtin_of(7)


@pytest.mark.parametrize(
    ("part", "rows", "claims"), [("frames", 4, 1), ("search", 1, 1), ("start", 5, 3)]
)
def test_a_short_run_measures_every_part(tmp_path: Path, part: str, rows: int, claims: int) -> None:
    found, claimed = measure(tmp_path / "terminal", QUICK, part)
    assert len(found) == rows
    assert len(claimed) == claims
    assert all(row["p50"] > 0 and row["times"] > 0 for row in found)
