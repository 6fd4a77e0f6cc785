"""Which drive is written to, and by what name every other is refused."""

import re
from pathlib import Path

import pytest

from provisioning.flash.choice import choose, choose_named
from provisioning.flash.drive_words import drive_words
from provisioning.flash.drives import Drive, parse_drives, read_drives
from provisioning.flash.errors import (
    BusyDriveError,
    CorruptImageError,
    DiskFaultError,
    ExchangedDriveError,
    FalseSizeError,
    MismatchError,
    NoDriveError,
    RefusedDriveError,
    SeveralDrivesError,
    UnknownDriveError,
    VanishedError,
)
from provisioning.flash.refusal import Refusal, refuse
from tests.provisioning.flash_machines import GIB, Node, machine, node, part, stick, system

NEEDED = 2 * GIB


def lvm(name: str, *where: str) -> Node:
    return node(name, "lvm", mountpoints=list(where) or [None])


def sd_card(tmp_path: Path, kind: str) -> Path:
    """A /sys that calls mmcblk0 a card ("SD") or soldered memory ("MMC")."""
    folder = tmp_path / "block/mmcblk0/device"
    folder.mkdir(parents=True)
    (folder / "type").write_text(f"{kind}\n")
    return tmp_path


REFUSED = {
    "root on a partition": (system("sdb"), Refusal.SYSTEM),
    "root on the bare disk": (stick(mountpoints=["/run/netns", "/"]), Refusal.SYSTEM),
    "root by LVM": (
        stick(children=[part("sdb1", children=[lvm("vg-root", "/")])]),
        Refusal.SYSTEM,
    ),
    "root by LVM on encryption on a partition": (
        stick(
            children=[
                part("sdb1"),
                part("sdb2", children=[node("luks", "crypt", children=[lvm("vg-root", "/")])]),
            ]
        ),
        Refusal.SYSTEM,
    ),
    "root by RAID": (
        stick(children=[part("sdb1", children=[node("md0", "raid1", mountpoints=["/"])])]),
        Refusal.SYSTEM,
    ),
    "swap on a partition": (stick(children=[part("sdb1", "[SWAP]")]), Refusal.SYSTEM),
    "swap by LVM": (
        stick(children=[part("sdb1", children=[lvm("vg-swap", "[SWAP]")])]),
        Refusal.SYSTEM,
    ),
    "only /home": (stick(children=[part("sdb1", "/home")]), Refusal.SYSTEM),
    "only the boot loader": (stick(children=[part("sdb1", "/boot/firmware")]), Refusal.SYSTEM),
    "mounted by the desktop": (
        stick(children=[part("sdb1", "/media/anh/ẢNH CƯỚI")]),
        Refusal.MOUNTED,
    ),
    "one of many partitions mounted": (
        stick(children=[part("sdb1"), part("sdb2"), part("sdb3", "/mnt")]),
        Refusal.MOUNTED,
    ),
    "mounted and too small": (stick(size=GIB, mountpoints=["/mnt"]), Refusal.MOUNTED),
    "LVM that nothing of is mounted": (
        stick(children=[part("sdb1", children=[lvm("vg-data")])]),
        Refusal.IN_USE,
    ),
    "opened encryption": (stick(children=[node("luks", "crypt")]), Refusal.IN_USE),
    "the machine's second disk": (stick(rm=False, tran="sata"), Refusal.FIXED),
    "a disk in a USB case": (stick(rm=False, tran="usb", size=2000 * GIB), Refusal.FIXED),
    "soldered memory": (node("mmcblk0", size=32 * GIB), Refusal.FIXED),
    "a compressed memory device": (node("zram0", size=4 * GIB), Refusal.FIXED),
    "a disc": (node("sr0", "rom", size=4 * GIB, rm=True), Refusal.NOT_A_DRIVE),
    "a reader without a card": (stick(size=0), Refusal.NO_CARD),
    "a locked card": (stick(ro=True), Refusal.READ_ONLY),
    "a card that is a byte too small": (stick(size=NEEDED - 1), Refusal.TOO_SMALL),
    "a loop device that nobody named": (node("loop0", "loop", size=8 * GIB), Refusal.FIXED),
}


