"""A program of the server while the clock stands still: `python -m tests.pages.clock MOMENT …`.

What is on a page depends on the moment: with the same one, the same picture comes out every time.
"""

import sys
from datetime import datetime, tzinfo
from importlib import import_module
from inspect import getsource
from pkgutil import walk_packages

import server
from server.__main__ import main


class _Kind(type):
    """Every moment is one of these, whoever made it."""

    def __instancecheck__(cls, one: object) -> bool:
        return isinstance(one, datetime)


def stand_still(moment: datetime) -> None:
    """Let everything of the server read this moment from the computer's clock."""

    class Standing(datetime, metaclass=_Kind):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return moment.astimezone(tz)

    for found in walk_packages(server.__path__, "server."):
        if not found.name.endswith("__main__"):
            module = import_module(found.name)
            if "datetime.now(" in getsource(module):
                module.datetime = Standing  # type: ignore[attr-defined]


if __name__ == "__main__":
    stand_still(datetime.fromisoformat(sys.argv[1]))
    sys.exit(main(sys.argv[2:]))
