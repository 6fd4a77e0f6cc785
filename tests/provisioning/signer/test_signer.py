"""The signer, run as the server runs it."""

import json
import os
import signal
import socket
import stat
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from provisioning.authority import Authority, make_authority
from provisioning.revoked import put_on_list
from provisioning.signer.asking import LONGEST
from provisioning.signer.journal import read_journal
from tests.provisioning.conftest import NOW, issuing_key
from tests.provisioning.handshake import common_name
from tests.provisioning.signer.office import TIMEOUT_S, Signer, command, csr, running
from tests.provisioning.test_program import refused, run


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "signer.sock"


@pytest.fixture
def office(root: Path, authority: Authority) -> Path:
    """A folder as the signer's server has it: an authority without its root key."""
    (root / "ca" / "root.key.pem").unlink()
    assert authority.behind
    return root


@pytest.fixture
def signer(office: Path, path: Path) -> Iterator[Signer]:
    with running(office, path) as found:
        yield found


def issued(root: Path) -> list[str]:
    return [one.terminal for one in read_journal(root / "ca" / "issued.jsonl")]


def refusal(signer: Signer, line: bytes) -> str:
    answer = json.loads(signer.send(line))
    assert set(answer) == {"refused"}
    return str(answer["refused"])


def test_a_terminal_is_certified_without_the_root_key(
    signer: Signer, root: Path, authority: Authority
) -> None:
    answer = signer.ask("Q33-0042")
    leaf, issuer = x509.load_pem_x509_certificates(answer["certificate"].encode())
    assert common_name(leaf) == "Q33-0042"
    assert issuer == authority.issuer
    leaf.verify_directly_issued_by(issuer)
    assert answer["authority"].encode() == authority.certificate
    (entry,) = read_journal(root / "ca" / "issued.jsonl")
    assert (entry.terminal, entry.serial) == ("Q33-0042", f"{leaf.serial_number:X}")
    assert entry.until == leaf.not_valid_after_utc


def test_a_revoked_terminal_gets_nothing_from_the_moment_it_is_on_the_list(
    signer: Signer, root: Path
) -> None:
    assert "certificate" in signer.ask("Q33-0001")
    put_on_list(root, "Q33-0001", at=datetime.now(UTC))
    assert signer.ask("Q33-0001") == {"refused": "revoked"}
    assert "certificate" in signer.ask("Q33-0002")
    assert issued(root) == ["Q33-0001", "Q33-0002"]


def test_the_replacement_of_a_revoked_terminal_gets_its_name_once_it_is_readmitted(
    signer: Signer, root: Path
) -> None:
    put_on_list(root, "Q33-0001", at=datetime.now(UTC))
    assert signer.ask("Q33-0001") == {"refused": "revoked"}
    told = run("terminal", "readmit", root, "--id", "Q33-0001")
    assert (told.returncode, "Q33-0001 lại được cấp" in told.stdout) == (0, True), told
    assert "certificate" in signer.ask("Q33-0001")
    assert "Q33-0001" in refused(run("terminal", "readmit", root, "--id", "Q33-0001"))
    put_on_list(root, "Q33-0001", at=datetime.now(UTC))
    assert signer.ask("Q33-0001") == {"refused": "revoked"}
    lines = (root / "ca" / "revoked").read_text(encoding="ascii").splitlines()
    assert [line.split()[2:] for line in lines] == [[], ["readmitted"], []]


def test_a_terminal_revoked_in_the_offices_folder_gets_nothing_either(
    signer: Signer, root: Path
) -> None:
    (root / "terminals" / "Q33-0007").mkdir(parents=True)
    (root / "terminals" / "Q33-0007" / "revoked").touch()
    assert signer.ask("Q33-0007") == {"refused": "revoked"}
    assert issued(root) == []


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"{}\n",
        b"rubbish\n",
        b'{"x": ' + b"[" * 8_000 + b"\n",
        b"\xff\xfe\n",
        b"[]\n",
        b'{"csr": "x", "terminal": "Q33-0001"}\n',
        b'{"csr": 1, "terminal": "Q33-0001"}\n',
        b'{"csr": "\\ud800", "terminal": "Q33-0001"}\n',
        b'{"csr": "' + b"x" * 5000 + b'", "terminal": "Q33-0001"}\n',
    ],
)
def test_what_is_no_request_is_refused(signer: Signer, root: Path, line: bytes) -> None:
    assert refusal(signer, line) == "unsound-request"
    assert issued(root) == []


@pytest.mark.parametrize("name", ["ingest", "broker", "q33-0001", "", "../x", "Q33-0001\n", "#"])
def test_only_terminals_are_certified(signer: Signer, root: Path, name: str) -> None:
    assert signer.ask(name) == {"refused": "unsound-request"}
    assert issued(root) == []


def test_a_line_without_end_is_not_read_for_ever(signer: Signer) -> None:
    assert signer.send(b"x" * (LONGEST * 4)) == b""
    assert "certificate" in signer.ask()


def test_a_caller_that_says_nothing_does_not_keep_the_others_waiting(
    signer: Signer, path: Path
) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(str(path))
        assert "certificate" in signer.ask()
        silent.settimeout(TIMEOUT_S)
        assert silent.recv(1) == b""


def test_a_caller_that_hangs_up_harms_nobody(signer: Signer, path: Path) -> None:
    for sent in (b"", b'{"csr"', json.dumps({"csr": csr(), "terminal": "Q33-0003"}).encode()):
        with socket.socket(socket.AF_UNIX) as call:
            call.connect(str(path))
            call.sendall(sent)
    assert "certificate" in signer.ask()


