"""The server's programs: `python -m server <program> --settings FILE`."""

import argparse
import logging
import sys
from importlib import import_module
from pathlib import Path
from typing import cast

from server.programs.face import Program, fail
from server.settings import load_settings
from server.store.database import StoreUnavailableError
from settings import SettingsError
from settings.load import EXIT_SETTINGS_WRONG
from words import _, use_language

PROGRAMS = (
    "ingest",
    "web",
    "account",
    "register",
    "revoke",
    "entries",
    "verify",
    "release",
    "alarms",
    "reconcile",
    "watch",
    "door",
    "vault",
    "answers",
    "recall",
    "reference",
    "payment",
    "prescriptions",
    "sample",
    "follow",
    "fleet",
    "backup",
    "restore",
    "retain",
    "filing",
    "enrol",
    "enrolments",
    "self-test",
)
"""Each is a module of `server.programs`, with "_" for "-"."""


def main(arguments: list[str] | None = None) -> int:
    """Run one of the programs and return its exit status."""
    called = _parser().parse_args(arguments)
    program: Program = called.program
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    try:
        settings = load_settings(called.settings)
        use_language(settings.web.language)
        return program.run(called, settings)
    except SettingsError as error:
        return fail(str(error), EXIT_SETTINGS_WRONG)
    except StoreUnavailableError as error:
        return fail(_("Không dùng được cơ sở dữ liệu: {why}").format(why=error))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m server",
        description=_(
            "Máy chủ của tỉnh: nhận phiếu từ các máy quầy, lưu, trả biên nhận và cho xem số liệu."
        ),
    )
    programs = parser.add_subparsers(required=True, metavar=_("CHƯƠNG_TRÌNH"))
    for name in PROGRAMS:
        program = cast("Program", import_module(f"server.programs.{name.replace('-', '_')}"))
        one = programs.add_parser(name, help=program.told(), description=program.told())
        one.add_argument(
            "--settings",
            type=Path,
            required=True,
            metavar=_("TỆP"),
            help=_("tệp cài đặt của máy chủ (TOML)"),
        )
        program.add_arguments(one)
        one.set_defaults(program=program)
    return parser


if __name__ == "__main__":
    sys.exit(main())
