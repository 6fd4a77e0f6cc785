"""Holding a sample code before the terminal's camera."""

import time

from demo.program import run_once
from demo.samples import Sample
from demo.stage import Stage


def hold(stage: Stage, name: str, sample: Sample) -> None:
    """Draw a sample's code as a picture, and put it where the camera looks."""
    folders = stage.folders
    picture = folders.terminal / "pictures" / f"{name}.png"
    if not picture.exists():
        picture.parent.mkdir(exist_ok=True)
        run_once(
            "hardware", "draw", sample.text, "--symbology", sample.symbology,
            "--out", str(picture),
            log=folders.logs / "setup.log",
        )  # fmt: skip
    laid = folders.camera / f".{name}.part"
    laid.write_bytes(picture.read_bytes())
    laid.rename(folders.camera / f"{name} {time.monotonic_ns()}.png")
