"""The label of a card that is good: printed, and never in the way of the next card."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from provisioning.__main__ import main
from provisioning.flash.label import LabelNotPrintedError, print_label
from provisioning.flash.tools import MissingToolError
from tests.provisioning.flash_images import MIB, write_sum
from wire.enrolment import Label, make_enrolment_code
from wire.enrolment_batch import PrintedLabel, Sheet

CODE = make_enrolment_code()


@pytest.fixture
def label(tmp_path: Path) -> Path:
    text = Label(kind="new", host="quay.example", code=CODE, pin="AB" * 16).to_text()
    printed = PrintedLabel(
        text=text,
        kind="new",
        terminal="Q33-0001",
        outlet="Quầy thuốc Tâm An",
        place="Xã Phú Sơn",
        label="máy 01",
        expires_at=datetime.now(UTC) + timedelta(days=30),
    )
    file = tmp_path / "outlets/Q33-0001/label.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(msgspec.json.encode(Sheet(labels=(printed,))))
    return file


@pytest.fixture
def printer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program `lp` that keeps what it is given; returns the folder that it keeps it in."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "lp"
    program.write_text(
        f'#!/bin/sh\necho "$@" > {folder}/words\n'
        f'for file; do :; done\ncp "$file" {folder}/paper.pdf\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def test_the_strip_goes_to_the_printer_that_was_named(label: Path, printer: Path) -> None:
    print_label("Q33-0001", label, "Nhan58")
    assert (printer / "paper.pdf").read_bytes().startswith(b"%PDF")
    assert (printer / "words").read_text().startswith("-d Nhan58 -- ")


def test_without_a_name_it_goes_to_the_usual_printer(label: Path, printer: Path) -> None:
    print_label("Q33-0001", label, "")
    assert (printer / "words").read_text().startswith("-- ")


def test_a_printer_that_fails_and_a_label_that_is_none_are_told(label: Path, printer: Path) -> None:
    (printer / "lp").write_text("#!/bin/sh\necho 'lp: no such destination' >&2\nexit 1\n")
    with pytest.raises(LabelNotPrintedError, match="no such destination"):
        print_label("Q33-0001", label, "Nhan58")
    label.write_text("{}")
    with pytest.raises(LabelNotPrintedError, match=r"label\.json"):
        print_label("Q33-0001", label, "")


def test_without_a_printing_system_it_says_what_to_install(
    label: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("provisioning.flash.tools._SYSTEM_FOLDERS", ())
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(MissingToolError, match="cups-client"):
        print_label("Q33-0001", label, "")


def test_a_card_with_its_label_printed_does_not_hold_the_code(
    label: Path, printer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    image, card = tmp_path / "quay.img", tmp_path / "card"
    image.write_bytes(b"\x01" * MIB)
    write_sum(image)
    card.write_bytes(bytes(8 * MIB))
    outlets = label.parents[1]
    words = ["flash", str(image), str(card), "--outlets", str(outlets), "--print-labels"]
    assert main(words) == 0
    assert (printer / "paper.pdf").exists()
    assert CODE.encode() not in card.read_bytes()
    assert CODE not in "".join(capsys.readouterr())


def test_a_label_that_is_not_printed_spoils_no_card(
    label: Path, printer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    image, card = tmp_path / "quay.img", tmp_path / "card"
    image.write_bytes(b"\x01" * MIB)
    write_sum(image)
    card.write_bytes(bytes(8 * MIB))
    (printer / "lp").write_text("#!/bin/sh\nexit 1\n")
    outlets = label.parents[1]
    words = ["flash", str(image), str(card), "--outlets", str(outlets), "--print-labels"]
    assert main(words) == 0
    told = capsys.readouterr()
    assert "chưa in được nhãn" in told.err
    assert "Đã ghi 1 thẻ" in told.out
