"""One code, one terminal: whatever comes at the same time, twice, late or crooked."""

import hashlib
import tomllib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from cryptography import x509
from msgspec.structs import replace

from server.enrolment import codes, tries
from server.enrolment.judging import AGAIN
from server.enrolment.signer import Issued, SignerRefusedError
from server.reference.staff import Worker, save_staff
from server.store import alarms, terminals
from server.store.database import close_store, reading, rows, writing
from tests.server.enrolment.newcomer import NOW, UNTIL, Newcomer, print_label
from tests.server.enrolment.office import OwnSigner, make_desk
from tests.server.outlet import Outlet
from wire.enrolment import EnrolAnswer, EnrolRefusal

pytestmark = pytest.mark.usefixtures("store")
OTHER_BOARD = hashlib.sha256(b"another").hexdigest()


def open_alarms() -> list[tuple[str, str]]:
    with reading():
        return [(one.kind, one.terminal) for one in alarms.list_alarms(open_only=True)]


def registered(terminal: str = "Q33-0101") -> terminals.Terminal | None:
    with reading():
        return terminals.find([terminal]).get(terminal)


def outcomes(digest: str) -> list[str]:
    with reading():
        return [one.outcome for one in tries.of(digest)]


def test_a_new_terminal_is_certified_registered_and_told_all_it_needs() -> None:
    card = Newcomer()
    digest = print_label(card.code)
    desk = make_desk()
    answer = desk.decide(card.request(), NOW)
    assert isinstance(answer, EnrolAnswer)
    leaf = x509.load_pem_x509_certificate(answer.certificate.encode())
    assert leaf.subject.rfc4514_string() == "CN=Q33-0101"
    assert leaf.public_key() == card.tls.public_key()
    assert answer.server_keys == desk.server_keys
    assert answer.registration.outlet_code == "NT-0101"
    assert (answer.replaces, answer.stock, answer.follows) == (False, (), "")
    known = registered()
    assert known is not None
    assert (known.signing_key, known.active) == (card.signing_pem, True)
    with reading():
        used = codes.listed(state="used")
    assert [(one.sha256, one.used_at, one.serial) for one in used] == [
        (digest, NOW, f"{leaf.serial_number:x}")
    ]
    assert outcomes(digest) == ["enrolled"]
    assert open_alarms() == []


def test_a_code_nobody_printed_changes_nothing_and_asks_no_signature() -> None:
    signer = OwnSigner()
    refused = make_desk(signer).decide(Newcomer().request(), NOW)
    assert refused == EnrolRefusal(reason="unknown-code")
    assert signer.asked == []


def test_the_same_terminal_gets_the_same_answer_again_when_the_line_broke() -> None:
    card, signer = Newcomer(), OwnSigner()
    digest = print_label(card.code)
    desk = make_desk(signer)
    first = desk.decide(card.request(), NOW)
    again = desk.decide(card.request(), NOW + timedelta(minutes=59))
    assert isinstance(first, EnrolAnswer)
    assert again == first
    assert signer.asked == ["Q33-0101"]
    assert outcomes(digest) == ["enrolled", "again"]
    assert open_alarms() == []


def test_what_the_office_has_mended_since_comes_with_the_answer_again() -> None:
    card = Newcomer()
    print_label(card.code)
    desk = make_desk()
    first = desk.decide(card.request(), NOW)
    listed = Worker(outlet="NT-0101", badge="5002", name="Cô Mẫu", in_charge=True)
    with writing():
        save_staff([listed], NOW)
    again = desk.decide(card.request(), NOW + timedelta(minutes=30))
    assert isinstance(first, EnrolAnswer)
    assert isinstance(again, EnrolAnswer)
    assert tomllib.loads(first.settings)["staff"]["badge"] == "4071"
    assert tomllib.loads(again.settings)["staff"]["badge"] == "5002"
    assert replace(again, settings=first.settings) == first


def test_a_board_that_cannot_tell_its_number_gets_its_answer_again_by_its_keys() -> None:
    card = Newcomer(board="")
    print_label(card.code)
    desk = make_desk()
    assert desk.decide(card.request(), NOW) == desk.decide(card.request(), NOW)


