"""How long the customer's name is anywhere: as long as a paper of the sale waits, and bounded."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from device.counter.sale import Directions
from device.ledger.errors import LedgerError
from device.ledger.posting import Committed
from device.papers.memory import NAMED_SECONDS, PaperMemory, Spoken
from tests.device.ledger.books import CARD
from tests.device.papers.counter import AMOXICILLIN, PaperCounter, line, sale_of

NAME = "Nguyễn Văn Anh, 1990"


def sell(counter: PaperCounter) -> Committed:
    loose = replace(line(AMOXICILLIN, 1), directions=Directions(morning="1"))
    return counter.sell(sale_of(loose, card=CARD), names_patient=True)


def print_next(counter: PaperCounter) -> None:
    """As the printing room does, with one paper."""
    job = counter.jobs.next()
    assert job
    counter.jobs.sent(job)
    counter.jobs.confirmed(job)
    counter.desk.memory.cut(job)


def named(counter: PaperCounter, sold: Committed) -> str:
    return counter.desk.memory.of(sold.epoch, sold.number).patient


def is_kept(counter: PaperCounter) -> bool:
    files = [file for file in (counter.folder / "run").rglob("*") if file.is_file()]
    return any("Nguyễn".encode() in file.read_bytes() for file in files)


def test_the_name_waits_for_the_label_and_goes_with_it(counter: PaperCounter) -> None:
    sold = sell(counter)
    print_next(counter)
    assert named(counter, sold) == NAME
    print_next(counter)
    assert not is_kept(counter)
    assert counter.desk.memory.of(sold.epoch, sold.number).directions_of(0).morning == "1"


def test_a_label_that_cannot_be_drawn_leaves_no_name_behind(
    counter: PaperCounter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise TypeError("nobody expected it")

    monkeypatch.setattr("device.papers.typesetter.draw_label", fail)
    sell(counter)
    counter.room.start()
    assert counter.port.wait_for_tickets(1)
    counter.sell(sale_of())
    assert counter.port.wait_for_tickets(2)
    counter.room.close()
    assert counter.jobs.waiting() == 0
    assert not is_kept(counter)


def test_a_label_that_is_never_cut_keeps_the_name_an_hour_at_most(counter: PaperCounter) -> None:
    sold = sell(counter)
    print_next(counter)
    counter.sell(sale_of())
    assert named(counter, sold) == NAME, "its label comes when there is paper again"
    file = counter.folder / "run" / "papers" / f"{sold.epoch}-{sold.number}"
    long_ago = file.stat().st_mtime - NAMED_SECONDS - 1
    os.utime(file, (long_ago, long_ago))
    counter.sell(sale_of())
    assert not is_kept(counter)


def test_what_a_killed_program_left_goes_with_the_next_sale(counter: PaperCounter) -> None:
    sold = sell(counter)
    print_next(counter)
    label = counter.jobs.next()
    assert label
    counter.jobs.sent(label)
    half = counter.folder / "run" / "papers" / f"{sold.epoch}-{sold.number}.123"
    half.write_text(NAME)
    counter.jobs.doubt_what_was_sent()  # the next start
    counter.sell(sale_of())
    assert not is_kept(counter)


def test_another_ledgers_names_are_not_this_ones_affair(tmp_path: Path) -> None:
    asked: list[str] = []

    def is_awaited(_number: int, epoch: str) -> bool:
        asked.append(epoch)
        return epoch == "1" * 32

    memory = PaperMemory(tmp_path, is_awaited)
    memory.keep("1" * 32, 7, Spoken(patient=NAME))
    asked.clear()
    memory.keep("2" * 32, 8, Spoken(patient=NAME))
    assert memory.of("1" * 32, 7).patient == NAME, "a training's sale, or the other way about"
    assert asked == ["2" * 32]


def test_a_ledger_that_does_not_answer_ends_no_sale(tmp_path: Path) -> None:
    def is_awaited(_number: int, _epoch: str) -> bool:
        raise LedgerError("database is locked")

    memory = PaperMemory(tmp_path, is_awaited)
    memory.keep("1" * 32, 7, Spoken(patient=NAME))
    memory.keep("1" * 32, 8, Spoken(patient=NAME))
    assert memory.of("1" * 32, 7).patient == NAME
