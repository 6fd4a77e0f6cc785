"""The hand at the counter: touches the screen and asks what it shows, through the remote."""

import json
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from demo.errors import StageError
from words import _

ANSWER_SECONDS = 30.0


class Hand:
    """One connection to the screen's remote; a screen that was killed is found again."""

    def __init__(self, remote: Path) -> None:
        self._remote = remote

    def ask(self, do: str, **details: Any) -> dict[str, Any]:
        """Do one thing and return the answer; raise `StageError` where it cannot be done."""
        try:
            answer = self._ask(do, details)
        except OSError as error:
            raise StageError(_("màn hình không trả lời: {reason}").format(reason=error)) from error
        if not answer.get("ok"):
            raise StageError(
                _("màn hình không làm được {what}: {reason}").format(
                    what=do, reason=answer.get("error", "?")
                )
            )
        return answer

    def _ask(self, do: str, details: dict[str, Any]) -> dict[str, Any]:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(ANSWER_SECONDS)
            line.connect(str(self._remote))
            line.sendall(json.dumps({"do": do, **details}).encode() + b"\n")
            with line.makefile("rb") as answers:
                answer: dict[str, Any] = json.loads(answers.readline() or b"{}")
        return answer

    def press(self, button: str) -> None:
        """Press the button with these words."""
        self.ask("press", button=button)

    def type(self, text: str) -> None:
        """Type like a keyboard scanner: the code, then Enter."""
        self.ask("keys", text=text, enter=True)

    def picture(self, file: Path) -> None:
        """Save what the screen shows."""
        self.ask("shot", file=str(file))

    def state(self) -> dict[str, Any]:
        """Return what the screen is showing."""
        return self.ask("state")

    def wait_until(self, what: str, true: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return the state as soon as it is so; raise `StageError` if it never comes."""
        until = time.monotonic() + ANSWER_SECONDS
        while not true(state := self.state()):
            if time.monotonic() > until:
                raise StageError(
                    _("chờ mãi không thấy: {what} (màn hình đang ở {state})").format(
                        what=what, state=state
                    )
                )
            time.sleep(0.05)
        return state
