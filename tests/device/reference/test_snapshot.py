"""A whole dataset as a file: only what the province has signed, over a line that breaks off."""

import hashlib
import http.server
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from device.clock import system_clock
from device.link.fresh import WHOLE, Fresh, take_whole
from device.reference.fetched_file import FetchError, NoSuchFileError
from device.reference.rows import Rows
from device.reference.snapshot import WrongSnapshotError, take_file
from tests.certificates import Pki, make_pki
from tests.device.link.province import SERVER_KEY, TERMINAL_KEY
from tests.device.reference.pages import AT, drug
from wire.reference import Dataset, Row, Snapshot
from wire.sign import sign

KEYS = (SERVER_KEY.public_key(),)


def packed(rows: list[Row]) -> bytes:
    return zlib.compress(b"\n".join(msgspec.json.encode(one) for one in rows), 9)


CONTENT = packed(
    [drug(n, version=4, maker=hashlib.sha256(bytes([n % 256])).hexdigest()) for n in range(500)]
)


def header(
    content: bytes = CONTENT,
    *,
    dataset: Dataset = "catalogue",
    version: int = 4,
    key: Ed25519PrivateKey = SERVER_KEY,
) -> bytes:
    snapshot = Snapshot(
        dataset=dataset,
        version=version,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
    )
    return sign(msgspec.json.encode(snapshot), key, "server", "quay-snapshot")


@pytest.fixture
def rows(tmp_path: Path) -> Iterator[Rows]:
    rows = Rows(tmp_path / "reference.sqlite")
    yield rows
    rows.close()


def count(rows: Rows) -> int:
    return sum(1 for _row in rows.rows("catalogue"))


def test_a_signed_file_is_taken_whole(rows: Rows, tmp_path: Path) -> None:
    file = tmp_path / "catalogue"
    file.write_bytes(CONTENT)
    assert take_file(rows, file, header(), KEYS, at=AT) is not None
    assert count(rows) == 500
    assert rows.standing("catalogue").is_whole
    assert take_file(rows, file, header(), KEYS, at=AT) is None, "it is no newer"


ROW_TOO_NEW = packed([drug(1, version=9)])
NO_ROW = packed([]) + b"", zlib.compress(b'{"key":1}\n')


@pytest.mark.parametrize(
    ("content", "signed"),
    [
        (CONTENT, header(key=TERMINAL_KEY)),
        (CONTENT, b"not signed"),
        (CONTENT[:-1], header()),
        (CONTENT[:-1] + b"\0", header()),
        (CONTENT, header(dataset="people")),
        (ROW_TOO_NEW, header(ROW_TOO_NEW)),
        (NO_ROW[1], header(NO_ROW[1])),
        (CONTENT[:-9], header(CONTENT[:-9])),
        (b"plain", header(b"plain")),
    ],
    ids=[
        "another's key", "no signature", "cut off", "changed", "an outlet's own",
        "a row too new", "no row", "signed but broken", "not packed",
    ],
)  # fmt: skip
def test_anything_else_changes_nothing(
    rows: Rows, tmp_path: Path, content: bytes, signed: bytes
) -> None:
    file = tmp_path / "catalogue"
    file.write_bytes(content)
    with pytest.raises(WrongSnapshotError):
        take_file(rows, file, signed, KEYS, at=AT)
    assert count(rows) == 0
    assert rows.standing("catalogue").place.version == 0


class Server(http.server.ThreadingHTTPServer):
    """Hands out a file, and breaks off after so many bytes."""

    content, signed, gives, status = CONTENT, header(), 4_000, 0
    asked: list[str]


