"""Screen programs in processes of their own, all with the same display and the same environment."""

import json
import os
import subprocess
import sys
import time
from typing import Any

_LONGEST_SECONDS = 120
_DISPLAY = {"SDL_VIDEODRIVER": "offscreen", "LIBGL_ALWAYS_SOFTWARE": "1"}
"""Where the caller names no other."""


class ChildError(RuntimeError):
    """A measured program ended without saying what was wanted."""


class Child:
    """Runs them one at a time."""

    def run(self, module: str, *arguments: object) -> tuple[float, list[Any]]:
        """Run a module to its end; return when it began (monotonic), and its lines of JSON."""
        begun = time.monotonic()
        done = subprocess.run(  # noqa: S603 - our own programs
            [sys.executable, "-m", module, *map(str, arguments)],
            env={**_DISPLAY, **os.environ},
            capture_output=True,
            text=True,
            timeout=_LONGEST_SECONDS,
            check=False,
        )
        lines = [json.loads(line) for line in done.stdout.splitlines() if line[:1] in {"{", "["}]
        if done.returncode or not lines:
            said = done.stderr.strip().splitlines()[-1:] or ["nothing was said"]
            raise ChildError(f"{module} {arguments[0]}: {said[0]}")
        return begun, lines
