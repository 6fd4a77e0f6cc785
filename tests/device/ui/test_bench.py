from dataclasses import dataclass

import pytest

from device.ui import theme
from device.ui.bench import Bench
from device.ui.command import Lay, PaperEnds, PaperLoaded, TurnPage
from device.ui.typeface import measure_at
from words import use_language


@dataclass(frozen=True)
class Tile:
    title: str
    kind: str = "pack"


def _titles(bench: Bench) -> list[str]:
    return [button.words for button in bench.draw(width=800, measure=measure_at(1)).buttons]


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 12, 13, 40])
@pytest.mark.parametrize("has_paper", [True, False])
def test_every_sample_can_be_reached(count: int, has_paper: bool) -> None:  # noqa: FBT001
    samples = tuple(Tile(f"Mẫu {number}") for number in range(count))
    bench = Bench(samples, has_paper_controls=has_paper)
    seen: list[str] = []
    for _page in range(bench.pages):
        seen += [title for title in _titles(bench) if title.startswith("Mẫu")]
        bench.turn_page()
    assert seen == [sample.title for sample in samples]
    assert _titles(bench)[:1] == (["Mẫu 0"] if count else _titles(bench)[:1])


def test_tiles_say_what_they_do() -> None:
    samples = tuple(Tile(f"Mẫu {number}") for number in range(30))
    drawing = Bench(samples, has_paper_controls=True).draw(width=800, measure=measure_at(1))
    acts = [button.act for button in drawing.buttons]
    assert acts[0] == Lay(samples[0])
    assert {TurnPage(), PaperEnds(), PaperLoaded()} <= set(acts)


def test_long_titles_stay_in_their_tiles() -> None:
    long = Tile("Paracetamol 500 mg, hộp 10 vỉ, hết hạn từ tháng trước")
    drawing = Bench((long,) * 10, has_paper_controls=True).draw(width=800, measure=measure_at(1))
    for button in drawing.buttons:
        assert button.box.bottom <= theme.BENCH_HEIGHT - 4
        for text in button.texts:
            assert text.width <= text.room
            assert text.x >= button.box.x
        assert len(button.texts) <= 2
    use_language("vi")
