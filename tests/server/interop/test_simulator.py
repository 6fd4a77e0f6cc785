"""The simulator as it is started by hand."""

import socket
import sys
import time
from pathlib import Path

import httpx

from server.interop.http import HttpNational
from server.interop.national import Found, Unreachable
from server.interop.simulator import APP_KEY, APP_NAME
from server.settings import NationalSettings
from tests.server.process import running


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def test_it_serves_the_codes_that_it_names_and_takes_a_mood() -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = (sys.executable, "-m", "server.interop.simulator", "--port", str(port), "--seed", "7")
    settings = NationalSettings(address=address, app_name=APP_NAME, app_key=Path("-"))
    way = HttpNational(settings, APP_KEY)
    with running(*command, ready="-c") as program:
        code = next(line for line in program.said if "-c" in line).strip()
        until = time.monotonic() + 20
        while isinstance(found := way.fetch(code, seconds=5), Unreachable):
            assert time.monotonic() < until
        assert isinstance(found, Found)
        with httpx.Client(base_url=address, trust_env=False) as client:
            assert client.put("/_mood", content=b'{"mood": "angry"}').status_code == 422
            assert client.put("/_mood", content=b'{"mood": "down", "times": 1}').is_success
            assert isinstance(way.fetch(code, seconds=5), Unreachable)
            assert isinstance(way.fetch(code, seconds=5), Found)
            assert client.get("/_told").json() == {}
            assert client.get(f"/api/v1/thong-tin-don-thuoc/{code}").status_code == 401
    way.close()
