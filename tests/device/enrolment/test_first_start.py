import errno
import ssl
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from device.counter.event import Chosen, Confirmed, Typed, WentBack
from device.enrolment import states
from device.enrolment.errors import DoorFault
from device.enrolment.pending import Pending
from device.enrolment.place import Place
from device.enrolment.states import Note
from device.keys import load_link_keys, load_readers
from device.settings import load_settings
from tests.device.enrolment.office import OUTLET, TERMINAL, FakeDoor, Office
from tests.device.enrolment.steps import Hands
from wire.enrolment import RefusalReason, make_enrolment_code
from wire.registration import read_registration


def test_a_label_a_badge_and_a_pin_make_a_blank_card_a_terminal(
    place: Place, office: Office, door: FakeDoor
) -> None:
    hands = Hands(place)
    assert hands.now() == states.ScanLabel()
    assert hands.scan(office.label(door.port))
    assert hands.now() == states.CallKeeper(("DS. Hương",))
    hands.keeper()
    assert hands.now() == states.Enrolled(OUTLET, "máy 01", TERMINAL)
    assert place.is_enrolled
    assert not place.pending.exists()


def test_what_was_written_is_what_the_counter_and_the_link_read(
    place: Place, office: Office, door: FakeDoor
) -> None:
    hands = Hands(place)
    hands.scan(office.label(door.port))
    hands.keeper()
    settings = load_settings(place.settings)
    assert settings.terminal == TERMINAL
    assert settings.outlet.name == OUTLET
    assert settings.link.door == f"https://localhost:{door.port}"
    assert settings.hardware.kind == "fake"
    keys = load_link_keys(settings, place.settings)
    assert keys.server == (office.signing.public_key(),)
    assert load_readers(settings, place.settings).keys() == {"book"}
    registration = read_registration((place.terminal / "registration.json").read_bytes())
    signing = load_pem_private_key((place.terminal / "signing.key.pem").read_bytes(), None)
    assert registration.signing_key == door.asked[0].signing_key
    assert keys.signing.public_key() == signing.public_key()
    # OpenSSL itself finds certificate and key one pair, and the chain whole.
    context = ssl.create_default_context(cafile=str(settings.broker.ca))
    context.load_cert_chain(settings.broker.certificate, settings.broker.key)


def test_private_keys_and_settings_are_nobody_elses_to_read(
    place: Place, office: Office, door: FakeDoor
) -> None:
    hands = Hands(place)
    hands.scan(office.label(door.port))
    hands.keeper()
    modes = {file.name: file.stat().st_mode & 0o777 for file in place.terminal.iterdir()}
    assert modes == {
        "terminal.key.pem": 0o400,
        "signing.key.pem": 0o440,
        "book.locked": 0o400,
        **dict.fromkeys(
            ("terminal.crt.pem", "ca.crt.pem", "server-signing.pub.pem", "registration.json",
             "book.pub.pem"),
            0o644,
        ),
    }  # fmt: skip
    assert place.settings.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    "reason",
    ["unknown-code", "used-code", "expired-code", "stolen-code", "other-terminal",
     "unsound-request", "revoked", "too-old"],
)  # fmt: skip
def test_a_refusal_says_why_and_the_next_label_is_taken(
    place: Place, office: Office, door: FakeDoor, reason: RefusalReason
) -> None:
    door.refuses, door.at = reason, datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    hands = Hands(place)
    hands.scan(office.label(door.port))
    assert hands.now() == states.Refused(reason, door.at)
    assert hands.later == []
    door.refuses = None
    assert hands.scan(office.label(door.port))
    assert isinstance(hands.now(), states.CallKeeper)


@pytest.mark.parametrize("reason", ["not-now", "too-many"])
def test_an_office_that_cannot_now_is_asked_again_by_itself(
    place: Place, office: Office, door: FakeDoor, reason: RefusalReason
) -> None:
    door.refuses = reason
    hands = Hands(place)
    hands.scan(office.label(door.port))
    assert hands.now() == states.Refused(reason)
    door.refuses = None
    assert hands.wait() == 60
    assert isinstance(hands.now(), states.CallKeeper)
    assert door.asked[0] == door.asked[1]


