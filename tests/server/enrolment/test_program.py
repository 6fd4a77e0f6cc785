"""`python -m server enrolments`, as the office types it."""

import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from provisioning.__main__ import main as provision
from server.__main__ import main
from server.enrolment.desk import EnrolmentDesk
from server.store import alarms, terminals
from server.store.alarms import Finding
from server.store.database import close_store, open_store, reading, writing
from tests.server.enrolment.gate import make_gate
from tests.server.enrolment.newcomer import Newcomer
from tests.server.enrolment.office import OwnSigner, make_desk
from tests.server.outlet import Outlet
from wire.enrolment import EnrolAnswer, EnrolRefusal, pin_of, read_label
from wire.enrolment_batch import read_sheet

HEAD = "terminal,province,outlet,name,address,licence,commune,badge,staff"
LINES = [
    f"Q33-010{n},33,NT-010{n},Nhà thuốc Mẫu {n},12 Đường Mẫu,33-10{n},Phường Mẫu,4071,Cô Mẫu"
    for n in (1, 2, 3)
]
Office = Callable[..., tuple[int, str, str]]


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Office]:
    """Type a command: status, what is said, what is wrong."""
    gate = make_gate(tmp_path, tmp_path / "server.db")

    def type_(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        deed, *rest = words
        status = main(["enrolments", "--settings", str(gate.settings), deed, *rest])
        said = capsys.readouterr()
        return status, said.out, said.err

    yield type_
    close_store()


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A batch that provisioning made."""
    (tmp_path / "outlets.csv").write_text("\n".join([HEAD, *LINES]), encoding="utf-8")
    root = str(tmp_path / "root.pem")
    done = provision(
        ["batch", str(tmp_path / "outlets.csv"), str(tmp_path / "office"), "--host", "t.example",
         "--authority", root]
    )  # fmt: skip
    assert done == 0
    (folder,) = (tmp_path / "office" / "batches").iterdir()
    return folder


def decide(desk: EnrolmentDesk, card: Newcomer) -> EnrolAnswer | EnrolRefusal:
    return desk.decide(card.request(), datetime.now(UTC))


def test_from_the_sheet_to_the_terminal_and_to_its_replacement(
    office: Office, sheet: Path, tmp_path: Path
) -> None:
    status, said, _wrong = office("import", str(sheet / "batch.json"))
    assert (status, said) == (0, "Đã nạp 3 mã cài máy\n")
    own = sheet / "outlets" / "Q33-0101" / "label.json"
    card = Newcomer(code=read_label(read_sheet(own.read_bytes()).labels[0].text).code)
    assert isinstance(decide(make_desk(), card), EnrolAnswer)
    _status, said, _wrong = office("list")
    lines = said.splitlines()
    assert len(lines) == 3
    assert "Q33-0101\tNhà thuốc Mẫu 1\tmáy mới\tđã dùng lúc " in lines[0]
    assert "còn dùng đến hết " in lines[1]
    _status, said, _wrong = office("list", "--open")
    assert [line[:8] for line in said.splitlines()] == ["Q33-0102", "Q33-0103"]
    file = tmp_path / "again.json"
    status, said, _wrong = office("replace", "Q33-0101", "--label", str(file))
    assert status == 0
    assert "Nhà thuốc Mẫu 1" in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (printed,) = read_sheet(file.read_bytes()).labels
    label = read_label(printed.text)
    assert (label.kind, label.host) == ("replacement", "localhost")
    new = Newcomer(code=label.code, board="e" * 64)
    answer = decide(make_desk(), new)
    assert isinstance(answer, EnrolAnswer)
    assert (answer.replaces, answer.registration.terminal) == (True, "Q33-0101")
    folder = tmp_path / "printed"
    assert provision(["labels", str(file), str(folder)]) == 0
    assert (folder / "labels-58mm.pdf").read_bytes().startswith(b"%PDF")


def test_a_label_names_the_root_of_the_settings(office: Office, tmp_path: Path) -> None:
    open_store(tmp_path / "server.db")
    with writing():
        terminals.register(Outlet(id="Q33-0007").registration)
    file = tmp_path / "label.json"
    assert office("replace", "Q33-0007", "--label", str(file))[0] == 0
    root = x509.load_pem_x509_certificate((tmp_path / "root.pem").read_bytes())
    label = read_label(read_sheet(file.read_bytes()).labels[0].text)
    assert label.pin == pin_of(root.public_bytes(Encoding.DER))


def test_a_lost_label_is_called_back(office: Office, sheet: Path) -> None:
    office("import", str(sheet / "batch.json"))
    status, said, _wrong = office("recall-code", "Q33-0102")
    assert (status, said.count("\n")) == (0, 1)
    own = sheet / "outlets" / "Q33-0102" / "label.json"
    card = Newcomer(code=read_label(read_sheet(own.read_bytes()).labels[0].text).code)
    answer = decide(make_desk(OwnSigner()), card)
    assert isinstance(answer, EnrolRefusal)
    assert answer.reason == "stolen-code"
    status, _said, wrong = office("recall-code", "Q33-0102")
    assert (status, wrong.count("\n")) == (1, 1)
    assert "đã thu hồi lúc" in office("list")[1]
    assert "1 lần quét" in office("list")[1]


def test_a_terminal_that_is_revoked_does_not_come_back_by_a_label_from_before(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A label that is printed afterwards was printed knowing."""
    settings = str(tmp_path / "server.toml")
    open_store(tmp_path / "server.db")
    with writing():
        terminals.register(Outlet(id="Q33-0007").registration)
    file = tmp_path / "label.json"
    assert office("replace", "Q33-0007", "--label", str(file))[0] == 0
    assert main(["revoke", "--settings", settings, "Q33-0007"]) == 0
    assert "Nhãn cài máy" in capsys.readouterr().out
    stolen = Newcomer(code=read_label(read_sheet(file.read_bytes()).labels[0].text).code)
    answer = decide(make_desk(OwnSigner()), stolen)
    assert isinstance(answer, EnrolRefusal)
    assert answer.reason == "stolen-code"
    with reading():
        assert not terminals.find(["Q33-0007"])["Q33-0007"].active
        assert [one.kind for one in alarms.list_alarms(open_only=True)] == [Finding.CODE_RECALLED]
    assert main(["revoke", "--settings", settings, "Q33-0007"]) == 0
    assert "Nhãn" not in capsys.readouterr().out


def test_a_version_without_its_file_is_not_given_out(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert office("list")[0] == 0
    settings = str(tmp_path / "server.toml")
    start = ["fleet", "--settings", settings, "rings", "--start", "4.3.0", "--by", "Nam"]
    assert main(start) == 1
    assert "fleet bundles --add" in capsys.readouterr().err
    bundle = tmp_path / "quay-4.3.0.raucb"
    bundle.write_bytes(b"hsqs" * 9)
    add = ["--add", str(bundle), "--of-version", "4.3.0"]
    assert main(["fleet", "--settings", settings, "bundles", *add]) == 0
    assert main(start) == 0


def test_a_replacement_is_not_written_over_a_file_nor_for_nobody(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert office("replace", "Q33-0999")[0] == 1
    assert not (tmp_path / "Q33-0999.json").exists()
    assert office("replace", "../../etc/x")[0] == 1
    open_store(tmp_path / "server.db")
    with writing():
        terminals.register(Outlet(id="Q33-0007").registration)
    assert office("replace", "Q33-0007")[0] == 0
    before = (tmp_path / "Q33-0007.json").read_bytes()
    status, _said, wrong = office("replace", "Q33-0007")
    assert (status, wrong.count("\n")) == (1, 1)
    assert (tmp_path / "Q33-0007.json").read_bytes() == before


def test_who_prints_a_label_for_a_revoked_terminal_hears_of_the_signers_list(
    office: Office, tmp_path: Path
) -> None:
    open_store(tmp_path / "server.db")
    with writing():
        for name in ("Q33-0007", "Q33-0008"):
            terminals.register(Outlet(id=name).registration)
        terminals.revoke("Q33-0007")
    revoked, other = (
        office("replace", name, "--label", str(tmp_path / name))[1]
        for name in ("Q33-0007", "Q33-0008")
    )
    assert "terminal readmit /var/lib/quay-signer --id Q33-0007" in revoked
    assert "readmit" not in other


@pytest.mark.parametrize("days", ["0", "-1", "366", "x"])
def test_a_label_for_ever_is_not_made(office: Office, days: str) -> None:
    with pytest.raises(SystemExit) as refused:
        office("replace", "Q33-0007", "--days", days)
    assert refused.value.code == 2


def test_a_replacement_label_is_good_for_whole_days(office: Office, tmp_path: Path) -> None:
    open_store(tmp_path / "server.db")
    with writing():
        terminals.register(Outlet(id="Q33-0007").registration)
    file = tmp_path / "label.json"
    office("replace", "Q33-0007", "--label", str(file), "--days", "1")
    until = read_sheet(file.read_bytes()).labels[0].expires_at
    assert (until.hour, until.minute) == (17, 0)
    assert timedelta(days=1) <= until - datetime.now(UTC) <= timedelta(days=2)


def test_with_nothing_to_list_it_says_so(office: Office) -> None:
    assert office("list") == (0, "Chưa có mã nào\n", "")


def test_a_sheet_of_another_province_is_refused_in_a_sentence(office: Office, sheet: Path) -> None:
    file = sheet / "batch.json"
    file.write_text(file.read_text().replace('"33"', '"34"'))
    status, _said, wrong = office("import", str(file))
    assert (status, wrong.count("\n")) == (1, 1)
    assert "34" in wrong
