"""The folder for suppliers' files: when one is read, and when it is put by."""

from pathlib import Path

import pytest

from device.counter.event import FileRead
from device.counter.state import Done, Form, Gathering, Ready, State
from device.counter.states.asking import Field, Topic
from device.inbox import Inbox

ROWS = "Mã thuốc;Số lô;Hạn dùng;Số lượng\n08930000025203;2604Z;01/02/2029;5\n"
DELIVERY = Gathering(purpose="delivery")
FORM = Form(topic=Topic.DELIVERY, fields=(Field(key="supplier"),), behind=Ready())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("state", [FORM, DELIVERY], ids=["form", "list"])
def test_a_file_fills_the_delivery_that_is_begun(folder: Path, state: State) -> None:
    found = Inbox(folder).look(state)
    assert found
    assert [(row.batch, row.quantity) for row in found.rows] == [("2604Z", 5)]


TYPED = Form(topic=Topic.DELIVERY, fields=(Field(key="supplier", text="C"),), behind=Ready())
OTHERS: tuple[State, ...] = (
    Ready(),
    TYPED,
    Gathering(purpose="count"),
    Gathering(purpose="delivery", notice="leaving"),
    Form(topic=Topic.BUYER, fields=(Field(key="name"),), behind=Ready()),
)


@pytest.mark.parametrize("state", OTHERS, ids=lambda state: type(state).__name__)
def test_it_is_read_nowhere_else(folder: Path, state: State) -> None:
    assert Inbox(folder).look(state) is None


def test_without_a_folder_there_is_nothing(tmp_path: Path) -> None:
    assert Inbox(None).look(DELIVERY) is None
    assert Inbox(tmp_path / "none").look(DELIVERY) is None


def test_a_file_is_put_by_once_its_delivery_is_written(folder: Path) -> None:
    inbox = Inbox(folder)
    inbox.look(FORM)
    inbox.changed(DELIVERY)
    assert (folder / "one.csv").exists()
    inbox.changed(Done(what="delivery", number=7))
    assert [file.name for file in folder.iterdir()] == ["one.csv.done"]


def test_a_form_over_the_list_does_not_forget_the_file(folder: Path) -> None:
    inbox = Inbox(folder)
    inbox.look(DELIVERY)
    inbox.changed(Form(topic=Topic.PACK, fields=(Field(key="batch"),), behind=DELIVERY))
    inbox.changed(Done(what="delivery", number=7))
    assert not (folder / "one.csv").exists()


def test_a_list_that_was_dropped_leaves_its_file_for_the_next_delivery(folder: Path) -> None:
    inbox = Inbox(folder)
    inbox.look(FORM)
    inbox.changed(Ready())
    inbox.changed(Done(what="delivery", number=7))
    assert (folder / "one.csv").exists()
    assert inbox.look(FORM)


def test_another_delivery_puts_no_file_by(folder: Path) -> None:
    inbox = Inbox(folder)
    inbox.changed(Done(what="delivery", number=7))
    assert (folder / "one.csv").exists()


def test_a_file_that_cannot_be_read_is_said_once(tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("nothing\n", encoding="utf-8")
    inbox = Inbox(tmp_path)
    assert inbox.look(DELIVERY) == FileRead()
    assert inbox.look(DELIVERY) is None
    file.unlink()
    (tmp_path / "good.csv").write_text(ROWS, encoding="utf-8")
    found = inbox.look(DELIVERY)
    assert found
    assert found.rows
