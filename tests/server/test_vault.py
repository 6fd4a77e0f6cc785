import errno
import os
import stat
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from server.vault.audit import AuditLog, LogBrokenError
from server.vault.custodians import Custodian
from server.vault.errors import VaultError
from server.vault.keys import READER, KeyFolder, VaultKey
from server.vault.requests import Request
from tests.plain_text import shows
from tests.server.vault_room import LAN, MINH, PATIENT, PHUC, PLACE, THREE, Room
from wire.seal import Place, seal

STRANGER = Custodian("Kẻ Lạ", ("a stranger's long passphrase",))
WRONG = Custodian(MINH.name, ("không phải câu mật khẩu của Minh",))


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A vault whose key is made, and a block that was sealed for it."""
    folder = tmp_path / "vault"
    folder.mkdir(mode=0o700)
    room = Room(folder)
    key, _public = room.vault().make_key(THREE)
    room.receive(key)
    return room


class TestTheFolder:
    def test_files_are_for_the_vaults_eyes_only(self, room: Room) -> None:
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in room.folder.iterdir()}
        (number,) = [name.removesuffix(".json") for name in modes if name.endswith(".json")]
        assert modes == {
            f"{number}.json": 0o600,
            f"vault-{number}.pub.pem": 0o644,
            "audit.log": 0o600,
            "audit.head": 0o600,
        }

    @pytest.mark.parametrize("mode", [0o750, 0o705, 0o777])
    def test_a_folder_that_others_may_enter_is_refused(self, room: Room, mode: int) -> None:
        room.folder.chmod(mode)
        with pytest.raises(VaultError, match="chmod 700"):
            room.vault()

    def test_a_key_that_others_may_read_or_that_is_spoilt_is_refused(self, room: Room) -> None:
        (file,) = room.folder.glob("*.json")
        file.chmod(0o640)
        with pytest.raises(VaultError, match="chmod 600"):
            room.vault().verify()
        file.chmod(0o600)
        file.write_bytes(file.read_bytes()[:-20])
        with pytest.raises(VaultError, match="Không đọc được khóa"):
            room.vault().verify()

    def test_the_public_half_is_what_terminals_seal_with(self, room: Room) -> None:
        (file,) = room.folder.glob("*.pub.pem")
        public = load_pem_public_key(file.read_bytes())
        assert isinstance(public, X25519PublicKey)
        number = file.name.removeprefix("vault-").removesuffix(".pub.pem")
        sealed = seal(PATIENT, PLACE, {f"{READER}{number}": public})
        room.blocks[PLACE.terminal, PLACE.epoch, PLACE.seq] = sealed
        assert room.vault().open(room.agreed(), (LAN, MINH), room.find)[0] == PATIENT


class TestOpening:
    def test_two_who_open_it_at_the_same_moment_see_it_once(self, room: Room) -> None:
        number = room.agreed()

        def find(place: Place) -> bytes | None:
            room.vault().open(number, (LAN, MINH), room.find)
            return room.find(place)

        with pytest.raises(VaultError):
            room.vault().open(number, (LAN, MINH), find)
        assert room.kinds().count("opened") == 1

    def test_two_people_open_it_once_and_it_is_logged(self, room: Room) -> None:
        number = room.agreed()
        patient, head = room.vault().open(number, (MINH, LAN), room.find)
        assert patient == PATIENT
        assert room.kinds() == ["key-made", "requested", "approved", "opened"]
        opened = room.vault().verify()[-1]
        assert (opened.request, opened.case, opened.entry) == (number, "123/TTr-SYT", 7)
        assert opened.who == (MINH.name, LAN.name)
        assert head == room.told[-1] == room.vault().head()
        with pytest.raises(VaultError, match="đã mở một lần"):
            room.vault().open(number, (MINH, LAN), room.find)

    def test_nothing_is_shown_that_could_not_be_logged(
        self, room: Room, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        number = room.agreed()

        def full(_descriptor: int, _line: bytes) -> int:
            raise OSError(28, "No space left on device")

        vault = room.vault()
        monkeypatch.setattr(os, "write", full)
        with pytest.raises(OSError, match="No space"):
            vault.open(number, (LAN, MINH), room.find)
        monkeypatch.undo()
        assert "opened" not in room.kinds()
        assert room.vault().open(number, (LAN, MINH), room.find)[0] == PATIENT

    def test_without_a_second_persons_word_nothing_opens(self, room: Room) -> None:
        number = room.ask()
        with pytest.raises(VaultError, match="chưa có người thứ hai"):
            room.vault().open(number, (LAN, MINH), room.find)

    @pytest.mark.parametrize("name", [LAN.name, LAN.name.upper(), f" {LAN.name} "])
    def test_nobody_agrees_to_the_own_request(self, room: Room, name: str) -> None:
        number = room.ask()
        with pytest.raises(VaultError, match="người khác"):
            room.vault().approve(number, name)

    def test_strangers_neither_ask_nor_agree(self, room: Room) -> None:
        with pytest.raises(VaultError, match="không giữ khóa"):
            room.ask(STRANGER)
        number = room.ask()
        with pytest.raises(VaultError, match="không giữ khóa"):
            room.vault().approve(number, STRANGER.name)

    def test_only_the_two_who_asked_and_agreed_open_it(self, room: Room) -> None:
        number = room.agreed()
        for pair in ((LAN, PHUC), (MINH, PHUC), (LAN, LAN)):
            with pytest.raises(VaultError, match="đúng người"):
                room.vault().open(number, pair, room.find)
        assert "opened" not in room.kinds()

    def test_a_wrong_secret_is_logged_and_the_next_attempt_waits_longer(self, room: Room) -> None:
        number = room.agreed()
        for _ in range(3):
            with pytest.raises(VaultError, match="Không mở được"):
                room.vault().open(number, (LAN, WRONG), room.find)
        assert room.kinds()[-3:] == ["refused"] * 3
        assert room.vault().open(number, (LAN, MINH), room.find)[0] == PATIENT
        assert room.slept == [1, 2, 4]
        room.vault().open(room.agreed(), (LAN, MINH), room.find)
        assert room.slept == [1, 2, 4], "an opening clears the count"

    def test_the_wait_has_an_end(self, room: Room) -> None:
        number = room.agreed()
        log = AuditLog(room.folder, tell=room.told.append)
        event = room.vault().verify()[-1]
        for _ in range(30):
            log.append(msgspec.structs.replace(event, kind="refused", who=()))
        room.vault().open(number, (LAN, MINH), room.find)
        assert room.slept == [512]

    def test_a_request_grows_old(self, room: Room) -> None:
        number = room.agreed()
        room.now += timedelta(days=7, seconds=1)
        with pytest.raises(VaultError, match="quá 7 ngày"):
            room.vault().open(number, (LAN, MINH), room.find)
        with pytest.raises(VaultError, match="quá 7 ngày"):
            room.vault().approve(number, MINH.name)

    @pytest.mark.parametrize("number", [0, 1, 99, -1])
    def test_a_number_that_is_no_request_is_named(self, room: Room, number: int) -> None:
        with pytest.raises(VaultError, match=f"yêu cầu số {number}"):
            room.vault().approve(number, MINH.name)

    @pytest.mark.parametrize(
        ("case", "why"), [("", "vì sao"), ("  ", "vì sao"), ("1/A", ""), ("1/A", "x" * 301)]
    )
    def test_a_request_says_which_case_and_why(self, room: Room, case: str, why: str) -> None:
        with pytest.raises(VaultError):
            room.vault().request(Request(LAN.name, case, why, PLACE), room.find)

    def test_what_the_server_does_not_have_cannot_be_asked_for(self, room: Room) -> None:
        elsewhere = msgspec.structs.replace(PLACE, seq=8)
        with pytest.raises(VaultError, match="không có phần niêm phong"):
            room.ask(place=elsewhere)

    def test_a_block_for_the_shop_alone_is_not_asked_for_in_vain(self, room: Room) -> None:
        book = X25519PrivateKey.generate().public_key()
        room.blocks[PLACE.terminal, PLACE.epoch, 8] = seal(PATIENT, PLACE, {"book": book})
        with pytest.raises(VaultError, match="không dành cho khóa nào"):
            room.ask(place=msgspec.structs.replace(PLACE, seq=8))
        room.blocks[PLACE.terminal, PLACE.epoch, 8] = b"rubbish"
        with pytest.raises(VaultError, match="đã bị thay đổi"):
            room.ask(place=msgspec.structs.replace(PLACE, seq=8))

    def test_a_block_that_was_put_in_anothers_place_does_not_open(self, room: Room) -> None:
        elsewhere: Place = msgspec.structs.replace(PLACE, seq=8)
        room.blocks[PLACE.terminal, PLACE.epoch, 8] = room.blocks[
            PLACE.terminal, PLACE.epoch, PLACE.seq
        ]
        number = room.ask(place=elsewhere)
        room.vault().approve(number, MINH.name)
        with pytest.raises(VaultError, match="đã bị thay đổi"):
            room.vault().open(number, (LAN, MINH), room.find)
        assert "opened" not in room.kinds()

    def test_no_file_of_the_vault_holds_the_patient_or_a_secret(self, room: Room) -> None:
        room.vault().open(room.agreed(), (LAN, MINH), room.find)
        secrets = [PATIENT.name, PATIENT.number, PATIENT.residence]
        secrets += [secret for each in THREE for secret in each.secrets]
        for file in room.folder.iterdir():
            for secret in secrets:
                assert not shows(file.read_bytes(), secret), file


class TestOtherKeysAndPeople:
    def test_old_and_new_keys_open_side_by_side(self, room: Room) -> None:
        room.now += timedelta(days=365)
        fresh, _public = room.vault().make_key((MINH, PHUC))
        later: Place = msgspec.structs.replace(PLACE, seq=9)
        room.receive(fresh, later)
        assert room.vault().open(room.agreed(), (LAN, MINH), room.find)[0] == PATIENT
        number = room.ask(MINH, later)
        room.vault().approve(number, PHUC.name)
        assert room.vault().open(number, (MINH, PHUC), room.find)[0] == PATIENT

    def test_custodians_change_and_the_old_one_opens_nothing_more(self, room: Room) -> None:
        number = room.agreed()
        assert room.vault().hand_over((MINH, PHUC), (MINH, PHUC, STRANGER)) == []
        with pytest.raises(VaultError, match="Không mở được"):
            room.vault().open(number, (LAN, MINH), room.find)
        fresh = room.ask(STRANGER)
        room.vault().approve(fresh, PHUC.name)
        assert room.vault().open(fresh, (STRANGER, PHUC), room.find)[0] == PATIENT
        assert "handed-over" in room.kinds()

    def test_keys_that_were_made_with_other_secrets_are_handed_over_one_after_the_other(
        self, room: Room
    ) -> None:
        later = [
            Custodian(one.name, (f"câu mật khẩu hai năm sau của {one.name}",)) for one in THREE
        ]
        newer, _file = room.vault().make_key(later)
        after = (*later[1:], STRANGER)
        (left,) = room.vault().hand_over((MINH, PHUC), after)
        assert left.id == newer.id
        assert room.vault().hand_over((later[1], later[2]), after) == []
        other = msgspec.structs.replace(PLACE, seq=8)
        room.receive(newer, other)
        for place in (PLACE, other):
            number = room.ask(STRANGER, place)
            room.vault().approve(number, PHUC.name)
            assert room.vault().open(number, (STRANGER, later[2]), room.find)[0] == PATIENT

    def test_a_full_disk_between_two_keys_is_mended_by_handing_over_again(
        self, room: Room, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        room.vault().make_key(THREE)
        kept: list[VaultKey] = []

        def keep(folder: KeyFolder, key: VaultKey) -> Path:
            if kept:
                raise OSError(errno.ENOSPC, "full")
            kept.append(key)
            return really(folder, key)

        really = KeyFolder.keep
        fresh = Custodian(MINH.name, ("một câu mật khẩu mới của Minh",))
        with monkeypatch.context() as patched:
            patched.setattr(KeyFolder, "keep", keep)
            with pytest.raises(OSError, match="full"):
                room.vault().hand_over((MINH, PHUC), (fresh, STRANGER))
        (left,) = room.vault().hand_over((MINH, PHUC), (fresh, STRANGER))
        assert [left.id] == [key.id for key in kept]
        assert room.vault().hand_over((fresh, STRANGER), (fresh, STRANGER)) == []

    def test_nobody_hands_over_what_the_own_secret_does_not_open(self, room: Room) -> None:
        before = {file.name: file.read_bytes() for file in room.folder.glob("*.json")}
        with pytest.raises(VaultError, match="Không mở được"):
            room.vault().hand_over((LAN, WRONG), (LAN, STRANGER))
        assert {file.name: file.read_bytes() for file in room.folder.glob("*.json")} == before
        assert room.kinds()[-1] == "refused"


def test_a_log_that_was_taken_away_whole_is_missed(room: Room) -> None:
    room.agreed()
    for name in ("audit.log", "audit.head"):
        (room.folder / name).unlink()
    with pytest.raises(LogBrokenError):
        room.vault().verify()
    with pytest.raises(LogBrokenError):
        room.ask()


def test_a_vault_needs_its_folder(tmp_path: Path) -> None:
    with pytest.raises(VaultError):
        Room(tmp_path / "nowhere").vault()
