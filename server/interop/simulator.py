"""The national prescription system, invented: `python -m server.interop.simulator --port 8088`.

It serves `server.interop.invented` as the real one is believed to serve (QĐ 808/QĐ-BYT, as public
clients have it), wants the headers, remembers, and misbehaves when it is asked to:
`PUT /_mood {"mood": "slow", "seconds": 5}`; `GET /_told` shows what was reported.
"""

import argparse
import sys
from typing import Annotated

import anyio
import msgspec
import uvicorn
from fastapi import FastAPI, Header, Request, Response

from server.interop.invented import Invented
from server.interop.mood import Behaviour, Mood
from server.interop.reply import Reply, reply_to_fetch, reply_to_report
from server.interop.unconfirmed import BELIEVED

APP_NAME, APP_KEY = "quay-mau", "khoa-mau-khong-dung-o-dau-ca"
"""What the simulator wants to be shown; they open nothing anywhere."""

Name = Annotated[str, Header(alias=BELIEVED.app_name_header)]
Key = Annotated[str, Header(alias=BELIEVED.app_key_header)]


class Manner:
    """Behaves as it is told to, and counts who asked."""

    def __init__(self) -> None:
        self.behaviour = Behaviour()
        self.asked = 0

    async def next(self, name: str, key: str) -> Mood:
        """Wait as long as the mood has it, and return the mood for one request."""
        self.asked += 1
        now = self.behaviour
        self.behaviour = now.after_one()
        if now.mood == "slow":
            await anyio.sleep(now.seconds)
        return now.mood if (name, key) == (APP_NAME, APP_KEY) else "key"


def simulator(system: Invented, manner: Manner) -> FastAPI:
    """Return the simulator as an application."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    @app.get(BELIEVED.fetch_path)
    async def fetch(code: str, name: Name = "", key: Key = "") -> Response:
        return _response(reply_to_fetch(system, code, await manner.next(name, key)))

    @app.post(BELIEVED.report_path)
    async def report(request: Request, name: Name = "", key: Key = "") -> Response:
        mood = await manner.next(name, key)
        return _response(reply_to_report(system, await request.body(), mood))

    @app.put("/_mood")
    async def mood(request: Request) -> Response:
        try:
            manner.behaviour = msgspec.json.decode(await request.body(), type=Behaviour)
        except msgspec.DecodeError as error:
            return Response(str(error), 422)
        return Response(status_code=204)

    @app.get("/_told")
    async def told() -> Response:
        return Response(msgspec.json.encode(system.reports), media_type="application/json")

    return app


def _response(reply: Reply) -> Response:
    headers = {"retry-after": reply.retry_after} if reply.retry_after else None
    return Response(reply.body, reply.status, headers, reply.type)


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m server.interop.simulator")
    parser.add_argument("--port", type=int, default=8088)
    parser.add_argument("--seed", type=int, default=33)
    parser.add_argument("--count", type=int, default=200)
    called = parser.parse_args(arguments)
    system = Invented(seed=called.seed, count=called.count)
    for code in system.codes[:5]:
        sys.stderr.write(f"{code}\n")
    uvicorn.run(
        simulator(system, Manner()), host="127.0.0.1", port=called.port, log_level="warning"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
