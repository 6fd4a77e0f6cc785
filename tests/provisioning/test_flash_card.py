"""One card: what must be on it afterwards, whatever was on it before; and how bad ones show."""

import subprocess
from pathlib import Path

import pytest

from provisioning.flash.errors import (
    CardError,
    DiskFaultError,
    FalseSizeError,
    MismatchError,
    VanishedError,
)
from provisioning.flash.honest_size import check_size
from provisioning.flash.image import Image
from provisioning.flash.partitions import Partition, read_partitions
from provisioning.flash.plan import MARGIN, make_plan
from provisioning.flash.progress import Silence
from provisioning.flash.tools import tool
from provisioning.flash.writing import FLUSH_BYTES, Patches, write_card
from tests.provisioning.flash_images import LAYOUT, MIB, map_of
from tests.provisioning.flash_machines import MemoryCard

CARD = 48 * MIB


def write(
    card: MemoryCard,
    image: Image,
    partitions: tuple[Partition, ...],
    patches: Patches | None = None,
) -> None:
    plan = make_plan(image, partitions, card.size_bytes)
    write_card(card, image, plan, patches or {}, Silence())


def test_every_mapped_block_is_on_a_used_card(
    image: Image, partitions: tuple[Partition, ...]
) -> None:
    card = MemoryCard(CARD)
    write(card, image, partitions)
    wanted = image.file.read_bytes()
    for run in image.block_map.mapped:
        assert card.content[run.offset : run.end] == wanted[run.offset : run.end]


@pytest.mark.parametrize("where", [LAYOUT.firmware, LAYOUT.data], ids=["FAT", "ext4"])
def test_a_file_system_that_is_written_to_later_is_the_images_to_the_last_zero(
    image: Image, partitions: tuple[Partition, ...], where: tuple[int, int]
) -> None:
    card = MemoryCard(CARD)
    write(card, image, partitions)
    start, end = where[0] * MIB, sum(where) * MIB
    assert bytes(card.content[start:end]) == image.file.read_bytes()[start:end]


def test_an_old_systems_slot_b_is_not_found_again(
    image: Image, partitions: tuple[Partition, ...]
) -> None:
    card = MemoryCard(CARD)
    write(card, image, partitions)
    start, end = LAYOUT.root_b[0] * MIB, sum(LAYOUT.root_b) * MIB
    assert not card.content[start : start + MARGIN].strip(b"\0")
    assert not card.content[end - MARGIN : end].strip(b"\0")


