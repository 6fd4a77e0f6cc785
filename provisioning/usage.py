"""A command line that speaks Vietnamese: argparse with our words around and in its errors."""

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from words import _

EXIT_USAGE = 2


class Usage(argparse.ArgumentParser):
    """An argument parser whose help and errors are our words."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Layout, allow_abbrev=False, **options)
        self.options = self.add_argument_group(_("tùy chọn"))
        self.options.add_argument(
            "-h", "--help", action="help", help=_("hiện hướng dẫn này rồi thôi")
        )

    def error(self, message: str) -> NoReturn:
        """Say in one sentence what is wrong with the command line, and exit with status 2."""
        sys.stderr.write(self.format_usage())
        sys.stderr.write(f"{self.prog}: {_translate(message)}\n")
        raise SystemExit(EXIT_USAGE)


class _Layout(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        # argparse asks for an empty prefix when it wants a task's name and nothing before it.
        ours = _("Cách dùng: ") if prefix is None else prefix
        super().add_usage(usage, actions, groups, ours)


def _translate(message: str) -> str:
    """Return argparse's message in our words; one that is not known as it is."""
    for pattern, words in _messages():
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return words.format(**found.groupdict())
    return message


def _messages() -> list[tuple[str, str]]:
    return [
        (r"the following arguments are required: (?P<what>.+)", _("Còn thiếu: {what}.")),
        (r"unrecognized arguments: (?P<what>.+)", _("Không hiểu: {what}.")),
        (r"argument (?P<what>.+): expected .+ arguments?", _("Thiếu giá trị cho {what}.")),
        (
            r"argument (?P<what>.+): invalid choice: (?P<value>.+) \(choose from (?P<choices>.+)\)",
            _("{what} không thể là {value}; hãy chọn: {choices}."),
        ),
        (
            r"argument (?P<what>.+): invalid \S+ value: (?P<value>.+)",
            _("{what} không thể là {value}; cần một số nguyên."),
        ),
    ]
