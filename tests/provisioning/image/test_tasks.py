"""The tasks as a person types them."""

from pathlib import Path

import pytest

from provisioning.__main__ import main
from provisioning.bundle.keys import make_update_keys
from provisioning.image import lock
from provisioning.image.card import assemble
from provisioning.image.compiling import check_same_python
from provisioning.image.errors import DifferentPythonError, MissingProgramError, ProgramFailedError
from provisioning.image.lock import Lock
from provisioning.image.partitions import BOOTSTATE
from provisioning.image.program import find, run
from tests.provisioning.image.packages import package
from tests.provisioning.image.test_lock import MADE_AT
from tests.provisioning.image.test_permit import KEY, NOW


def built(tmp_path: Path, name: str, state: bytes) -> Path:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "state").write_bytes(state)
    assemble(folder / "quay.img", {BOOTSTATE.name: folder / "state"})
    return folder


def test_two_built_folders_are_compared_by_their_images(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, same, other = (
        built(tmp_path, name, state)
        for name, state in (("one", b"A"), ("same", b"A"), ("other", b"B"))
    )
    assert main(["image", "compare", str(one), str(same)]) == 0
    assert capsys.readouterr().out == "Hai ảnh giống nhau từng byte.\n"
    assert main(["image", "compare", str(one), str(other / "quay.img")]) == 1
    assert capsys.readouterr().err == "Hai ảnh khác nhau:\nbootstate: khác từ byte 0\n"


def test_a_permit_is_written_for_its_owner_alone_and_never_over_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_update_keys(tmp_path, at=NOW)
    (tmp_path / "me.pub").write_text(f"{KEY}\n")
    command = [
        *("image", "permit-ssh", str(tmp_path), "--id", "Q33-0001", "--days", "2"),
        *("--key-file", str(tmp_path / "me.pub"), "--output", str(tmp_path / "permit")),
    ]
    assert main(command) == 0
    assert "ssh-permit.cms" in capsys.readouterr().out
    assert (tmp_path / "permit").stat().st_mode & 0o777 == 0o600
    assert main(command) == 1


def test_the_python_that_compiles_is_the_one_that_runs() -> None:
    system, compiler = lock.read_lock(lock.PACKAGES), lock.read_lock(lock.COMPILER)
    check_same_python(system, compiler)
    other = Lock(made_at=MADE_AT, packages=(package("python3.13-minimal"),))
    with pytest.raises(DifferentPythonError, match=r"5\.2-1"):
        check_same_python(system, other)


def test_a_program_that_is_not_installed_is_named_with_the_list_of_packages() -> None:
    with pytest.raises(MissingProgramError, match=r"mksquashfs-of-old.*image-packages\.txt"):
        find("mksquashfs-of-old")


def test_a_program_that_fails_says_what_it_said() -> None:
    with pytest.raises(ProgramFailedError, match="sh không làm được: no such card"):
        run(["sh", "-c", "echo no such card >&2; exit 3"])


def test_programs_run_without_the_builders_language_and_zone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_TIME", "vi_VN.UTF-8")
    monkeypatch.setenv("TZ", "Asia/Ho_Chi_Minh")
    assert run(["sh", "-c", 'echo "${LC_TIME-none} $LC_ALL $TZ"']) == b"none C.UTF-8 UTC\n"
