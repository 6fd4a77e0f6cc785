"""From a label to a sale that the province has, by the real door, signer, broker and terminal."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bench.field.__main__ import DRUGS
from bench.field.machine import LocalMachine, wait_until
from bench.field.province import KEEPER, STAFF, FieldProvince
from bench.field.steps import Journal, enrol, is_in, make_book, open_counter, sell
from device.enrolment.papers import Papers
from device.keys import load_link_keys
from device.link.renewing import Renewing
from device.settings import load_settings
from tests.device.enrolment.office import FakeDoor, Office
from tests.e2e.outpost import until
from wire.enrolment import read_label

pytestmark = [pytest.mark.e2e, pytest.mark.broker, pytest.mark.timeout(900)]

ENROLLED, REPLACED, WASTED, CUT = "Q33-0001", "Q33-0002", "Q33-0003", "Q33-0004"


class Played:
    """A province and the machine that was set up first."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.province = stack.enter_context(FieldProvince(folder / "province"))
        self.province.publish_catalogue(DRUGS)
        self.labels = self.province.print_labels(ENROLLED, REPLACED, WASTED, CUT)
        self._stack = stack

    def machine(self, name: str) -> LocalMachine:
        """Return a machine with a blank card, switched off."""
        folder = self.folder / name
        folder.mkdir()
        return self._stack.enter_context(LocalMachine(folder, board=name))

    def sale_arrived(self, terminal: str) -> bool:
        """Whether the province has a sale of a terminal."""
        return self.sales(terminal) > 0

    def sales(self, terminal: str) -> int:
        """How many sales of a terminal the province has."""
        with closing(sqlite3.connect(self.folder / "province/store.sqlite")) as store:
            question = "SELECT count(*) FROM entry WHERE terminal = ? AND kind = 'sale'"
            return int(store.execute(question, (terminal,)).fetchone()[0])


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    with ExitStack() as stack:
        yield Played(tmp_path_factory.mktemp("field"), stack)


@pytest.fixture(scope="module")
def first(played: Played) -> tuple[LocalMachine, Journal]:
    """The machine that is set up as it should be."""
    machine = played.machine("first")
    journal = Journal(machine)
    enrol(journal, played.labels[ENROLLED], badge=KEEPER)
    open_counter(journal, badge=STAFF)
    sell(journal, has_arrived=lambda: played.sale_arrived(ENROLLED))
    return machine, journal


def test_from_the_label_to_a_sale_that_the_province_has_nobody_types(
    played: Played, first: tuple[LocalMachine, Journal]
) -> None:
    _machine, journal = first
    assert played.sale_arrived(ENROLLED)
    assert sum(step.typed for step in journal.steps) == 0
    by_technician = [step for step in journal.steps if step.who == "technician"]
    assert [(step.scans, step.touches) for step in by_technician] == [(1, 0)]


def test_the_settings_are_the_outlets_and_the_machines(
    first: tuple[LocalMachine, Journal],
) -> None:
    settings = load_settings(first[0].settings)
    assert settings.terminal == ENROLLED
    assert settings.outlet.name == "Quầy thuốc Mẫu 1"
    assert settings.shop.kind == "QT"
    assert [person.badge for person in settings.people if person.in_charge] == [KEEPER]
    assert settings.link.door.startswith("https://localhost:")
    assert settings.hardware.kind == "fake"


def test_the_running_link_takes_a_renewed_certificate_into_use_at_the_real_broker(
    first: tuple[LocalMachine, Journal],
) -> None:
    """Renewed at the real door by the signing key's word alone, long after the old one's end."""
    file = first[0].settings
    settings = load_settings(file)
    papers = Papers(settings)
    before = papers.in_use
    late = datetime.now(UTC) + timedelta(days=900)
    renewing = Renewing(settings, load_link_keys(settings, file).signing, lambda: late)
    left = renewing.days_left()
    assert left is not None
    assert left < 0
    assert renewing.is_due()
    assert renewing.renew()
    until(lambda: papers.in_use != before)
    assert papers.to_prove is None
    assert before.certificate.exists()  # what was written at enrolment is never touched
    wait_until(first[0], "the line again", lambda shown: bool(shown.get("online")))


