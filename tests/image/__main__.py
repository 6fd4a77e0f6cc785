"""`python -m tests.image RUN [N]`: the image in an emulator, from outside.

`all` (`make image-test`) does every run with one card, says at the end what each took, and ends
with 1 if one failed.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.field.outcome import publish_steps
from tests.image import runs
from tests.image.outlet import Outlet, open_outlet
from tests.image.province import Province
from tests.image.replacement import replace
from tests.image.report import DONE

BUILT = Path("var/image/out")
_NEEDS = {
    "boot": ("boot",),
    "enrol": ("enrol",),
    "field": ("field",),
    "sale": ("enrol", "sale"),
    "cuts": ("enrol", "sale", "cuts"),
    "replace": ("enrol", "sale", "replace"),
    "update": ("enrol", "sale", "update"),
    "broken-update": ("enrol", "sale", "broken-update"),
    "all": ("boot", "enrol", "sale", "update", "broken-update", "cuts", "replace"),
}
_FIRST = "enrol"
"""Without it nothing that follows makes sense."""


def main() -> int:
    """Do the runs; 0 if each went as it should."""
    parser = argparse.ArgumentParser(prog="python -m tests.image", description=__doc__)
    parser.add_argument("run", choices=sorted(_NEEDS))
    parser.add_argument("count", nargs="?", type=int, default=20, help="of cuts")
    parser.add_argument("--built", type=Path, default=BUILT, help="what `image build` has left")
    parser.add_argument("--keep", type=Path, help="a folder for card, log and pictures")
    given = parser.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="quay-image-"))
    told = list(_run_all(_NEEDS[given.run], given.built, folder, given.count))
    sys.stdout.writelines(f"{line}\n" for line, _went_well in told)
    if not all(went_well for _line, went_well in told):
        sys.stdout.write(f"pictures, log and card of it: {folder}\n")
        return 1
    if not given.keep:
        shutil.rmtree(folder, ignore_errors=True)
    return publish_steps("field-image", DONE) if given.run == "field" else 0


def _run_all(
    names: tuple[str, ...], built: Path, folder: Path, count: int
) -> Iterator[tuple[str, bool]]:
    """Yield a line for each run, and whether it went well."""
    if names[0] == "boot":
        yield _run("boot", lambda: runs.boot(built / "quay.img", folder / "boot"))
        names = names[1:]
    if not names:
        return
    with Province(folder / "province") as province:
        outlet = open_outlet(built, folder, province)
        for name in names:
            line, went_well = _run(name, _deed(outlet, name, count))
            yield line, went_well
            if name == _FIRST and not went_well:
                return


def _deed(outlet: Outlet, name: str, count: int) -> Callable[[], None]:
    deeds: dict[str, Callable[[], None]] = {
        "enrol": outlet.enrol,
        "field": outlet.field,
        "sale": outlet.sale,
        "cuts": lambda: outlet.cuts(count),
        "update": outlet.update,
        "broken-update": outlet.broken_update,
        "replace": lambda: replace(outlet),
    }
    return deeds[name]


def _run(name: str, deed: Callable[[], None]) -> tuple[str, bool]:
    begun, ended = time.monotonic(), "ok"
    try:
        deed()
    except Exception as error:  # noqa: BLE001 - the runs that follow are of use all the same
        sys.stderr.write(f"{name}: {error}\n")
        ended = "FAILED"
    return f"{name:16} {ended:6} {time.monotonic() - begun:8.0f} s", ended == "ok"


if __name__ == "__main__":
    sys.exit(main())
