"""Fetched files: what is not what was locked is refused by name, and not kept."""

import hashlib
from pathlib import Path

import pytest

from provisioning.image.cache import fetch, fetch_all, is_complete
from provisioning.image.errors import NotOnMirrorError, WrongHashError
from tests.provisioning.image.packages import package

CONTENT = b"deb!"
PATH = "pool/main/b/bash/bash_5.2-1_arm64.deb"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def archives(tmp_path: Path) -> dict[str, str]:
    """An archive that holds one package."""
    file = tmp_path / "archive" / PATH
    file.parent.mkdir(parents=True)
    file.write_bytes(CONTENT)
    return {"debian": (tmp_path / "archive").as_uri()}


def test_a_file_is_fetched_once_and_then_taken_from_the_folder(
    tmp_path: Path, archives: dict[str, str]
) -> None:
    locked = [package(sha256=SHA256)]
    assert not is_complete(locked, tmp_path / "cache")
    fetched = fetch_all(locked, tmp_path / "cache", archives)
    assert fetched["bash"].read_bytes() == CONTENT
    assert is_complete(locked, tmp_path / "cache")
    assert fetch_all(locked, tmp_path / "cache", {}) == fetched


def test_a_file_that_is_not_the_locked_one_is_refused_by_name_and_not_kept(
    tmp_path: Path, archives: dict[str, str]
) -> None:
    cache = tmp_path / "cache"
    with pytest.raises(WrongHashError, match=r"^bash không phải bản đã khóa"):
        fetch_all([package(sha256="f" * 64)], cache, archives)
    assert list(cache.iterdir()) == []


def test_a_file_that_was_changed_in_the_folder_is_refused(
    tmp_path: Path, archives: dict[str, str]
) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    file = fetch(package(sha256=SHA256), cache, archives)
    file.write_bytes(b"dEb!")
    with pytest.raises(WrongHashError) as refused:
        fetch(package(sha256=SHA256), cache, archives)
    assert refused.value.name == "bash"


def test_a_package_that_the_archive_has_replaced_says_to_lock_again(
    tmp_path: Path, archives: dict[str, str]
) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    with pytest.raises(NotOnMirrorError, match=r"^Không tải được dash .*image lock"):
        fetch(package("dash"), cache, archives)
    assert list(cache.iterdir()) == []
