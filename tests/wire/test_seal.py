import base64
import json
from dataclasses import dataclass
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tests.plain_text import shows
from tests.properties import fewer, steady
from tests.wire.samples import EPOCH, PATIENT, TERMINAL, patients
from wire.patient import Patient
from wire.seal import Place, SealError, open_seal, seal

BOOK, VAULT = X25519PrivateKey.generate(), X25519PrivateKey.generate()
PLACE = Place(terminal=TERMINAL, epoch=EPOCH, seq=7)
READERS = {"book": BOOK.public_key(), "vault": VAULT.public_key()}
SEALED = seal(PATIENT, PLACE, READERS)


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """Somebody who tries to open the sealed block."""

    sealed: bytes = SEALED
    place: Place = PLACE
    reader: str = "book"
    key: X25519PrivateKey = BOOK

    def opens(self) -> bool:
        try:
            return open_seal(self.sealed, self.place, self.reader, self.key) == PATIENT
        except SealError:
            return False


def test_every_reader_opens_the_block_with_the_own_key() -> None:
    assert Attempt().opens()
    assert Attempt(reader="vault", key=VAULT).opens()


def test_several_keys_of_the_vault_read_side_by_side() -> None:
    later = X25519PrivateKey.generate()
    sealed = seal(PATIENT, PLACE, {**READERS, "vault:0123": later.public_key()})
    assert Attempt(sealed=sealed, reader="vault:0123", key=later).opens()
    assert Attempt(sealed=sealed, reader="vault", key=VAULT).opens()
    assert not Attempt(sealed=sealed, reader="vault:0123", key=VAULT).opens()


@pytest.mark.parametrize(
    "attempt",
    [
        Attempt(key=X25519PrivateKey.generate()),
        Attempt(key=VAULT),
        Attempt(reader="vault"),
        Attempt(reader="vault", key=BOOK),
        Attempt(reader="stranger"),
        Attempt(reader=""),
        Attempt(place=Place(terminal=TERMINAL, epoch=EPOCH, seq=8)),
        Attempt(place=Place(terminal=TERMINAL, epoch=EPOCH[::-1], seq=7)),
        Attempt(place=Place(terminal="Q33-0002", epoch=EPOCH, seq=7)),
    ],
)
def test_another_key_reader_or_place_does_not_open_it(attempt: Attempt) -> None:
    with pytest.raises(SealError):
        open_seal(attempt.sealed, attempt.place, attempt.reader, attempt.key)


def test_a_key_sealed_to_one_reader_cannot_be_passed_off_as_sealed_to_another() -> None:
    block = json.loads(SEALED)
    block["readers"] = {"vault": block["readers"]["book"], "book": block["readers"]["vault"]}
    swapped = json.dumps(block).encode()
    assert not Attempt(sealed=swapped, reader="vault", key=BOOK).opens()
    assert not Attempt(sealed=swapped).opens()


def test_the_box_of_one_entry_does_not_open_with_the_key_of_another() -> None:
    other = json.loads(seal(PATIENT, Place(terminal=TERMINAL, epoch=EPOCH, seq=8), READERS))
    mixed = json.dumps(json.loads(SEALED) | {"box": other["box"], "nonce": other["nonce"]})
    assert not Attempt(sealed=mixed.encode()).opens()


@steady
@given(patients())
def test_every_patient_comes_back_as_sealed(patient: Patient) -> None:
    sealed = seal(patient, PLACE, {"book": BOOK.public_key()})
    assert open_seal(sealed, PLACE, "book", BOOK) == patient


@fewer
@given(patients())
def test_nothing_of_the_patient_can_be_read_in_the_block(patient: Patient) -> None:
    sealed = seal(patient, PLACE, READERS)
    parts = [base64.b64decode(value) for value in values(json.loads(sealed))]
    for secret in (patient.name, patient.residence, patient.number):
        if len(secret.encode()) >= 6:
            assert not any(shows(part, secret) for part in [sealed, *parts])


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_a_person_who_is_not_sealed_would_be_seen(before: str) -> None:
    plain = (before + PATIENT.name + "\x00").encode()
    for written in (plain, base64.b64encode(plain), plain.hex().encode()):
        assert shows(b"--" + written + b"--", PATIENT.name)


def test_two_blocks_of_one_patient_share_nothing() -> None:
    again = json.loads(seal(PATIENT, PLACE, READERS))
    assert not set(values(again)) & set(values(json.loads(SEALED)))


@steady
@given(st.data())
def test_changed_bytes_do_not_open_as_somebody_else(data: st.DataObject) -> None:
    changed = bytearray(SEALED)
    where = data.draw(st.integers(0, len(SEALED) - 1))
    changed[where] = data.draw(st.integers(0, 255).filter(lambda byte: byte != SEALED[where]))
    try:
        found = open_seal(bytes(changed), PLACE, "book", BOOK)
    except SealError:
        return
    # Only what the box does not cover may change: the version, and the other reader's key.
    assert found == PATIENT
    block, before = json.loads(changed.decode()), json.loads(SEALED)
    assert (block["box"], block["nonce"]) == (before["box"], before["nonce"])
    assert block["readers"]["book"] == before["readers"]["book"]


@pytest.mark.parametrize("field", ["nonce", "box", "readers"])
@pytest.mark.parametrize("content", [b"", b"\x00", bytes(11), bytes(12), bytes(80), bytes(5000)])
def test_a_part_of_the_wrong_length_is_refused(field: str, content: bytes) -> None:
    text = base64.b64encode(content).decode()
    changed = json.loads(SEALED) | {field: {"book": text} if field == "readers" else text}
    with pytest.raises(SealError):
        open_seal(json.dumps(changed).encode(), PLACE, "book", BOOK)


@pytest.mark.parametrize(
    "garbage",
    [b"", b"{}", b"null", b"\xff", b'{"v":1,"readers":[],"nonce":"","box":""}', b"[" * 50_000],
    ids=range(6),
)
def test_what_is_no_sealed_block_is_refused(garbage: bytes) -> None:
    with pytest.raises(SealError):
        open_seal(garbage, PLACE, "book", BOOK)


def test_fields_that_a_later_version_adds_do_no_harm() -> None:
    later = json.dumps(json.loads(SEALED) | {"v": 2, "added": [1]}).encode()
    assert Attempt(sealed=later).opens()


def test_a_seal_without_a_reader_is_refused() -> None:
    with pytest.raises(SealError, match="reader"):
        seal(PATIENT, PLACE, {})


def test_the_repr_of_a_patient_shows_nothing() -> None:
    assert repr(PATIENT) == "Patient(hidden)"
    assert f"{Patient(name='Trần Thị B', birth_date=date(2000, 1, 1))}" == "Patient(hidden)"


def test_an_error_says_nothing_of_what_is_inside() -> None:
    with pytest.raises(SealError) as caught:
        open_seal(SEALED, PLACE, "book", VAULT)
    assert str(caught.value) == "the seal does not open"


def values(block: dict[str, object]) -> list[str]:
    readers = block["readers"]
    assert isinstance(readers, dict)
    return [*map(str, readers.values()), str(block["nonce"]), str(block["box"])]
