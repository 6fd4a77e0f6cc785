from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
HOME = ROOT / "device/enrolment"


def test_nobody_else_on_the_device_knows_x509() -> None:
    """Whoever else wants to know something of a certificate asks this folder."""
    others = [file for file in (ROOT / "device").rglob("*.py") if HOME not in file.parents]
    assert len(others) > 300
    assert [file for file in others if "x509" in file.read_text("utf-8")] == []


def test_this_folder_does_know_it() -> None:
    knows = [file.name for file in HOME.glob("*.py") if "x509" in file.read_text("utf-8")]
    assert "authority.py" in knows


@pytest.mark.parametrize("library", ["kivy", "peewee", "paho", "sqlite3", "device.ui"])
def test_an_enrolment_needs_no_screen_no_tables_and_no_broker(library: str) -> None:
    for file in HOME.glob("*.py"):
        lines = file.read_text("utf-8").splitlines()
        imports = [line for line in lines if line.startswith(("import ", "from "))]
        assert not [line for line in imports if library in line], file
