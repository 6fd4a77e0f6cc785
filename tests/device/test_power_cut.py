"""What the next start says of the one before: nothing after a clean end, the truth after a cut."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from device.counter.past import PowerCut
from device.ledger.ledger import Ledger
from device.ledger.print_jobs import PrintJobs
from device.power_cut import PowerCutWatch
from tests.device.ledger.books import AT, open_book, sale


@dataclass
class Counter:
    """A counter that is started again and again over the same folder."""

    folder: Path
    ledger: Ledger
    boot: str = "boot-1"
    now: list[timedelta] = field(default_factory=lambda: [timedelta(0)])

    @property
    def jobs(self) -> PrintJobs:
        return PrintJobs(self.ledger.database)

    def start(self) -> tuple[PowerCutWatch, PowerCut | None]:
        watch = PowerCutWatch(
            self.folder, self.ledger, clock=lambda: AT + self.now[0], boot=lambda: self.boot
        )
        return watch, watch.begin()

    def sell(self) -> int:
        return self.ledger.commit_sale(sale(), staff="NV-07").number

    def print_all(self) -> None:
        while job := self.jobs.next():
            self.jobs.sent(job)
            self.jobs.confirmed(job)


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    ledger = open_book(tmp_path / "ledger.sqlite")
    yield Counter(tmp_path, ledger)
    ledger.close()


def test_the_first_start_of_all_finds_nothing(counter: Counter) -> None:
    assert counter.start()[1] is None


def test_after_a_clean_end_there_is_nothing_to_say(counter: Counter) -> None:
    watch, _cut = counter.start()
    watch.sale_open(is_open=True)
    counter.sell()
    watch.sale_open(is_open=False)
    watch.end()
    assert counter.start()[1] is None
    assert [file.name for file in counter.folder.glob("draft*")] == []


def test_a_cut_while_nothing_was_open_names_only_its_time(counter: Counter) -> None:
    counter.start()
    counter.boot = "boot-2"
    assert counter.start()[1] == PowerCut(at=AT)


def test_the_time_is_that_of_the_last_sign_of_life(counter: Counter) -> None:
    watch, _cut = counter.start()
    for seconds, wanted in ((30, 0), (70, 70), (100, 70), (-500, -500)):
        counter.now[0] = timedelta(seconds=seconds)
        watch.beat()
        found = counter.start()[1]
        assert found
        assert found.at == AT + timedelta(seconds=wanted)
        (counter.folder / "alive.json").unlink()
        watch._beaten = None
        counter.now[0] = timedelta(seconds=wanted)
        watch.beat()


@pytest.mark.parametrize("state", ["committed", "sent", "doubtful"])
def test_a_whole_sale_whose_paper_nobody_saw_is_named(counter: Counter, state: str) -> None:
    counter.start()
    number = counter.sell()
    job = counter.jobs.next()
    assert job
    if state != "committed":
        counter.jobs.sent(job)
    if state == "doubtful":
        counter.jobs.doubtful(job)
    cut = counter.start()[1]
    assert cut
    assert (cut.sale, cut.total_vnd, cut.draft_lost) == (number, 11_000, False)


def test_a_sale_whose_receipt_was_cut_needs_no_word(counter: Counter) -> None:
    counter.start()
    counter.sell()
    counter.print_all()
    cut = counter.start()[1]
    assert cut
    assert cut.sale is None


def test_a_sale_whose_copy_was_cut_needs_no_word_at_the_next_cut(counter: Counter) -> None:
    counter.start()
    number = counter.sell()
    job = counter.jobs.next()
    assert job
    counter.jobs.doubtful(job)
    counter.jobs.add_copy(number, epoch=counter.ledger.epoch)
    counter.print_all()
    cut = counter.start()[1]
    assert cut
    assert cut.sale is None


def test_an_open_sale_is_lost_and_said_to_be(counter: Counter) -> None:
    watch, _cut = counter.start()
    counter.sell()
    counter.print_all()
    watch.sale_open(is_open=True)
    cut = counter.start()[1]
    assert cut
    assert cut.draft_lost
    assert cut.sale is None
    again = counter.start()[1]
    assert again
    assert not again.draft_lost


def test_a_sale_that_was_written_is_not_lost_though_its_draft_was_still_marked_open(
    counter: Counter,
) -> None:
    watch, _cut = counter.start()
    watch.sale_open(is_open=True)
    number = counter.sell()
    cut = counter.start()[1]
    assert cut
    assert (cut.sale, cut.draft_lost) == (number, False)


def test_the_next_draft_after_a_sale_is_lost_and_the_sale_is_not(counter: Counter) -> None:
    watch, _cut = counter.start()
    watch.sale_open(is_open=True)
    number = counter.sell()
    watch.sale_open(is_open=False)
    watch.sale_open(is_open=True)
    cut = counter.start()[1]
    assert cut
    assert (cut.sale, cut.draft_lost) == (number, True)


@pytest.mark.parametrize(("boot", "is_reboot"), [("boot-1", False), ("boot-2", True), ("", True)])
def test_it_tells_a_program_that_died_from_a_machine_that_did(
    counter: Counter, boot: str, *, is_reboot: bool
) -> None:
    counter.start()
    counter.boot = boot
    cut = counter.start()[1]
    assert cut
    assert cut.is_reboot is is_reboot


@pytest.mark.parametrize("content", [b"", b"\0" * 40, b"{"])
def test_a_sign_of_life_that_the_cut_spoiled_is_one_all_the_same(
    counter: Counter, content: bytes
) -> None:
    counter.start()
    number = counter.sell()
    (counter.folder / "alive.json").write_bytes(content)
    cut = counter.start()[1]
    assert cut
    assert (cut.at, cut.sale) == (AT, number)


def test_the_marks_say_nothing_of_drugs_or_people(counter: Counter) -> None:
    watch, _cut = counter.start()
    counter.ledger.commit_sale(sale(on_prescription=True, card=True), staff="NV-07")
    watch.sale_open(is_open=True)
    written = b"".join(file.read_bytes() for file in counter.folder.glob("*.json"))
    assert b"epoch" in written
    for word in ("FREE", "Thuốc", "Nguyễn", "001090000001", "01234ab12cd3", "NV-07"):
        assert word.encode() not in written


def test_a_folder_that_takes_nothing_stops_no_sale(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    watch, _cut = counter.start()
    watch._folder = counter.folder / "ledger.sqlite"
    watch.sale_open(is_open=True)
    watch.sale_open(is_open=False)
    watch.end()
    assert "does not take draft-open.json" in caplog.text


def test_nothing_is_forced_to_the_disk(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    forced: list[int] = []
    for name in ("fsync", "fdatasync"):
        monkeypatch.setattr(f"os.{name}", forced.append)
    watch, _cut = counter.start()
    watch.sale_open(is_open=True)
    watch.beat()
    watch.sale_open(is_open=False)
    assert forced == []
