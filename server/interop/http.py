"""The way to the national prescription system: HTTPS with the key of the software's maker."""

import logging
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from server.interop.meaning import Answered, meaning_of_fetch, meaning_of_report
from server.interop.national import DispenseReport, Fetched, Reported, Unreachable
from server.interop.report_json import report_fields
from server.interop.unconfirmed import BELIEVED, Unconfirmed
from server.settings import NationalSettings, ServerSettings
from settings import SettingsError
from settings.secret import SecretFileError, read_secret, warn_if_open
from words import _

MAX_BODY = 1024 * 1024
"""Bytes of an answer that are read."""


class HttpNational:
    """Asks and reports over HTTP. May be used from several threads."""

    def __init__(self, settings: NationalSettings, key: str, shape: Unconfirmed = BELIEVED) -> None:
        self._prescribed_as, self._shape = settings.prescribed_as, shape
        self._client = httpx.Client(
            base_url=settings.address.rstrip("/"),
            headers={
                shape.app_name_header: settings.app_name,
                shape.app_key_header: key,
                "accept": "application/json",
            },
            follow_redirects=False,  # the key goes to nobody but the configured address
            limits=httpx.Limits(max_connections=16, max_keepalive_connections=4),
            trust_env=False,
        )

    def __repr__(self) -> str:
        return "HttpNational(hidden)"

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def fetch(self, code: str, *, seconds: float) -> Fetched:
        """Return a prescription by its code, as it was scanned, or why not, within `seconds`."""
        path = self._shape.fetch_path.format(code=quote(code, safe="-"))
        answer = self._call("GET", path, None, seconds)
        if isinstance(answer, Unreachable):
            return answer
        return meaning_of_fetch(answer, code, datetime.now(UTC), self._shape)

    def report(self, sold: DispenseReport, *, seconds: float) -> Reported:
        """Report what was sold; the same invoice once more replaces what was said before."""
        fields = report_fields(sold, self._prescribed_as, self._shape)
        answer = self._call("POST", self._shape.report_path, fields, seconds)
        if isinstance(answer, Unreachable):
            return answer
        return meaning_of_report(answer)

    def _call(
        self, method: str, path: str, fields: dict[str, Any] | None, seconds: float
    ) -> Answered | Unreachable:
        """Send one request; all of it takes at most `seconds`, as far as one can interrupt it."""
        until = time.monotonic() + seconds
        try:
            with self._client.stream(method, path, json=fields, timeout=seconds) as answer:
                return _read(answer, until)
        except httpx.HTTPError as error:
            return Unreachable(why=type(error).__name__)


def _read(answer: httpx.Response, until: float) -> Answered | Unreachable:
    body = bytearray()
    for chunk in answer.iter_bytes():
        body += chunk
        if len(body) > MAX_BODY:
            return Unreachable(why="the answer is too long")
        if time.monotonic() > until:
            return Unreachable(why="the answer takes too long")
    return Answered(answer.status_code, bytes(body), answer.headers.get("retry-after", ""))


def connect(file: Path, settings: ServerSettings) -> HttpNational | None:
    """Return the way to the national system, where there is to be one.

    Raises `SettingsError`, naming the settings `file`.
    """
    if settings.national is None:
        return None
    warn_if_open(settings.national.app_key)
    try:
        key = read_secret(settings.national.app_key)
    except (OSError, SecretFileError) as error:
        shown = str(settings.national.app_key)
        wish = _("tệp một dòng, có khóa phần mềm (app-key)")
        raise SettingsError(file, "national.app_key", shown, wish) from error
    logging.getLogger("httpx").setLevel(logging.WARNING)  # its addresses hold prescriptions' codes
    return HttpNational(settings.national, key)
