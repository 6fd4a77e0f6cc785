"""The real door: what terminals hear, and what nobody gets out of it."""

import json
import threading
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server.enrolment import codes
from server.fleet import rollouts
from server.reference import versions
from server.store import terminals
from server.store.database import close_store, open_store, reading, rows, writing
from tests.server.enrolment.gate import Gate, make_gate
from tests.server.enrolment.newcomer import Newcomer, print_label
from tests.server.enrolment.office import make_desk
from tests.server.process import TIMEOUT_S, run_server
from wire.enrolment import AUTHORITY_PATH, ENROL_PATH, RENEW_PATH, SNAPSHOTS_PATH

TERMINAL = "Q33-0101"
NOW = datetime.now(UTC)
UNTIL = NOW + timedelta(days=1)


def test_a_card_comes_in_and_asks_again_and_renews(gate: Gate) -> None:
    card = Newcomer()
    print_label(card.code, until=UNTIL)
    with gate.opened(), gate.office:
        status, answer = gate.enrol(card.body())
        assert status == 200
        assert answer["registration"]["terminal"] == TERMINAL
        assert answer["snapshots"] == f"https://localhost:{gate.port}/v1/reference"
        assert 'host = "localhost"' in answer["settings"]
        assert gate.enrol(card.body()) == (200, answer)
        status, headers, said = gate.call("POST", RENEW_PATH, card.renewal(TERMINAL))
        assert (status, headers["content-type"]) == (200, "application/json")
        assert set(json.loads(said)) == {"certificate", "authority"}
        assert [one["terminal"] for one in gate.office.asked] == [TERMINAL, TERMINAL]


def test_before_anything_is_said_the_root_is_shown(gate: Gate) -> None:
    with gate.opened():
        status, headers, said = gate.call("GET", AUTHORITY_PATH)
    assert (status, headers["content-type"]) == (200, "application/x-pem-file")
    assert said == gate.settings.with_name("root.pem").read_bytes()


def test_reference_data_is_served_for_those_who_have_none(gate: Gate) -> None:
    with writing():
        versions.put("prices", versions.EVERYBODY, {"D1": b'{"price_vnd": 1}'}, NOW)
    with gate.opened():
        status, headers, said = gate.call("GET", f"{SNAPSHOTS_PATH}/prices")
        assert (status, bool(said)) == (200, True)
        assert headers["quay-snapshot"].count(".") == 2
        assert gate.call("GET", f"{SNAPSHOTS_PATH}/nothing")[0] == 404


def test_a_version_that_is_paused_or_has_stopped_is_not_handed_out_until_it_goes_on(
    gate: Gate,
) -> None:
    shelf = gate.settings.with_name("bundles")
    shelf.mkdir()
    for version in ("4.2.1", "4.2.2"):
        (shelf / f"quay-{version}.raucb").write_bytes(b"hsqs" * 9)
    with writing():
        rollouts.start("4.2.1", by="Nam", now=NOW)
    with gate.opened():
        assert _fetch(gate, "4.2.1")[0] == 200
        for hold in (rollouts.pause, partial(rollouts.stop, why="3 / 10")):
            with writing():
                hold("4.2.1")
            status, headers = _fetch(gate, "4.2.1")
            assert (status, int(headers["retry-after"]) > 60) == (503, True)
            assert _fetch(gate, "4.2.2")[0] == 200, "nobody has rolled it out"
            with writing():
                rollouts.resume("4.2.1", now=NOW)
            assert _fetch(gate, "4.2.1")[0] == 200
        with writing():
            rollouts.start("4.2.2", by="Nam", now=NOW + timedelta(hours=1))
        assert _fetch(gate, "4.2.1")[0] == 200, "replaced: still given out"


def _fetch(gate: Gate, version: str) -> tuple[int, dict[str, str]]:
    status, headers, _said = gate.call("GET", f"/v1/bundles/quay-{version}.raucb")
    return status, headers


def test_without_the_signer_the_card_may_come_again(gate: Gate) -> None:
    card = Newcomer()
    print_label(card.code, until=UNTIL)
    with gate.opened():
        status, headers, said = gate.call("POST", ENROL_PATH, card.body())
        assert (status, json.loads(said)) == (503, {"reason": "not-now"})
        assert int(headers["retry-after"]) > 0
        with gate.office:
            assert gate.enrol(card.body())[0] == 200


def test_each_refusal_has_its_status_and_its_reason(gate: Gate) -> None:
    dead, used, recalled = Newcomer(), Newcomer(), Newcomer()
    print_label(dead.code, until=NOW - timedelta(days=1), terminal="Q33-0001")
    print_label(used.code, until=UNTIL, terminal="Q33-0002")
    print_label(recalled.code, until=UNTIL, terminal="Q33-0003")
    with writing():
        codes.recall("Q33-0003", NOW)
    stranger = Newcomer(code=used.code, board="f" * 64)
    with gate.opened(), gate.office:
        assert gate.enrol(Newcomer().body()) == (404, {"reason": "unknown-code"})
        status, said = gate.enrol(dead.body())
        assert (status, said["reason"]) == (410, "expired-code")
        assert datetime.fromisoformat(said["at"]) == NOW - timedelta(days=1)
        status, said = gate.enrol(recalled.body())
        assert (status, said["reason"]) == (403, "stolen-code")
        assert gate.enrol(used.body())[0] == 200
        status, said = gate.enrol(stranger.body())
        assert (status, said["reason"]) == (409, "used-code")