def test_long_holes_that_mean_nothing_are_left_as_they_are(
    image: Image, partitions: tuple[Partition, ...]
) -> None:
    card = MemoryCard(CARD)
    write(card, image, partitions)
    middle = (LAYOUT.root_b[0] + LAYOUT.root_b[1] // 2) * MIB
    assert card.content[middle : middle + MIB] == b"\xa5" * MIB


def test_signatures_behind_the_image_and_at_the_cards_end_are_wiped(
    image: Image, partitions: tuple[Partition, ...]
) -> None:
    card = MemoryCard(CARD)
    write(card, image, partitions)
    behind = image.size_bytes
    assert not card.content[behind : behind + MARGIN].strip(b"\0")
    assert not card.content[-MARGIN:].strip(b"\0")
    assert len(card.content) == CARD


def test_an_old_gpt_is_gone_and_the_images_table_stands(
    image: Image, partitions: tuple[Partition, ...], tmp_path: Path
) -> None:
    used = tmp_path / "card"
    used.write_bytes(bytes(CARD))
    subprocess.run(
        [tool("sfdisk"), "--quiet", str(used)],
        input=b"label: gpt\n size=20M\n size=20M\n",
        check=True,
        capture_output=True,
    )
    card = MemoryCard(CARD)
    card.content[:] = used.read_bytes()
    assert b"EFI PART" in card.content[-MIB:]
    write(card, image, partitions)
    used.write_bytes(card.content)
    assert read_partitions(used) == partitions
    assert b"EFI PART" not in card.content


def test_the_partition_table_comes_last(image: Image, partitions: tuple[Partition, ...]) -> None:
    card = MemoryCard(CARD)
    write(card, image, partitions)
    image_writes = [place for place in card.writes if place[1] != 4096]
    assert image_writes[0] == (0, MARGIN)
    assert image_writes[-1][0] == 0


@pytest.mark.parametrize("tenths", range(10))
def test_a_card_pulled_out_midway_is_told_and_does_not_look_finished(
    image: Image, partitions: tuple[Partition, ...], tenths: int
) -> None:
    whole = MemoryCard(CARD)
    write(whole, image, partitions)
    card = MemoryCard(CARD, gone_after=whole.written * tenths // 10)
    with pytest.raises(VanishedError):
        write(card, image, partitions)
    assert card.content[510:512] != b"\x55\xaa"


def test_a_card_that_refuses_a_block_is_told_with_the_place(
    image: Image, partitions: tuple[Partition, ...]
) -> None:
    with pytest.raises(DiskFaultError) as raised:
        write(MemoryCard(CARD, refuses_at=12 * MIB), image, partitions)
    assert raised.value.at == 12 * MIB


def test_one_wrong_byte_anywhere_is_found_when_it_is_read_back(
    image: Image, partitions: tuple[Partition, ...]
) -> None:
    plan = make_plan(image, partitions, CARD)
    places = [run.offset for run in (*plan.copied, *plan.cleared)]
    places += [run.end - 1 for run in (*plan.copied, *plan.cleared)]
    assert len(places) > 6
    for place in places:
        held = image.file.read_bytes()[place : place + 1] or b"\0"
        stuck = bytes([held[0] ^ 0x40])
        with pytest.raises((MismatchError, FalseSizeError)):
            write(MemoryCard(CARD, broken_at={place: stuck}), image, partitions)


@pytest.mark.parametrize("behind", [38 * MIB, 40 * MIB, 47 * MIB, CARD - 4096])
def test_a_card_that_drops_what_it_cannot_hold_is_found_though_the_image_would_fit(
    image: Image, partitions: tuple[Partition, ...], behind: int
) -> None:
    with pytest.raises(FalseSizeError):
        write(MemoryCard(CARD, drops_behind=behind), image, partitions)


@pytest.mark.parametrize("really", [MIB << doubling for doubling in range(5)])
@pytest.mark.parametrize("said", [32 * MIB, 31 * MIB, 32 * MIB - 4096])
def test_a_card_that_begins_anew_at_its_real_end_is_found(said: int, really: int) -> None:
    with pytest.raises(FalseSizeError):
        check_size(MemoryCard(said, really_holds=really), 900_000)


def test_an_honest_cards_size_is_believed_and_nothing_is_left_of_the_marks() -> None:
    for size in (MIB, 32 * MIB, 31 * MIB + 4096):
        card = MemoryCard(size)
        check_size(card, 900_000)
        assert bytes(card.content).replace(b"\xa5", b"").strip(b"\0") == b""


def test_a_card_of_exactly_the_images_size_is_written(
    image: Image, partitions: tuple[Partition, ...]
) -> None:
    card = MemoryCard(image.size_bytes)
    write(card, image, partitions)
    assert len(card.content) == image.size_bytes
    assert card.content[510:512] == b"\x55\xaa"


def test_patches_are_written_and_read_back_with_the_image(
    image: Image, partitions: tuple[Partition, ...]
) -> None:
    place = 5 * MIB
    card = MemoryCard(CARD)
    write(card, image, partitions, {place: b"\x77" * 4096})
    assert card.content[place : place + 4096] == b"\x77" * 4096
    broken = MemoryCard(CARD, broken_at={place + 9: b"\x76"})
    with pytest.raises(MismatchError):
        write(broken, image, partitions, {place: b"\x77" * 4096})


def test_the_system_is_never_far_ahead_of_the_card(
    image: Image, partitions: tuple[Partition, ...]
) -> None:
    ahead, most = 0, 0

    class Watched(MemoryCard):
        def write(self, offset: int, data: bytes) -> None:
            nonlocal ahead, most
            super().write(offset, data)
            ahead += len(data)
            most = max(most, ahead)

        def flush(self) -> None:
            nonlocal ahead
            super().flush()
            ahead = 0

    write(Watched(CARD), image, partitions)
    assert ahead == 0
    assert most < 2 * FLUSH_BYTES


def test_what_can_be_wrong_with_a_card_is_an_error_of_that_card() -> None:
    for kind in (VanishedError, DiskFaultError, MismatchError, FalseSizeError):
        assert issubclass(kind, CardError)


def test_an_image_without_partitions_is_written_too(tmp_path: Path) -> None:
    plain = tmp_path / "blob"
    plain.write_bytes(b"\x01" * MIB + bytes(6 * MIB) + b"\x02" * 100)
    image = map_of(plain)
    assert read_partitions(plain) == ()
    card = MemoryCard(16 * MIB)
    write(card, image, ())
    assert card.content[:MIB] == b"\x01" * MIB
    assert card.content[7 * MIB : 7 * MIB + 100] == b"\x02" * 100
