"""What browsers may keep: style sheet, script, charts and typeface, all from here."""

import gzip
import hashlib
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_KEPT = "public, max-age=31536000, immutable"


def _version() -> str:
    told = hashlib.sha256()
    for file in sorted(FOLDER.rglob("*")):
        if file.suffix in _TYPES:
            told.update(file.read_bytes())
    return told.hexdigest()[:12]


VERSION = _version()
"""Changes when any of the files does: addresses begin with it, so browsers can keep them."""


def serve(request: Request, path: str) -> Response | None:
    """Return a file; None if there is none of this name."""
    file = (FOLDER / path.removeprefix(f"{VERSION}/")).resolve()
    if not file.is_relative_to(FOLDER) or file.suffix not in _TYPES or not file.is_file():
        return None
    body, packed = _read(file)
    kept = _KEPT if path.startswith(f"{VERSION}/") else "no-cache"
    headers = {"Cache-Control": kept, "Vary": "Accept-Encoding"}
    if packed and "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        body = packed
    return Response(body, media_type=_TYPES[file.suffix], headers=headers)


@cache
def _read(file: Path) -> tuple[bytes, bytes]:
    body = file.read_bytes()
    return body, b"" if file.suffix == ".woff2" else gzip.compress(body, mtime=0)
