"""The technician's program, run as a technician runs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from provisioning.task import Task
from provisioning.tasks import TASKS
from tests.provisioning.conftest import BADGE, PIN, issuing_key

POWERLESS = ("setpriv", "--inh-caps=-all", "--bounding-set=-all") if os.geteuid() == 0 else ()
"""Takes root's power away to write where nobody may."""


def may_mount() -> bool:
    try:
        mounted = subprocess.run(
            ["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"],  # noqa: S607
            check=False,
            capture_output=True,
        )
    except OSError:
        return False
    return mounted.returncode == 0


def run(*arguments: str | Path, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*before, sys.executable, "-m", "provisioning", *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def secrets(folder: Path, *, badge: str = BADGE, pin: str = PIN) -> list[str | Path]:
    (folder / "badge").write_text(badge + "\n", encoding="utf-8")
    (folder / "pin").write_text(pin + "\n", encoding="utf-8")
    return ["--badge-file", folder / "badge", "--pin-file", folder / "pin"]


def terminal(root: Path, *more: str | Path, name: str = "Q33-0001") -> list[str | Path]:
    place = ["--province", "33", "--outlet", "Quầy thuốc Tâm An", "--commune", "Xã Phú Sơn"]
    return ["terminal", root, "--id", name, *place, *more]


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one sentence that was said."""
    assert (done.returncode, done.stdout) == (1, ""), done
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.endswith(".\n")
    return done.stderr.strip()


def files(root: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()
    }


@pytest.fixture
def province(tmp_path: Path) -> Path:
    root = tmp_path / "tỉnh 33"
    for step in ("ca", "server keys"):
        assert run(step, root).returncode == 0
    return root


def test_four_commands_make_a_province(province: Path, tmp_path: Path) -> None:
    made = run("broker", province, "--port", "18883", "--name", "tram.example")
    assert (made.returncode, made.stderr) == (0, "")
    made = run(*terminal(province, *secrets(tmp_path)))
    assert (made.returncode, made.stderr) == (0, "")
    assert "Q33-0001" in made.stdout
    assert sorted(files(province)) == [
        "broker/acl",
        "broker/broker.crt.pem",
        "broker/broker.key.pem",
        "broker/ca.crt.pem",
        "broker/mosquitto.conf",
        "broker/quay-broker.nft",
        "ca/ca.crt.pem",
        f"ca/{issuing_key(province).name}",
        "ca/issuing.crt.pem",
        "ca/root.key.pem",
        "server/answers.crt.pem",
        "server/answers.key.pem",
        "server/ca.crt.pem",
        "server/ingest.crt.pem",
        "server/ingest.key.pem",
        "server/signing.key.pem",
        "server/signing.pub.pem",
        "terminals/Q33-0001/book.locked",
        "terminals/Q33-0001/book.pub.pem",
        "terminals/Q33-0001/ca.crt.pem",
        "terminals/Q33-0001/registration.json",
        "terminals/Q33-0001/server-signing.pub.pem",
        "terminals/Q33-0001/signing.key.pem",
        "terminals/Q33-0001/terminal.crt.pem",
        "terminals/Q33-0001/terminal.key.pem",
    ]


def test_doing_a_step_twice_says_so_and_changes_nothing(province: Path, tmp_path: Path) -> None:
    steps: list[list[str | Path]] = [
        ["ca", province],
        ["server keys", province],
        ["broker", province],
        terminal(province, *secrets(tmp_path)),
    ]
    for step in steps:
        run(*step)
    before = files(province)
    for step in steps:
        assert "Đã có" in refused(run(*step))
    assert files(province) == before


@pytest.mark.parametrize("name", ["q33", "Q3", "../../etc", "Q33.0001", "Q33 0001", ""])
def test_a_bad_id_is_refused_and_makes_nothing(province: Path, tmp_path: Path, name: str) -> None:
    before = files(province)
    assert "mã máy" in refused(run(*terminal(province, *secrets(tmp_path), name=name)))
    assert files(province) == before


@pytest.mark.parametrize("pin", ["123", "12a4", "１２３４", "1" * 13])
def test_a_bad_pin_is_refused_without_being_shown(province: Path, tmp_path: Path, pin: str) -> None:
    sentence = refused(run(*terminal(province, *secrets(tmp_path, pin=pin))))
    assert "PIN" in sentence
    assert pin not in sentence.replace(str(tmp_path), "")


def test_no_secret_is_taken_from_the_command_line(province: Path) -> None:
    for option in ("--badge", "--pin", "--password"):
        done = run(*terminal(province, option, "1234"))
        assert done.returncode == 2
    assert not (province / "terminals").exists()


def test_a_step_before_its_time_names_what_is_missing(tmp_path: Path) -> None:
    for step in ("server keys", "broker"):
        assert "ca.crt.pem" in refused(run(step, tmp_path / "nothing"))
    assert not (tmp_path / "nothing").exists()
    assert run("ca", tmp_path).returncode == 0
    assert "signing.pub.pem" in refused(run(*terminal(tmp_path, *secrets(tmp_path))))
    assert "no-such" in refused(run("ca", tmp_path / "other", "--password-file", "no-such"))


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    sentence = refused(run("ca", closed, before=POWERLESS))
    assert "Không được phép" in sentence
    assert str(closed) in sentence
    assert list(closed.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for place in (tmp_path / "file", tmp_path / "file" / "deeper"):
        assert f"{place}: đã có một tệp trên đường dẫn" in refused(run("ca", place))


def test_a_limit_on_the_size_of_files_leaves_nothing_half_made(tmp_path: Path) -> None:
    sentence = refused(run("ca", tmp_path / "root", before=("prlimit", "--fsize=10")))
    assert "đã đầy" in sentence
    assert files(tmp_path) == {}


@pytest.mark.skipif(not may_mount(), reason="only root may mount a small disk")
@pytest.mark.parametrize("pages", [0, 1, 2, 4, 5])
def test_a_full_disk_leaves_nothing_half_made(tmp_path: Path, pages: int) -> None:
    page = os.sysconf("SC_PAGE_SIZE")
    disk, listing = tmp_path / "disk", tmp_path / "listing"
    disk.mkdir()
    script = (
        f'mount -t tmpfs -o size={5 * page} none "$0" && '
        f'head -c {pages * page} /dev/zero > "$0/filler"; '
        f'"$@"; status=$?; ls -A "$0" > "{listing}"; exit $status'
    )
    done = run("ca", disk, before=("unshare", "-m", "sh", "-c", script, str(disk)))
    left = listing.read_text(encoding="utf-8").split()
    if pages >= 2:
        assert "đã đầy" in refused(done)
        assert left == ["filler"]
    else:
        assert done.returncode == 0, done
        assert left == ["ca", "filler"]


def test_a_locked_authority_needs_its_password(tmp_path: Path) -> None:
    password, wrong, root = tmp_path / "password", tmp_path / "wrong", tmp_path / "root"
    password.write_text("mật khẩu dài\n", encoding="utf-8")
    wrong.write_text("khác\n", encoding="utf-8")
    assert run("ca", root, "--password-file", password).returncode == 0
    assert issuing_key(root).name in refused(run("server keys", root))
    assert "mật khẩu" in refused(run("server keys", root, "--password-file", wrong))
    assert run("server keys", root, "--password-file", password).returncode == 0


def test_a_door_for_others_gets_its_certificate_once(province: Path) -> None:
    door: list[str | Path] = [
        "server",
        "certificate",
        province,
        "--program",
        "door",
        "--name",
        "tram.example",
    ]
    assert "door.crt.pem" in run(*door).stdout
    assert "Đã có" in refused(run(*door))
    assert "tên máy" in refused(run(*door[:4], "web"))
    assert run(*door[:3], "--program", "ingest", "--name", "x").returncode == 2
    assert "server/door: " in run("ca", "status", province).stdout


def test_the_program_starts_without_the_libraries_of_single_tasks() -> None:
    absent = ("reportlab", "qrcode", "PIL", "pkcs11", "numpy", "kivy", "peewee")
    start = (
        f"import sys; sys.modules.update(dict.fromkeys({absent!r}));"
        "from provisioning.__main__ import main; main(['ca', '--help'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", start], check=False, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("port", ["0", "65536", "-1"])
def test_a_port_that_does_not_exist_is_refused(province: Path, port: str) -> None:
    assert "cổng" in refused(run("broker", province, f"--port={port}"))


def test_the_broker_is_not_given_to_a_user_that_does_not_exist(province: Path) -> None:
    assert "nobody-of-that-name" in refused(
        run("broker", province, "--user", "nobody-of-that-name")
    )
    assert not (province / "broker").exists()


def test_help_says_in_vietnamese_what_each_command_is_for() -> None:
    purposes = {
        (): "Tạo khóa, chứng thư và cấu hình",
        ("ca",): "nơi cấp chứng thư",
        ("ca", "make"): "khóa gốc và khóa cấp phát",
        ("ca", "status"): "mã thoát 1",
        ("ca", "renew"): "sắp hết hạn",
        ("ca", "prove"): "rồi xóa bản cũ",
        ("ca", "take-back"): "lấy lại chứng thư cũ",
        ("ca", "renew-issuing"): "khóa gốc lấy từ két",
        ("ca", "upgrade"): "kiểu cũ",
        ("enrolment",): "cửa cài máy",
        ("signer",): "do cửa cài máy chuyển đến",
        ("server", "keys"): "khóa ký biên nhận",
        ("broker",): "Mosquitto",
        ("terminal",): "bản đăng ký",
        ("book", "change-badge"): "Đổi thẻ và PIN",
        ("book", "recover"): "Mất thẻ",
        ("book", "renew"): "mục cũ vẫn đọc được",
        ("server", "certificate"): "cửa của phần mềm khác",
        ("server", "renew-signing-key"): "báo trước cho các máy quầy",
        ("server", "use-signing-key"): "khóa cũ vẫn còn được tin",
        ("server", "forget-signing-key"): "Không tin khóa ký",
        ("server", "renew-certificate"): "Cấp lại chứng thư",
        ("broker", "renew-certificate"): "Cấp lại chứng thư cho Mosquitto",
        ("terminal", "renew"): "khóa ký mới",
        ("terminal", "renew-certificate"): "đã hết hạn",
        ("terminal", "revoke"): "Thu hồi",
        ("terminal", "readmit"): "máy thay thế",
    }
    told = {" ".join(command) for command in purposes if command}
    assert told >= {name for name, task in TASKS.items() if _is_of_the_authority(task)}
    for command, purpose in purposes.items():
        shown = run(*command, "--help")
        assert shown.returncode == 0
        assert purpose in " ".join(shown.stdout.split())
        assert "Cách dùng: " in shown.stdout
        for english in ("usage", "options", "positional", "show this"):
            assert english not in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Còn thiếu: VIỆC."),
        (["ca"], "Còn thiếu: THƯ-MỤC."),
        (["fly"], f"VIỆC không thể là 'fly'; hãy chọn: {', '.join(map(repr, TASKS))}."),
        (["book", "fly"], f"VIỆC không thể là 'book'; hãy chọn: {', '.join(map(repr, TASKS))}."),
        (["book renew"], "Còn thiếu: THƯ-MỤC, --badge-file, --pin-file."),
        (["ca", "x", "y"], "Không hiểu: y."),
        (["ca", "x", "--password-file"], "Thiếu giá trị cho --password-file."),
        (["broker", "x", "--port", "abc"], "--port không thể là 'abc'; cần một số nguyên."),
    ],
)
def test_wrong_usage_is_explained_in_vietnamese(arguments: list[str], sentence: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Cách dùng: python -m provisioning")
    assert done.stderr.count("Cách dùng") == 1
    assert done.stderr.endswith(f": {sentence}\n")


def _is_of_the_authority(task: Task) -> bool:
    """Whether a task is of keys and certificates; image, batch and flashing have their own."""
    places = ("commands", "ca_commands", "upkeep", "signer.program")
    return task.run.__module__.removeprefix("provisioning.") in places
