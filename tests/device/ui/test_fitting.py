from hypothesis import given
from hypothesis import strategies as st

from device.ui.drawing import Run
from device.ui.fitting import cut_to, in_two, runs_width, shortened, wrap
from device.ui.rich import plain, rich

LETTER = 10.0


def measure(words: str, size: float, bold: bool) -> float:  # noqa: FBT001 - a weight
    return len(words) * (LETTER + bold) * size / 20


WORDS = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=12)
RUNS = st.lists(
    st.builds(
        lambda words, bold: Run(" ".join(words), bold), st.lists(WORDS, min_size=1), st.booleans()
    ),
    min_size=1,
    max_size=4,
).map(lambda runs: tuple(Run(run.words + " ", run.bold) for run in runs))


@given(RUNS, st.floats(130, 800))
def test_wrapped_lines_fit_and_lose_no_word(runs: tuple[Run, ...], room: float) -> None:
    lines = wrap(runs, 20, room, measure)
    found = " ".join(plain(line) for line in lines).split()
    assert found == plain(runs).split()
    for line in lines:
        stripped = (*line[:-1], Run(line[-1].words.rstrip(), line[-1].bold)) if line else ()
        assert runs_width(stripped, 20, measure) <= max(room, 12 * 11)


@given(RUNS, st.floats(20, 400))
def test_cut_lines_fit(runs: tuple[Run, ...], room: float) -> None:
    found, was_cut = cut_to(runs, 20, room, measure)
    assert runs_width(found, 20, measure) <= room + 0.02
    assert was_cut == (runs_width(runs, 20, measure) > room + 0.02)


def test_weights_survive_wrapping() -> None:
    lines = wrap(rich("*Để riêng* hộp này, không trả lên kệ"), 20, 200, measure)
    assert lines[0][0] == Run("Để riêng", bold=True)
    assert [plain(line) for line in lines] == ["Để riêng hộp này,", "không trả lên kệ"]


def test_two_lines_come_out_alike_and_a_number_is_not_left_alone() -> None:
    lines = in_two(rich("*1. *Mở nắp máy in"), 20, measure)
    assert [plain(line) for line in lines] == ["1. Mở nắp", "máy in"]
    assert in_two((Run("Xong"),), 20, measure) == ((Run("Xong"),),)


def test_shortening_leaves_out_the_middle() -> None:
    first = next(shortened("Amoxicillin trihydrat 250 mg/31,25 mg"))
    assert first.endswith("/31,25 mg")
    assert "…" in first
