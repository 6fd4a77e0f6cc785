from collections.abc import Iterator
from pathlib import Path

import pytest

from device.ledger.ledger import Ledger
from tests.device.ledger.books import open_book


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "var" / "ledger.sqlite"


@pytest.fixture
def ledger(file: Path) -> Iterator[Ledger]:
    found = open_book(file)
    yield found
    found.close()