def test_many_at_once_are_served_one_after_the_other(signer: Signer, root: Path) -> None:
    names = [f"Q33-{number:04}" for number in range(1, 31)]
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(signer.ask, names))
    assert all("certificate" in answer for answer in answers)
    assert sorted(issued(root)) == names


def test_one_terminal_cannot_have_certificates_without_end(signer: Signer, root: Path) -> None:
    answers = [signer.ask("Q33-0001") for _ in range(6)]
    assert answers[5] == {"refused": "too-many"}
    assert len(issued(root)) == 5
    assert "certificate" in signer.ask("Q33-0002")


def test_a_restart_does_not_forgive_the_pace(office: Path, path: Path) -> None:
    with running(office, path, "--a-day", "2") as signer:
        assert "certificate" in signer.ask("Q33-0001")
        signer.stop()
    with running(office, path, "--a-day", "2") as signer:
        assert "certificate" in signer.ask("Q33-0002")
        assert signer.ask("Q33-0003") == {"refused": "too-many"}


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_stops_and_leaves_nothing_behind(
    signer: Signer, path: Path, how: int
) -> None:
    assert "certificate" in signer.ask()
    assert signer.stop(how) == (0, "Chương trình ký đã dừng.\n")
    assert not path.exists()


def test_killed_it_starts_again_in_the_same_place(office: Path, path: Path) -> None:
    with running(office, path) as signer:
        signer.ask("Q33-0001")
        signer.process.kill()
        signer.process.wait(TIMEOUT_S)
    assert path.exists()
    with running(office, path) as signer:
        signer.ask("Q33-0002")
    assert issued(office) == ["Q33-0001", "Q33-0002"]


def test_two_never_run_side_by_side(signer: Signer, root: Path, path: Path) -> None:
    second = _run(root, path)
    assert second.returncode == 1
    assert "Đã có" in second.stderr
    assert "certificate" in signer.ask()


def test_the_socket_is_for_account_and_group(signer: Signer, path: Path) -> None:
    assert signer.process.poll() is None
    assert stat.S_IMODE(path.stat().st_mode) == 0o660


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_another_account_gets_no_word(office: Path, path: Path) -> None:
    with running(office, path, "--caller", "nobody") as signer:
        assert signer.send(b"{}\n") == b"", "root itself is nobody's caller here"
        path.chmod(0o666)
        for folder in (path.parent, *path.parents):
            if folder.stat().st_uid == 0 and folder != Path("/"):
                folder.chmod(folder.stat().st_mode | 0o011)
        call = (
            "import socket,sys; s=socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]);"
            "s.sendall(b'{}\\n'); print(s.recv(99).decode())"
        )
        done = subprocess.run(
            ["setpriv", "--reuid=nobody", "--clear-groups", "/usr/bin/python3", "-c", call, path],  # noqa: S607
            check=True, capture_output=True, text=True, timeout=TIMEOUT_S,
        )  # fmt: skip
        assert json.loads(done.stdout) == {"refused": "unsound-request"}


def test_wrong_settings_are_said_so_that_nobody_starts_it_again(
    root: Path, path: Path, tmp_path: Path
) -> None:
    missing = _run(root, path)
    assert (missing.returncode, "ca.crt.pem" in missing.stderr) == (78, True)
    make_authority(root, at=NOW, password="mật khẩu")  # noqa: S106
    assert _run(root, path).returncode == 78
    password = tmp_path / "password"
    password.write_text("sai\n", encoding="utf-8")
    wrong = _run(root, path, "--password-file", password)
    assert (wrong.returncode, "mật khẩu" in wrong.stderr) == (78, True)
    password.write_text("mật khẩu\n", encoding="utf-8")
    stranger = _run(root, path, "--password-file", password, "--caller", "no-such-account")
    assert (stranger.returncode, "no-such-account" in stranger.stderr) == (78, True)
    issuing_key(root).chmod(0o644)
    assert _run(root, path, "--password-file", password).returncode == 78
    assert not path.exists()


def test_a_full_disk_hands_out_nothing_that_is_not_written_down(office: Path, path: Path) -> None:
    with running(office, path) as signer:
        assert "certificate" in signer.ask("Q33-0001")
        size = (office / "ca" / "issued.jsonl").stat().st_size
        limit = ["prlimit", f"--pid={signer.process.pid}", f"--fsize={size + 10}:unlimited"]
        subprocess.run(limit, check=True)
        assert signer.ask("Q33-0002") == {"refused": "not-now"}
        subprocess.run([*limit[:2], "--fsize=unlimited"], check=True)
        assert "certificate" in signer.ask("Q33-0003")
    assert issued(office) == ["Q33-0001", "Q33-0003"]


def test_with_a_journal_that_was_changed_nothing_is_signed(office: Path, path: Path) -> None:
    with running(office, path) as signer:
        for number in range(1, 4):
            signer.ask(f"Q33-000{number}")
    file = office / "ca" / "issued.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(lines[0] + lines[2])
    done = _run(office, path)
    assert (done.returncode, "issued.jsonl" in done.stderr) == (78, True)


def test_an_issuing_certificate_that_has_ended_signs_nothing(root: Path, path: Path) -> None:
    make_authority(root, at=datetime(2015, 1, 1, tzinfo=UTC))
    with running(root, path) as signer:
        assert signer.ask() == {"refused": "not-now"}


def _run(root: Path, path: Path, *more: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(root, path, *more), check=False, capture_output=True, text=True, timeout=TIMEOUT_S
    )
