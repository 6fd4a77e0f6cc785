"""The door for other vendors, knocked at over TLS."""

import gzip
import socket
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import httpx
import pytest

from server.ingest.verify import MAX_MESSAGE_BYTES
from server.store.database import close_store, open_store, reading, rows, to_text, writing
from server.store.terminals import register, revoke
from tests.server.door import Door, alarm_of, aside, make_door, refused, stored
from tests.server.outlet import Outlet
from tests.server.process import TIMEOUT_S, Program
from wire import sign
from wire.batch import encode_batch
from wire.chain import entry_hash


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Door, Program]]:
    """One door for the whole file: each test has its own terminal behind it."""
    folder = tmp_path_factory.mktemp("door")
    database = folder / "store.db"
    open_store(database)
    close_store()
    door = make_door(folder, database)
    with door.opened() as program:
        yield door, program


@pytest.fixture
def door(house: tuple[Door, Program]) -> Iterator[Door]:
    found, _program = house
    open_store(found.settings.with_name("store.db"))
    yield found
    close_store()


_names = iter(range(1, 10_000))


@pytest.fixture
def vendor(door: Door) -> Outlet:
    """A pharmacy with another vendor's software, registered like a terminal."""
    assert door.settings.is_file()
    outlet = Outlet(id=f"V33-{next(_names):04}")
    with writing():
        register(outlet.registration)
    return outlet


def test_a_batch_is_stored_and_answered_with_the_same_receipt_as_over_mqtt(
    door: Door, vendor: Outlet
) -> None:
    vendor.sell(3)
    receipt = door.receipt(vendor.batch(vendor.bodies))
    assert (receipt.terminal, receipt.epoch) == (vendor.id, vendor.epoch)
    assert (receipt.through, receipt.head, receipt.rejected) == (3, vendor.head, ())
    assert stored(vendor) == vendor.hashes


def test_a_batch_that_comes_again_is_receipted_again_and_stored_once(
    door: Door, vendor: Outlet
) -> None:
    vendor.sell(2)
    batch = vendor.batch(vendor.bodies)
    first, second = door.receipt(batch), door.receipt(batch)
    assert (first.through, first.head) == (second.through, second.head) == (2, vendor.head)
    assert stored(vendor) == vendor.hashes


def test_many_at_once_are_each_stored_once(door: Door, vendor: Outlet) -> None:
    vendor.sell(30)
    batches = [vendor.batch(vendor.bodies[n : n + 10]) for n in (0, 10, 20)] * 4
    with ThreadPoolExecutor(12) as pool:
        receipts = list(pool.map(door.receipt, batches))
    assert stored(vendor) == vendor.hashes
    assert max(receipt.through for receipt in receipts) == 30
    assert door.receipt(batches[0]).through == 30


def test_one_bad_entry_is_rejected_with_its_reason_and_its_neighbours_are_stored(
    door: Door, vendor: Outlet
) -> None:
    vendor.sell(3)
    other = vendor.sale(2, vendor.hashes[0], quantity=9)
    door.receipt(vendor.batch(vendor.bodies))
    receipt = door.receipt(vendor.batch([other]))
    (rejected,) = receipt.rejected
    assert (rejected.seq, rejected.sha256, rejected.reason) == (2, entry_hash(other), "conflict")
    assert stored(vendor) == vendor.hashes


def test_who_is_not_registered_is_refused_and_leaves_nothing_but_one_alarm(door: Door) -> None:
    for number in range(3):
        stranger = Outlet(id=f"V33-X{number}")
        stranger.sell()
        answer = door.post(stranger.batch(stranger.bodies))
        assert refused(answer) == (401, "unknown terminal")
        assert answer.headers["www-authenticate"].startswith("JWS")
        assert (stored(stranger), aside(stranger)) == ([], 0)
    found = alarm_of("", "unknown terminal", times=3)
    assert found.subject == "/v1/ledger"


def test_a_terminal_that_was_revoked_stores_nothing_and_is_seen_by_the_operator(
    door: Door, vendor: Outlet
) -> None:
    vendor.sell()
    with writing():
        revoke(vendor.id)
    assert refused(door.post(vendor.batch(vendor.bodies))) == (403, "revoked")
    assert (stored(vendor), aside(vendor)) == ([], 0)
    assert alarm_of(vendor.id, "revoked", times=1).outlet == "Quầy thuốc Thử Nghiệm"


def test_anothers_key_stores_nothing_and_is_seen_by_the_operator(
    door: Door, vendor: Outlet
) -> None:
    thief = Outlet(id=vendor.id, epoch=vendor.epoch)
    thief.sell()
    assert refused(door.post(thief.batch(thief.bodies))) == (401, "forged")
    assert (stored(vendor), aside(vendor)) == ([], 0)
    assert alarm_of(vendor.id, "forged", times=1)


def test_a_terminal_of_another_province_is_refused(door: Door) -> None:
    outlet = Outlet(id="V01-0001", province="01")
    with writing():
        register(outlet.registration)
    outlet.sell()
    assert refused(door.post(outlet.batch(outlet.bodies))) == (403, "foreign province")


@pytest.mark.parametrize("body", [b"", b"x", b"a.b.c", b"\xff" * 100, b"." * 5000, b"{}"])
def test_what_is_no_jws_is_refused(door: Door, body: bytes) -> None:
    assert refused(door.post(body)) == (400, "unsigned")


