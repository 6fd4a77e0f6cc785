"""`python -m tests.image boot|enrol|cuts [N]`: the image in an emulator, from outside."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.image import runs
from tests.image.machine import TooSlowError

IMAGE = Path("var/image/out/quay.img")


def main() -> int:
    """Do one run; 0 if it went as it should."""
    parser = argparse.ArgumentParser(prog="python -m tests.image", description=__doc__)
    parser.add_argument("run", choices=("boot", "enrol", "cuts"))
    parser.add_argument("count", nargs="?", type=int, default=20, help="of cuts")
    parser.add_argument("--image", type=Path, default=IMAGE)
    parser.add_argument("--keep", type=Path, help="a folder for card, log and pictures")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="quay-image-") as scratch:
        folder = given.keep or Path(scratch)
        try:
            if given.run == "boot":
                runs.boot(given.image, folder)
            elif given.run == "enrol":
                runs.enrol(given.image, folder)
            else:
                runs.cuts(given.image, folder, given.count)
        except (AssertionError, TooSlowError) as error:
            sys.stderr.write(f"{error}\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
