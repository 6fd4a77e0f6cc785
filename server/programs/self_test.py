"""Looks the server over and says what is wrong."""

import argparse
from datetime import UTC, datetime

import msgspec

from server.self_test.finding import Verdict
from server.self_test.run import findings
from server.self_test.tables import schema_of
from server.settings import ServerSettings
from words import _


def told() -> str:
    """Return what the program does."""
    return _("Tự kiểm tra máy chủ: cái gì hỏng và phải làm gì; không ghi gì vào dữ liệu.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether only the tables' version is asked for."""
    parser.add_argument(
        "--schema", action="store_true", help=_("chỉ in phiên bản các bảng, dạng JSON")
    )


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Print every finding; 1 if one of them is a fault."""
    if called.schema:
        print(msgspec.json.encode(schema_of(settings.database)).decode())
        return 0
    found = list(findings(settings, datetime.now(UTC)))
    for finding in found:
        print(finding.told())
    faults = sum(finding.verdict is Verdict.FAULT for finding in found)
    notes = sum(finding.verdict is Verdict.NOTE for finding in found)
    if faults:
        print(_("Máy chủ có {n} chỗ hỏng.").format(n=faults))
        return 1
    print(_("Máy chủ tự kiểm tra đạt, {n} điều cần lưu ý.").format(n=notes))
    return 0
