"""The catalogue: taken over from files, looked up, and sent to terminals."""

import json
from pathlib import Path

import msgspec
import pytest

from device.catalogue.row import DrugRow as TerminalRow
from device.catalogue.row import UnitRow as TerminalUnit
from device.catalogue.row import drug_of, offers_of
from server.reference import catalogue, exporting, versions
from server.reference.catalogue_file import read_catalogue
from server.reference.drug_record import DrugRecord, DrugRow, UnitRow
from server.reference.file_error import FileError
from server.reference.importing import import_file
from server.reference.national import read_national
from server.store.database import reading, rows, writing
from tests.server.outlet import NOW
from tests.server.reference.taker import Taker

DEMO = Path("demo/data/drugs.csv")
HEAD = "id,name,rx,control,units,atc,aware,ddd,registration,old_registration\n"
AMOXICILLIN = "D1,Amoxicilin 500 mg,1,none,hộp=100=08930000001207|viên=1=,J01CA04,access,0.333,"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.csv"


def written(file: Path, *lines: str) -> Path:
    file.write_text(HEAD + "\n".join(lines), encoding="utf-8")
    return file


def test_a_row_has_the_very_shape_that_terminals_read() -> None:
    for ours, theirs in ((DrugRow, TerminalRow), (UnitRow, TerminalUnit)):
        mine = {field.name: repr(field.default) for field in msgspec.structs.fields(ours)}
        other = {field.name: repr(field.default) for field in msgspec.structs.fields(theirs)}
        # What holds at the counter alone, it adds itself.
        assert other.items() - mine.items() <= {("announced_vnd", "0")}
        assert mine.items() <= other.items()


@pytest.mark.usefixtures("store")
def test_the_catalogue_of_the_demonstration_arrives_as_terminals_read_it() -> None:
    done = import_file("catalogue", DEMO, NOW)
    taker = Taker()
    taker.take_all()
    assert len(taker.rows) == done.read == done.changed == 78
    for key, body in taker.rows.items():
        row = msgspec.json.decode(body, type=TerminalRow)
        assert (drug_of(row).id, row.id) == (key, key)
        assert offers_of(row)
        assert {offer.price_vnd for offer in offers_of(row)} == {0}


@pytest.mark.usefixtures("store")
def test_what_was_exported_and_imported_again_changes_nothing(tmp_path: Path) -> None:
    import_file("catalogue", DEMO, NOW)
    with reading():
        (tmp_path / "out.csv").write_text(exporting.export("catalogue"), encoding="utf-8")
        before = versions.latest()
    done = import_file("catalogue", tmp_path / "out.csv", NOW)
    assert (done.changed, done.gone) == (0, 0)
    with reading():
        assert versions.latest() == before


@pytest.mark.usefixtures("store")
def test_what_the_province_alone_knows_changes_its_own_book_and_no_terminal(file: Path) -> None:
    import_file("catalogue", written(file, AMOXICILLIN), NOW)
    with reading():
        book = catalogue.drug_book()
        before = versions.newest()
        assert book.facts("D1").ddd_per_unit == pytest.approx(0.333)
        assert catalogue.drug_book() is book
    import_file("catalogue", written(file, AMOXICILLIN.replace("0.333", "0.5")), NOW)
    with reading():
        assert catalogue.drug_book().facts("D1").ddd_per_unit == pytest.approx(0.5)
        assert versions.newest() == before


@pytest.mark.usefixtures("store")
def test_a_drug_nobody_knows_counts_as_prescription_only() -> None:
    with reading():
        facts = catalogue.drug_book().facts("D404")
    assert (facts.is_known, facts.prescription_only, facts.name) == (False, True, "D404")


@pytest.mark.usefixtures("store")
def test_a_drug_that_left_the_catalogue_is_gone_for_terminals_and_known_to_pages(
    file: Path,
) -> None:
    import_file("catalogue", written(file, AMOXICILLIN, "D2,Khác,0,none,viên=1="), NOW)
    done = import_file("catalogue", written(file, "D2,Khác,0,none,viên=1="), NOW)
    assert (done.changed, done.gone) == (0, 1)
    with reading():
        assert catalogue.drug_book().facts("D1").is_known
        assert catalogue.search("amoxicilin")[1] == 0
    import_file("catalogue", written(file, AMOXICILLIN), NOW)
    with reading():
        assert [found.row.id for found in catalogue.search("amoxicilin")[0]] == ["D1"]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "asked",
    ["AMOXICILIN 500", "amox mg", "893110990126", "vd-12345-24", "đ1 AMOX".replace("đ", "d")],
)
def test_a_search_knows_no_case_and_every_number(file: Path, asked: str) -> None:
    import_file("catalogue", written(file, f"{AMOXICILLIN}893110990126,VD-12345-24"), NOW)
    with reading():
        assert [found.row.id for found in catalogue.search(asked)[0]] == ["D1"]
        assert catalogue.search("amox%")[1] == catalogue.search("_moxicilin")[1] == 0


