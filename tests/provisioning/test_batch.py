"""From a list of outlets to labels and the server's file: all of it, or a sentence and nothing."""

import json
import stat
import unicodedata
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from provisioning.__main__ import main
from provisioning.authority import Authority
from provisioning.batch.outlet_list import read_outlet_list
from provisioning.batch.slips import MAX_TOLD, ListError
from provisioning.enrolment_door import make_enrolment_door
from tests.provisioning.conftest import NOW
from wire.enrolment import digest_of, read_label
from wire.enrolment_batch import BadgeHolder, Batch, read_batch, read_sheet

HEAD = "terminal,province,outlet,name,address,licence,commune,badge,staff"
LINE = "Q33-0101,33,NT-0101,Nhà thuốc Bình An,12 Đường Mẫu,33-101/ĐKKDD,Phường Mẫu,4071,Cô Mẫu"
OTHER = "Q33-0102,33,NT-0102,Nhà thuốc Minh Châu,9 Đường Mẫu,33-102/ĐKKDD,Xã Mẫu,4080,Anh Mẫu"


def listed(folder: Path, *lines: str, head: str = HEAD) -> Path:
    file = folder / "outlets.csv"
    file.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return file


def slips(file: Path) -> list[tuple[int, str]]:
    with pytest.raises(ListError) as refused:
        read_outlet_list(file)
    return [(slip.line, slip.column) for slip in refused.value.slips]


@pytest.fixture
def office_folder(root: Path, authority: Authority) -> Path:
    make_enrolment_door(root, authority, names=["tinh33.example"], at=NOW)
    return root


def only_batch(root: Path) -> Path:
    (folder,) = (root / "batches").iterdir()
    return folder


def made(root: Path) -> Batch:
    return read_batch((only_batch(root) / "batch.json").read_bytes())


def test_a_list_becomes_labels_and_the_servers_file(
    tmp_path: Path, office_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["batch", str(listed(tmp_path, LINE, OTHER)), str(office_folder)]) == 0
    assert "2 nhãn cho tinh33.example:8443" in capsys.readouterr().out
    folder, batch = only_batch(office_folder), made(office_folder)
    assert {file.name for file in folder.iterdir()} == {
        "batch.json", "labels.pdf", "labels-58mm.pdf", "outlets",
    }  # fmt: skip
    assert [code.particulars.terminal for code in batch.codes] == ["Q33-0101", "Q33-0102"]
    root = x509.load_pem_x509_certificate((office_folder / "ca" / "ca.crt.pem").read_bytes())
    for code in batch.codes:
        own = folder / "outlets" / code.particulars.terminal / "label.json"
        (printed,) = read_sheet(own.read_bytes()).labels
        label = read_label(printed.text)
        assert digest_of(label.code) == code.sha256
        assert (label.kind, label.host, label.port) == ("new", "tinh33.example", 8443)
        fingerprint = sha256(root.public_bytes(Encoding.DER)).hexdigest()
        assert label.pin == fingerprint[:32].upper()


def test_the_servers_file_holds_no_code_and_nobody_else_reads_any_of_it(
    tmp_path: Path, office_folder: Path
) -> None:
    main(["batch", str(listed(tmp_path, LINE)), str(office_folder)])
    folder = only_batch(office_folder)
    own = folder / "outlets" / "Q33-0101" / "label.json"
    code = read_label(read_sheet(own.read_bytes()).labels[0].text).code
    assert code not in (folder / "batch.json").read_text()
    for file in (path for path in folder.rglob("*") if path.is_file()):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_label_is_good_until_the_end_of_its_last_day_in_viet_nam(
    tmp_path: Path, office_folder: Path
) -> None:
    main(["batch", str(listed(tmp_path, LINE)), str(office_folder), "--days", "3"])
    until = made(office_folder).codes[0].expires_at
    assert (until.hour, until.minute) == (17, 0)
    left = until - datetime.now(UTC)
    assert timedelta(days=3) <= left <= timedelta(days=4)


