"""The door when too much comes at once, too slowly, or what nobody foresaw."""

import asyncio
from collections.abc import AsyncIterator
from threading import Event
from typing import cast

import httpx
import pytest

from server.ingest import door as door_module
from server.ingest.desk import Answer, Desk
from server.ingest.door import Door, make_app
from server.ingest.problem import Refusal
from server.ingest.throttle import Throttle
from server.store.database import rows, writing
from server.store.quarantine import Reason
from server.store.terminals import register
from server.tally import Tally
from tests.server.outlet import PROVINCE, Outlet

JOSE = {"Content-Type": "application/jose"}


class Clerk:
    """A desk that waits until it is let go, or breaks."""

    def __init__(self, *, broken: bool = False) -> None:
        self.free, self.busy = Event(), Event()
        self._broken = broken
        self.aside: list[bytes] = []

    def take(self, _payload: bytes) -> Answer:
        self.busy.set()
        if self._broken:
            raise ZeroDivisionError
        assert self.free.wait(30)
        return Answer(receipt=b"a.b.c", refused=None)

    def set_aside(self, message: tuple[str, bytes]) -> None:
        self.aside.append(message[1])


@pytest.fixture
def vendor(store: object) -> Outlet:
    assert store
    outlet = Outlet()
    with writing():
        register(outlet.registration)
    outlet.sell()
    return outlet


def browser(clerk: Clerk) -> httpx.AsyncClient:
    door = Door(
        desk=cast("Desk", clerk),
        province=PROVINCE,
        tally=Tally(),
        throttle=Throttle(rate=100, burst=1000),
    )
    way = httpx.ASGITransport(app=make_app(door))
    return httpx.AsyncClient(transport=way, base_url="https://door", headers=JOSE)


def test_when_too_many_wait_the_next_is_sent_away_and_the_others_are_served(
    vendor: Outlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door_module, "_DESKS", 2)
    monkeypatch.setattr(door_module, "_MAX_WAITING", 3)
    clerk, batch = Clerk(), vendor.batch(vendor.bodies)

    async def crowd() -> list[int]:
        async with browser(clerk) as client:
            first = [
                asyncio.create_task(client.post("/v1/ledger", content=batch)) for _each in range(5)
            ]
            await asyncio.to_thread(clerk.busy.wait, 30)
            late = await client.post("/v1/ledger", content=batch)
            clerk.free.set()
            assert int(late.headers["retry-after"]) > 0
            assert late.json()["reason"] == "busy"
            return [late.status_code, *(one.status_code for one in await asyncio.gather(*first))]

    assert asyncio.run(crowd()) == [503, 200, 200, 200, 200, 200]


def test_a_body_that_drips_is_given_up(vendor: Outlet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door_module, "_READING_SECONDS", 0.2)
    clerk = Clerk()

    async def drip() -> AsyncIterator[bytes]:
        yield vendor.batch(vendor.bodies)[:50]
        await asyncio.Event().wait()

    async def knock() -> httpx.Response:
        async with browser(clerk) as client:
            return await client.post("/v1/ledger", content=drip())

    answer = asyncio.run(knock())
    assert (answer.status_code, answer.json()["reason"]) == (408, "too slow")
    assert not clerk.busy.is_set()


def test_what_nobody_foresaw_is_set_aside_and_not_sent_for_ever(
    vendor: Outlet, caplog: pytest.LogCaptureFixture
) -> None:
    clerk, batch = Clerk(broken=True), vendor.batch(vendor.bodies)

    async def knock() -> httpx.Response:
        async with browser(clerk) as client:
            return await client.post("/v1/ledger", content=batch)

    answer = asyncio.run(knock())
    assert (answer.status_code, answer.json()["reason"]) == (400, "unexpected")
    assert clerk.aside == [batch]
    assert "ZeroDivisionError" in caplog.text
    assert batch.decode() not in caplog.text


def test_every_reason_for_a_whole_batch_has_its_answer() -> None:
    for reason in (Reason.UNSIGNED, Reason.FORGED, Reason.REVOKED, Reason.NEWER_SCHEMA):
        assert Refusal.of(reason).value[1] == reason.value
    assert Refusal.of(Reason.CONFLICT) is Refusal.UNEXPECTED


def test_strangers_leave_no_rows(vendor: Outlet) -> None:
    stranger = Outlet(id="V33-9999")
    stranger.sell()

    async def knock() -> set[int]:
        async with browser(Clerk()) as client:
            return {
                (await client.post("/v1/ledger", content=body)).status_code
                for body in (
                    b"x",
                    stranger.batch(stranger.bodies),
                    Outlet(id=vendor.id).batch(stranger.bodies),
                )
            }

    assert asyncio.run(knock()) == {400, 401}
    assert rows("SELECT count(*) FROM quarantine") == [(0,)]
