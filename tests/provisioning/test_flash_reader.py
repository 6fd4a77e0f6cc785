"""Where cards come from: the watched drive, and files in the place of cards."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from provisioning.flash.disk import Disk
from provisioning.flash.drives import Drive
from provisioning.flash.errors import (
    ExchangedDriveError,
    NoDriveError,
    RefusedDriveError,
    TooSmallFileError,
)
from provisioning.flash.reader import DriveReader, FileReader, Hands
from tests.provisioning.flash_images import MIB
from tests.provisioning.flash_machines import MemoryCard, machine, part, stick, system

CARD = 8 * MIB


class Desk:
    """A machine whose drives change at each look, and a person who answers."""

    def __init__(self, *looks: Sequence[Drive], answers: Sequence[str | type] = ()) -> None:
        self._looks, self._answers = list(looks), list(answers)
        self.said: list[str] = []
        self.asked: list[str] = []
        self.opened: list[Path] = []
        self.pauses = 0

    def hands(self) -> Hands:
        return Hands(
            say=self.said.append, ask=self._ask, look=self._look, open=self._open, pause=self._pause
        )

    def _look(self) -> Sequence[Drive]:
        return self._looks.pop(0) if len(self._looks) > 1 else self._looks[0]

    def _ask(self, question: str) -> str:
        self.asked.append(question)
        answer = self._answers.pop(0) if self._answers else ""
        if isinstance(answer, str):
            return answer
        raise answer

    def _open(self, drive: Drive) -> Disk:
        self.opened.append(drive.path)
        return MemoryCard(CARD)

    def _pause(self, _seconds: float) -> None:
        self.pauses += 1


IN = machine(system(), stick(serial="1"))
OUT = machine(system(), stick(size=0))
GONE = machine(system())


def test_before_anything_is_wiped_a_person_sees_what_and_agrees() -> None:
    desk = Desk(IN)
    assert DriveReader(MIB, desk.hands()).next_card(is_first=True)
    assert "STORAGE DEVICE" in desk.asked[0]
    assert desk.opened == [Path("/dev/sdb")]


@pytest.mark.parametrize(
    "then",
    [machine(system(), stick(serial="2")), OUT, GONE],
    ids=["another drive", "empty reader", "stick pulled"],
)
def test_what_was_put_in_after_the_question_is_not_wiped(then: tuple[Drive, ...]) -> None:
    desk = Desk(IN, then)
    with pytest.raises(ExchangedDriveError):
        DriveReader(MIB, desk.hands()).next_card(is_first=True)
    assert desk.opened == []


@pytest.mark.parametrize("answer", ["k", "không", "n", EOFError])
def test_whoever_does_not_agree_keeps_the_card(answer: str | type) -> None:
    desk = Desk(IN, answers=[answer])
    assert DriveReader(MIB, desk.hands()).next_card(is_first=True) is None
    assert desk.opened == []


def test_who_said_yes_beforehand_is_not_asked() -> None:
    desk = Desk(IN)
    assert DriveReader(MIB, desk.hands(), asks=False).next_card(is_first=True)
    assert desk.asked == []


@pytest.mark.parametrize("between", [OUT, GONE], ids=["empty reader", "stick pulled"])
def test_the_same_card_is_never_taken_for_the_next(between: tuple[Drive, ...]) -> None:
    desk = Desk(IN, IN, IN, IN, IN, between, between, IN)
    reader = DriveReader(MIB, desk.hands())
    reader.next_card(is_first=True)
    assert reader.next_card(is_first=False)
    assert len(desk.opened) == 2
    assert desk.pauses == 4
    assert "Rút thẻ" in desk.said[0]


def test_while_waiting_what_is_wrong_is_said_once_for_each_thing() -> None:
    mounted = machine(stick(children=[part("sdb1", "/media/x")]))
    locked = machine(stick(ro=True))
    two = machine(stick("sdb"), stick("sdc"))
    looks = [IN, IN, OUT, mounted, mounted, mounted, two, two, OUT, IN]
    desk = Desk(*looks)
    reader = DriveReader(MIB, desk.hands())
    reader.next_card(is_first=True)
    assert reader.next_card(is_first=False)
    assert sum("nhiều thẻ" in line for line in desk.said) == 1
    assert sum("/media/x" in line for line in desk.said) == 1
    named = Desk(IN, IN, OUT, locked, locked, mounted, mounted, IN)
    reader = DriveReader(MIB, named.hands(), named=Path("/dev/sdb"))
    reader.next_card(is_first=True)
    assert reader.next_card(is_first=False)
    assert sum("khóa ghi" in line for line in named.said) == 1
    assert sum("/media/x" in line for line in named.said) == 1


@pytest.mark.parametrize(
    ("second", "word"),
    [
        (stick(children=[part("sdb1", "/media/x")]), "/media/x"),
        (stick(ro=True), "khóa ghi"),
        (stick(size=1000), "quá nhỏ"),
    ],
    ids=["mounted by the desktop", "write-protected", "too small"],
)
def test_while_any_card_is_awaited_each_that_is_refused_is_told_once(
    second: dict[str, object], word: str
) -> None:
    refused = machine(system(), stick("sdc", rm=False), stick("sr0", type="rom"), second)
    desk = Desk(IN, IN, OUT, OUT, refused, refused, refused, OUT, refused, refused, OUT, IN)
    reader = DriveReader(MIB, desk.hands(), asks=False)
    reader.next_card(is_first=True)
    assert reader.next_card(is_first=False)
    _pull_out, *told = desk.said
    assert len(told) == 2, "the card was out between: it may be another one"
    assert all(word in line and "/dev/sdb" in line for line in told)


def test_a_stick_that_stays_mounted_elsewhere_is_told_once_for_all_cards() -> None:
    elsewhere = stick("sdc", children=[part("sdc1", "/media/own")])
    inside, outside = machine(stick(serial="1"), elsewhere), machine(stick(size=0), elsewhere)
    mounted = machine(stick(children=[part("sdb1", "/media/x")]), elsewhere)
    looks = [inside, outside, outside, outside, mounted, inside, outside, mounted, inside, inside]
    desk = Desk(*looks)
    reader = DriveReader(MIB, desk.hands(), asks=False)
    for number in range(3):
        assert reader.next_card(is_first=number == 0)
    assert sum("/media/own" in line for line in desk.said) == 1
    assert sum("/media/x" in line for line in desk.said) == 2


def test_the_first_card_must_be_right_at_once() -> None:
    with pytest.raises(NoDriveError):
        DriveReader(MIB, Desk(OUT).hands()).next_card(is_first=True)
    named = DriveReader(MIB, Desk(IN).hands(), named=Path("/dev/nvme0n1"))
    with pytest.raises(RefusedDriveError):
        named.next_card(is_first=True)


def test_files_in_the_place_of_cards_are_taken_in_turn(tmp_path: Path) -> None:
    files = [tmp_path / "one", tmp_path / "two"]
    for file in files:
        file.write_bytes(bytes(CARD))
    reader = FileReader(files, MIB)
    for file in files:
        disk = reader.next_card(is_first=False)
        assert disk
        assert disk.name == str(file)
        disk.close()
    assert reader.next_card(is_first=False) is None


def test_a_file_that_is_too_small_is_refused_before_it_is_touched(tmp_path: Path) -> None:
    (tmp_path / "small").write_bytes(b"\x01" * 1000)
    with pytest.raises(TooSmallFileError, match="quá nhỏ"):
        FileReader([tmp_path / "small"], MIB).next_card(is_first=True)
    assert (tmp_path / "small").read_bytes() == b"\x01" * 1000
