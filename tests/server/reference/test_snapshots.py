"""Whole datasets as files over HTTPS: signed, resumable, made once for each version."""

import hashlib
import zlib
from dataclasses import dataclass
from pathlib import Path

import anyio
import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI

from server.ingest.desk import Desk
from server.ingest.door import Door, make_app
from server.ingest.throttle import Throttle
from server.reference import versions
from server.reference.importing import import_file
from server.reference.snapshots import Snapshots
from server.store.database import reading, writing
from server.tally import Tally
from tests.server.door import make_door
from tests.server.outlet import NOW, PROVINCE
from wire.reference import Row, Snapshot
from wire.sign import verify

PATH = "/v1/reference/catalogue"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture
def files(store: Path | str, tmp_path: Path) -> Snapshots:
    assert store
    import_file("catalogue", Path("demo/data/drugs.csv"), NOW)
    return Snapshots(tmp_path / "files", KEY)


@dataclass
class Caller:
    """Calls at the door, without a network between."""

    app: FastAPI

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.call("GET", path, headers)

    def call(self, method: str, path: str, headers: dict[str, str]) -> httpx.Response:
        async def ask() -> httpx.Response:
            line = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=line, base_url="https://door") as client:
                return await client.request(method, path, headers=headers)

        return anyio.run(ask)


@pytest.fixture
def door(files: Snapshots) -> Caller:
    entrance = Door(
        desk=Desk(province=PROVINCE, key=KEY, keeps_sealed=False),
        province=PROVINCE,
        tally=Tally(),
        throttle=Throttle(rate=1, burst=1),
    )
    return Caller(make_app(entrance, files))


def signed(answer: httpx.Response) -> Snapshot:
    header = answer.headers["Quay-Snapshot"].encode()
    return msgspec.json.decode(
        verify(header, KEY.public_key(), "server", "quay-snapshot"), type=Snapshot
    )


def test_the_file_holds_every_row_and_its_signature_fits(door: Caller) -> None:
    answer = door.get(PATH)
    held = signed(answer)
    assert (answer.status_code, held.dataset, held.size) == (200, "catalogue", len(answer.content))
    assert hashlib.sha256(answer.content).hexdigest() == held.sha256
    lines = zlib.decompress(answer.content).splitlines()
    found = [msgspec.json.decode(line, type=Row) for line in lines]
    assert found == sorted(found, key=lambda row: (row.version, row.key))
    with reading():
        assert {row.key: bytes(row.body) for row in found} == versions.bodies("catalogue")
        assert held.version == versions.newest()["catalogue"]


def test_a_download_goes_on_where_the_line_broke(door: Caller) -> None:
    whole = door.get(PATH)
    tag = whole.headers["etag"]
    rest = door.get(PATH, **{"Range": "bytes=100-", "If-Range": tag})
    assert (rest.status_code, rest.content) == (206, whole.content[100:])
    assert rest.headers["Quay-Snapshot"] == whole.headers["Quay-Snapshot"]


def test_a_download_begins_anew_where_the_dataset_has_changed(door: Caller) -> None:
    before = door.get(PATH)
    with writing():
        versions.put("catalogue", "", {"SYN001": b"{}"}, NOW, is_full=False)
    tag = before.headers["etag"]
    after = door.get(PATH, **{"Range": "bytes=100-", "If-Range": tag})
    assert after.status_code == 200
    assert signed(after).version > signed(before).version


def test_who_has_the_file_already_is_told_so(door: Caller) -> None:
    tag = door.get(PATH).headers["etag"]
    answer = door.get(PATH, **{"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize(
    "name", ["people", "shop", "prices", "nothing", "..%2Fserver.db", "drugs", "catalogue%00"]
)
def test_what_is_not_everybody_s_or_not_there_is_not_found(door: Caller, name: str) -> None:
    with writing():
        versions.put("people", "", {"NV01": b"1"}, NOW)
    assert door.get(f"/v1/reference/{name}").status_code == 404


def test_the_head_alone_can_be_asked_for_and_nothing_be_posted(door: Caller) -> None:
    answer = door.call("HEAD", PATH, {})
    assert (answer.status_code, answer.content) == (200, b"")
    assert signed(answer).size == int(answer.headers["content-length"])
    assert door.call("POST", PATH, {}).status_code == 405


def test_a_file_is_made_once_and_outlives_the_process(files: Snapshots, tmp_path: Path) -> None:
    made = files.prepare("catalogue")
    assert made is not None
    at = made.file.stat().st_mtime_ns
    again = Snapshots(tmp_path / "files", KEY).prepare("catalogue")
    assert again == made
    assert made.file.stat().st_mtime_ns == at


@pytest.mark.parametrize("damage", ["cut", "gone", "forged", "another key"])
def test_what_is_damaged_is_made_again(files: Snapshots, tmp_path: Path, damage: str) -> None:
    made = files.prepare("catalogue")
    assert made is not None
    whole, beside = made.file.read_bytes(), made.file.with_name(f"{made.file.name}.jws")
    if damage == "cut":
        made.file.write_bytes(whole[:-1])
    elif damage == "gone":
        made.file.unlink()
    elif damage == "forged":
        beside.write_bytes(b"a.b.c")
    key = Ed25519PrivateKey.generate() if damage == "another key" else KEY
    again = Snapshots(tmp_path / "files", key).prepare("catalogue")
    assert again is not None
    assert again.file.read_bytes() == whole
    assert verify(again.signed.encode(), key.public_key(), "server", "quay-snapshot")


def test_old_files_go_but_for_the_one_that_somebody_may_be_fetching(
    files: Snapshots, tmp_path: Path
) -> None:
    for number in range(4):
        with writing():
            versions.put("catalogue", "", {"a": str(number).encode()}, NOW, is_full=False)
        assert files.prepare("catalogue")
    names = sorted(file.name.partition(".")[2] for file in (tmp_path / "files").iterdir())
    assert names == ["z", "z", "z.jws", "z.jws"]


def test_the_real_door_hands_out_the_file(
    files: Snapshots, store: Path | str, tmp_path: Path
) -> None:
    assert files.prepare("catalogue")
    real = make_door(tmp_path, store)
    with real.opened(), real.client() as client:
        answer = client.get(f"https://localhost:{real.port}{PATH}")
    header = answer.headers["Quay-Snapshot"].encode()
    body = verify(header, real.key.public_key(), "server", "quay-snapshot")
    held = msgspec.json.decode(body, type=Snapshot)
    assert hashlib.sha256(answer.content).hexdigest() == held.sha256
    assert list(tmp_path.glob("*/catalogue-*.z"))
