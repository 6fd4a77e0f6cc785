"""Keeping what the national system said of a prescription."""

from datetime import datetime

import msgspec

from server.interop.national import Found, PrescribedLine
from server.store import prescriptions
from server.store.database import rows, run, writing


def keep(code: str, found: Found, now: datetime) -> None:
    """Store a prescription, with the national system's names of its drugs."""
    body = msgspec.json.encode(found.lines).decode()
    with writing():
        prescriptions.load([found.sheet], now)
        run(
            "INSERT INTO nationallines (code, body) VALUES (?, ?)"
            " ON CONFLICT (code) DO UPDATE SET body = excluded.body",
            (code.lower(), body),
        )


def lines_of(code: str) -> tuple[PrescribedLine, ...]:
    """Return how the national system names the drugs of a prescription; none: it never said."""
    found = rows("SELECT body FROM nationallines WHERE code = ?", (code.lower(),))
    return msgspec.json.decode(found[0][0], type=tuple[PrescribedLine, ...]) if found else ()