def test_a_list_as_a_spreadsheet_writes_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "outlets.csv"
    text = f"{HEAD};#ghi chú\n{LINE};gọi trước\n;;;;;;;;;\n".replace(",", ";")
    decomposed = unicodedata.normalize("NFD", text).replace("\n", "\r\n")
    assert decomposed != text
    file.write_text(decomposed, "utf-8-sig", newline="")
    (one,) = read_outlet_list(file)
    assert one.outlet == "Nhà thuốc Bình An"


def test_everything_a_line_can_say_is_taken(tmp_path: Path) -> None:
    head = f"{HEAD},kind,label,phone,in_facility,roles,degree,certificate,badge_2,staff_2,roles_2"
    line = f"{LINE},TT,quầy ngoài,0900,1,pharmacist owner,dai_hoc,12/CCHN,4072,Em Mẫu,staff"
    (one,) = read_outlet_list(listed(tmp_path, line, head=head))
    assert (one.kind, one.label, one.phone, one.in_facility) == ("TT", "quầy ngoài", "0900", True)
    assert one.people == (
        BadgeHolder(
            badge="4071", name="Cô Mẫu", roles=("pharmacist", "owner"), degree="dai_hoc",
            in_charge=True, certificate="12/CCHN",
        ),
        BadgeHolder(badge="4072", name="Em Mẫu"),
    )  # fmt: skip