def test_a_receipt_or_a_status_is_no_batch(door: Door, vendor: Outlet) -> None:
    assert refused(door.post(vendor.status())) == (401, "forged")


def test_a_payload_that_is_no_batch_is_refused_and_kept_for_a_person(
    door: Door, vendor: Outlet
) -> None:
    assert refused(door.post(vendor.signed(b'{"v":1}'))) == (400, "malformed")
    elses = encode_batch("Q33-0001", vendor.epoch, [])
    assert refused(door.post(vendor.signed(elses))) == (400, "malformed")
    assert aside(vendor) == 2


def test_a_batch_of_a_later_version_is_refused_as_such(door: Door, vendor: Outlet) -> None:
    payload = encode_batch(vendor.id, vendor.epoch, []).replace(b'"v":1', b'"v":99', 1)
    assert refused(door.post(vendor.signed(payload))) == (400, "newer schema")


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "application/json"},
        {"Content-Type": ""},
        {"Content-Encoding": "gzip"},
    ],
)
def test_another_media_type_is_refused(door: Door, vendor: Outlet, headers: dict[str, str]) -> None:
    vendor.sell()
    body = vendor.batch(vendor.bodies)
    answer = door.post(gzip.compress(body) if "Content-Encoding" in headers else body, **headers)
    assert refused(answer) == (415, "media type")
    assert answer.headers["accept-post"] == "application/jose"


def test_parameters_of_the_media_type_do_no_harm(door: Door, vendor: Outlet) -> None:
    vendor.sell()
    body = vendor.batch(vendor.bodies)
    assert door.post(body, **{"Content-Type": "Application/JOSE; charset=utf-8"}).is_success


def test_a_body_that_is_too_large_is_refused_before_it_is_read(door: Door) -> None:
    assert refused(door.post(b"x" * (MAX_MESSAGE_BYTES + 1))) == (413, "too large")
    context = ssl.create_default_context(cafile=str(door.pki.ca))
    line = socket.create_connection(("localhost", door.port), timeout=TIMEOUT_S)
    with context.wrap_socket(line, server_hostname="localhost") as head_alone:
        head_alone.sendall(
            b"POST /v1/ledger HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/jose\r\n"
            b"Content-Length: 999999999\r\n\r\n"
        )
        assert head_alone.recv(12) == b"HTTP/1.1 413"


def test_a_body_without_a_length_is_read_no_further_than_the_limit(door: Door) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 200 * MAX_MESSAGE_BYTES:
            sent += 8192
            yield b"x" * 8192

    try:
        with door.client() as client:
            answer = client.post(
                door.url, content=endless(), headers={"Content-Type": "application/jose"}
            )
        assert refused(answer) == (413, "too large")
    except (httpx.WriteError, httpx.RemoteProtocolError):
        pass  # the door closed while more was on its way
    assert sent < 200 * MAX_MESSAGE_BYTES


def test_other_paths_and_methods_are_problems_too(door: Door) -> None:
    with door.client() as client:
        got = client.get(door.url)
        assert (refused(got), got.headers["allow"]) == ((405, "no such method"), "POST")
        for path in ("/", "/docs", "/openapi.json", "/v1/ledger/x"):
            answer = client.get(door.url.replace("/v1/ledger", path))
            assert refused(answer) == (404, "no such path")


def test_nothing_but_tls_is_spoken(door: Door) -> None:
    with pytest.raises(httpx.HTTPError):
        httpx.post(door.url.replace("https", "http"), content=b"x")
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.load_verify_locations(str(door.pki.ca))
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("localhost", door.port)) as line, pytest.raises(ssl.SSLError):
        old.wrap_socket(line, server_hostname="localhost")


def test_the_log_names_the_reason_and_nothing_of_the_body(
    house: tuple[Door, Program], vendor: Outlet
) -> None:
    door, program = house
    vendor.sell(prescription="01234ab12cd3-c")
    with writing():
        revoke(vendor.id)
    body = vendor.batch(vendor.bodies)
    door.post(body)
    program.wait_for(f"refused from {vendor.id}: revoked")
    said = "".join(program.said)
    assert body.decode()[200:260] not in said
    assert "01234ab12cd3" not in said


def test_who_hangs_up_in_the_middle_leaves_no_trace(
    house: tuple[Door, Program], vendor: Outlet
) -> None:
    door, program = house
    context = ssl.create_default_context(cafile=str(door.pki.ca))
    line = socket.create_connection(("localhost", door.port))
    with context.wrap_socket(line, server_hostname="localhost") as half:
        half.sendall(
            b"POST /v1/ledger HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/jose\r\n"
            b"Content-Length: 5000\r\n\r\nabc"
        )
    vendor.sell()
    assert door.receipt(vendor.batch(vendor.bodies)).through == 1
    assert "Traceback" not in "".join(program.said)


def test_the_contact_of_a_vendor_is_noted(door: Door, vendor: Outlet) -> None:
    vendor.sell()
    before = to_text(datetime.now(UTC))
    door.receipt(vendor.batch(vendor.bodies))
    with reading():
        found = rows("SELECT last_contact_at FROM terminal WHERE id = ?", (vendor.id,))
    assert found[0][0] >= before


def test_a_signature_by_the_servers_own_name_is_refused(door: Door, vendor: Outlet) -> None:
    message = sign.sign(b"{}", vendor.key, "server", "quay-batch")
    assert refused(door.post(message)) == (401, "unknown terminal")
