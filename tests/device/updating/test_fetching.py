"""A bundle comes over a line that breaks again and again; what came is never fetched twice."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from device.updating import fetching
from device.updating.fetching import (
    SPARE_BYTES,
    FetchError,
    Line,
    NoRoomError,
    NoSuchBundleError,
    StillComingError,
    forget,
)
from tests.device.updating.bad_line import Counter, open_counter

NAME = "quay-4.2.1.raucb"
CONTENT = os.urandom(300_000)


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    with open_counter(tmp_path) as counter:
        (counter.shelf / NAME).write_bytes(CONTENT)
        yield counter


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "bundle.raucb"


def line_of(counter: Counter, rests: list[float] | None = None) -> Line:
    return Line(
        ca=counter.pki.ca,
        shares=lambda: rests is not None,
        sleep=(rests if rests is not None else []).append,
    )


def test_a_bundle_comes_whole(counter: Counter, target: Path) -> None:
    line_of(counter).fetch(f"{counter.address}/{NAME}", target)
    assert target.read_bytes() == CONTENT


def test_each_attempt_goes_on_where_the_one_before_broke_off(
    counter: Counter, target: Path
) -> None:
    counter.line.most = 40_000
    sizes = [0]
    for _attempt in range(30):
        try:
            line_of(counter).fetch(f"{counter.address}/{NAME}", target)
            break
        except FetchError:
            sizes.append(target.stat().st_size if target.exists() else 0)
    assert target.read_bytes() == CONTENT
    assert sizes == sorted(sizes)
    assert counter.line.calls >= 8
    assert counter.line.carried < 1.5 * len(CONTENT), "nothing came twice"


def test_what_is_there_already_is_not_fetched(counter: Counter, target: Path) -> None:
    line_of(counter).fetch(f"{counter.address}/{NAME}", target)
    carried = counter.line.carried
    line_of(counter).fetch(f"{counter.address}/{NAME}", target)
    assert target.read_bytes() == CONTENT
    assert counter.line.carried - carried < 20_000


def test_parts_of_two_files_are_never_put_together(counter: Counter, target: Path) -> None:
    counter.line.most = 60_000
    with pytest.raises(FetchError):
        line_of(counter).fetch(f"{counter.address}/{NAME}", target)
    other = os.urandom(250_000)
    (counter.shelf / NAME).write_bytes(other)
    counter.line.most = None
    line_of(counter).fetch(f"{counter.address}/{NAME}", target)
    assert target.read_bytes() == other


def test_a_part_without_its_mark_is_begun_anew(counter: Counter, target: Path) -> None:
    target.write_bytes(b"left by nobody knows what")
    line_of(counter).fetch(f"{counter.address}/{NAME}", target)
    assert target.read_bytes() == CONTENT


def test_a_version_that_is_not_there_is_told_apart(counter: Counter, target: Path) -> None:
    with pytest.raises(NoSuchBundleError):
        line_of(counter).fetch(f"{counter.address}/quay-9.9.raucb", target)
    for odd in ("quay-..%2F..%2Fetc.raucb", "quay-.raucb", "other"):
        with pytest.raises(FetchError):
            line_of(counter).fetch(f"{counter.address}/{odd}", target)


def test_a_version_that_is_kept_back_waits_and_goes_on_later(
    counter: Counter, target: Path
) -> None:
    """Nothing of it is a failure: the order stands, and what came is kept."""
    counter.line.most = 60_000
    with pytest.raises(FetchError):
        line_of(counter).fetch(f"{counter.address}/{NAME}", target)
    came = target.stat().st_size
    counter.line.most = None
    counter.held.add("4.2.1")
    with pytest.raises(FetchError, match="503") as waits:
        line_of(counter).fetch(f"{counter.address}/{NAME}", target)
    assert not isinstance(waits.value, NoSuchBundleError | NoRoomError)
    assert target.stat().st_size == came > 0
    counter.held.clear()
    line_of(counter).fetch(f"{counter.address}/{NAME}", target)
    assert target.read_bytes() == CONTENT


def test_a_stranger_in_the_provinces_place_is_not_believed(counter: Counter, target: Path) -> None:
    with pytest.raises(FetchError, match="no connection"):
        Line(ca=None).fetch(f"{counter.address}/{NAME}", target)
    with pytest.raises(FetchError, match="https"):
        line_of(counter).fetch(f"http://127.0.0.1:1/{NAME}", target)
    assert not target.exists()


def test_room_for_sales_is_left(
    counter: Counter, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nearly_full = SimpleNamespace(free=SPARE_BYTES + len(CONTENT) - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: nearly_full)
    with pytest.raises(NoRoomError):
        line_of(counter).fetch(f"{counter.address}/{NAME}", target)
    assert not target.exists()


def test_in_opening_hours_half_the_line_is_left_free(counter: Counter, target: Path) -> None:
    rests: list[float] = []
    line_of(counter, rests).fetch(f"{counter.address}/{NAME}", target)
    assert len(rests) >= len(CONTENT) // (16 * 1024)
    assert target.read_bytes() == CONTENT


def test_what_came_can_be_dropped(counter: Counter, target: Path) -> None:
    line_of(counter).fetch(f"{counter.address}/{NAME}", target)
    forget(target)
    assert list(target.parent.glob("bundle*")) == []
    forget(target)


def test_a_file_beyond_all_measure_is_refused(
    counter: Counter, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "MOST_BYTES", 1000)
    with pytest.raises(NoRoomError):
        line_of(counter).fetch(f"{counter.address}/{NAME}", target)


def test_an_attempt_ends_after_a_while_so_that_others_have_their_turn(
    counter: Counter, target: Path
) -> None:
    ticks = iter(range(0, 10**6, 100))
    line = Line(ca=counter.pki.ca, shares=lambda: False, monotonic=lambda: float(next(ticks)))
    with pytest.raises(StillComingError):
        line.fetch(f"{counter.address}/{NAME}", target)
    came = target.stat().st_size
    assert 0 < came < len(CONTENT)
    line_of(counter).fetch(f"{counter.address}/{NAME}", target)
    assert target.read_bytes() == CONTENT
    assert counter.line.carried < 1.5 * len(CONTENT), "nothing came twice"
