from pathlib import Path

import pytest

from tests.server.fleet.fleet import Fleet


@pytest.fixture
def database(store: Path | str) -> str:
    """The address of an empty store, open in this process, on every database."""
    return str(store)


@pytest.fixture
def fleet(database: str) -> Fleet:
    assert database
    return Fleet()
