from collections.abc import Iterator
from pathlib import Path

import pytest

from server.store.database import close_store, open_store, writing
from server.store.terminals import register
from tests.server.outlet import Outlet


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "server.db"
    open_store(file)
    yield file
    close_store()


@pytest.fixture
def outlet(store: Path) -> Outlet:
    assert store.exists()
    outlet = Outlet()
    with writing():
        register(outlet.registration)
    return outlet
