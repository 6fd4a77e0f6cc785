"""Writes the technical annexes of what the department files about this system."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from server.keeping.annexes import ANNEXES
from server.programs.face import fail
from server.settings import ServerSettings
from server.store.database import open_store, reading
from words import _


def told() -> str:
    """Return what the program does."""
    return _(
        "Lập phụ lục kỹ thuật cho hồ sơ cấp độ an toàn và đánh giá tác động, từ hệ thống thật."
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("--out", type=Path, required=True, metavar=_("THƯ_MỤC"))


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Write every annex; what is there under the same name is replaced."""
    open_store(settings.database)
    now = datetime.now(UTC)
    with reading():
        written = {name: annex(settings, now) for name, annex in ANNEXES.items()}
    try:
        called.out.mkdir(parents=True, exist_ok=True)
        for name, text in written.items():
            (called.out / name).write_text(text, encoding="utf-8")
            print(called.out / name)
    except OSError as error:
        return fail(_("Không ghi được: {why}").format(why=error))
    return 0
