"""A small campaign over the real programs, with every kind of fault, from a fixed seed."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.faults.plan import MISFORTUNES
from tests.faults.steps import STEPS

pytestmark = [pytest.mark.e2e, pytest.mark.broker, pytest.mark.timeout(900)]

SEED = 20261122
SQLITE = ("sqlite", "--kills", "92", "--line-faults", "300")
POSTGRESQL = (
    "postgresql", "--kills", "34", "--line-faults", "150",
    "--misfortunes", "hostile", "restored-backup",
)  # fmt: skip


@pytest.fixture(scope="module", params=[SQLITE, POSTGRESQL], ids=lambda store: store[0])
def province(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """What a campaign on one store leaves behind."""
    store, *more = request.param
    folder = tmp_path_factory.mktemp("faults")
    done = subprocess.run(
        [
            sys.executable, "-m", "tests.faults", "--seed", str(SEED), "--stores", store, *more,
            "--outlets", "3", "--no-screen", "--report", str(folder), "--scratch", str(folder),
        ],
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    (found,) = report["provinces"]
    assert isinstance(found, dict)
    return found


def test_nothing_is_lost_doubled_broken_or_cried_for_nothing(province: dict[str, Any]) -> None:
    verdict = province["verdict"]
    assert verdict["wrong"] == []
    assert (verdict["lost"], verdict["doubled"], verdict["chains_broken"]) == (0, 0, 0)
    assert (verdict["alarms_missing"], verdict["alarms_false"]) == (0, 0)
    assert verdict["sales_confirmed"] > 100


def test_it_did_what_it_was_told(province: dict[str, Any]) -> None:
    is_sqlite = province["store"] == "sqlite"
    assert sum(province["kills"].values()) >= (92 if is_sqlite else 34)
    assert sum(province["line_faults"].values()) >= (300 if is_sqlite else 150)
    if not is_sqlite:
        assert province["kills"]["postgres"] > 0
        return
    wanted = {f"{when} {step.name}" for step in STEPS for when in step.whens}
    assert wanted <= set(province["steps"])
    skipped = {note.split(":")[0] for note in province["notes"]}
    done = {what for what, times in province["misfortunes"].items() if times}
    assert done | skipped >= set(MISFORTUNES)
