"""A card that failed, or was stopped or pulled out while it was read back: it looks unfinished."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from provisioning.flash.errors import DiskFaultError, MismatchError, VanishedError
from provisioning.flash.image import Image
from provisioning.flash.partitions import Partition
from provisioning.flash.plan import MARGIN, make_plan
from provisioning.flash.progress import Silence
from provisioning.flash.writing import write_card
from tests.provisioning.flash_images import MIB
from tests.provisioning.flash_machines import MemoryCard

CARD = 48 * MIB
SIZE_MARK = 4096
"""So long are the marks by which a card's size is tried, before anything is written."""


def write(card: MemoryCard, image: Image, partitions: tuple[Partition, ...]) -> None:
    write_card(card, image, make_plan(image, partitions, CARD), {}, Silence())


def _places(image: Image, partitions: tuple[Partition, ...]) -> dict[str, int]:
    """One written place in the card's first part, and one behind it; no mark comes to lie there."""
    runs = make_plan(image, partitions, CARD).copied
    body = next(run for run in runs if run.end > MARGIN + 4 * SIZE_MARK)
    return {"first part": 3 * SIZE_MARK, "body": max(body.offset, MARGIN) + 3 * SIZE_MARK}


@pytest.mark.parametrize("where", ["body", "first part"])
def test_a_card_that_reads_back_wrongly_does_not_look_finished(
    image: Image, partitions: tuple[Partition, ...], where: str
) -> None:
    place = _places(image, partitions)[where]
    held = image.file.read_bytes()[place]
    card = MemoryCard(CARD, broken_at={place: bytes([held ^ 0x40])})
    with pytest.raises(MismatchError):
        write(card, image, partitions)
    assert not card.content[:MARGIN].strip(b"\0")


@pytest.mark.parametrize("where", ["body", "first part"])
@pytest.mark.parametrize("kind", [KeyboardInterrupt, DiskFaultError("card", 0)])
def test_a_card_that_is_stopped_while_it_is_read_back_does_not_look_finished(
    image: Image,
    partitions: tuple[Partition, ...],
    where: str,
    kind: BaseException | type[BaseException],
) -> None:
    place = _places(image, partitions)[where]

    class Stopped(MemoryCard):
        def read(self, offset: int, length: int) -> bytes:
            if length != SIZE_MARK and offset <= place < offset + length:
                raise kind
            return super().read(offset, length)

    card = Stopped(CARD)
    with pytest.raises((KeyboardInterrupt, DiskFaultError)):
        write(card, image, partitions)
    assert not card.content[:MARGIN].strip(b"\0")


def test_a_card_pulled_out_while_it_is_read_back_does_not_look_finished(
    image: Image, partitions: tuple[Partition, ...]
) -> None:
    place = _places(image, partitions)["body"]

    class Pulled(MemoryCard):
        def read(self, offset: int, length: int) -> bytes:
            if length != SIZE_MARK and offset <= place < offset + length:
                self._gone_after = 0
                raise VanishedError(self.name)
            return super().read(offset, length)

    card = Pulled(CARD)
    with pytest.raises(VanishedError):
        write(card, image, partitions)
    assert not card.content[:MARGIN].strip(b"\0")


def test_what_the_card_does_not_take_keeps_no_other_block_of_its_first_part(
    image: Image, partitions: tuple[Partition, ...]
) -> None:
    refused = 8 * 4096

    class Refusing(MemoryCard):
        def read(self, offset: int, length: int) -> bytes:
            if length != SIZE_MARK and offset < MARGIN:
                self._refuses_at = refused
                raise MismatchError(self.name, offset)
            return super().read(offset, length)

    card = Refusing(CARD)
    with pytest.raises(MismatchError):
        write(card, image, partitions)
    left = bytes(card.content[:refused]) + bytes(card.content[refused + 4096 : MARGIN])
    assert not left.strip(b"\0")


def test_the_bar_reaches_its_end_in_both_phases_and_never_passes_it(
    image: Image, partitions: tuple[Partition, ...]
) -> None:
    shown: dict[str, list[int]] = {}

    class Counting:
        @contextmanager
        def phase(self, title: str, total_bytes: int, /) -> Iterator[Callable[[int], None]]:
            counted = shown.setdefault(title, [total_bytes])
            yield counted.append

    plan = make_plan(image, partitions, CARD)
    pieces = write_card(MemoryCard(CARD), image, plan, {}, Counting())
    assert sum(piece.length for piece in pieces) == plan.total_bytes
    assert [sum(done) for _total, *done in shown.values()] == [
        total for total, *_done in shown.values()
    ]
    assert shown["Đọc lại"][0] == plan.total_bytes
