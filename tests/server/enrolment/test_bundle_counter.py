"""Whoever fetches bundles leaves the door open for those who come in."""

import asyncio
from collections.abc import MutableMapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from server.enrolment import bundle_counter
from server.enrolment.bundle_counter import PLACES, PLACES_OF_ONE, offer_bundles
from server.fleet.bundles import Bundles

ONE, OTHER = "203.0.113.7", "2001:db8:7:8::"


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    (tmp_path / "quay-4.2.1.raucb").write_bytes(b"hsqs" * 5000)
    app = FastAPI()
    offer_bundles(app, Bundles(tmp_path), lambda _version: False)
    return app


class Reader:
    """Fetches the bundle; one that is not `willing` never takes what comes."""

    def __init__(self, app: FastAPI, address: str, *, willing: bool) -> None:
        self._app, self._address, self._willing = app, address, willing
        self.status: int | None = None
        self.began = asyncio.Event()

    async def fetch(self) -> int | None:
        scope = {
            "type": "http", "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1", "method": "GET", "scheme": "https",
            "path": "/v1/bundles/quay-4.2.1.raucb", "raw_path": b"", "root_path": "",
            "query_string": b"", "headers": [], "client": (self._address, 40000),
            "server": ("localhost", 8443),
        }  # fmt: skip
        await self._app(scope, self._receive, self._send)
        return self.status

    async def _receive(self) -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        self.status = message.get("status", self.status)
        self.began.set()
        if not self._willing and self.status == HTTPStatus.OK:
            await asyncio.Event().wait()


async def _hold(app: FastAPI, *addresses: str) -> list[asyncio.Task[int | None]]:
    readers = [Reader(app, address, willing=False) for address in addresses]
    tasks = [asyncio.create_task(reader.fetch()) for reader in readers]
    for reader in readers:
        await reader.began.wait()
    return tasks


def test_a_stranger_who_never_reads_does_not_take_every_place(app: FastAPI) -> None:
    async def run() -> None:
        held = await _hold(app, *[ONE] * PLACES_OF_ONE)
        assert await Reader(app, ONE, willing=True).fetch() == HTTPStatus.SERVICE_UNAVAILABLE
        assert await Reader(app, OTHER, willing=True).fetch() == HTTPStatus.OK
        for task in held:
            task.cancel()
        await asyncio.gather(*held, return_exceptions=True)
        assert await Reader(app, ONE, willing=True).fetch() == HTTPStatus.OK

    asyncio.run(run())


def test_a_whole_fleet_leaves_connections_for_new_terminals(app: FastAPI) -> None:
    async def run() -> None:
        held = await _hold(app, *(f"198.51.100.{number}" for number in range(PLACES)))
        assert await Reader(app, ONE, willing=True).fetch() == HTTPStatus.SERVICE_UNAVAILABLE
        for task in held:
            task.cancel()
        await asyncio.gather(*held, return_exceptions=True)

    asyncio.run(run())


def test_nobody_keeps_a_place_for_ever(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle_counter, "LONGEST_SECONDS", 0.05)

    async def run() -> None:
        held = await _hold(app, *[ONE] * PLACES_OF_ONE)
        await asyncio.wait_for(asyncio.gather(*held), timeout=20)
        assert await Reader(app, ONE, willing=True).fetch() == HTTPStatus.OK

    asyncio.run(run())