def test_renewal_is_for_the_registered_key_alone_and_not_for_the_revoked(gate: Gate) -> None:
    card, forger = Newcomer(), Newcomer()
    print_label(card.code, until=UNTIL)

    def renew(body: bytes) -> tuple[int, str]:
        status, _headers, said = gate.call("POST", RENEW_PATH, body)
        return status, json.loads(said).get("reason", "")

    unsound = (400, "unsound-request")
    with gate.opened(), gate.office:
        assert renew(card.renewal(TERMINAL)) == unsound  # nobody knows it yet
        gate.enrol(card.body())
        assert renew(forger.renewal(TERMINAL)) == unsound
        assert renew(card.renewal(TERMINAL, typ="quay-status")) == unsound
        assert renew(card.renewal("Q33-0999", signer=TERMINAL)) == unsound
        assert renew(b"a.b.c") == unsound
        assert renew(b"") == unsound
        with writing():
            terminals.revoke(TERMINAL)
        assert renew(card.renewal(TERMINAL)) == (403, "revoked")
        assert len(gate.office.asked) == 1


def test_renewing_over_and_over_is_not_signed_over_and_over(gate: Gate) -> None:
    card = Newcomer()
    print_label(card.code, until=UNTIL)
    with gate.opened(), gate.office:
        gate.enrol(card.body())
        found = [gate.call("POST", RENEW_PATH, card.renewal(TERMINAL))[0] for _n in range(7)]
    assert found == [200] * 5 + [429] * 2


def test_answers_that_nobody_gets_again_are_forgotten_without_anybody_asking(gate: Gate) -> None:
    card = Newcomer()
    print_label(card.code, at=NOW - timedelta(days=3), until=UNTIL)
    make_desk().decide(card.request(), NOW - timedelta(days=2))
    with reading():
        assert rows("SELECT 1 FROM enrolmentcode WHERE answer <> ''")
    waiting = threading.Event()
    with gate.opened():
        for _try in range(TIMEOUT_S * 10):
            with reading():
                left = rows("SELECT 1 FROM enrolmentcode WHERE answer <> ''")
            if not left:
                break
            waiting.wait(0.1)
    assert not left


def test_without_its_database_nothing_is_used_up(gate: Gate, database: Path) -> None:
    card = Newcomer()
    print_label(card.code, until=UNTIL)
    close_store()
    with gate.opened(), gate.office:
        away = database.with_name("away")
        database.rename(away)
        database.mkdir()
        assert gate.enrol(card.body()) == (503, {"reason": "not-now"})
        database.rmdir()
        away.rename(database)
        assert gate.enrol(card.body())[0] == 200
    open_store(database)


def test_nothing_of_a_request_is_in_the_log(gate: Gate) -> None:
    card = Newcomer()
    print_label(card.code, until=UNTIL)
    with gate.opened() as program, gate.office:
        gate.enrol(card.body())
        gate.enrol(Newcomer(code=card.code, board="d" * 64).body())
        gate.enrol(b'{"code": "SECRET-WORD"}')
        assert program.terminate() == 0
    said = "".join(program.said)
    assert TERMINAL in said
    for secret in (card.code, "SECRET-WORD", "Mẫu", card.board, "BEGIN"):
        assert secret not in said


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('authority = "root.pem"', 'authority = "none.pem"', "enrol.authority"),
        ('server_keys = "signing.pub.pem"', 'server_keys = "root.pem"', "enrol.server_keys"),
        ("broker.key", "none.key", "enrol.certificate"),
        ("rate", "ratte", "ratte"),
    ],
)
def test_a_door_whose_files_are_wrong_says_which(
    tmp_path: Path, database: Path, old: str, new: str, named: str
) -> None:
    gate = make_gate(tmp_path, database, more="rate = 1")
    text = gate.settings.read_text()
    assert old in text
    gate.settings.write_text(text.replace(old, new))
    done = run_server("enrol", "--settings", gate.settings)
    assert (done.returncode, done.stderr.count("\n")) == (78, 1)
    assert named in done.stderr


def test_a_door_that_hands_out_another_key_than_the_province_signs_with_does_not_open(
    tmp_path: Path, database: Path
) -> None:
    gate = make_gate(tmp_path, database)
    key = Ed25519PrivateKey.generate().public_key()
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "signing.pub.pem").write_bytes(pem)
    done = run_server("enrol", "--settings", gate.settings)
    assert (done.returncode, done.stderr.count("\n")) == (78, 1)
    assert "enrol.server_keys" in done.stderr


def test_a_province_without_the_table_is_told_which(tmp_path: Path, database: Path) -> None:
    gate = make_gate(tmp_path, database)
    text = gate.settings.read_text()
    gate.settings.write_text(text[: text.index("[enrol]")])
    done = run_server("enrol", "--settings", gate.settings)
    assert (done.returncode, done.stderr.count("\n")) == (78, 1)
    assert "[enrol]" in done.stderr
