"""Recalls by registration number and batch, with their deadlines (RCL-01, RCL-03)."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from server.reference.importing import import_file
from server.reference.recalls import Stop, UnknownDrugError, last_day, stop
from server.store import notices
from server.store.database import reading, run, writing
from tests.server.outlet import NOW

pytestmark = pytest.mark.usefixtures("store")
DAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _catalogue(store: Path | str) -> None:
    assert store
    import_file("catalogue", Path("demo/data/drugs.csv"), NOW)


def give(**said: object) -> list[object]:
    wanted = {"number": "1/QLD", "kind": "recalled", "issued": DAY, "level": 1} | said
    with writing():
        return list(stop(msgspec.convert(wanted, Stop)))


@pytest.mark.parametrize(("level", "day"), [(1, "26"), (2, "08"), (3, "23"), (None, "")])
def test_levels_have_their_deadlines(level: int | None, day: str) -> None:
    with reading():
        found = last_day(level, DAY)
    assert (f"{found:%d}" if found else "") == day


def test_a_deadline_that_the_province_has_changed_holds_from_its_day(tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    file.write_text("version = 2026-12-01\nrecall_days = [1, 2, 3]")
    import_file("parameters", file, NOW)
    with reading():
        assert last_day(1, DAY) == date(2026, 11, 26)
        assert last_day(1, date(2026, 12, 1)) == date(2026, 12, 2)


@pytest.mark.parametrize("number", ["893100990126", " 893100990126 "])
def test_a_registration_number_stops_every_drug_that_has_it(number: str) -> None:
    give(registration=number, batches=["LO1"], carried_out_by="Công ty Mẫu")
    with reading():
        (notice,) = notices.in_force()
    assert (notice.drug, notice.drug_name, notice.batches) == (
        "SYN001", "Paracetamol 500 mg", ("LO1",),
    )  # fmt: skip
    assert (notice.until, notice.registration) == (date(2026, 11, 26), "893100990126")
    assert notice.ingredient == "paracetamol 500 mg"
    assert notice.carried_out_by == "Công ty Mẫu"


def test_two_drugs_under_one_number_are_both_stopped_and_lifted_together() -> None:
    with writing():
        run("UPDATE drug SET old_registration = 'VD-1-10' WHERE id IN ('SYN001', 'SYN002')")
    assert len(give(registration="vd–1–10")) == 2
    with writing():
        assert notices.lift("1/QLD", NOW)
    with reading():
        assert notices.in_force() == ()
        assert len(notices.of("1/QLD")) == 2


def test_a_number_nobody_knows_stops_nothing() -> None:
    with pytest.raises(UnknownDrugError):
        give(registration="VD-404-04")
    with pytest.raises(UnknownDrugError):
        give()
    with reading():
        assert notices.in_force() == ()


def test_a_drug_outside_the_catalogue_can_be_stopped_by_its_id() -> None:
    give(drug="D404", drug_name="Thuốc lạ")
    with reading():
        assert notices.in_force()[0].drug_name == "Thuốc lạ"


def test_a_suspension_has_no_level_and_no_deadline() -> None:
    give(drug="SYN001", kind="suspended")
    with reading():
        (notice,) = notices.in_force()
    assert (notice.level, notice.until) == (None, None)


def test_no_version_of_the_notices_comes_twice_though_the_store_was_restored() -> None:
    give(drug="SYN001")
    with reading():
        lost = notices.version()
    with writing():
        run("DELETE FROM notice")
        run("UPDATE refversion SET version = version - 100 WHERE version > 100")
    give(drug="SYN002")
    with reading():
        assert notices.version() >= lost


def test_only_what_is_new_is_told_apart() -> None:
    give(drug="SYN001")
    with reading():
        before = notices.version()
    give(drug="SYN002", number="2/QLD")
    with reading():
        assert [notice.drug for notice in notices.in_force(after=before)] == ["SYN002"]
        assert len(notices.in_force()) == 2
