"""The catalogue's file is built beside the one in use, and put in its place in one step."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import msgspec
import pytest

from device.catalogue.file import CatalogueFile, read_drugs, write_catalogue
from device.catalogue.row import DrugRow, UnitRow
from device.reference.adoption import REST_SECONDS, Adoption
from device.reference.builder import Builder
from device.reference.building import FAILED, WORN, build, main
from device.reference.rows import Rows
from device.reference.word import read_word
from tests.device.reference.pages import AT, drug, row
from wire.reference import Page, Row


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "reference.sqlite"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.sqlite"


@pytest.fixture
def rows(source: Path) -> Iterator[Rows]:
    rows = Rows(source)
    yield rows
    rows.close()


def take(rows: Rows, dataset: str, *new: Row) -> None:
    place = rows.standing(dataset).place  # type: ignore[arg-type]
    newest = max(one.version for one in new)
    rows.take(
        Page(dataset=dataset, rows=new, newest=newest, is_last=True),  # type: ignore[arg-type]
        place,
        at=AT,
    )


def price(number: int, unit: str, vnd: int) -> Row:
    name = f"VD-{number:05}"
    return row(f"{name}|{unit}", 5, {"drug": name, "unit": unit, "price_vnd": vnd})


def test_what_the_outlet_posted_stays_and_what_is_announced_is_kept_apart(
    rows: Rows, source: Path, target: Path
) -> None:
    units = (UnitRow(name="hộp", size=10, price_vnd=90_000), UnitRow(name="viên", size=1))
    write_catalogue(target, [DrugRow(id="VD-00001", name="Tên cũ", units=units)])
    take(rows, "catalogue", drug(1), drug(2))
    take(rows, "prices", price(1, "hộp", 70_000), price(2, "viên", 500))
    assert build(source, target).rows == 2
    found = CatalogueFile(target).by_id("VD-00001")
    assert found is not None
    assert found.name == "Thuốc mẫu 1"
    prices = [(unit.name, unit.price_vnd, unit.announced_vnd) for unit in found.units]
    assert prices == [("hộp", 90_000, 70_000), ("viên", 0, 0)]


def test_two_boxes_of_one_drug_never_share_a_price(rows: Rows, source: Path, target: Path) -> None:
    """PRC-01: a province of before this version may send two units of one name."""
    boxes = (UnitRow(name="hộp", size=100), UnitRow(name="hộp", size=30))
    mine = msgspec.structs.replace(boxes[1], price_vnd=40_000)
    write_catalogue(target, [DrugRow(id="VD-00001", name="Tên cũ", units=(boxes[0], mine))])
    take(rows, "catalogue", drug(1, units=msgspec.to_builtins(boxes)))
    take(rows, "prices", price(1, "hộp", 70_000), price(1, "hộp 100 viên", 90_000))
    build(source, target)
    (found,) = read_drugs(target)
    prices = [(unit.name, unit.price_vnd, unit.announced_vnd) for unit in found.units]
    assert prices == [("hộp 100 viên", 0, 90_000), ("hộp 30 viên", 40_000, 0)]


def test_a_drug_that_this_program_cannot_read_is_left_out_and_counted(
    rows: Rows, source: Path, target: Path
) -> None:
    take(rows, "catalogue", drug(1), drug(2, control="of next year"), row("VD-9", 1, {"id": "x"}))
    built = build(source, target)
    assert (built.rows, built.skipped) == (1, 2)


def test_half_a_catalogue_is_not_built(rows: Rows, source: Path, target: Path) -> None:
    place = rows.standing("catalogue").place
    rows.take(Page(dataset="catalogue", rows=(drug(1),), newest=1, is_last=False), place, at=AT)
    assert main([str(source), str(target)]) == FAILED
    assert not target.exists()


def test_rows_that_wear_has_changed_are_not_built(rows: Rows, source: Path, target: Path) -> None:
    take(rows, "catalogue", drug(1))
    line = rows._line
    assert line is not None
    line.execute("UPDATE row SET check_sum = check_sum + 1")
    assert main([str(source), str(target)]) == WORN
    assert not target.exists()


def test_a_build_that_is_killed_leaves_the_catalogue_in_use_and_is_done_again(
    rows: Rows, source: Path, target: Path
) -> None:
    write_catalogue(target, [DrugRow(id="OLD", name="Cũ", units=(UnitRow(name="viên", size=1),))])
    take(rows, "catalogue", *(drug(number) for number in range(20_000)))
    command = [sys.executable, "-m", "device.reference.building", str(source), str(target)]
    running = subprocess.Popen(command)
    pause, part = Event(), target.with_name("catalogue.sqlite.part")
    while not part.exists() and running.poll() is None:
        pause.wait(0.005)
    running.send_signal(signal.SIGKILL)
    assert running.wait(30) == -signal.SIGKILL
    assert CatalogueFile(target).by_id("OLD") is not None
    assert subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode == 0
    assert CatalogueFile(target).by_id("OLD") is None
    assert CatalogueFile(target).by_id("VD-19999") is not None


class Bench:
    """What takes datasets into use, and a clock."""

    def __init__(self, rows: Rows, source: Path, target: Path) -> None:
        self.now = 0.0
        self.builder = Builder(source, target)
        self.folder = source.parent
        self.adoption = Adoption(rows, self.folder, self.builder, monotonic=lambda: self.now)

    def wait(self) -> None:
        pause = Event()
        for _try in range(2000):
            self.adoption.work()
            if not self.builder.is_running:
                return
            pause.wait(0.01)
        pytest.fail("the build never ended")


@pytest.fixture
def bench(rows: Rows, source: Path, target: Path) -> Iterator[Bench]:
    bench = Bench(rows, source, target)
    yield bench
    bench.adoption.close()


def test_a_whole_dataset_is_taken_into_use(bench: Bench, rows: Rows, target: Path) -> None:
    take(rows, "catalogue", drug(1))
    take(rows, "shop", row("shop", 3, {"kind": "QT"}))
    bench.adoption.came()
    bench.wait()
    bench.wait()
    assert bench.adoption.versions == {"catalogue": 1, "shop": 3}
    assert CatalogueFile(target).by_id("VD-00001") is not None
    word = read_word(bench.folder)
    assert word is not None
    assert bytes(word.shop[0]) == b'{"kind":"QT"}'


def test_small_changes_do_not_wear_the_card_out(bench: Bench, rows: Rows) -> None:
    take(rows, "catalogue", drug(1))
    bench.adoption.came()
    bench.wait()
    take(rows, "catalogue", drug(1, version=2, maker="M"))
    bench.adoption.came()
    bench.wait()
    assert bench.adoption.versions == {"catalogue": 1}
    bench.now += REST_SECONDS
    bench.adoption.came()
    bench.wait()
    assert bench.adoption.versions == {"catalogue": 2}


def test_worn_rows_are_fetched_anew(bench: Bench, rows: Rows) -> None:
    take(rows, "catalogue", drug(1))
    take(rows, "people", row("NV-07", 3, {"badge": "NV-07", "name": "Cô Lan"}))
    line = rows._line
    assert line is not None
    line.execute("UPDATE row SET check_sum = check_sum + 1")
    bench.adoption.came()
    bench.wait()
    assert bench.adoption.versions == {}
    assert rows.standing("people").place.version == 0
    assert rows.standing("catalogue").place.version == 0


def test_a_word_that_cannot_be_written_is_said_and_tried_again(bench: Bench, rows: Rows) -> None:
    take(rows, "shop", row("shop", 3, {"kind": "QT"}))
    part = bench.folder / "province.json.part"
    part.mkdir()
    bench.adoption.work()
    assert (bench.adoption.is_stuck, bench.adoption.versions) == (True, {})
    part.rmdir()
    bench.now += 60
    bench.adoption.work()
    assert (bench.adoption.is_stuck, bench.adoption.versions) == (False, {"shop": 3})
