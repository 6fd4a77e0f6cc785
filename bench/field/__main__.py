"""`make bench-field`: from a sheet of labels to the first sale, by the real programs.

Office, signer, door, broker, ingest and the terminal's own programs run on this computer, with
hardware that is made up: what is counted is what a technician and the outlet's people do, and the
seconds are those of the machine. Downloads and typing by hand there are none. The same on the
image itself, in an emulator: `make bench-field IMAGE=var/image/out` (`tests.image field`).
"""

import argparse
import logging
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench.field.machine import LocalMachine
from bench.field.outcome import publish_steps
from bench.field.province import KEEPER, STAFF, FieldProvince
from bench.field.steps import Journal, Step, enrol, open_counter, sell
from words import _

TERMINAL = "Q33-0001"
DRUGS = Path(__file__).parents[2] / "demo/data/drugs.csv"


def main(arguments: list[str] | None = None) -> int:
    """Play the steps once; return 0 where every claim holds."""
    parser = argparse.ArgumentParser(prog="python -m bench.field", description=__doc__)
    parser.add_argument("--folder", type=Path, help="keep what is left of it here")
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="quay-field-") as scratch:
        folder = chosen.folder or Path(scratch)
        steps = play(folder)
    return publish_steps("field", steps)


def play(folder: Path) -> list[Step]:
    """Play every step; raise `StageError` or `TimeoutError` where one does not come to its end."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        province = stack.enter_context(FieldProvince(folder / "province"))
        province.publish_catalogue(DRUGS)
        machine = stack.enter_context(LocalMachine(folder))
        journal = Journal(machine)
        with journal.step(_("Sở in nhãn cho một tờ danh sách"), "office"):
            labels = province.print_labels(TERMINAL)
        enrol(journal, labels[TERMINAL], badge=KEEPER)
        open_counter(journal, badge=STAFF)
        sell(journal, has_arrived=lambda: bool(province.entries(TERMINAL)))
        return journal.steps


if __name__ == "__main__":
    sys.exit(main())
