from collections.abc import Iterator

import pytest

from server.web.places import forget
from tests.server.web.browser import OPEN


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    forget()
    yield
    while OPEN:
        OPEN.pop().close()
