"""Who sells and who tells the nation, beside an empty store."""

import pytest

from tests.server.prescriptions.counters import Counter
from tests.server.prescriptions.office import Office


@pytest.fixture
def office(store: object) -> Office:
    assert store
    return Office()


@pytest.fixture
def counter(store: object) -> Counter:
    assert store
    return Counter("Q33-0001", home="NT-1")
