from collections.abc import Iterator
from pathlib import Path

import pytest

from server.accounts.roles import Role
from server.web.places import forget
from tests.server.web.browser import OPEN, Browser


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
