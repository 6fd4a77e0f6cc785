"""A counter whose papers are looked at."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.device.ledger.books import open_book
from tests.device.papers.counter import PaperCounter


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[PaperCounter]:
    ledger = open_book(tmp_path / "ledger.sqlite")
    found = PaperCounter(tmp_path, ledger)
    yield found
    found.room.close()
    ledger.close()
