"""Nothing of an answer is used before all of it has been looked at."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from device.enrolment import states
from device.enrolment.answer import look_at
from device.enrolment.errors import UnsoundAnswerError, UnsoundBaseError
from device.enrolment.joined_settings import BUILT_IN, merged, read_base
from device.enrolment.keys import TerminalKeys
from device.enrolment.place import Place
from device.settings import TerminalSettings
from tests.device.enrolment.office import TERMINAL, FakeDoor, Office
from tests.device.enrolment.steps import Hands
from wire.enrolment import EnrolAnswer

Change = Callable[[Office, EnrolAnswer], EnrolAnswer]
replace = msgspec.structs.replace


@pytest.fixture
def keys() -> TerminalKeys:
    return TerminalKeys.new()


def _answered(office: Office, keys: TerminalKeys) -> EnrolAnswer:
    return office.answer_to(keys.request(office.code, board="", version=""))


def _other_key(office: Office, answer: EnrolAnswer) -> EnrolAnswer:
    return replace(answer, certificate=office.certify(TerminalKeys.new().csr.decode()))


def _other_name(office: Office, answer: EnrolAnswer) -> EnrolAnswer:
    registration = replace(answer.registration, terminal="Q33-0099")
    del office
    return replace(answer, registration=registration)


def _other_signing_key(office: Office, answer: EnrolAnswer) -> EnrolAnswer:
    del office
    return replace(answer, registration=replace(answer.registration, signing_key="other"))


def _no_chain(office: Office, answer: EnrolAnswer) -> EnrolAnswer:
    del office
    alone = answer.certificate.split("-----END CERTIFICATE-----")[0] + "-----END CERTIFICATE-----\n"
    return replace(answer, certificate=alone)


UNSOUND: list[Change] = [
    _other_key,
    _other_name,
    _other_signing_key,
    _no_chain,
    lambda _office, answer: replace(answer, certificate=""),
    lambda _office, answer: replace(answer, certificate="nonsense"),
    lambda _office, answer: replace(answer, authority=answer.certificate),
    lambda _office, answer: replace(answer, server_keys=""),
    lambda _office, answer: replace(answer, server_keys="-----BEGIN PUBLIC KEY-----\nx"),
    lambda _office, answer: replace(answer, settings="not = [toml"),
    lambda _office, answer: replace(answer, settings=""),
    lambda _office, answer: replace(answer, settings=answer.settings.replace("33-", "")[:60]),
]


@pytest.mark.parametrize("change", UNSOUND)
def test_an_unsound_answer_is_refused_whole(
    place: Place, office: Office, keys: TerminalKeys, change: Change
) -> None:
    answer = _answered(office, keys)
    look_at(place, keys, office.label(1), answer)  # as it was it is sound
    with pytest.raises(UnsoundAnswerError):
        look_at(place, keys, office.label(1), change(office, answer))
    assert [file.name for file in place.etc.iterdir()] == ["base.toml"]


def test_an_answer_of_another_authority_is_refused_whatever_the_door_proved(
    place: Place, office: Office, keys: TerminalKeys, tmp_path: Path
) -> None:
    other = Office(tmp_path / "other")
    with pytest.raises(UnsoundAnswerError, match="another"):
        look_at(place, keys, office.label(1), _answered(other, keys))


def test_the_screen_says_that_the_office_has_to_look_again(
    place: Place, office: Office, door: FakeDoor
) -> None:
    office.settings = "terminal = 'Q'"
    hands = Hands(place)
    hands.scan(office.label(door.port))
    assert hands.now() == states.Refused("unsound-answer")
    assert not place.is_enrolled


def test_an_error_names_the_key_and_never_what_stands_there(
    place: Place, office: Office, keys: TerminalKeys
) -> None:
    office.settings = office.settings.replace("33", "thirty three")
    answer = _answered(office, keys)
    bad = replace(answer, settings=answer.settings.replace('badge = "NV01"', 'badge = "???"'))
    with pytest.raises(UnsoundAnswerError) as raised:
        look_at(place, keys, office.label(1), bad)
    assert "people" in str(raised.value)
    assert "???" not in str(raised.value)


# Joining


def _settings(place: Place, office: Office, keys: TerminalKeys) -> TerminalSettings:
    return look_at(place, keys, office.label(8443), _answered(office, keys)).settings


def test_the_office_does_not_say_where_keys_lie_or_what_the_machine_is(
    place: Place, office: Office, keys: TerminalKeys
) -> None:
    office.settings = (
        'ledger = "/tmp/elsewhere"\nupdates = "/tmp/evil"\ndeliveries = "/"\n'
        + office.settings
        + 'ca = "/tmp/ca"\nkey = "/etc/shadow"\n'
        + '[keys]\nsigning = "/tmp/k"\n[hardware]\nkind = "real"\n'
        + '[hardware.printer]\ndriver = "network"\nhost = "evil.example"\n'
    )
    settings = _settings(place, office, keys)
    assert settings.ledger == place.ledger
    assert settings.updates is None
    assert settings.deliveries is None
    assert settings.hardware.kind == "fake"
    assert settings.hardware.printer is None
    assert settings.keys.signing == place.terminal / "signing.key.pem"
    assert settings.broker.ca == place.terminal / "ca.crt.pem"
    assert settings.broker.key == place.terminal / "terminal.key.pem"


def test_the_image_says_what_the_machine_is(
    place: Place, office: Office, keys: TerminalKeys
) -> None:
    (place.etc / "base.toml").write_text(
        'updates = "/var/lib/quay/updates"\n[screen]\nwidth = 1024\nheight = 600\n'
        '[broker]\nlongest_wait_seconds = 3.0\n[hardware]\nkind = "fake"\n',
        "utf-8",
    )
    settings = _settings(place, office, keys)
    assert (settings.screen.width, settings.screen.height) == (1024, 600)
    assert settings.updates == Path("/var/lib/quay/updates")
    assert settings.broker.longest_wait_seconds == 3.0
    assert settings.broker.host == "localhost"


def test_the_outlet_is_the_offices_word_with_every_letter(
    place: Place, office: Office, keys: TerminalKeys
) -> None:
    settings = _settings(place, office, keys)
    assert settings.outlet.name == "Quầy thuốc Tâm An"
    assert settings.terminal == TERMINAL
    assert settings.link.door == "https://localhost:8443"
    assert [person.name for person in settings.people] == ["Cô Lan", "DS. Hương"]


def test_without_the_images_part_the_built_in_one_counts(place: Place) -> None:
    (place.etc / "base.toml").unlink()
    usual = {"screen": {"width": 800, "height": 480}}
    assert read_base(place) == {**BUILT_IN, **usual}
    below = place.root / "usr/lib/quay"
    below.mkdir(parents=True)
    (below / "base.toml").write_text("[screen]\nwidth = 1024\n", "utf-8")
    assert read_base(place) == {"screen": {"width": 1024, "height": 480}}


@pytest.mark.parametrize("broken", [b"\xff", b"[screen", b"a = 1\na = 2"])
def test_a_broken_image_says_so(place: Place, broken: bytes) -> None:
    (place.etc / "base.toml").write_bytes(broken)
    with pytest.raises(UnsoundBaseError):
        read_base(place)


def test_of_two_words_the_upper_counts_key_by_key() -> None:
    below = {"a": 1, "t": {"x": 1, "y": 2}, "list": [1]}
    above = {"a": 2, "t": {"y": 3}, "list": [2, 3]}
    assert merged(below, above) == {"a": 2, "t": {"x": 1, "y": 3}, "list": [2, 3]}