@pytest.mark.usefixtures("store")
def test_numbers_are_normalised_and_strange_ones_kept(file: Path) -> None:
    import_file("catalogue", written(file, f"{AMOXICILLIN} ql\u00f0b\u2013747\u201319 ,?x"), NOW)
    with reading():
        (found,) = catalogue.by_registration("QLĐB-747-19")
    assert found.old_registration == "?X"


@pytest.mark.parametrize(
    ("atc", "flag", "route", "kind"),
    [
        ("J01CA04", "0", "uống", "systemic"),
        ("P01AB01", "0", "", "systemic"),
        ("S01AA11", "1", "nhỏ mắt", "topical"),
        ("N02BE01", "1", "uống", ""),
        ("", "1", "uống", "systemic"),
        ("", "1", "bôi ngoài da", "topical"),
        ("", "0", "uống", ""),
    ],
)
def test_an_antibiotic_is_told_by_its_atc_code_or_else_by_flag_and_route(
    file: Path, atc: str, flag: str, route: str, kind: str
) -> None:
    file.write_text(
        "id,name,rx,control,units,atc,route,antibiotic\n"
        f"D1,X,1,none,viên=1=,{atc},{route},{flag}\n",
        encoding="utf-8",
    )
    (found,) = read_catalogue(file)
    assert found.facts.antibiotic == kind


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("D2,X,,none,viên=1=", "rx"),
        ("D2,X,2,none,viên=1=", "rx"),
        ("D2,X,1,ma túy,viên=1=", "control"),
        ("D2,X,1,none,viên", "units"),
        ("D2,X,1,none,viên=0=", "units"),
        ("D2,X,1,none,viên=1=12x", "units"),
        ("D2,X,1,none,", "units"),
        (",X,1,none,viên=1=", "id"),
        ("D1,X,1,none,viên=1=", "id"),
        ("D2,X,1,none,viên=1=,PARA", "atc"),
        ("D2,X,1,none,viên=1=,,often", "aware"),
        ("D2,X,1,none,viên=1=,,,ba", "ddd"),
        (f"D2,{'x' * 501},1,none,viên=1=", "name"),
    ],
)
def test_a_broken_file_names_the_place_and_changes_nothing(
    file: Path, line: str, column: str
) -> None:
    import_file("catalogue", written(file, AMOXICILLIN), NOW)
    before = rows("SELECT * FROM refrow"), rows("SELECT * FROM drug")
    broken = written(file, AMOXICILLIN.replace("500 mg", "250 mg"), line)
    with pytest.raises(FileError) as error:
        import_file("catalogue", broken, NOW)
    assert (error.value.line, error.value.column) == (3, column)
    assert str(file) in str(error.value)
    assert (rows("SELECT * FROM refrow"), rows("SELECT * FROM drug")) == before


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"id,name\n1,2", HEAD.encode() + b'"a'])
def test_a_file_that_is_no_catalogue_is_refused(file: Path, body: bytes) -> None:
    file.write_bytes(body)
    with pytest.raises(FileError):
        read_catalogue(file)


def national(**fields: object) -> dict[str, object]:
    return {
        "id": "893110130226", "name": "Thuốc Mẫu", "registration_number": "893110130226",
        "packagings": [{"unit_id": "U1", "unit_name": "Viên", "gtin": "8930000001207"}],
    } | fields  # fmt: skip


def read(file: Path, *drugs: dict[str, object], known: DrugRecord | None = None) -> DrugRecord:
    page = {"page": 1, "total": len(drugs), "data": drugs, "more": "passed over"}
    file.write_text(json.dumps(page), encoding="utf-8")
    taken = read_national(file, {known.row.id: known} if known else {})
    return taken.records[0]


def test_digits_of_the_number_propose_what_nobody_publishes(file: Path) -> None:
    found = read(file, national(registration_number="893110130226"))
    assert (found.row.rx, found.row.control) == (True, "none")
    assert read(file, national(registration_number="893100130226")).row.rx is False
    assert read(file, national(registration_number="893111130226")).row.control == "GN"
    assert read(file, national(registration_number="VD-1-10")).row.rx is True


def test_what_is_published_wins_over_the_digits(file: Path) -> None:
    drug = national(registration_number="893100130226", prescription_status="Thuốc kê đơn")
    assert read(file, drug).row.rx is True
    drug = national(registration_number="893110130226", prescription_status="OTC")
    assert read(file, drug).row.rx is False


def test_a_status_nobody_knows_is_taken_strictly_and_counted(file: Path) -> None:
    page = {"data": [national(prescription_status="quay 7", registration_number="893100130226")]}
    file.write_text(json.dumps(page), encoding="utf-8")
    taken = read_national(file, {})
    assert (taken.records[0].row.rx, taken.strange) == (True, 1)