def test_a_label_that_was_used_does_nothing_on_another_card(
    played: Played, first: tuple[LocalMachine, Journal]
) -> None:
    assert first
    assert _refusal(played, "thief", played.labels[ENROLLED]) == "used-code"


def test_a_code_that_the_office_does_not_know_does_nothing(played: Played) -> None:
    text = played.labels[ENROLLED]
    code = read_label(text).code
    other = text.replace(code, code[::-1])
    assert _refusal(played, "guess", other) == "unknown-code"


def test_a_label_that_was_called_back_does_nothing(played: Played) -> None:
    played.province.call_back(WASTED)
    assert _refusal(played, "wasted", played.labels[WASTED]) == "stolen-code"


def test_a_door_of_another_authority_hears_no_code(played: Played) -> None:
    foreign = Office(played.folder / "foreign")
    label = read_label(played.labels[CUT])
    with FakeDoor(foreign) as door:
        text = played.labels[CUT].replace(f"*{label.port}*", f"*{door.port}*")
        machine = played.machine("deceived")
        machine.power_on()
        wait_until(machine, "the first screen", is_in("ScanLabel"))
        machine.scan(text)
        shown = wait_until(machine, "the alarm", is_in("NoAnswer"))
        assert shown["reason"] == "FOREIGN"
        assert door.asked == []
        machine.programs["enrol"].stop()


def test_a_door_that_is_away_is_asked_again_and_a_killed_program_goes_on(played: Played) -> None:
    """The signer is gone, then the door; the program is killed; then all are back."""
    province = played.province
    machine = played.machine("cut")
    journal = Journal(machine)
    province.programs["signer"].stop()
    machine.power_on()
    wait_until(machine, "the first screen", is_in("ScanLabel"))
    machine.scan(played.labels[CUT])
    shown = wait_until(machine, "no signature", is_in("Refused"))
    assert shown["reason"] == "not-now"
    province.programs["door"].stop()
    machine.press("Hỏi lại ngay")
    shown = wait_until(machine, "silence", is_in("NoAnswer"))
    assert shown["reason"] == "SILENT"
    machine.programs["enrol"].kill()
    province.start("signer")
    province.start("door")
    machine.power_on()  # nobody scans anything: the label is known
    wait_until(machine, "the answer", is_in("CallKeeper"))
    make_book(journal, badge=KEEPER)
    assert load_settings(machine.settings).terminal == CUT
    for program in machine.programs.values():
        program.stop()


def test_a_replaced_terminal_brings_its_unsent_sales_along_and_nothing_counts_twice(
    played: Played,
) -> None:
    """The old machine sells on after its line was cut; its card goes into the new one's reader."""
    old = played.machine("old")
    journal = Journal(old)
    enrol(journal, played.labels[REPLACED], badge=KEEPER)
    open_counter(journal, badge=STAFF)
    sell(journal, has_arrived=lambda: played.sale_arrived(REPLACED))
    old.programs["link"].kill()
    wait_until(old, "the next customer", lambda shown: shown["heard"] > 0)
    sell(journal, has_arrived=lambda: True)
    old.programs["ui"].kill()
    sent = played.sales(REPLACED)
    label = played.province.replacement_label(REPLACED)
    new = played.machine("new")
    card = new.root / "run/quay-old-card"
    card.mkdir(parents=True)
    (card / "sdb8").symlink_to(old.root)
    new.power_on()
    wait_until(new, "the first screen", is_in("ScanLabel"))
    new.scan(label)
    wait_until(new, "the old card", is_in("OldCardRead"))
    new.press("Chuyển sang máy này")
    wait_until(new, "the badge", is_in("CallKeeper"))
    make_book(Journal(new), badge=KEEPER)
    until(lambda: played.sales(REPLACED) == sent + 1)
    wait_until(new, "all received", lambda shown: shown.get("unsent") == 0)
    assert played.sales(REPLACED) == sent + 1
    epochs = {epoch for epoch, _seq in played.province.entries(REPLACED)}
    assert len(epochs) == 2


def _refusal(played: Played, name: str, text: str) -> str:
    machine = played.machine(name)
    machine.power_on()
    wait_until(machine, "the first screen", is_in("ScanLabel"))
    machine.scan(text)
    shown = wait_until(machine, "the refusal", is_in("Refused"))
    machine.programs["enrol"].stop()
    assert not machine.settings.exists()
    return str(shown["reason"])
