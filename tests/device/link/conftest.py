from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.device.ledger.books import open_book
from tests.device.link.outpost import Outpost


@pytest.fixture
def outpost(tmp_path: Path) -> Iterator[Outpost]:
    ledger = open_book(tmp_path / "ledger.sqlite")
    yield Outpost(ledger)
    ledger.close()


@pytest.fixture(scope="module")
def ten_sales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of ten sales, to be copied."""
    file = tmp_path_factory.mktemp("ten") / "ledger.sqlite"
    ledger = open_book(file)
    Outpost(ledger).sell(10)
    ledger.close()
    return file
