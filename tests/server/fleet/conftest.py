from collections.abc import Iterator
from pathlib import Path

import pytest

from server.store.database import close_store, open_store
from tests.server.fleet.fleet import Fleet
from tests.server.stores import drop_database, new_database


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty store, open in this process, on every database; its address."""
    if request.param == "sqlite":
        open_store(tmp_path / "server.db")
        yield str(tmp_path / "server.db")
        close_store()
        return
    server = request.getfixturevalue("postgres")
    url = new_database(server)
    open_store(url)
    yield url
    close_store()
    drop_database(server, url)


@pytest.fixture
def fleet(database: str) -> Fleet:
    assert database
    return Fleet()
