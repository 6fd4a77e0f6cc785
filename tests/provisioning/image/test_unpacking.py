"""Packages unpacked: only their files, merged under /usr, nobody becoming somebody else."""

import subprocess
from pathlib import Path

import pytest

from provisioning.image.dpkg_record import FOLDER, write_record
from provisioning.image.errors import ProgramFailedError
from provisioning.image.unpacking import unpack
from tests.provisioning.image.packages import SET_USER_ID, build_package


def test_old_and_new_places_meet_under_usr(tmp_path: Path) -> None:
    old = build_package(tmp_path, "old", {"bin/one": b"1", "lib/udev/rules": b"r"})
    new = build_package(tmp_path, "new", {"usr/bin/two": b"2"})
    root = tmp_path / "root"
    unpack([old, new], root)
    assert (root / "bin").is_symlink()
    assert sorted(file.name for file in (root / "usr/bin").iterdir()) == ["one", "two"]
    assert (root / "usr/lib/udev/rules").read_bytes() == b"r"


def test_no_program_keeps_the_bit_that_makes_another_of_whoever_runs_it(tmp_path: Path) -> None:
    path = "usr/bin/su"
    root = tmp_path / "root"
    unpack([build_package(tmp_path, "su", {path: b""}, modes={path: SET_USER_ID})], root)
    assert (root / path).stat().st_mode & 0o7777 == 0o755


def test_what_nobody_reads_at_a_counter_is_left_out_and_dpkg_knows(tmp_path: Path) -> None:
    built = build_package(
        tmp_path, "words", {"usr/share/doc/words/README": b"", "usr/share/words/list": b"w"}
    )
    root = tmp_path / "root"
    unpack([built], root)
    write_record([built], root)
    assert not (root / "usr/share/doc/words/README").exists()
    assert (root / "usr/share/words/list").exists()
    assert "path-exclude=/usr/share/doc/*\n" in (root / "etc/dpkg/dpkg.cfg.d/quay").read_text()


def test_dpkg_lists_what_is_on_the_card(tmp_path: Path) -> None:
    built = [build_package(tmp_path, name, {f"usr/{name}": b""}) for name in ("two", "one")]
    root = tmp_path / "root"
    unpack(built, root)
    write_record(built, root)
    asked = ["dpkg-query", f"--admindir={root / FOLDER}", "--show", "--showformat"]
    listed = subprocess.run(
        [*asked, "${Package} ${Version} ${db:Status-Status}\n"],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout
    assert listed.splitlines() == [
        "one 1.0 installed",
        "quay-initrd 1 installed",
        "two 1.0 installed",
    ]


def test_a_broken_package_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken_1.0_all.deb"
    broken.write_bytes(b"!<arch>\nnothing")
    with pytest.raises(ProgramFailedError, match=r"broken_1\.0_all\.deb"):
        unpack([broken], tmp_path / "root")
