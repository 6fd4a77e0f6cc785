"""The program itself: from a command line to a card, and what it refuses on this very machine."""

import io
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from provisioning.__main__ import main
from provisioning.flash.drives import read_drives
from provisioning.flash.tools import MissingToolError, tool
from tests.provisioning.flash_images import (
    LAYOUT,
    MIB,
    ROOT,
    make_image,
    need_tools,
    write_map,
    write_sum,
)

CARD = 48 * MIB


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need_tools()
    made = make_image(tmp_path_factory.mktemp("image") / "quay.img")
    write_map(made)
    write_sum(made)
    return made


@pytest.fixture
def card(tmp_path: Path) -> Path:
    made = tmp_path / "card"
    made.write_bytes(b"\xa5" * CARD)
    return made


def flash(*arguments: str | Path) -> int:
    return main(["flash", *map(str, arguments)])


def root_on(card: Path) -> bytes:
    start = LAYOUT.root_a[0] * MIB
    return card.read_bytes()[start : start + len(ROOT)]


def test_a_card_is_written_and_told_with_its_seconds(
    image: Path, card: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert flash(image, card) == 0
    assert root_on(card) == ROOT
    out, progress = capsys.readouterr()
    assert "Đã ghi 1 thẻ" in out
    assert "giây" in out
    assert "đọc lại đúng" in progress


def test_the_cards_file_systems_are_sound_though_it_was_full_of_rubbish(
    image: Path, card: Path
) -> None:
    assert flash(image, card) == 0
    subprocess.run(
        [tool("e2fsck"), "-f", "-n", f"{card}?offset={LAYOUT.data[0] * MIB}"],
        check=True,
        capture_output=True,
    )
    first = card.with_name("first.fat")
    start, length = LAYOUT.firmware
    first.write_bytes(card.read_bytes()[start * MIB : (start + length) * MIB])
    subprocess.run([tool("fsck.vfat"), "-n", str(first)], check=True, capture_output=True)


def test_several_cards_each_get_their_outlets_files(
    image: Path, card: Path, tmp_path: Path
) -> None:
    second = tmp_path / "card 2"
    second.write_bytes(bytes(CARD))
    for name in ("Q33-0001", "Q33-0002"):
        (tmp_path / "outlets" / name).mkdir(parents=True)
        (tmp_path / "outlets" / name / "wifi.conf").write_text(f"# {name}\n")
    assert flash(image, card, second, "--outlets", tmp_path / "outlets") == 0
    for written, name in ((card, "Q33-0001"), (second, "Q33-0002")):
        where = f"{written}@@{LAYOUT.firmware[0] * MIB}"
        told = subprocess.run(
            [tool("mtype"), "-i", where, "::/quay/wifi.conf"], check=True, capture_output=True
        ).stdout
        assert told.decode().strip() == f"# {name}"


def test_a_corrupt_image_is_refused_by_name_and_no_card_is_touched(
    image: Path, card: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / image.name
    content = bytearray(image.read_bytes())
    content[LAYOUT.root_a[0] * MIB + 5] ^= 1
    broken.write_bytes(content)
    for suffix in (".bmap", ".sha256"):
        beside = image.with_name(image.name + suffix)
        broken.with_name(beside.name).write_bytes(beside.read_bytes())
        assert flash(broken, card) == 1
        assert "bị hỏng" in capsys.readouterr().err
        broken.with_name(beside.name).unlink()
    assert flash(broken, card) == 1
    assert ".bmap" in capsys.readouterr().err
    assert card.read_bytes() == b"\xa5" * CARD


def test_the_system_disk_of_this_machine_is_refused_by_name(
    image: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roots = [drive for drive in read_drives() if "/" in drive.mounts]
    if not roots:
        pytest.skip("the root of this machine lies on no drive that lsblk knows")
    assert flash(image, roots[0].path, "--yes") == 1
    assert "ổ hệ thống" in capsys.readouterr().err


def test_a_card_too_small_is_refused_by_name(
    image: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small = tmp_path / "small"
    small.write_bytes(bytes(LAYOUT.size * MIB - 4096))
    assert flash(image, small) == 1
    assert "quá nhỏ" in capsys.readouterr().err


def test_the_image_is_not_written_onto_itself(
    image: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = image.read_bytes()
    link = tmp_path / "card"
    link.symlink_to(image)
    assert flash(image, link) == 1
    assert "chính là ảnh" in capsys.readouterr().err
    assert image.read_bytes() == before


def test_without_an_image_the_drives_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert flash() == 0
    assert "Thiết bị của máy này" in capsys.readouterr().out


def test_a_device_that_is_not_there_is_told(
    image: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert flash(image, "/dev/nonexistent") == 1
    assert "/dev/nonexistent" in capsys.readouterr().err


@pytest.mark.parametrize("second", ["/dev/null", "card"])
def test_a_second_device_is_refused_before_the_first_is_written(
    second: str, image: Path, card: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    beside = card if second == "card" else Path(second)
    assert flash(image, "/dev/zero", beside, "--yes") == 1
    told = capsys.readouterr().err
    assert f"/dev/zero {beside}" in told
    assert "--many" in told
    assert card.read_bytes() == b"\xa5" * CARD


# On a block device.


@pytest.fixture
def loop(card: Path) -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.skip("loop devices are root's alone")
    try:
        device = _losetup("--find", "--show", str(card))
    except (MissingToolError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no loop device to be had here: {error}")
    try:
        yield Path(device)
    finally:
        _losetup("--detach", device)


def _losetup(*arguments: str) -> str:
    done = subprocess.run([tool("losetup"), *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_block_device_is_written_when_it_is_named(image: Path, card: Path, loop: Path) -> None:
    assert flash(image, loop, "--yes") == 0
    assert root_on(card) == ROOT


@pytest.mark.parametrize("answer", ["k\n", ""], ids=["no", "nobody there"])
def test_without_a_yes_nothing_is_written_and_the_program_says_so(
    image: Path,
    card: Path,
    loop: Path,
    answer: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    assert flash(image, loop) == 1
    told = capsys.readouterr()
    assert str(loop) in told.out  # the question names the device
    assert "Chưa ghi thẻ nào" in told.err
    assert card.read_bytes() == b"\xa5" * CARD


def test_a_mounted_device_is_refused_by_name(
    image: Path, card: Path, loop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    subprocess.run([tool("mke2fs"), "-q", "-F", str(loop)], check=True, capture_output=True)
    (tmp_path / "mnt").mkdir()
    try:
        subprocess.run([tool("mount"), str(loop), tmp_path / "mnt"], check=True)
    except subprocess.CalledProcessError as error:
        pytest.skip(f"mounting is not allowed here: {error}")
    try:
        before = card.read_bytes()[:MIB]
        assert flash(image, loop, "--yes") == 1
        assert str(tmp_path / "mnt") in capsys.readouterr().err
        assert card.read_bytes()[:MIB] == before
    finally:
        subprocess.run([tool("umount"), tmp_path / "mnt"], check=True)


def test_a_write_protected_device_is_refused_by_name(
    image: Path, card: Path, loop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    subprocess.run([tool("blockdev"), "--setro", str(loop)], check=True)
    try:
        assert flash(image, loop, "--yes") == 1
    finally:  # the device keeps this for whoever gets it next
        subprocess.run([tool("blockdev"), "--setrw", str(loop)], check=True)
    assert "khóa ghi" in capsys.readouterr().err
    assert card.read_bytes() == b"\xa5" * CARD
