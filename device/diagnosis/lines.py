"""Log lines for somebody far away: what is not surely the program's own word is left out.

Nobody writes people, codes or PINs into the log. If somebody ever does, they do not leave.
"""

import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence

_LINE = re.compile(
    r"(?P<when>[0-9][0-9T:+.-]{18,31}) (?:\S+ \S+\[\d+\]: )?"
    r"(?P<who>(?:DEBUG|INFO|WARNING|ERROR|CRITICAL) [\w.]+: )?(?P<said>.*)"
)
_DIGITS = re.compile(r"\S*[0-9]{4}\S*")
"""PINs, cards, telephones, prescriptions, serial numbers."""
_NAMES = re.compile(r"\b[A-Z][\w]*(?:[ _-]+[A-Z][\w]*)+\b")
"""Capitalised words in a row: our own lines have none."""
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_KEYS = re.compile(r"[A-Za-z0-9+/=_-]{24,}")
"""Keys and hashes, in base64 or hexadecimal."""
_HIDDEN = "…"
_UNITS = "quay-*"
_SECONDS, _LINES = 15, 400


def cleaned(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines of a log, what might be a person's left out of each."""
    for line in lines:
        found = _LINE.fullmatch(line)
        if found:
            yield f"{found['when']} {found['who'] or ''}{_said(found['said'])}"


def _said(text: str) -> str:
    for pattern in (_QUOTED, _DIGITS, _KEYS, _NAMES):
        text = pattern.sub(_HIDDEN, text)
    return " ".join(word if word.isascii() else _HIDDEN for word in text.split(" "))


def journal_lines(command: Sequence[str] = ("journalctl",)) -> Iterator[str]:
    """Yield the newest lines of our units, where this account may read them."""
    arguments = ("-u", _UNITS, "-n", str(_LINES), "-o", "short-iso", "--no-pager", "-q")
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command
            [*command, *arguments], capture_output=True, text=True, timeout=_SECONDS, check=False,
            stdin=subprocess.DEVNULL, errors="replace",
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return
    yield from cleaned(done.stdout.splitlines())