def test_sizes_that_are_known_stay_and_unknown_packagings_are_left_out(file: Path) -> None:
    row = DrugRow(
        id="893110130226", name="Tên cũ", essential=True,
        units=(UnitRow(name="hộp", size=100), UnitRow(name="viên", size=1)),
    )  # fmt: skip
    packs = [{"unit_name": "Hộp", "gtin": "8930000001207"}, {"unit_name": "Thùng", "gtin": None}]
    known = DrugRecord(row=row, atc="J01CA04")
    found = read(file, national(packagings=packs), known=known)
    assert found.row.name == "Thuốc Mẫu"
    assert found.row.units[0] == UnitRow(name="hộp", size=100, gtin="08930000001207")
    assert (len(found.row.units), found.row.essential, found.atc) == (2, True, "J01CA04")


def test_two_packings_of_one_name_are_told_apart(file: Path) -> None:
    """PRC-01: outlets keep prices and codes by the unit's name."""
    (found,) = read_catalogue(written(file, "D2,X,1,none,hộp=30=08930000090300|hộp=100=|viên=1="))
    assert [(unit.name, unit.size) for unit in found.row.units] == [
        ("hộp 100 viên", 100), ("hộp 30 viên", 30), ("viên", 1),
    ]  # fmt: skip


BOXES = DrugRow(
    id="893110130226",
    name="Hai loại hộp",
    units=(
        UnitRow(name="hộp", size=100, gtin="08930000091000"),
        UnitRow(name="hộp", size=30, gtin="08930000090300"),
    ),
)


def test_two_packings_of_one_name_that_are_known_are_told_apart_by_their_codes(file: Path) -> None:
    packs = [
        {"unit_name": "Hộp", "gtin": "8930000090300"},
        {"unit_name": "Hộp", "gtin": "8930000091000"},
    ]
    found = read(file, national(packagings=packs), known=DrugRecord(row=BOXES))
    assert [(unit.name, unit.size, unit.gtin) for unit in found.row.units] == [
        ("hộp 100 viên", 100, "08930000091000"),
        ("hộp 30 viên", 30, "08930000090300"),
    ]


def test_a_name_that_is_published_for_two_packings_gives_neither_its_code(file: Path) -> None:
    packs = [
        {"unit_name": "Hộp", "gtin": "8930000001207"},
        {"unit_name": "Hộp", "gtin": "8930000001214"},
    ]
    one_box = msgspec.structs.replace(BOXES, units=(UnitRow(name="hộp", size=100),))
    page = {"data": [national(packagings=packs)]}
    file.write_text(json.dumps(page), encoding="utf-8")
    taken = read_national(file, {one_box.id: DrugRecord(row=one_box)})
    assert taken.records[0].row.units == one_box.units
    assert taken.unsized == 2


def test_a_single_unit_may_be_published_under_two_codes(file: Path) -> None:
    packs = [
        {"unit_name": "Viên", "gtin": "8930000001207"},
        {"unit_name": "Viên", "gtin": "8930000001214"},
    ]
    found = read(file, national(packagings=packs))
    assert [(unit.name, unit.size, unit.gtin) for unit in found.row.units] == [
        ("viên", 1, "08930000001207"),
        ("viên", 1, "08930000001214"),
    ]


@pytest.mark.parametrize(
    "body", ["", "[]", '{"data": 5}', '{"data": [{"id": 1}]}', "{", '{"data": [' + "[" * 9000]
)
def test_pages_that_are_none_are_refused(file: Path, body: str) -> None:
    file.write_text(body + "\n", encoding="utf-8")
    if not body:
        assert read_national(file, {}).records == []
        return
    with pytest.raises(FileError):
        read_national(file, {})


@pytest.mark.usefixtures("store")
def test_changes_of_the_national_database_leave_other_drugs_alone(tmp_path: Path) -> None:
    import_file("catalogue", DEMO, NOW)
    changes = tmp_path / "changes.json"
    changes.write_text(json.dumps({"data": [national()]}), encoding="utf-8")
    done = import_file("catalogue-changes", changes, NOW)
    assert (done.read, done.changed, done.gone) == (1, 1, 0)
    with reading():
        assert catalogue.search("")[1] == 79


@pytest.mark.usefixtures("store")
def test_a_whole_national_catalogue_fits_the_tables() -> None:
    many = [
        DrugRecord(
            row=DrugRow(id=f"D{n:05}", name=f"Thuốc {n}", units=(UnitRow(name="v", size=1),))
        )
        for n in range(55_000)
    ]
    with writing():
        done = catalogue.save_drugs(many, NOW)
    assert done.changed == 55_000
    with writing():
        assert catalogue.save_drugs(many, NOW).changed == 0
