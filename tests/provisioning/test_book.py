import os
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from provisioning.authority import Authority
from provisioning.book import Keeper, change_badge, recover, renew
from provisioning.errors import BookLockedError, MissingError, UnusableFileError
from provisioning.terminal import Made, make_terminal
from tests.provisioning.conftest import BADGE, KEEPER, NOW, PIN, particulars
from wire.book import READER, Book, open_book
from wire.lock import LockedError
from wire.patient import Patient
from wire.recovery import tidy_code
from wire.seal import Place, seal

NEW = Keeper(badge="the badge that came by post", pin="77120")
PLACE = Place(terminal="Q33-0001", epoch="0" * 32, seq=1)
PATIENT = Patient(name="Nguyễn Thị Thử")


@pytest.fixture
def made(root: Path, office: Authority) -> Made:
    return make_terminal(root, particulars(), keeper=KEEPER, authority=office, at=NOW)


@pytest.fixture
def folder(made: Made) -> Path:
    return made.folder


def public(folder: Path) -> X25519PublicKey:
    key = load_pem_public_key((folder / "book.pub.pem").read_bytes())
    assert isinstance(key, X25519PublicKey)
    return key


def sealed(folder: Path) -> bytes:
    """A block as the terminal of that folder seals it now."""
    return seal(PATIENT, PLACE, {READER: public(folder)})


def opened(folder: Path, keeper: Keeper) -> Book:
    return open_book((folder / "book.locked").read_bytes(), keeper.badge, keeper.pin)


def test_a_code_is_given_out_that_no_file_holds(made: Made) -> None:
    code = made.recovery_code
    assert tidy_code(code) == code
    for file in made.folder.iterdir():
        content = file.read_bytes()
        assert code.encode() not in content
        assert code.replace("-", "").encode() not in content


def test_another_badge_opens_and_the_old_one_does_not(folder: Path) -> None:
    block = sealed(folder)
    change_badge(folder, old=KEEPER, new=NEW)
    assert opened(folder, NEW).read(block, PLACE) == PATIENT
    with pytest.raises(LockedError):
        opened(folder, KEEPER)


def test_a_lost_badge_has_a_way_back_by_the_paper(made: Made) -> None:
    block = sealed(made.folder)
    fresh = recover(made.folder, code=made.recovery_code, new=NEW)
    assert opened(made.folder, NEW).read(block, PLACE) == PATIENT
    assert fresh != made.recovery_code
    with pytest.raises(LockedError):
        opened(made.folder, KEEPER)
    with pytest.raises(BookLockedError):
        recover(made.folder, code=made.recovery_code, new=KEEPER)
    recover(made.folder, code=fresh, new=KEEPER)
    assert opened(made.folder, KEEPER).read(block, PLACE) == PATIENT


def test_a_renewed_book_reads_what_was_sealed_before_and_after(made: Made) -> None:
    before, key = sealed(made.folder), public(made.folder)
    renew(made.folder, KEEPER)
    after = sealed(made.folder)
    assert public(made.folder) != key
    for block in (before, after):
        assert opened(made.folder, KEEPER).read(block, PLACE) == PATIENT
    # The paper opens it as before.
    recover(made.folder, code=made.recovery_code, new=NEW)
    for block in (before, after):
        assert opened(made.folder, NEW).read(block, PLACE) == PATIENT


@pytest.mark.parametrize(
    "wrong", [Keeper(badge=BADGE, pin="000000"), Keeper(badge="another", pin=PIN)], ids=str
)
def test_whoever_cannot_open_the_book_cannot_change_it(folder: Path, wrong: Keeper) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(BookLockedError):
        change_badge(folder, old=wrong, new=NEW)
    with pytest.raises(BookLockedError):
        renew(folder, wrong)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    assert PIN not in repr(wrong) + repr(KEEPER)
    assert BADGE not in repr(wrong) + repr(KEEPER)


def test_a_plug_pulled_while_renewing_leaves_a_book_that_reads_everything(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    block = sealed(folder)

    def pulled(_self: Path, _target: Path) -> Path:
        raise OSError(5, "pulled")

    real = Path.replace
    calls: list[Path] = []

    def second_fails(self: Path, target: Path) -> Path:
        calls.append(target)
        return real(self, target) if len(calls) == 1 else pulled(self, target)

    monkeypatch.setattr(Path, "replace", second_fails)
    with pytest.raises(OSError, match="pulled"):
        renew(folder, KEEPER)
    monkeypatch.undo()
    assert [file.name for file in calls] == ["book.locked", "book.pub.pem"]
    for found in (block, sealed(folder)):
        assert opened(folder, KEEPER).read(found, PLACE) == PATIENT


def test_modes_and_owner_stay_when_a_file_is_replaced(folder: Path) -> None:
    locked = folder / "book.locked"
    locked.chmod(0o400)
    if os.geteuid() == 0:
        os.chown(locked, 4711, 4712)
    before = locked.stat()
    change_badge(folder, old=KEEPER, new=NEW)
    after = locked.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (
        before.st_mode, before.st_uid, before.st_gid,
    )  # fmt: skip
    assert after.st_ino != before.st_ino
    renew(folder, NEW)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    assert (modes["book.locked"], modes["book.pub.pem"]) == (0o400, 0o644)
    assert not [name for name in modes if name.startswith(".")]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_book_that_others_may_read_is_refused(folder: Path, mode: int) -> None:
    (folder / "book.locked").chmod(mode)
    with pytest.raises(UnusableFileError, match="chmod 600"):
        renew(folder, KEEPER)


def test_a_folder_without_a_book_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"book\.locked"):
        renew(tmp_path, KEEPER)