def test_terminals_of_one_outlet_are_numbered(tmp_path: Path) -> None:
    second = LINE.replace("Q33-0101", "Q33-0103")
    found = read_outlet_list(listed(tmp_path, LINE, OTHER, second))
    assert [one.label for one in found] == ["máy 01", "máy 01", "máy 02"]


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("Q33-0101", "", "terminal"),
        ("Q33-0101", "q33-0101", "terminal"),
        ("Q33-0101", "Q33/0101", "terminal"),
        ("Q33-0101", "Q" * 33, "terminal"),
        (",33,", ",3,", "province"),
        (",33,", ",,", "province"),
        ("NT-0101", "", "outlet"),
        ("Nhà thuốc Bình An", "", "name"),
        ("Nhà thuốc Bình An", "x" * 121, "name"),
        ("12 Đường Mẫu", "", "address"),
        ("33-101/ĐKKDD", "", "licence"),
        ("Phường Mẫu", "", "commune"),
        ("4071", "", "badge"),
        ("4071", "thẻ 1", "badge"),
        ("4071", "-4071", "badge"),
        ("Cô Mẫu", "", "staff"),
        ("Cô Mẫu", "C\x07", "staff"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named_by_line_and_column(
    tmp_path: Path, old: str, new: str, column: str
) -> None:
    assert slips(listed(tmp_path, OTHER, LINE.replace(old, new, 1))) == [(3, column)]


def test_all_slips_are_told_at_once_with_value_and_wish(
    tmp_path: Path, office_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = listed(tmp_path, LINE.replace(",33,", ",X,").replace("4071", "thẻ"), LINE, LINE)
    assert main(["batch", str(file), str(office_folder)]) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 4
    assert "dòng 2, cột province: là “X”, cần mã tỉnh gồm hai chữ số" in told[0]
    assert "dòng 2, cột badge: là “thẻ”" in told[1]
    assert "dòng 4, cột terminal: là “Q33-0101”" in told[2]
    assert "dòng 3" in told[2]
    assert not (office_folder / "batches").exists()


def test_a_persons_name_is_in_no_error(tmp_path: Path) -> None:
    name = "Nguyễn Mẫu " * 20
    file = listed(tmp_path, LINE.replace("Cô Mẫu", name))
    with pytest.raises(ListError) as refused:
        read_outlet_list(file)
    assert "cột staff" in str(refused.value)
    assert "Nguyễn" not in str(refused.value)


def test_a_long_list_of_slips_is_cut_and_counted(tmp_path: Path) -> None:
    file = listed(tmp_path, *(LINE.replace(",33,", ",,") for _n in range(MAX_TOLD + 5)))
    with pytest.raises(ListError) as refused:
        read_outlet_list(file)
    assert str(refused.value).count("\n") == MAX_TOLD + 1
    assert "và 5 chỗ khác" in str(refused.value)


@pytest.mark.parametrize(
    ("head", "column"),
    [
        (HEAD.replace(",licence", ""), "licence"),
        (f"{HEAD},adress", "adress"),
        (f"{HEAD},badge_10", "badge_10"),
        (f"{HEAD},name", "name"),
    ],
)
def test_a_column_that_is_missing_misspelt_or_there_twice_is_named(
    tmp_path: Path, head: str, column: str
) -> None:
    assert slips(listed(tmp_path, LINE, head=head)) == [(1, column)]


def test_two_terminals_of_one_name_in_an_outlet_are_a_slip(tmp_path: Path) -> None:
    head = f"{HEAD},label"
    second = LINE.replace("Q33-0101", "Q33-0103")
    file = listed(tmp_path, f"{LINE},máy 02", f"{second},", head=head)
    assert slips(file) == [(3, "label")]


def test_two_provinces_are_no_batch(tmp_path: Path) -> None:
    file = listed(tmp_path, LINE, OTHER.replace(",33,", ",34,"))
    assert slips(file) == [(3, "province")]


def test_one_badge_for_two_people_is_a_slip(tmp_path: Path) -> None:
    head = f"{HEAD},badge_2,staff_2"
    assert slips(listed(tmp_path, f"{LINE},4071,Em Mẫu", head=head)) == [(2, "badge_2")]
    assert slips(listed(tmp_path, f"{LINE},,Em Mẫu", head=head)) == [(2, "badge_2")]
    assert slips(listed(tmp_path, f"{LINE},4072,", head=head)) == [(2, "staff_2")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        HEAD.encode() + b"\n",
        b"\xff\xfe" + HEAD.encode("utf-16-le"),
        HEAD.encode() + b'\n"Q33',
        HEAD.encode() + b"\nQ33\0" + LINE.encode(),
        f"{HEAD}\n{LINE},one,too,many\n".encode(),
        b"a" * (9 * 1024 * 1024),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "outlets.csv"
    file.write_bytes(content)
    assert slips(file)


def test_a_list_that_is_not_there_is_named(
    tmp_path: Path, office_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["batch", str(tmp_path / "none.csv"), str(office_folder)]) == 1
    assert "none.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong",
    [["--host", "tỉnh.example"], ["--host", "a*b"], ["--port", "0"], ["--port", "99999"],
     ["--days", "0"], ["--days", "366"], ["--authority", "outlets.csv"]],
)  # fmt: skip
def test_what_no_label_can_say_is_refused_and_nothing_is_written(
    tmp_path: Path,
    office_folder: Path,
    capsys: pytest.CaptureFixture[str],
    wrong: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    listed(tmp_path, LINE)
    assert main(["batch", "outlets.csv", str(office_folder), *wrong]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    batches = office_folder / "batches"
    assert not batches.exists() or not any(batches.iterdir())


@pytest.mark.usefixtures("authority")
def test_without_a_door_the_host_must_be_said(
    tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(listed(tmp_path, LINE))
    assert main(["batch", file, str(root)]) == 1
    assert "--host" in capsys.readouterr().err
    assert main(["batch", file, str(root), "--host", "tinh33.example"]) == 0


def test_labels_that_the_server_prepared_are_drawn(
    tmp_path: Path, office_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["batch", str(listed(tmp_path, LINE)), str(office_folder)])
    own = only_batch(office_folder) / "outlets" / "Q33-0101" / "label.json"
    folder = tmp_path / "printed"
    assert main(["labels", str(own), str(folder)]) == 0
    assert {file.name for file in folder.iterdir()} == {"labels.pdf", "labels-58mm.pdf"}
    assert main(["labels", str(own), str(folder)]) == 1  # never over what is there
    own.write_text(json.dumps({"labels": []}))
    capsys.readouterr()
    assert main(["labels", str(own), str(tmp_path / "other")]) == 1
    assert "label.json" in capsys.readouterr().err
    assert not (tmp_path / "other").exists()