@pytest.mark.parametrize(("found", "reason"), REFUSED.values(), ids=REFUSED)
def test_every_wrong_drive_is_refused_by_name(found: Node, reason: Refusal) -> None:
    (drive,) = machine(found)
    assert refuse(drive, NEEDED) is reason


@pytest.mark.parametrize(
    ("found", "reason"),
    [row for row in REFUSED.values() if row[0]["type"] != "loop"],
    ids=[name for name, row in REFUSED.items() if row[0]["type"] != "loop"],
)
def test_naming_a_wrong_drive_does_not_make_it_right(found: Node, reason: Refusal) -> None:
    drives = machine(found, stick("sdc"))
    with pytest.raises(RefusedDriveError) as raised:
        choose_named(drives, NEEDED, Path(found["path"]))
    assert raised.value.reason is reason
    assert str(found["path"]) in str(raised.value)


@pytest.mark.parametrize("reason", Refusal)
def test_every_refusal_is_met_and_has_words_of_its_own(reason: Refusal) -> None:
    drives = {refusal: machine(found)[0] for found, refusal in REFUSED.values()}
    words = {refusal: str(RefusedDriveError(drives[refusal], refusal)) for refusal in Refusal}
    assert [said for said in words.values() if said == words[reason]] == [words[reason]]


def test_the_only_right_drive_is_taken_among_all_that_are_wrong() -> None:
    wrong = [found for found, _reason in REFUSED.values()]
    drives = machine(system(), *wrong, stick("sdz"))
    assert choose(drives, NEEDED).path == Path("/dev/sdz")


def test_a_card_that_is_just_large_enough_is_taken() -> None:
    drives = machine(system(), stick(size=NEEDED))
    assert choose(drives, NEEDED).size_bytes == NEEDED


def test_a_card_in_a_built_in_reader_is_right_and_soldered_memory_is_not(tmp_path: Path) -> None:
    found = node("mmcblk0", size=32 * GIB, tran="mmc")
    card = machine(found, sys=sd_card(tmp_path / "card", "SD"))
    soldered = machine(found, sys=sd_card(tmp_path / "soldered", "MMC"))
    assert refuse(card[0], NEEDED) is None
    assert refuse(soldered[0], NEEDED) is Refusal.FIXED


def test_of_two_right_drives_none_is_taken_and_both_are_named() -> None:
    with pytest.raises(SeveralDrivesError) as raised:
        choose(machine(system(), stick("sdb"), stick("sdc")), NEEDED)
    assert "/dev/sdb" in str(raised.value)
    assert "/dev/sdc" in str(raised.value)
    assert "nvme" not in str(raised.value)


def test_without_a_right_drive_each_is_listed_with_its_reason() -> None:
    with pytest.raises(NoDriveError) as raised:
        choose(machine(system(), stick("sdb", ro=True), stick("sdc", size=GIB)), NEEDED)
    said = str(raised.value)
    assert said.count("\n") == 3
    for words in ("ổ hệ thống", "khóa ghi", "quá nhỏ"):
        assert words in said


def test_a_machine_without_drives_is_told_to_have_none() -> None:
    with pytest.raises(NoDriveError, match="cắm thẻ"):
        choose(machine(), NEEDED)


def test_a_partition_is_refused_and_the_whole_drive_is_asked_for() -> None:
    drives = machine(stick(children=[part("sdb1"), part("sdb2")]))
    with pytest.raises(RefusedDriveError) as raised:
        choose_named(drives, NEEDED, Path("/dev/sdb2"))
    assert raised.value.reason is Refusal.NOT_A_DRIVE
    assert choose_named(drives, NEEDED, Path("/dev/sdb")).path == Path("/dev/sdb")


