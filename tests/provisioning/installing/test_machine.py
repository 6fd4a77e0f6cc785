import os
import stat
from pathlib import Path

import pytest

from provisioning.installing.files import Written, WrittenOnce
from provisioning.installing.machine import CommandFailedError, Machine


def test_a_command_that_fails_is_one_sentence_with_its_last_words_and_has_all_it_wrote() -> None:
    with pytest.raises(CommandFailedError) as caught:
        Machine().run("sh", "-c", "echo one; echo two >&2; echo three >&2; exit 3")
    assert str(caught.value) == "Lệnh sh -c không làm được: three"
    assert caught.value.said == "one\ntwo\nthree\n"


def test_a_command_that_is_not_there_is_one_sentence_too() -> None:
    with pytest.raises(CommandFailedError, match="Lệnh no-such-command"):
        Machine().run("no-such-command")
    assert Machine().says("no-such-command") == ""


def test_a_command_that_takes_too_long_is_ended() -> None:
    with pytest.raises(CommandFailedError, match="không xong sau"):
        Machine().run("tail", "-f", "/dev/null", seconds=0.2)


def test_commands_see_nothing_of_the_callers_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "seen")
    assert "seen" not in Machine().run("env")
    assert "KNOWN=yes" in Machine().run("env", surroundings={"KNOWN": "yes"})


def test_files_are_written_whole_with_their_mode_and_keep_their_owner(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.write("/etc/quay/one", b"first", 0o600)
    file = tmp_path / "etc/quay/one"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(file, 4321, 1234)
    machine.write("/etc/quay/one", b"second", 0o600)
    assert file.read_bytes() == b"second"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    if os.geteuid() == 0:
        assert (file.stat().st_uid, file.stat().st_gid) == (4321, 1234)
    assert [path.name for path in file.parent.iterdir()] == ["one"]


def test_a_written_file_that_somebody_changed_is_written_again(tmp_path: Path) -> None:
    step = Written(Machine(tmp_path), "x", {"/etc/one": b"1", "/etc/two": b"2"})
    assert not step.check()
    step.apply()
    assert step.check()
    (tmp_path / "etc/two").write_bytes(b"changed")
    assert not step.check()
    step.apply()
    assert step.check()


def test_a_file_that_is_written_once_stays_as_people_made_it(tmp_path: Path) -> None:
    step = WrittenOnce(Machine(tmp_path), "x", "/etc/one", b"1")
    step.apply()
    (tmp_path / "etc/one").write_bytes(b"theirs")
    assert step.check()


def test_a_link_is_exchanged_in_one_step(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.link("/opt/current", "releases/1")
    machine.link("/opt/current", "releases/2")
    assert (tmp_path / "opt/current").readlink() == Path("releases/2")
    assert len(list((tmp_path / "opt").iterdir())) == 1


def test_a_folder_is_no_booted_machine(tmp_path: Path) -> None:
    assert not Machine(tmp_path).has_systemd


def test_a_link_in_the_place_of_a_file_lends_nothing_of_what_it_points_at(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"of somebody else")
    (tmp_path / "elsewhere").chmod(0o666)
    (tmp_path / "key").symlink_to("elsewhere")
    Machine(tmp_path).write("/key", b"a key", 0o600)
    assert (tmp_path / "elsewhere").read_bytes() == b"of somebody else"
    assert not (tmp_path / "key").is_symlink()
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