def test_a_refused_label_is_not_asked_with_after_a_restart(
    place: Place, office: Office, door: FakeDoor
) -> None:
    hands = Hands(place)
    hands.scan(office.label(door.port, code=make_enrolment_code()))
    assert hands.now() == states.Refused("unknown-code")
    assert Hands(place).now() == states.ScanLabel()


def test_a_code_that_is_no_label_is_named_and_nobody_is_asked(place: Place, door: FakeDoor) -> None:
    hands = Hands(place)
    assert not hands.scan(b"8938501000118")
    assert hands.now() == states.ScanLabel(Note.OTHER_CODE)
    assert door.paths == []


def test_without_an_answer_it_asks_again_by_itself_with_the_same_words(
    place: Place, office: Office, door: FakeDoor
) -> None:
    cut = [True]

    def hang_up(path: str) -> None:
        if path == "/v1/enrol" and cut:
            cut.clear()
            raise ConnectionError

    door.before = hang_up
    hands = Hands(place)
    hands.scan(office.label(door.port))
    assert hands.now() == states.NoAnswer(DoorFault.SILENT, "localhost")
    assert hands.wait() == 10
    assert isinstance(hands.now(), states.CallKeeper)
    assert len(door.asked) == 2
    assert door.asked[0] == door.asked[1]


def test_somebody_may_ask_again_at_once_or_take_another_label(place: Place, office: Office) -> None:
    hands = Hands(place)
    hands.scan(office.label(9))
    assert isinstance(hands.now(), states.NoAnswer)
    hands.start.press(Confirmed())
    assert hands.seen.count(states.Asking) == 2
    hands.start.press(WentBack())
    assert hands.now() == states.ScanLabel()
    for _seconds, work in hands.later:  # what was planned before is of no account now
        work()
    assert hands.now() == states.ScanLabel()


def test_wifi_is_joined_by_its_code_and_the_label_is_asked_with_again(
    place: Place, office: Office
) -> None:
    hands = Hands(place)
    assert hands.scan(b"WIFI:T:WPA;S:Quay Tam An;P:matkhau123;;")
    assert hands.now() == states.ScanLabel(Note.WIFI_TOLD)
    assert hands.joined[0].name == "Quay Tam An"
    hands.scan(office.label(9))
    assert hands.scan(b"WIFI:T:WPA;S:Quay Tam An;P:matkhau123;;")
    state = hands.now()
    assert isinstance(state, states.NoAnswer)
    assert state.note is Note.WIFI_TOLD
    hands.later[-1][1]()
    assert hands.seen.count(states.Asking) == 2


def test_a_card_that_cannot_be_written_says_so_and_is_tried_again(
    place: Place, office: Office, door: FakeDoor
) -> None:
    hands = Hands(place)
    blocked = place.pending
    blocked.write_bytes(b"")  # a file where the folder should be
    hands.scan(office.label(door.port))
    assert hands.now() == states.CannotWrite()
    blocked.unlink()
    hands.start.press(Confirmed())
    assert isinstance(hands.now(), states.CallKeeper)


def test_a_card_that_does_not_take_the_answer_says_that_the_label_is_used(
    place: Place, office: Office, door: FakeDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = Hands(place)
    with monkeypatch.context() as patched:
        patched.setattr(Pending, "keep_answer", _full)
        hands.scan(office.label(door.port))
        assert hands.now() == states.CannotWrite(is_code_used=True)
    hands.start.press(Confirmed())
    assert isinstance(hands.now(), states.CallKeeper)
    monkeypatch.setattr(Pending, "keep_book", _full)
    hands.keeper()
    assert hands.now() == states.CannotWrite(is_code_used=True)


def _full(*_given: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_keys_that_are_pressed_elsewhere_do_nothing(place: Place) -> None:
    hands = Hands(place)
    for act in (Confirmed(), WentBack(), Typed("1"), Chosen("no-card")):
        hands.start.press(act)
        assert hands.now() == states.ScanLabel()
