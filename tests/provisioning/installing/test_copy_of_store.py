"""The copy of the database, in a real PostgreSQL."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import run

import psycopg
import pytest

from demo.postgres import Postgres
from provisioning.installing.copy_of_store import CopyOfStore
from provisioning.installing.machine import CommandFailedError, Machine


@dataclass(frozen=True)
class Beside(Machine):
    """A machine whose psql speaks to the server of the test."""

    url: str = ""

    def run(
        self,
        *command: str | Path,
        account: str = "",
        surroundings: Mapping[str, str] | None = None,
        seconds: float | None = None,
    ) -> str:
        """Run psql as it is told to, elsewhere."""
        assert account == "postgres"
        del surroundings, seconds
        words = [self.url if word == "postgres" else str(word) for word in command]
        done = run(words, check=False, capture_output=True, text=True, env=dict(os.environ))
        if done.returncode:
            raise CommandFailedError("psql", done.stderr)
        return done.stdout


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    with Postgres(tmp_path_factory.mktemp("postgres")) as server:
        yield server


def tables(postgres: Postgres) -> list[str]:
    with psycopg.connect(postgres.url) as store:
        found = store.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return [name for (name,) in found]


def test_a_copy_knows_of_what_it_is_and_comes_back(postgres: Postgres, tmp_path: Path) -> None:
    copy = CopyOfStore(Beside(tmp_path, url=postgres.url_of("postgres")))
    assert copy.found() is None
    with psycopg.connect(postgres.url) as store:
        store.execute("CREATE TABLE before (one integer)")
    copy.make("1.0.0+ab12")
    found = copy.found()
    assert found is not None
    assert found.version == "1.0.0+ab12"
    age = datetime.now(UTC) - datetime.fromisoformat(found.at)
    assert timedelta(0) <= age < timedelta(minutes=1)
    with psycopg.connect(postgres.url, autocommit=True) as store:
        store.execute("CREATE TABLE after (one integer)")
        assert copy.bring_back(has_served=True) == found, "whoever is connected is sent away"
    assert tables(postgres) == ["before"]
    assert copy.found() is None
    assert copy.unasked() == found.at
    copy.asked()
    assert copy.unasked() == ""
    with psycopg.connect(postgres.url) as store:
        names = store.execute("SELECT datname FROM pg_database").fetchall()
    assert ("quay_after",) not in names


def test_a_copy_that_is_there_is_not_made_anew(postgres: Postgres, tmp_path: Path) -> None:
    copy = CopyOfStore(Beside(tmp_path, url=postgres.url_of("postgres")))
    copy.make("1.0.0")
    before = copy.found()
    with pytest.raises(CommandFailedError):
        copy.make("1.1.0")
    assert copy.found() == before
    copy.drop()
    assert copy.found() is None
