"""People who click: each signed in with a second factor of their own."""

import secrets
import time
from pathlib import Path

from demo.program import run_once
from demo.province_visitor import Visitor

ROLES = ("pharmacy", "fleet", "privacy", "administrator")
"""Together they see every page."""


class Person(Visitor):
    """Somebody whose clicks are timed."""

    def click(self, path: str) -> tuple[int, float, int]:
        """Return the status of an address, the seconds until all of it was there, and its bytes."""
        began = time.perf_counter()
        answer = self._line.get(path)
        return answer.status_code, time.perf_counter() - began, len(answer.content)


def come_in(address: str, settings: Path, count: int, log: Path) -> list[Person]:
    """Make so many accounts, and sign each in for the first time; raise `StageError`."""
    roles = [word for role in ROLES for word in ("--role", role)]
    people = []
    for _number in range(count):
        name, password = f"so.y.te.{secrets.token_hex(4)}", secrets.token_urlsafe(12)
        file = settings.parent / f"{name}.password"
        file.touch(mode=0o600)
        file.write_text(password, encoding="ascii")
        told = ("account", "add", name, *roles, "--password-file", str(file))
        run_once("server", told[0], "--settings", str(settings), *told[1:], log=log)
        file.unlink()
        people.append(Person.enrolled(address, name, password))
    return people