def test_long_afterwards_the_answer_is_forgotten_and_the_code_used() -> None:
    card, later = Newcomer(), Newcomer()
    print_label(card.code)
    print_label(later.code, terminal="Q33-0102")
    desk = make_desk()
    desk.decide(card.request(), NOW)
    after = NOW + AGAIN + timedelta(seconds=1)
    assert desk.decide(card.request(), after) == EnrolRefusal(reason="used-code", at=NOW)
    assert open_alarms() == []  # it is the very terminal that had it
    desk.decide(later.request(), after)
    with reading():
        kept = rows("SELECT terminal FROM enrolmentcode WHERE answer <> ''")
    assert kept == [("Q33-0102",)]


def test_a_copy_of_the_card_in_another_board_is_noticed() -> None:
    card = Newcomer()
    digest = print_label(card.code)
    desk = make_desk()
    desk.decide(card.request(), NOW)
    copy = card.request(board=OTHER_BOARD)
    assert desk.decide(copy, NOW + timedelta(seconds=1)) == EnrolRefusal(
        reason="other-terminal", at=NOW
    )
    assert open_alarms() == [("code-twice", "Q33-0101")]
    assert outcomes(digest) == ["enrolled", "other-terminal"]


def test_the_same_card_started_anew_with_other_keys_is_noticed() -> None:
    card = Newcomer()
    print_label(card.code)
    desk = make_desk()
    desk.decide(card.request(), NOW)
    anew = Newcomer(code=card.code, board=card.board)
    assert desk.decide(anew.request(), NOW) == EnrolRefusal(reason="other-terminal", at=NOW)
    assert open_alarms() == [("code-twice", "Q33-0101")]
    known = registered()
    assert known is not None
    assert known.signing_key == card.signing_pem


def test_a_stranger_with_a_photograph_of_the_label_hears_that_it_is_used() -> None:
    card = Newcomer()
    print_label(card.code)
    desk = make_desk()
    desk.decide(card.request(), NOW)
    stranger = Newcomer(code=card.code, board=OTHER_BOARD)
    refused = desk.decide(stranger.request(), NOW + timedelta(minutes=1))
    assert refused == EnrolRefusal(reason="used-code", at=NOW)
    assert open_alarms() == [("code-twice", "Q33-0101")]


def test_a_code_ends_with_its_last_moment() -> None:
    card = Newcomer()
    print_label(card.code)
    desk = make_desk()
    assert desk.decide(card.request(), UNTIL) == EnrolRefusal(reason="expired-code", at=UNTIL)
    answer = desk.decide(card.request(), UNTIL - timedelta(microseconds=1))
    assert isinstance(answer, EnrolAnswer)


def test_a_code_that_was_called_back_is_refused_and_the_office_hears_of_it() -> None:
    card = Newcomer()
    print_label(card.code)
    with writing():
        assert codes.recall("Q33-0101", NOW)
        assert not codes.recall("Q33-0101", NOW)
    assert make_desk().decide(card.request(), NOW) == EnrolRefusal(reason="stolen-code", at=NOW)
    assert open_alarms() == [("code-recalled", "Q33-0101")]
    assert registered() is None


def test_a_newer_label_for_the_same_terminal_ends_the_older_one_without_an_alarm() -> None:
    old, new = Newcomer(), Newcomer()
    print_label(old.code)
    print_label(new.code, at=NOW + timedelta(seconds=1))
    desk = make_desk()
    refused = desk.decide(old.request(), NOW)
    assert isinstance(refused, EnrolRefusal)
    assert refused.reason == "stolen-code"
    assert open_alarms() == []
    assert isinstance(desk.decide(new.request(), NOW), EnrolAnswer)


def test_without_the_signer_nothing_is_used_up() -> None:
    card, signer = Newcomer(), OwnSigner(is_away=True)
    digest = print_label(card.code)
    desk = make_desk(signer)
    assert desk.decide(card.request(), NOW) == EnrolRefusal(reason="not-now")
    assert registered() is None
    assert outcomes(digest) == []
    signer.is_away = False
    assert isinstance(desk.decide(card.request(), NOW), EnrolAnswer)


