"""Releases to install: this project's, and one that cannot work."""

import shutil
from pathlib import Path

from provisioning.installing.pack import pack

ROOT = Path(__file__).parents[2]
_LEFT_OUT = shutil.ignore_patterns(
    ".*", "var", "build", "tests", "docs", "*.egg-info", "__pycache__", "node_modules"
)


def make_releases(folder: Path, *, python: str) -> tuple[Path, Path, Path]:
    """Pack the project, the project again as a newer version, and a newest one that is broken."""
    first = pack(ROOT, folder / "release-1", python=python, version="1.0.0")
    second = shutil.copytree(first, folder / "release-2")
    (second / "version").write_text("1.1.0\n", encoding="utf-8")
    source = shutil.copytree(ROOT, folder / "source", ignore=_LEFT_OUT)
    _break(source)
    third = pack(source, folder / "release-3", python=python, version="1.2.0")
    shutil.rmtree(source)
    return first, second, third


def _break(source: Path) -> None:
    """Bring the tables to a number that no other release knows, and end ingest at once."""
    migrations = source / "server/store/migrations.py"
    text = migrations.read_text(encoding="utf-8")
    assert "\nSCHEMA = " in text
    migrations.write_text(f"{text}\n\nSCHEMA = 99\nmigrate = print\n", encoding="utf-8")
    ingest = source / "server/ingest/run.py"
    text = ingest.read_text(encoding="utf-8")
    ingest.write_text(f'{text}\n\nraise RuntimeError("broken on purpose")\n', encoding="utf-8")
