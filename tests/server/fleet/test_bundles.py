"""Bundles on the server: taken in whole, never replaced, found by their version alone."""

from pathlib import Path

import pytest

from server.fleet.bundles import BundleError, Bundles

CONTENT = b"hsqs" + b"." * 5000


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    (tmp_path / "made.raucb").write_bytes(CONTENT)
    return tmp_path / "made.raucb"


@pytest.fixture
def bundles(tmp_path: Path) -> Bundles:
    return Bundles(tmp_path / "shelf")


def test_a_bundle_that_was_taken_in_is_found(bundles: Bundles, bundle: Path) -> None:
    assert bundles.versions() == []
    assert bundles.find("4.2.1") is None
    added = bundles.add("4.2.1", bundle)
    assert bundles.find("4.2.1") == added
    assert added.read_bytes() == CONTENT
    assert bundles.versions() == ["4.2.1"]


def test_half_a_fleet_may_have_it_already(bundles: Bundles, bundle: Path) -> None:
    bundles.add("4.2.1", bundle)
    bundle.write_bytes(CONTENT + b"other")
    with pytest.raises(BundleError, match="already"):
        bundles.add("4.2.1", bundle)
    found = bundles.find("4.2.1")
    assert found is not None
    assert found.read_bytes() == CONTENT


@pytest.mark.parametrize("version", ["", "new", "../4.2.1", "4.2.1/..", "4.2.1\0"])
def test_what_is_no_version_is_nowhere(bundles: Bundles, bundle: Path, version: str) -> None:
    assert bundles.find(version) is None
    with pytest.raises(BundleError, match="version"):
        bundles.add(version, bundle)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"hsq"])
def test_what_is_no_bundle_is_not_taken(bundles: Bundles, bundle: Path, content: bytes) -> None:
    bundle.write_bytes(content)
    with pytest.raises(BundleError, match="not a bundle"):
        bundles.add("4.2.1", bundle)
    assert bundles.versions() == []


def test_what_is_half_copied_is_not_offered(
    bundles: Bundles, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(_source: Path, target: Path) -> None:
        target.write_bytes(CONTENT[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("server.fleet.bundles.shutil.copyfile", cut)
    with pytest.raises(OSError, match="No space"):
        bundles.add("4.2.1", bundle)
    assert bundles.find("4.2.1") is None
    assert bundles.versions() == []
