from collections.abc import Iterator

import pytest

from server.store.database import close_store, open_store
from tests.server.sample.made import Made, make
from tests.server.sample.naive import Count, count_entries


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A written sample; use `opened` to read it."""
    return make(tmp_path_factory.mktemp("sample") / "store.db")


@pytest.fixture
def opened(made: Made) -> Iterator[Made]:
    """A written sample, open in this process."""
    open_store(made.store)
    yield made
    close_store()


@pytest.fixture(scope="session")
def count(made: Made) -> Count:
    """What the sample's entries say, counted naively."""
    open_store(made.store)
    found = count_entries()
    close_store()
    return found
