"""The lock of packages: one line, one file, one hash."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from provisioning.image import lock
from provisioning.image.errors import LockError
from provisioning.image.listing import read_list
from provisioning.image.lock import Lock, differences, format_lock, read_lock
from tests.provisioning.image.packages import package

MADE_AT = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "packages.lock"
    file.write_text(text)
    return file


def test_a_lock_is_read_as_it_was_written_sorted_by_name(tmp_path: Path) -> None:
    locked = Lock(made_at=MADE_AT, packages=(package("zlib1g"), package("bash")))
    read = read_lock(written(tmp_path, format_lock(locked)))
    assert [one.name for one in read.packages] == ["bash", "zlib1g"]
    assert set(read.packages) == set(locked.packages)
    assert read.made_at == MADE_AT
    assert read.epoch == 1795417200


@pytest.mark.parametrize(
    "line",
    [
        "bash 5.2-1",
        f"bash 5.2-1 {'g' * 64} 4 debian pool/main/b/bash.deb",
        f"bash 5.2-1 {'0' * 64} four debian pool/main/b/bash.deb",
        f"bash 5.2-1 {'0' * 64} 4 debian ../../etc/passwd",
    ],
)
def test_a_line_that_nobody_locked_is_named_by_its_number(tmp_path: Path, line: str) -> None:
    good = format_lock(Lock(made_at=MADE_AT, packages=(package(),)))
    with pytest.raises(LockError, match="dòng 3"):
        read_lock(written(tmp_path, f"{good}{line}\n"))


def test_a_lock_without_its_date_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LockError, match="dòng 1"):
        read_lock(written(tmp_path, ""))


def test_what_came_went_and_changed_is_told_line_by_line() -> None:
    before = Lock(made_at=MADE_AT, packages=(package("a"), package("b"), package("c")))
    after = Lock(
        made_at=MADE_AT, packages=(package("b", sha256="1" * 64), package("c"), package("d"))
    )
    assert differences(before, after) == ["- a 5.2-1", "  b 5.2-1 -> 5.2-1", "+ d 5.2-1"]
    assert differences(before, before) == []


def test_the_projects_own_lock_holds_every_wanted_package() -> None:
    locked = {one.name for one in read_lock(lock.PACKAGES).packages}
    # A package of an older name may be provided by one that has been renamed since.
    missing = {name for name in read_list("packages.txt") if name not in locked}
    assert missing <= {"libasound2t64", "libzbar0"}


def test_no_lock_names_where_packages_are_fetched() -> None:
    for file in (lock.PACKAGES, lock.COMPILER):
        assert "://" not in file.read_text()