def test_what_the_signer_refuses_is_told_and_nothing_is_used_up() -> None:
    class Unwilling(OwnSigner):
        def issue(self, csr: str, terminal: str) -> Issued:
            raise SignerRefusedError("revoked" if csr and terminal else "not-now")

    card = Newcomer()
    print_label(card.code)
    assert make_desk(Unwilling()).decide(card.request(), NOW) == EnrolRefusal(reason="revoked")
    assert isinstance(make_desk().decide(card.request(), NOW), EnrolAnswer)


def test_of_many_at_once_one_wins() -> None:
    code = Newcomer().code
    digest = print_label(code)
    cards = [Newcomer(code=code, board=f"{n:064x}") for n in range(6)]
    together = Barrier(len(cards))

    class Together(OwnSigner):
        def issue(self, csr: str, terminal: str) -> Issued:
            together.wait(20)  # all of them have been found fit before anybody is enrolled
            return super().issue(csr, terminal)

    desk = make_desk(Together())

    def ask(card: Newcomer) -> object:
        try:
            return desk.decide(card.request(), NOW)
        finally:
            close_store()

    with ThreadPoolExecutor(len(cards)) as pool:
        answers = list(pool.map(ask, cards))
    won = [n for n, answer in enumerate(answers) if isinstance(answer, EnrolAnswer)]
    assert len(won) == 1
    others = [answer for answer in answers if isinstance(answer, EnrolRefusal)]
    assert [one.reason for one in others] == ["used-code"] * 5
    known = registered()
    assert known is not None
    assert known.signing_key == cards[won[0]].signing_pem
    assert outcomes(digest).count("enrolled") == 1


def test_the_same_request_many_times_at_once_is_one_enrolment() -> None:
    card = Newcomer()
    digest = print_label(card.code)
    together = Barrier(4)

    class Together(OwnSigner):
        def issue(self, csr: str, terminal: str) -> Issued:
            together.wait(20)
            return super().issue(csr, terminal)

    desk = make_desk(Together())

    def ask(_n: int) -> EnrolAnswer | EnrolRefusal:
        try:
            return desk.decide(card.request(), NOW)
        finally:
            close_store()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(4)))
    assert all(answer == answers[0] for answer in answers)
    assert isinstance(answers[0], EnrolAnswer)
    assert sorted(outcomes(digest)) == ["again", "enrolled"]


def test_a_terminal_that_was_registered_by_hand_meanwhile_keeps_its_keys() -> None:
    card, by_hand = Newcomer(), Outlet(id="Q33-0101")
    print_label(card.code)
    with writing():
        terminals.register(by_hand.registration)
    desk = make_desk()
    assert desk.decide(card.request(), NOW) == EnrolRefusal(reason="used-code")
    known = registered()
    assert known is not None
    assert known.signing_key == by_hand.registration.signing_key
    with writing():
        terminals.revoke("Q33-0101")
    assert desk.decide(card.request(), NOW) == EnrolRefusal(reason="revoked")


def test_whoever_scans_a_dead_label_for_ever_fills_no_disk() -> None:
    card, stranger = Newcomer(), Newcomer()
    digest = print_label(card.code)
    desk = make_desk()
    desk.decide(card.request(), NOW)
    shown = Newcomer(code=card.code, signing=stranger.signing, board=OTHER_BOARD).request()
    for n in range(tries.MAX_OF_ONE + 5):
        desk.decide(shown, NOW + timedelta(seconds=n + 1))
    assert outcomes(digest) == ["used-code"] * tries.MAX_OF_ONE
    with reading():
        (alarm,) = alarms.list_alarms(open_only=True)
    assert alarm.times == tries.MAX_OF_ONE + 5


def test_the_code_itself_is_nowhere_in_the_database() -> None:
    card = Newcomer()
    print_label(card.code)
    make_desk().decide(card.request(), NOW)
    with reading():
        kept = rows("SELECT * FROM enrolmentcode") + rows("SELECT * FROM enrolmenttry")
    assert len(kept) == 2
    assert card.code not in repr(kept)
