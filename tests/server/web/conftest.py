from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copyfile

import pytest

from server.accounts.roles import Role
from server.store.database import close_store, open_store
from server.web.places import forget
from tests.server.sample.made import Made
from tests.server.web.browser import OPEN, Browser
from tests.server.web.counted import make_counted


@pytest.fixture
def officer(store: Path | str) -> Browser:
    """A pharmacy officer, signed in."""
    assert store
    return Browser(Role.PHARMACY)


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    forget()
    yield
    while OPEN:
        OPEN.pop().close()


@pytest.fixture(scope="session")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A sample of a province, counted; closed."""
    return make_counted(tmp_path_factory.mktemp("counted"))


@pytest.fixture
def province(counted: Made, tmp_path: Path) -> Iterator[Made]:
    """A copy of it for one test, open in this process."""
    copy = tmp_path / "store.db"
    copyfile(counted.store, copy)
    open_store(copy)
    yield replace(counted, store=copy)
    close_store()
