"""The newest lines of the terminal's own log, kept in memory (/run) for whoever looks after it."""

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

log = logging.getLogger(__name__)

BYTES = 64 * 1024
"""Of each program, and as much again that is older."""
_NAME = "{program}.log"
_PROGRAMS = ("link", "ui")
_LINE = re.compile(r"[0-9:T-]{19} (DEBUG|INFO|WARNING|ERROR|CRITICAL) \S+: .*|  File .*, line .*")
"""What is handed on: the text of an error may hold whatever was typed, its place never does."""
_LONG = re.compile(r"[0-9A-Za-z_-]*[0-9]{6}[0-9A-Za-z_-]*|(?=[a-z]*[0-9])[0-9a-z]{10,}(-[a-z])?")
"""Numbers of cards, telephones and prescriptions. Nobody writes them into the log; if somebody
ever does, they do not leave."""


def keep_log(folder: Path, program: str) -> None:
    """Keep what a program logs from now on, beside where it goes anyway."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / _NAME.format(program=program), maxBytes=BYTES, backupCount=1, encoding="utf-8"
        )
    except OSError as error:
        log.warning("the run folder does not take the log: %s", error)
        return
    handler.setFormatter(
        logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")
    )
    logging.getLogger().addHandler(handler)


def last_lines(folder: Path, most: int) -> str:
    """Return the newest lines of every program, at most so many letters; raise `OSError`."""
    parts = []
    room = most // len(_PROGRAMS)
    for program in _PROGRAMS:
        head = f"== {program}"
        parts.append("\n".join([head, *_newest(_lines(folder, program), room - len(head) - 1)]))
    return "\n".join(parts)[:most]


def _lines(folder: Path, program: str) -> list[str]:
    file = folder / _NAME.format(program=program)
    text = ""
    for each in (file.with_name(f"{file.name}.1"), file):
        if each.exists():
            text += each.read_text("utf-8", errors="replace")
    return [_LONG.sub("…", line[:20]) + _LONG.sub("…", line[20:]) for line in text.splitlines()
            if _LINE.fullmatch(line)]  # fmt: skip


def _newest(lines: list[str], room: int) -> list[str]:
    kept: list[str] = []
    for line in reversed(lines):
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return kept[::-1]