class Answers(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        wanted = self.headers.get("Range", "bytes=0-")
        self.server.asked.append(wanted)
        first = int(wanted.removeprefix("bytes=").rstrip("-"))
        rest = self.server.content[first:]
        self.send_response(self.server.status or (206 if first else 200))
        self.send_header("Quay-Snapshot", self.server.signed.decode())
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        self.wfile.write(rest[: self.server.gives])
        self.close_connection = True

    def log_message(self, *_what: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    return make_pki(tmp_path_factory.mktemp("pki"))


@pytest.fixture
def server(pki: Pki) -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Answers)
    server.asked = []
    pair = pki.broker
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair.certificate, pair.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def attempt(rows: Rows, server: Server, folder: Path, ca: Path) -> bool:
    return take_whole(
        rows, f"https://localhost:{server.server_port}/v1/reference/catalogue",
        folder / "catalogue.snapshot", keys=KEYS, ca=ca, clock=system_clock,
    )  # fmt: skip


def test_a_line_that_breaks_off_goes_on_where_it_was(
    rows: Rows, server: Server, tmp_path: Path, pki: Pki
) -> None:
    attempts = 0
    while not count(rows):
        attempts += 1
        try:
            assert attempt(rows, server, tmp_path, pki.ca)
        except FetchError:
            assert attempts < 50
    assert attempts == -(-len(CONTENT) // 4_000) > 2
    assert server.asked[1] == "bytes=4000-"
    assert count(rows) == 500
    assert list(tmp_path.glob("*.snapshot*")) == []


def test_parts_of_two_files_are_never_put_together(
    rows: Rows, server: Server, tmp_path: Path, pki: Pki
) -> None:
    with pytest.raises(FetchError):
        attempt(rows, server, tmp_path, pki.ca)
    server.content = packed([drug(1, version=5)])
    server.signed = header(server.content, version=5)
    with pytest.raises(FetchError):
        attempt(rows, server, tmp_path, pki.ca)
    assert attempt(rows, server, tmp_path, pki.ca)
    assert count(rows) == 1


def test_a_file_that_is_not_the_provinces_is_thrown_away(
    rows: Rows, server: Server, tmp_path: Path, pki: Pki
) -> None:
    server.gives, server.content = len(CONTENT), CONTENT[:-1] + b"\0"
    with pytest.raises(WrongSnapshotError):
        attempt(rows, server, tmp_path, pki.ca)
    assert list(tmp_path.glob("*.snapshot*")) == []


def test_whom_nobody_vouches_for_is_not_asked(
    rows: Rows, server: Server, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stranger = make_pki(tmp_path_factory.mktemp("stranger"))
    with pytest.raises(FetchError, match="certificate"):
        attempt(rows, server, tmp_path, stranger.ca)
    assert server.asked == []


def test_a_file_that_is_not_there_is_told_apart_from_a_line_that_breaks(
    rows: Rows, server: Server, tmp_path: Path, pki: Pki
) -> None:
    server.status = 404
    with pytest.raises(NoSuchFileError):
        attempt(rows, server, tmp_path, pki.ca)
    server.status = 503
    with pytest.raises(FetchError) as raised:
        attempt(rows, server, tmp_path, pki.ca)
    assert not isinstance(raised.value, NoSuchFileError)


def _fresh(rows: Rows, server: Server, folder: Path, ca: Path, came: threading.Event) -> Fresh:
    return Fresh(
        rows, address=f"https://localhost:{server.server_port}/v1/reference", folder=folder,
        keys=KEYS, ca=ca, clock=system_clock, came=came.set,
    )  # fmt: skip


def test_whoever_takes_it_into_use_is_told_at_once_that_it_came(
    rows: Rows, server: Server, tmp_path: Path, pki: Pki
) -> None:
    server.gives = len(CONTENT)
    came = threading.Event()
    fresh = _fresh(rows, server, tmp_path, pki.ca, came)
    fresh.start()
    assert came.wait(30)
    fresh.stop()
    assert count(rows) == 500


def test_what_is_no_file_there_is_not_waited_for(
    rows: Rows, server: Server, tmp_path: Path, pki: Pki
) -> None:
    server.status = 404
    came = threading.Event()
    fresh = _fresh(rows, server, tmp_path, pki.ca, came)
    fresh.start()
    deadline = time.monotonic() + 30
    while fresh.comes("prices"):
        assert time.monotonic() < deadline
        came.wait(0.02)
    assert len(server.asked) == len(WHOLE)
    assert not came.is_set()
