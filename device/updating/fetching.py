"""Fetching a bundle over HTTPS, in as many attempts as the line needs and in nobody's way."""

import http.client
import logging
import os
import re
import shutil
import socket
import ssl
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

log = logging.getLogger(__name__)

SPARE_BYTES = 64 * 1024 * 1024
"""What stays free on the data partition: sales come first."""
MOST_BYTES = 2 * 1024 * 1024 * 1024
_CHUNK = 16 * 1024
_RECEIVE_BUFFER = 32 * 1024
"""Small, so that a pause here is soon a pause on the line, and a sale's entry gets through."""
_SECONDS = 30.0
PATIENCE_SECONDS = 20 * 60.0
"""After so long others have their turn: a newer order, or a stick that somebody brought."""
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")


class FetchError(OSError):
    """The bundle did not come whole; what came is kept, and the next attempt goes on from there."""


class StillComingError(FetchError):
    """The attempt has lasted long enough; nothing is wrong."""


class NoSuchBundleError(FetchError):
    """The province has no bundle of this version."""


class NoRoomError(FetchError):
    """The bundle does not fit beside the ledger."""


class Line:
    """How bundles are fetched."""

    def __init__(
        self,
        *,
        ca: Path | None,
        shares: Callable[[], bool] = lambda: True,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`ca`: believed besides the system's; `shares`: whether half the line is left free."""
        self._ca, self._shares = ca, shares
        self._sleep, self._monotonic = sleep, monotonic

    def fetch(self, address: str, target: Path) -> None:
        """Fetch a file, going on where the attempt before broke off; raise `FetchError`.

        Beside it lies the mark (ETag) of the file that was begun, so that parts of two files are
        never put together. What makes a bundle believed is its signature, not the line.
        """
        beside = target.with_name(f"{target.name}.etag")
        mark = _read(beside) if target.exists() else ""
        have = target.stat().st_size if mark else 0
        line = self._connect(address)
        try:
            asked = {"Range": f"bytes={have}-", "If-Range": mark} if have else {}
            line.request("GET", _path(address), headers=asked)
            answer = line.getresponse()
            begin, whole = _extent(answer, have)
            if begin == whole:
                return  # it was whole already
            check_room(target, whole - begin)
            if not begin:
                beside.write_text(answer.getheader("ETag") or "", encoding="ascii")
            self._receive(answer, target, begin, whole)
        except (OSError, http.client.HTTPException) as error:
            if isinstance(error, FetchError):
                raise
            raise FetchError(f"the line broke off: {error}") from error
        finally:
            line.close()

    def _receive(
        self, answer: http.client.HTTPResponse, target: Path, begin: int, whole: int
    ) -> None:
        have, until = begin, self._monotonic() + PATIENCE_SECONDS
        with target.open("r+b" if begin else "wb") as file:
            file.seek(begin)
            file.truncate()
            while have < whole:
                asked_at = self._monotonic()
                if asked_at > until:
                    raise StillComingError(f"{have} of {whole} bytes came")
                chunk = answer.read(min(_CHUNK, whole - have))
                if not chunk:
                    raise FetchError(f"{have} of {whole} bytes came")
                have += file.write(chunk)
                if self._shares():
                    self._sleep(self._monotonic() - asked_at)
            file.flush()
            os.fsync(file.fileno())

    def _connect(self, address: str) -> http.client.HTTPSConnection:
        parts = urlsplit(address)
        if parts.scheme != "https" or not parts.hostname:
            raise FetchError("not an https address")
        context = ssl.create_default_context()
        if self._ca is not None:
            context.load_verify_locations(self._ca)
        line = http.client.HTTPSConnection(
            parts.hostname, parts.port, timeout=_SECONDS, context=context
        )
        try:
            line.connect()
        except OSError as error:
            raise FetchError(f"no connection: {error}") from error
        line.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
        return line


def forget(target: Path) -> None:
    """Drop what came of a file."""
    target.unlink(missing_ok=True)
    target.with_name(f"{target.name}.etag").unlink(missing_ok=True)


def _extent(answer: http.client.HTTPResponse, have: int) -> tuple[int, int]:
    """Return where the answer begins and how long the whole file is; raise `FetchError`."""
    if answer.status == HTTPStatus.NOT_FOUND:
        raise NoSuchBundleError("the province has no such bundle")
    if answer.status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        return have, have
    if answer.status == HTTPStatus.PARTIAL_CONTENT:
        found = _RANGE.fullmatch(answer.getheader("Content-Range") or "")
        if found and int(found[1]) == have:
            return have, int(found[2])
    length = answer.getheader("Content-Length") or ""
    if answer.status != HTTPStatus.OK or not length.isdecimal():
        raise FetchError(f"the server answers {answer.status}")
    return 0, int(length)


def check_room(target: Path, missing: int) -> None:
    """Raise `NoRoomError` where so many bytes more do not fit."""
    if missing > MOST_BYTES or shutil.disk_usage(target.parent).free < missing + SPARE_BYTES:
        raise NoRoomError(f"no room for {missing} bytes")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""


def _path(address: str) -> str:
    return urlsplit(address).path or "/"
