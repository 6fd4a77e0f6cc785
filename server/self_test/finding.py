"""What a look finds."""

from dataclasses import dataclass
from enum import Enum

from words import _


class Verdict(Enum):
    """How grave it is."""

    GOOD = "good"
    NOTE = "note"
    """Somebody should know; the server serves."""
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and what to do about it."""

    verdict: Verdict
    what: str
    remedy: str = ""

    def told(self) -> str:
        """Return it as one line, and what to do below."""
        words = {
            Verdict.GOOD: _("ĐẠT"),
            Verdict.NOTE: _("LƯU Ý"),
            Verdict.FAULT: _("HỎNG"),
        }
        line = f"{words[self.verdict]:6} {self.what}"
        return f"{line}\n       → {self.remedy}" if self.remedy else line


def good(what: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(Verdict.GOOD, what)


def note(what: str, remedy: str) -> Finding:
    """Return that somebody should know."""
    return Finding(Verdict.NOTE, what, remedy)


def fault(what: str, remedy: str) -> Finding:
    """Return that something is wrong."""
    return Finding(Verdict.FAULT, what, remedy)
