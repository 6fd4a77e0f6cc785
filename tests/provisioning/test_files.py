import os
import stat
from pathlib import Path

import pytest

from provisioning.errors import ExistsAlreadyError, MissingError, UnusableFileError
from provisioning.files import new_folder, read_secret, write_private, write_public


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o277])
def test_modes_do_not_depend_on_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        write_private(tmp_path / "key", b"key")
        write_public(tmp_path / "certificate", b"certificate")
    finally:
        os.umask(before)
    assert mode(tmp_path / "key") == 0o600
    assert mode(tmp_path / "certificate") == 0o644


def test_a_private_file_is_private_before_it_holds_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes = []

    def look(descriptor: int, _mode: int) -> None:
        status = os.fstat(descriptor)
        modes.append((stat.S_IMODE(status.st_mode), status.st_size))

    before = os.umask(0)
    monkeypatch.setattr(os, "fchmod", look)
    try:
        write_private(tmp_path / "key", b"key")
    finally:
        os.umask(before)
    assert modes == [(0o600, 0)]


def test_a_file_is_never_written_over_nor_through_a_link(tmp_path: Path) -> None:
    write_private(tmp_path / "key", b"first")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for name in ("key", "link"):
        with pytest.raises(FileExistsError):
            write_private(tmp_path / name, b"second")
    assert (tmp_path / "key").read_bytes() == b"first"
    assert not (tmp_path / "elsewhere").exists()


def test_a_new_folder_appears_when_it_is_done(tmp_path: Path) -> None:
    with new_folder(tmp_path / "root", "terminals/Q33-0001") as folder:
        write_private(folder / "key", b"key")
        assert mode(folder) == 0o700
        assert not (tmp_path / "root" / "terminals" / "Q33-0001").exists()
    made = tmp_path / "root" / "terminals" / "Q33-0001"
    assert (made / "key").read_bytes() == b"key"
    assert {mode(path) for path in (made, made.parent, made.parent.parent)} == {0o700}
    assert [path.name for path in (tmp_path / "root").iterdir()] == ["terminals"]


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail() -> None:
        with new_folder(tmp_path, "ca") as folder:
            write_private(folder / "key", b"key")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_exists_is_left_alone_even_if_empty(tmp_path: Path) -> None:
    (tmp_path / "ca").mkdir()
    with pytest.raises(ExistsAlreadyError), new_folder(tmp_path, "ca"):
        pytest.fail("nothing is to be made")
    (tmp_path / "lost").symlink_to(tmp_path / "nowhere")
    with pytest.raises(ExistsAlreadyError), new_folder(tmp_path, "lost"):
        pytest.fail("nothing is to be made")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ca", "lost"]


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_of_two_makers_at_the_same_time_the_second_gives_way(tmp_path: Path, kind: str) -> None:
    def make_both() -> None:
        with new_folder(tmp_path, "ca") as folder:
            write_private(folder / "key", b"second")
            if kind == "file":
                (tmp_path / "ca").write_bytes(b"first")
                return
            with new_folder(tmp_path, "ca") as first:
                write_private(first / "key", b"first")

    with pytest.raises(ExistsAlreadyError):
        make_both()
    found = tmp_path / "ca" if kind == "file" else tmp_path / "ca" / "key"
    assert found.read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["ca"]


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_a_secret_is_the_one_line_of_its_file(tmp_path: Path, ending: str) -> None:
    (tmp_path / "pin").write_bytes(f"mật khẩu {ending}".encode())
    assert read_secret(tmp_path / "pin") == "mật khẩu "


def test_a_secret_from_a_windows_editor_loses_its_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "pin").write_bytes(b"\xef\xbb\xbf4829\r\n")
    assert read_secret(tmp_path / "pin") == "4829"


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"one\ntwo\n", b"\xff\xfe4\x008", b"a\0b", b"x" * 2000]
)
def test_a_file_that_holds_no_secret_is_refused_without_showing_it(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "pin").write_bytes(content)
    with pytest.raises(UnusableFileError) as refusal:
        read_secret(tmp_path / "pin")
    assert refusal.value.__cause__ is None
    assert "one" not in str(refusal.value)


def test_a_missing_secret_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="pin"):
        read_secret(tmp_path / "pin")
