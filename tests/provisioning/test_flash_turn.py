"""Many cards in turn: who gets which, what is said, and what the list at the end holds."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from provisioning.flash.disk import Disk
from provisioning.flash.errors import BusyDriveError, CorruptImageError, NoDriveError
from provisioning.flash.image import Image
from provisioning.flash.progress import Silence
from provisioning.flash.turn import Job, Outcome, Outlet, list_outcomes, write_cards
from tests.provisioning.flash_clock import Clock
from tests.provisioning.flash_images import MIB, map_of
from tests.provisioning.flash_machines import MemoryCard

CARD = 8 * MIB


@pytest.fixture
def image(tmp_path: Path) -> Image:
    file = tmp_path / "blob.img"
    file.write_bytes(b"\x11" * MIB)
    return map_of(file)


class Shelf:
    """A reader that holds out the cards it was given."""

    def __init__(self, *cards: Disk | Exception) -> None:
        self._cards = iter(cards)
        self.firsts: list[bool] = []

    def next_card(self, *, is_first: bool) -> Disk | None:
        self.firsts.append(is_first)
        card = next(self._cards, None)
        if isinstance(card, BaseException):
            raise card
        return card


def job(image: Image, said: list[str] | None = None, done: list[str] | None = None) -> Job:
    crossed = [] if done is None else done
    return Job(
        image=image,
        partitions=(),
        progress=Silence(),
        say=([] if said is None else said).append,
        done=lambda outlet: crossed.append(outlet.name),
        monotonic=Clock(),
    )


def outlets(*names: str) -> Iterator[Outlet]:
    return (Outlet(name=name) for name in names)


def test_each_outlet_gets_a_card_and_each_card_is_released(image: Image) -> None:
    cards, done = [MemoryCard(CARD), MemoryCard(CARD)], list[str]()
    outcomes = write_cards(job(image, done=done), Shelf(*cards), outlets("Q33-0001", "Q33-0002"))
    assert [outcome.outlet for outcome in outcomes] == ["Q33-0001", "Q33-0002"]
    assert done == ["Q33-0001", "Q33-0002"]
    assert all(card.is_closed for card in cards)
    assert all(outcome.seconds > 0 for outcome in outcomes)


def test_a_bad_card_is_set_aside_and_its_outlet_gets_the_next(image: Image) -> None:
    said, done = list[str](), list[str]()
    bad = MemoryCard(CARD, refuses_at=0)
    cards = Shelf(bad, MemoryCard(CARD), MemoryCard(CARD))
    outcomes = write_cards(job(image, said, done), cards, outlets("Q33-0001", "Q33-0002"))
    assert [(outcome.outlet, bool(outcome.fault)) for outcome in outcomes] == [
        ("Q33-0001", True),
        ("Q33-0001", False),
        ("Q33-0002", False),
    ]
    assert done == ["Q33-0001", "Q33-0002"]
    assert bad.is_closed
    assert any("KHÔNG ĐẠT" in line for line in said)


def test_a_card_that_cannot_be_opened_is_one_of_the_bad(image: Image) -> None:
    cards = Shelf(BusyDriveError("/dev/sdb"), MemoryCard(CARD))
    outcomes = write_cards(job(image), cards, outlets("Q33-0001"))
    assert [bool(outcome.fault) for outcome in outcomes] == [True, False]


def test_it_ends_when_no_more_cards_come(image: Image) -> None:
    outcomes = write_cards(job(image), Shelf(MemoryCard(CARD)), outlets("a", "b", "c"))
    assert len(outcomes) == 1


def test_no_more_cards_are_tried_than_were_asked_for(image: Image) -> None:
    cards = Shelf(MemoryCard(CARD, refuses_at=0), MemoryCard(CARD))
    outcomes = write_cards(job(image), cards, outlets("a", "b"), most=1)
    assert [bool(outcome.fault) for outcome in outcomes] == [True]


def test_stopping_midway_keeps_what_was_done(image: Image) -> None:
    class Stopping(MemoryCard):
        def flush(self) -> None:
            raise KeyboardInterrupt

    stopped = Stopping(CARD)
    outcomes = write_cards(job(image), Shelf(MemoryCard(CARD), stopped), outlets("a", "b", "c"))
    assert [outcome.outlet for outcome in outcomes] == ["a"]
    assert stopped.is_closed


def test_what_is_wrong_with_everything_ends_everything(image: Image) -> None:
    with pytest.raises(NoDriveError):
        write_cards(job(image), Shelf(NoDriveError([])), outlets("a"))


def test_an_image_that_is_exchanged_between_two_cards_is_not_written(image: Image) -> None:
    class Exchanging(MemoryCard):
        def close(self) -> None:
            super().close()
            image.file.write_bytes(b"\x22" * MIB)
            os.utime(image.file, ns=(1, 1))

    second = MemoryCard(CARD)
    with pytest.raises(CorruptImageError):
        write_cards(job(image), Shelf(Exchanging(CARD), second), outlets("a", "b"))
    assert second.written == 0


def test_the_list_counts_the_good_and_names_the_bad() -> None:
    good = Outcome(number=1, card="x", outlet="Q33-0001", seconds=100)
    bad = Outcome(number=2, card="y", outlet="Q33-0002", seconds=5, fault="Thẻ y hỏng.")
    said = list_outcomes([good, bad, replace(good, number=3, seconds=200)])
    assert "2 thẻ" in said
    assert "150 giây" in said
    assert "Thẻ y hỏng." in said
    assert "số 2 Q33-0002" in said
    assert "không đạt" not in list_outcomes([good])
