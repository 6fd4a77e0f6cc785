from collections.abc import Iterator
from pathlib import Path

import pytest

from device.enrolment.place import Place
from tests.device.enrolment.office import FakeDoor, Office


@pytest.fixture(scope="session")
def _offices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "office")


@pytest.fixture
def door(office: Office) -> Iterator[FakeDoor]:
    with FakeDoor(office) as found:
        yield found


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A blank card."""
    root = tmp_path / "card"
    (root / "etc/quay").mkdir(parents=True)
    (root / "etc/quay/base.toml").write_text('[hardware]\nkind = "fake"\n', "utf-8")
    return Place(root)
