"""The programs: files in, files out; killed in the middle, and two at once."""

import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from server.__main__ import main
from server.reference import catalogue, versions
from server.reference.drug_record import DrugRecord, DrugRow, UnitRow
from server.reference.staff import staff
from server.store import notices
from server.store.database import close_store, open_store, reading, rows, writing
from server.store.tables import ALL
from tests.server.door import make_door
from tests.server.outlet import NOW
from tests.server.reference.taker import Taker

DEMO = Path("demo/data/drugs.csv")
DRUGS = 3_000
LISTS = {
    "catalogue": DEMO.read_text(encoding="utf-8"),
    "outlets": "code,name,kind,commune\nX1,Quầy thuốc Một,QT,99001\n",
    "communes": "code,name,kind\n99001,Xã Mẫu,xa\n",
    "areas": "area,name,commune\nBAC,Phía Bắc,99001\n",
    "staff": "outlet,badge,name,degree\nX1,D01,Lê Thị Mẫu,dai_hoc\n",
}


@pytest.fixture
def settings(store: Path | str, tmp_path: Path) -> str:
    return str(make_door(tmp_path, store).settings)


def call(settings: str, *words: str) -> int:
    return main([words[0], "--settings", settings, *words[1:]])


def everything() -> dict[str, list[str]]:
    with reading():
        tables = sorted(table._meta.table_name for table in ALL)
        return {name: sorted(map(repr, rows(f"SELECT * FROM {name}"))) for name in tables}  # noqa: S608


def test_a_file_is_taken_over_and_said(
    settings: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert call(settings, "reference", "status") == 0
    assert call(settings, "reference", "import", "catalogue", str(DEMO)) == 0
    assert call(settings, "reference", "status") == 0
    said = capsys.readouterr().out
    assert "Chưa có dữ liệu" in said
    assert "78 dòng mới" in said
    assert "catalogue: 78 dòng" in said
    assert call(settings, "reference", "export", "catalogue") == 0
    assert "Paracetamol 500 mg" in capsys.readouterr().out
    assert call(settings, "reference", "export", "catalogue", str(tmp_path / "no" / "f")) == 1
    out = tmp_path / "out.csv"
    assert call(settings, "reference", "export", "catalogue", str(out)) == 0
    assert call(settings, "reference", "import", "catalogue", str(out)) == 0
    assert "0 dòng mới" in capsys.readouterr().out


@pytest.mark.parametrize("kind", LISTS)
def test_a_dry_run_says_what_would_change_and_changes_nothing(
    settings: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str
) -> None:
    file = tmp_path / f"{kind}.csv"
    file.write_text(LISTS[kind], encoding="utf-8")
    call(settings, "reference", "status")
    capsys.readouterr()
    before = everything()
    assert call(settings, "reference", "import", kind, str(file), "--dry-run") == 0
    tried = capsys.readouterr().out.splitlines()
    assert tried[0] == "Chỉ thử, chưa đổi gì. Nếu nạp thật:"
    assert everything() == before
    assert call(settings, "reference", "import", kind, str(file)) == 0
    assert capsys.readouterr().out.splitlines() == tried[1:]
    assert everything() != before


def test_a_broken_file_is_told_with_line_and_column(
    settings: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "broken.csv"
    file.write_text("id,name,rx,control,units\nD1,X,9,none,viên=1=\n", encoding="utf-8")
    assert call(settings, "reference", "import", "catalogue", str(file)) == 1
    assert "dòng 2, cột rx" in capsys.readouterr().err


@pytest.mark.parametrize("badge", ["nv01", "NV 01", "-NV01", "THẺ1"])
def test_a_badge_that_no_terminal_takes_is_told_and_nobody_is_stored(
    settings: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, badge: str
) -> None:
    file = tmp_path / "staff.csv"
    file.write_text(LISTS["staff"].replace("D01", badge), encoding="utf-8")
    assert call(settings, "reference", "import", "staff", str(file)) == 1
    assert "dòng 2, cột badge" in capsys.readouterr().err
    with reading():
        assert staff("X1") == []


def test_a_recall_is_given_by_registration_number(
    settings: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call(settings, "reference", "import", "catalogue", str(DEMO))
    number = ("--registration", "893100990126", "--batch", "LO1", "--level", "1")
    assert call(settings, "recall", "7/QLD", *number, "--issued", "2026-11-23") == 0
    assert "trước hết ngày 26/11/2026" in capsys.readouterr().out
    with reading():
        assert notices.in_force()[0].drug == "SYN001"
    assert call(settings, "recall", "8/QLD", "--registration", "VD-404-04") == 1
    assert "VD-404-04" in capsys.readouterr().err
    assert call(settings, "recall", "8/QLD") == 1


def drugs(name: str) -> list[DrugRecord]:
    unit = UnitRow(name="viên", size=1)
    return [
        DrugRecord(row=DrugRow(id=f"D{number:05}", name=f"{name} {number}", units=(unit,)))
        for number in range(DRUGS)
    ]


def catalogue_file(file: Path, name: str) -> Path:
    lines = [f"{one.row.id},{one.row.name},1,none,viên=1=" for one in drugs(name)]
    file.write_text("\n".join(["id,name,rx,control,units", *lines]), encoding="utf-8")
    return file


def names() -> set[str]:
    with reading():
        return {name.split()[0] for (name,) in rows("SELECT name FROM drug WHERE gone = 0")}


def test_an_import_that_is_killed_leaves_the_catalogue_as_it_was(
    settings: str, store: Path | str, tmp_path: Path
) -> None:
    with writing():
        catalogue.save_drugs(drugs("Before"), NOW)
    taker = Taker()
    taker.take_all()
    file = catalogue_file(tmp_path / "after.csv", "After")
    _kill_while_it_writes(settings, file)
    assert names() == {"Before"}
    assert taker.ask().rows == ()
    close_store()
    open_store(store)
    assert call(settings, "reference", "import", "catalogue", str(file)) == 0
    taker.take_all()
    assert names() == {"After"}
    with reading():
        assert taker.rows == versions.bodies("catalogue")


_SLOW = """
import sys
from server.__main__ import main
from server.reference import versions
noted = versions.note
def note(*words):
    done = noted(*words)
    if words[0] == "drugs":
        print("everything is written", flush=True)
        sys.stdin.read()
    return done
versions.note = note
main(sys.argv[1:])
"""
"""An import that has written everything, and does not come to its commit."""


def _kill_while_it_writes(settings: str, file: Path) -> None:
    words = ("reference", "--settings", settings, "import", "catalogue", str(file))
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", _SLOW, *words], stdin=pipe, stdout=pipe, text=True
    ) as program:
        assert program.stdout
        assert program.stdout.readline() == "everything is written\n"
        program.send_signal(signal.SIGKILL)
        assert program.wait(30) == -signal.SIGKILL


@pytest.mark.usefixtures("settings")
def test_two_imports_at_once_end_as_one_after_the_other() -> None:
    done: list[versions.Put] = []

    def take(name: str) -> None:
        with writing():
            done.append(catalogue.save_drugs(drugs(name), NOW))
        close_store()

    threads = [Thread(target=take, args=(name,)) for name in ("One", "Two")]
    for thread in threads:
        thread.start()
    taker = Taker()
    for thread in threads:
        taker.take_all()
        thread.join()
    assert sorted(one.changed for one in done) == [DRUGS, DRUGS]
    assert len({one.version for one in done}) == 2
    assert len(names()) == 1
    taker.take_all()
    with reading():
        assert taker.rows == versions.bodies("catalogue")
        assert versions.newest()["catalogue"] == max(one.version for one in done)