def test_a_partition_of_the_system_disk_is_refused_as_the_system_disk() -> None:
    with pytest.raises(RefusedDriveError) as raised:
        choose_named(machine(system("sda")), NEEDED, Path("/dev/sdap1"))
    assert raised.value.reason is Refusal.SYSTEM


def test_a_link_to_a_drive_is_that_drive(tmp_path: Path) -> None:
    link = tmp_path / "usb-Generic_STORAGE"
    link.symlink_to("/dev/sdb")
    assert choose_named(machine(stick()), NEEDED, link).path == Path("/dev/sdb")


def test_a_device_that_is_not_there_is_not_replaced_by_another() -> None:
    with pytest.raises(UnknownDriveError, match="sdq"):
        choose_named(machine(stick()), NEEDED, Path("/dev/sdq"))


def test_a_loop_device_is_right_only_when_it_is_named() -> None:
    drives = machine(node("loop0", "loop", size=8 * GIB))
    assert choose_named(drives, NEEDED, Path("/dev/loop0")).kind == "loop"
    mounted = machine(node("loop0", "loop", size=8 * GIB, mountpoints=["/snap/core/1"]))
    with pytest.raises(RefusedDriveError):
        choose_named(mounted, NEEDED, Path("/dev/loop0"))


def test_a_drive_is_named_by_maker_and_size_in_words() -> None:
    (drive,) = machine(stick(size=31_914_983_424))
    assert drive_words(drive) == "/dev/sdb (Generic STORAGE DEVICE, 31,9 GB)"
    (bare,) = machine(stick(vendor=None, model=None, size=0))
    assert drive_words(bare) == "/dev/sdb (không rõ tên)"


def test_an_older_lsblk_that_writes_figures_as_texts_is_understood() -> None:
    listed = b"""{"blockdevices": [{"name": "sdb", "path": "/dev/sdb", "maj:min": "8:16",
      "type": "disk", "size": "34359738368", "ro": "0", "rm": "1", "mountpoints": [null]}]}"""
    (drive,) = parse_drives(listed)
    assert refuse(drive, NEEDED) is None


def test_the_manual_calls_each_refusal_by_the_words_that_the_program_uses() -> None:
    manual = (Path(__file__).parents[2] / "docs/operations/flashing.md").read_text("utf-8")
    table = manual.split("## What is refused")[1].split("\n## ")[0]
    named = re.findall(r"\*([^*]+)\*", table)
    drives = {reason: machine(found)[0] for found, reason in REFUSED.values()}
    said = [str(RefusedDriveError(drives[reason], reason)) for reason in Refusal]
    said += [
        str(CorruptImageError(Path("x"), "y")),
        *(str(kind("x")) for kind in (VanishedError, BusyDriveError, ExchangedDriveError)),
        *(str(kind("x", 1)) for kind in (DiskFaultError, MismatchError, FalseSizeError)),
    ]
    assert len(named) > 10
    for words in named:
        assert any(words.casefold() in sentence.casefold() for sentence in said), words
    nameless = {Refusal.NOT_A_DRIVE}
    for reason in set(Refusal) - nameless:
        sentence = str(RefusedDriveError(drives[reason], reason)).casefold()
        assert any(words.casefold() in sentence for words in named), reason


def _root_drives() -> list[Drive]:
    return [drive for drive in read_drives() if "/" in drive.mounts]


def test_the_disk_that_this_very_machine_runs_from_is_refused() -> None:
    found = _root_drives()
    if not found:
        pytest.skip("the root of this machine lies on no drive that lsblk knows")
    for drive in found:
        assert refuse(drive, 0) is Refusal.SYSTEM
        with pytest.raises(RefusedDriveError, match="ổ hệ thống"):
            choose_named(read_drives(), 0, drive.path)
