"""The lock of wheels: what pip reads, with one hash for each."""

import hashlib
from pathlib import Path

import pytest

from provisioning.image.errors import LockError, WrongHashError
from provisioning.image.listing import HERE
from provisioning.image.wheels import Wheel, fetch_wheels, format_wheels, read_wheels

CONTENT = b"PK"
WHEEL = Wheel(
    name="biip",
    version="5.2.0",
    sha256=hashlib.sha256(CONTENT).hexdigest(),
    file="biip-5.2.0-py3-none-any.whl",
)


def test_a_lock_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "wheels.lock"
    file.write_text(format_wheels([WHEEL]))
    assert read_wheels(file) == [WHEEL]


def test_a_line_without_a_hash_is_named_by_its_number(tmp_path: Path) -> None:
    file = tmp_path / "wheels.lock"
    file.write_text(f"{format_wheels([WHEEL])}numpy==2.5.5\n")
    with pytest.raises(LockError, match="dòng 2"):
        read_wheels(file)


def test_a_wheel_that_was_changed_in_the_folder_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / WHEEL.file).write_bytes(CONTENT)
    assert fetch_wheels([WHEEL], tmp_path) == [tmp_path / WHEEL.file]
    (tmp_path / WHEEL.file).write_bytes(b"KP")
    with pytest.raises(WrongHashError, match=r"^biip không phải bản đã khóa"):
        fetch_wheels([WHEEL], tmp_path)


def test_every_wheel_is_for_the_terminals_processor_and_pinned_as_for_everybody() -> None:
    constraints = (HERE.parents[1] / "constraints.txt").read_text().splitlines()
    pinned = {line.split(" ;")[0] for line in constraints}
    for one in read_wheels():
        assert f"{one.name}=={one.version}" in pinned
        assert one.file.endswith(("-none-any.whl", "_aarch64.whl"))
