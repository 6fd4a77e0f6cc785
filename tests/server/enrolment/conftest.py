from collections.abc import Iterator
from pathlib import Path

import pytest

from server.store.database import close_store, open_store
from tests.server.enrolment.gate import Gate, make_gate


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Path]:
    """In SQLite: what the desk promises on both stores is tried there, without a door."""
    open_store(tmp_path / "server.db")
    yield tmp_path / "server.db"
    close_store()


@pytest.fixture
def gate(tmp_path: Path, database: Path) -> Gate:
    return make_gate(tmp_path, database)
