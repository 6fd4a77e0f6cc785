"""Fetching a snapshot over HTTPS, in as many attempts as the line needs."""

import http.client
import logging
import ssl
from pathlib import Path
from urllib.parse import urlsplit

log = logging.getLogger(__name__)

HEADER = "Quay-Snapshot"
MOST_BYTES = 256 * 1024 * 1024
_CHUNK = 32 * 1024
_SECONDS = 30.0
_OK, _PARTIAL, _NOT_FOUND, _BEYOND = 200, 206, 404, 416


class FetchError(OSError):
    """The file did not come whole; what came is kept, and the next attempt goes on from there."""


class NoSuchFileError(FetchError):
    """There is none to be fetched there."""


def fetch(address: str, target: Path, *, ca: Path | None) -> bytes:
    """Fetch a file, going on where the attempt before broke off; return its signed header.

    `ca`: believed besides the system's. What makes the file believed is the header's signature;
    the header of the file that was begun lies beside it, so that parts of two are never put
    together. Raises `FetchError`.
    """
    begun = target.with_name(f"{target.name}.jws")
    known = begun.read_bytes() if begun.exists() and target.exists() else b""
    have = target.stat().st_size if known else 0
    line = _connect(address, ca)
    try:
        asked = {"Range": f"bytes={have}-"} if have else {}
        line.request("GET", _path(address), headers=asked)
        # Closed by itself too: one that is not read to its end keeps the line open.
        with line.getresponse() as answer:
            header = (answer.getheader(HEADER) or "").encode("ascii", "replace")
            if answer.status == _BEYOND and known and header in {known, b""}:
                return known  # it was whole already
            _check_status(answer.status, header)
            goes_on = answer.status == _PARTIAL and header == known
            if answer.status == _PARTIAL and not goes_on:
                begun.unlink(missing_ok=True)
                _begin_anew()
            begun.write_bytes(header)
            _receive(answer, target, have if goes_on else 0)
    except FetchError:
        raise
    except (OSError, http.client.HTTPException) as error:
        raise FetchError(str(error)) from error
    finally:
        line.close()
    return header


def _check_status(status: int, header: bytes) -> None:
    if status == _NOT_FOUND:
        raise NoSuchFileError("the server has no such file")
    if status not in {_OK, _PARTIAL} or not header:
        raise FetchError(f"the server answers {status}")


def _begin_anew() -> None:
    raise FetchError("there is a newer file: from the beginning")


def _receive(answer: http.client.HTTPResponse, target: Path, have: int) -> None:
    with target.open("ab" if have else "wb") as file:
        while chunk := answer.read(_CHUNK):
            have += len(chunk)
            if have > MOST_BYTES:
                raise FetchError("the file is too large")
            file.write(chunk)
            file.flush()


def _connect(address: str, ca: Path | None) -> http.client.HTTPSConnection:
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        raise FetchError("not an https address")
    context = ssl.create_default_context()
    if ca is not None:
        context.load_verify_locations(ca)
    return http.client.HTTPSConnection(
        parts.hostname, parts.port, timeout=_SECONDS, context=context
    )


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
