"""`make bench-field`: from a sheet of labels to the first sale, by the real programs.

Office, signer, door, broker, ingest and the terminal's own programs run on this computer, with
hardware that is made up: what is counted is what a technician and the outlet's people do, and the
seconds are those of the machine. Downloads and typing by hand there are none.
"""

import argparse
import logging
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.field.machine import FarMachine, LocalMachine, Machine
from bench.field.province import KEEPER, STAFF, FieldProvince
from bench.field.steps import Journal, Step, enrol, open_counter, sell
from bench.report import Claim, at_most, publish
from words import _

TERMINAL = "Q33-0001"
DRUGS = Path(__file__).parents[2] / "demo/data/drugs.csv"
WANTED_SECONDS = 600.0
"""Ten minutes from a blank card to a selling terminal."""


def main(arguments: list[str] | None = None) -> int:
    """Play the steps once; return 0 where every claim holds."""
    parser = argparse.ArgumentParser(prog="python -m bench.field", description=__doc__)
    parser.add_argument("--name", default="localhost", help="what the machine calls this computer")
    parser.add_argument(
        "--remote", type=Path, help="socket of a machine that is switched on already"
    )
    parser.add_argument("--folder", type=Path, help="keep what is left of it here")
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="quay-field-") as scratch:
        folder = chosen.folder or Path(scratch)
        far = FarMachine(chosen.remote, lambda: None) if chosen.remote else None
        steps = play(folder, name=chosen.name, far=far)
    return publish("field", [_row(step) for step in steps], _claims(steps))


def play(folder: Path, *, name: str = "localhost", far: Machine | None = None) -> list[Step]:
    """Play every step; raise `StageError` or `TimeoutError` where one does not come to its end.

    `far`: a machine elsewhere, which reaches this computer under `name`; else one is made here.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        province = stack.enter_context(FieldProvince(folder / "province", name=name))
        province.publish_catalogue(DRUGS)
        machine = far or stack.enter_context(LocalMachine(folder))
        journal = Journal(machine)
        with journal.step(_("Sở in nhãn cho một tờ danh sách"), "office"):
            labels = province.print_labels(TERMINAL)
        enrol(journal, labels[TERMINAL], badge=KEEPER)
        open_counter(journal, badge=STAFF)
        sell(journal, has_arrived=lambda: bool(province.entries(TERMINAL)))
        return journal.steps


def _row(step: Step) -> dict[str, Any]:
    return {
        "step": step.name,
        "who": step.who,
        "seconds": round(step.seconds, 1),
        "scans": step.scans,
        "touches": step.touches,
        "typed": step.typed,
    }


def _claims(steps: list[Step]) -> list[Claim]:
    typed = sum(step.typed for step in steps)
    technician = sum(step.touches for step in steps if step.who == "technician")
    seconds = sum(step.seconds for step in steps)
    return [
        at_most("characters typed", typed, 0),
        at_most("touches by the technician", technician, 0),
        at_most("seconds of the machines in all", round(seconds, 1), WANTED_SECONDS),
    ]


if __name__ == "__main__":
    sys.exit(main())
