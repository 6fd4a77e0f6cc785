"""What lies on a card in a reader is looked at as a stranger's."""

import errno
import os
from pathlib import Path

import pytest

from device.enrolment.old_card import OldCardError, find_card, read_card
from device.enrolment.place import Place
from device.enrolment.succession import go_on_with_card
from device.ledger.errors import LedgerError
from tests.device.enrolment.cards import make_card
from tests.device.enrolment.office import TERMINAL


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A file of this machine that no card may reach."""
    (tmp_path / "signing.key.pem").write_bytes(b"a key of ours")
    return tmp_path / "signing.key.pem"


def test_a_link_on_a_card_is_no_ledger(tmp_path: Path, ours: Path) -> None:
    place = Place(tmp_path)
    folder = place.old_cards / "sdb8/var/lib/quay"
    folder.mkdir(parents=True)
    (folder / "ledger.sqlite").symlink_to(ours)
    assert find_card(place) is None
    with pytest.raises(OldCardError):
        read_card(place.old_cards / "sdb8", terminal=TERMINAL, ledger=tmp_path / "ledger.sqlite")
    assert not (tmp_path / "incoming/ledger.sqlite").exists()


def test_a_card_that_is_pulled_out_meanwhile_is_no_empty_shelf(tmp_path: Path) -> None:
    card = make_card(tmp_path / "card")
    (card / "var").rename(tmp_path / "gone")
    with pytest.raises(OldCardError):
        read_card(card, terminal=TERMINAL, ledger=tmp_path / "new/ledger.sqlite")


def test_links_beside_a_good_ledger_bring_nothing_along(tmp_path: Path, ours: Path) -> None:
    card = make_card(tmp_path / "card")
    (card / "var/lib/quay/ledger.sqlite-wal").unlink(missing_ok=True)
    (card / "var/lib/quay/ledger.sqlite-wal").symlink_to("/dev/zero")
    (card / "etc/quay/terminal/book.locked").unlink()
    (card / "etc/quay/terminal/book.locked").symlink_to(ours)
    old = read_card(card, terminal=TERMINAL, ledger=tmp_path / "new/ledger.sqlite")
    assert old.book.unsent == 2
    assert old.locked is None


def test_a_folder_that_is_a_link_leads_nowhere(tmp_path: Path) -> None:
    make_card(tmp_path / "ours")
    card = tmp_path / "card"
    card.mkdir()
    (card / "var").symlink_to(tmp_path / "ours/var")
    place = Place(tmp_path)
    place.old_cards.mkdir(parents=True)
    card.rename(place.old_cards / "sdb8")
    assert find_card(place) is None


def test_a_copy_that_is_gone_does_not_put_an_empty_ledger_in_its_place(tmp_path: Path) -> None:
    ledger = tmp_path / "new/ledger.sqlite"
    old = read_card(make_card(tmp_path / "card"), terminal=TERMINAL, ledger=ledger)
    go_on_with_card(old, ledger, terminal=TERMINAL)
    good = ledger.read_bytes()
    with pytest.raises(LedgerError):
        go_on_with_card(old, ledger, terminal=TERMINAL)
    assert ledger.read_bytes() == good


def test_a_card_that_does_not_say_what_is_on_it_is_what_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, stat = make_card(tmp_path / "card"), os.stat

    def failing(path: Path, **how: bool) -> os.stat_result:
        if str(path).endswith("-wal"):
            raise OSError(errno.EIO, "Input/output error")
        return stat(path, **how)

    monkeypatch.setattr(os, "stat", failing)
    with pytest.raises(OldCardError, match="Input/output error"):
        read_card(card, terminal=TERMINAL, ledger=tmp_path / "new/ledger.sqlite")
