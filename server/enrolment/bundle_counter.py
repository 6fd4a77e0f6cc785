"""Where terminals fetch bundles: with Range, so that a bad line goes on where it broke off.

The door that hands them out also lets new terminals in, and holds so many connections and no more:
neither a fleet that fetches nor a stranger who never reads to the end may take them all.
"""

from collections import Counter
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

from anyio import move_on_after
from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse
from starlette.types import Receive, Scope, Send

from server.enrolment.door import address_of
from server.fleet.bundles import Bundles

PATH = "/v1/bundles/quay-{version}.raucb"
PLACES = 128
"""At once; half of what the door holds."""
PLACES_OF_ONE = 32
"""Behind one address: mobile networks have many shops behind one."""
LONGEST_SECONDS = 1800.0
"""For one answer; who is slower goes on with Range."""
_SOON, _LATER = "60", "3600"
"""Seconds, for `Retry-After`: until a place is free, until a person has looked at a version."""


class Counting:
    """Who is fetching; within one loop."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()

    def takes(self, address: str) -> bool:
        """Give a place to one more, if there is one."""
        if self._taken.total() >= PLACES or self._taken[address] >= PLACES_OF_ONE:
            return False
        self._taken[address] += 1
        return True

    def leaves(self, address: str) -> None:
        """Take the place back."""
        self._taken[address] -= 1
        if not self._taken[address]:
            del self._taken[address]


class _Handed(FileResponse):
    """A bundle, handed out while there is a place for its reader."""

    def __init__(self, file: Path, address: str, counting: Counting) -> None:
        headers = {"Cache-Control": "no-cache"}
        super().__init__(file, media_type="application/vnd.rauc.bundle", headers=headers)
        self._address, self._counting = address, counting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand it out, or say that it can be had later."""
        if not self._counting.takes(self._address):
            await _not_now(_SOON)(scope, receive, send)
            return
        try:
            with move_on_after(LONGEST_SECONDS):
                await super().__call__(scope, receive, send)
        finally:
            self._counting.leaves(self._address)


def offer_bundles(app: FastAPI, bundles: Bundles, is_held: Callable[[str], bool]) -> None:
    """Let bundles be fetched by anybody: they are signed, and no secret.

    `is_held`: whether a version is kept back now; whoever has begun to fetch it waits, and goes on
    where it broke off.
    """
    counting = Counting()

    @app.api_route(PATH, methods=["GET", "HEAD"])
    def bundle(version: str, request: Request) -> Response:
        found = bundles.find(version)
        if found is None:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        if is_held(version):
            return _not_now(_LATER)
        return _Handed(found, address_of(request), counting)


def _not_now(seconds: str) -> Response:
    headers = {"Retry-After": seconds}
    return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers=headers)
