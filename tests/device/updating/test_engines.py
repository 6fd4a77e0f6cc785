"""What every engine promises, tried with the one of folders and with the real RAUC."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from device.updating.engine import EngineError, UnfitBundleError
from device.updating.rauc import Rauc
from tests.device.updating.engines import BENCHES, Bench


@pytest.fixture(params=sorted(BENCHES))
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    with BENCHES[request.param](tmp_path) as bench:
        yield bench


def test_a_new_card_runs_what_is_proven(bench: Bench) -> None:
    slots = bench.engine.slots()
    assert (slots.running, slots.next, slots.is_proven) == ("A", "A", True)


def test_a_bundle_goes_into_the_other_slot_and_is_tried_next(bench: Bench) -> None:
    before = bench.content("A")
    bench.engine.install(bench.bundle())
    slots = bench.engine.slots()
    assert (slots.running, slots.next, slots.is_proven) == ("A", "B", True)
    assert bench.content("A") == before
    assert bench.content("B")
    bench.boot()
    slots = bench.engine.slots()
    assert (slots.running, slots.is_proven) == ("B", False)


def test_what_has_proved_itself_stays(bench: Bench) -> None:
    bench.engine.install(bench.bundle())
    bench.boot()
    bench.engine.mark_good()
    for _start in range(5):
        bench.boot()
    slots = bench.engine.slots()
    assert (slots.running, slots.is_proven) == ("B", True)


def test_what_never_proves_itself_gives_way_by_itself(bench: Bench) -> None:
    bench.engine.install(bench.bundle())
    started = []
    for _start in range(4):
        bench.boot()
        started.append(bench.engine.slots().running)
    assert started == ["B", "B", "B", "A"]
    assert bench.engine.slots().is_proven


def test_what_does_not_work_gives_way_at_once(bench: Bench) -> None:
    bench.engine.install(bench.bundle())
    bench.boot()
    bench.engine.mark_bad()
    bench.boot()
    slots = bench.engine.slots()
    assert (slots.running, slots.next, slots.is_proven) == ("A", "A", True)


def test_after_going_back_the_next_bundle_is_taken(bench: Bench) -> None:
    bench.engine.install(bench.bundle("4.2.1"))
    bench.boot()
    bench.engine.mark_bad()
    bench.boot()
    bench.engine.install(bench.bundle("4.2.2"))
    bench.boot()
    bench.engine.mark_good()
    assert bench.engine.slots().running == "B"


def test_a_bundle_says_its_version(bench: Bench) -> None:
    assert bench.engine.version_of(bench.bundle("4.10")) == "4.10"


@pytest.mark.parametrize(
    ("product", "by", "reason"),
    [
        ("quay-terminal", "somebody", "not-signed"),
        ("another-machine", "province", "other-product"),
    ],
)
def test_a_foreign_bundle_is_refused_by_name(
    bench: Bench, product: str, by: str, reason: str
) -> None:
    bundle = bench.bundle(product=product, by=by)
    for take in (bench.engine.version_of, bench.engine.install):
        with pytest.raises(UnfitBundleError) as refused:
            take(bundle)
        assert refused.value.reason == reason
    assert bench.engine.slots().next == "A"


def test_half_a_bundle_is_refused(bench: Bench) -> None:
    bundle = bench.bundle()
    whole = bundle.read_bytes()
    bundle.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnfitBundleError):
        bench.engine.install(bundle)
    assert bench.engine.slots().next == "A"


def test_a_bundle_that_was_changed_is_refused(bench: Bench) -> None:
    bundle = bench.bundle()
    data = bytearray(bundle.read_bytes())
    # In the middle of what is signed: behind the first line, and before RAUC's signature.
    data[200 if len(data) > 4096 else -1] ^= 0xFF
    bundle.write_bytes(data)
    with pytest.raises(UnfitBundleError):
        bench.engine.install(bundle)
    assert bench.engine.slots().next == "A"


@pytest.mark.parametrize("content", [b"", b"hsqs", b"\0" * 5000])
def test_what_is_no_bundle_at_all_is_refused(bench: Bench, content: bytes) -> None:
    file = bench.folder / "quay-9.9.9.raucb"
    file.write_bytes(content)
    with pytest.raises(UnfitBundleError):
        bench.engine.version_of(file)


def test_a_rauc_that_does_not_run_says_nothing_of_the_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What failed is tried again then; a bundle that is called damaged is thrown away."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineError):
        Rauc().version_of(tmp_path / "bundle.raucb")
