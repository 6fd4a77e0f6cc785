"""The program that makes a sample."""

from pathlib import Path

import pytest

from demo.postgres import Postgres
from server.__main__ import main
from server.sample.planted import read_planted
from server.store.check import check_all
from server.store.database import close_store, open_store, reading, rows
from tests.server.sample.made import make
from tests.server.stores import drop_database, new_database

SMALL = ("--outlets", "40", "--days", "28", "--until", "2026-11-23", "--workers", "1")


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    return write_settings(tmp_path, "99")


def write_settings(folder: Path, province: str) -> Path:
    file = folder / "server.toml"
    file.write_text(
        f"""
        province = "{province}"
        database = "store.db"
        signing_key = "none.pem"
        [broker]
        host = "localhost"
        ca = "none"
        certificate = "none"
        key = "none"
        """
    )
    return file


def sample(settings: Path, *more: str) -> int:
    return main(["sample", "--settings", str(settings), *SMALL, *more])


def test_it_fills_an_empty_store_and_says_what_was_planted(settings: Path, tmp_path: Path) -> None:
    planted = tmp_path / "planted.json"
    assert sample(settings, "--planted", str(planted)) == 0
    found = read_planted(planted.read_bytes())
    open_store(tmp_path / "store.db")
    with reading():
        stored = rows("SELECT count(*) FROM entry")
        known = {code for (code,) in rows("SELECT code FROM outlet")}
    close_store()
    assert stored == [(found.entries,)]
    assert known == {who.outlet for who in found.who}
    assert found.until.isoformat() == "2026-11-23T11:56:00+07:00"


def test_it_leaves_a_store_alone_that_is_in_use(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sample(settings) == 0
    assert sample(settings) == 1
    assert "kho còn trống" in capsys.readouterr().err


def test_it_never_pretends_to_be_a_real_province(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sample(write_settings(tmp_path, "33")) == 1
    assert "99" in capsys.readouterr().err
    assert not (tmp_path / "store.db").exists()


@pytest.mark.parametrize("wrong", [("--outlets", "39"), ("--days", "27"), ("--sales", "0")])
def test_what_is_too_small_is_refused(settings: Path, wrong: tuple[str, str]) -> None:
    assert sample(settings, *wrong) == 1


def test_about_so_many_sales_are_made_as_were_asked_for(settings: Path, tmp_path: Path) -> None:
    planted = tmp_path / "planted.json"
    assert sample(settings, "--sales", "20000", "--planted", str(planted)) == 0
    assert 17_000 < read_planted(planted.read_bytes()).sales < 23_000


def test_postgresql_holds_what_sqlite_holds(tmp_path: Path, postgres: Postgres) -> None:
    url = new_database(postgres)
    one = make(tmp_path / "store.db", outlets=40, days=28)
    other = make(url, outlets=40, days=28, workers=2)
    assert one.planted == other.planted
    open_store(url)
    with reading():
        checked = check_all()
    close_store()
    drop_database(postgres, url)
    assert (checked.breaks, checked.entries) == ((), one.planted.entries)
