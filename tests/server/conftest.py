from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.postgres import Postgres
from server.store.database import close_store, open_store, writing
from server.store.terminals import register
from tests.server.outlet import Outlet
from tests.server.stores import drop_database, new_database

ON_BOTH = {
    "test_alarms",
    "test_beyond",
    "test_carried",
    "test_desk",
    "test_hostile",
    "test_keys",
    "test_promises",
    "test_reconcile",
    "test_reconcile_forks",
    "test_record",
    "test_release",
    "test_sealed",
    "test_workers",
}
"""What these promise holds on every database."""
ROOMS_ON_BOTH = {
    "accounts",
    "answers",
    "enrolment",
    "fleet",
    "keeping",
    "oversight",
    "prescriptions",
    "reference",
}
"""Folders of which all tests that ask for a store run on every database."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "store" in metafunc.fixturenames:
        *_folders, room, module = metafunc.module.__name__.split(".")
        is_on_both = module in ON_BOTH or room in ROOMS_ON_BOTH
        databases = ["sqlite", "postgresql"] if is_on_both else ["sqlite"]
        metafunc.parametrize("store", databases, indirect=True)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    with Postgres(tmp_path_factory.mktemp("postgres")) as server:
        yield server


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """An empty store, open in this process: a file, or the address of a PostgreSQL database."""
    if request.param == "sqlite":
        open_store(tmp_path / "server.db")
        yield tmp_path / "server.db"
        close_store()
        return
    server = request.getfixturevalue("postgres")
    url = new_database(server)
    open_store(url)
    yield url
    close_store()
    drop_database(server, url)


@pytest.fixture
def outlet(store: Path | str) -> Outlet:
    assert store
    outlet = Outlet()
    with writing():
        register(outlet.registration)
    return outlet
