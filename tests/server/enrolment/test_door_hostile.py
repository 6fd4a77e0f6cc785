"""The real door against rubbish, size, slowness, haste and the plug."""

import json
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from server.store import terminals
from server.store.database import reading, rows
from tests.server.enrolment.gate import Gate, make_gate
from tests.server.enrolment.newcomer import Newcomer, print_label
from tests.server.process import TIMEOUT_S
from wire.enrolment import ENROL_PATH

TERMINAL = "Q33-0101"
UNTIL = datetime.now(UTC) + timedelta(days=1)


def test_rubbish_is_answered_in_the_same_words(gate: Gate) -> None:
    unsound = {"reason": "unsound-request"}
    with gate.opened():
        for body in (b"", b"{}", b"null", b"[]", b'"x"', b"\xff\xfe", b"{" * 5000, b"[" * 9000,
                     b'{"code": 7, "csr": [], "signing_key": null, "proof": {}}'):  # fmt: skip
            assert gate.enrol(body) == (400, unsound), body[:20]
        too_long = {"code": "x", "csr": "y" * 5000, "signing_key": "", "proof": ""}
        assert gate.enrol(json.dumps(too_long).encode()) == (400, unsound)
        newer = json.loads(Newcomer().body()) | {"v": 2}
        assert gate.enrol(json.dumps(newer).encode()) == (503, {"reason": "not-now"})
        older = newer | {"v": 0}
        assert gate.enrol(json.dumps(older).encode()) == (426, {"reason": "too-old"})
        for method, path, wanted in (
            ("GET", ENROL_PATH, 405),
            ("PUT", ENROL_PATH, 405),
            ("POST", "/", 404),
            ("GET", "/docs", 404),
            ("GET", "/v1/reference/../enrol", 404),
        ):
            status, headers, said = gate.call(method, path)
            assert (status, json.loads(said)) == (wanted, unsound), path
            assert headers["content-type"] == "application/json"


def test_ten_megabytes_are_refused_by_their_head_and_by_their_length(gate: Gate) -> None:
    with gate.opened() as program:
        status, _headers, said = gate.call(
            "POST", ENROL_PATH, None, **{"Content-Length": str(10 * 1024 * 1024)}
        )
        assert (status, json.loads(said)) == (413, {"reason": "unsound-request"})
        # Without a length: in pieces, for as long as the door listens.
        line = _connected(gate)
        line.sendall(f"POST {ENROL_PATH} HTTP/1.1\r\nHost: x\r\n".encode())
        line.sendall(b"Transfer-Encoding: chunked\r\n\r\n")
        piece = b"1000\r\n" + b"x" * 4096 + b"\r\n"
        sent = 0
        try:
            while sent < 10 * 1024 * 1024:
                line.sendall(piece)
                sent += 4096
        except OSError:
            pass
        assert sent < 10 * 1024 * 1024
        line.close()
        assert gate.enrol(Newcomer().body())[0] == 404
        assert program.process.poll() is None


def test_a_slow_sender_keeps_nobody_else_waiting(gate: Gate) -> None:
    card = Newcomer()
    print_label(card.code, until=UNTIL)
    with gate.opened(), gate.office:
        slow = [_connected(gate) for _each in range(20)]
        for line in slow:
            line.sendall(
                f"POST {ENROL_PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n".encode()
            )
        for line in slow[:10]:
            line.sendall(b"\r\n{")
        assert gate.enrol(card.body())[0] == 200
        for line in slow[10:]:  # not even a whole head: closed by the clock
            line.settimeout(TIMEOUT_S)
            assert line.recv(1) == b""
        for line in slow:
            line.close()


def _connected(gate: Gate) -> ssl.SSLSocket:
    plain = socket.create_connection(("localhost", gate.port), timeout=TIMEOUT_S)
    return gate.context().wrap_socket(plain, server_hostname="localhost")


def test_killed_between_commit_and_answer_the_card_gets_its_answer_from_the_next_door(
    gate: Gate,
) -> None:
    card = Newcomer()
    print_label(card.code, until=UNTIL)
    committed = threading.Event()
    with gate.office:
        with gate.opened() as program:
            line = _connected(gate)
            body = card.body()
            head = f"POST {ENROL_PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
            line.sendall(head.encode() + body)
            while not committed.is_set():
                with reading():
                    if terminals.is_registered(TERMINAL):
                        committed.set()
            program.kill()
            line.close()
        with gate.opened():
            status, answer = gate.enrol(card.body())
    assert status == 200
    assert answer["registration"]["signing_key"] == card.signing_pem
    with reading():
        tried = rows("SELECT outcome FROM enrolmenttry ORDER BY at")
    assert tried == [("enrolled",), ("again",)]
    assert len(gate.office.asked) == 1


def test_one_address_that_asks_too_often_is_told_to_wait(tmp_path: Path, database: Path) -> None:
    gate = make_gate(tmp_path, database, more="rate = 0.01\nburst = 3")
    with gate.opened():
        found = [gate.enrol(Newcomer().body()) for _each in range(4)]
    assert [status for status, _said in found] == [404, 404, 404, 429]
    assert found[-1][1] == {"reason": "too-many"}
