"""The rules' parameters in a file, where the province sends others than the program's own."""

import tomllib
from pathlib import Path

from device.counter.parameters import CURRENT, Parameters
from device.counter.parameters.reading import parameters_from


def read_parameters(file: Path | None) -> Parameters:
    """Return a TOML file's parameters; without a file those that the program came with.

    Raises ValueError where the file is not TOML or names what no rule knows.
    """
    if file is None or not file.exists():
        return CURRENT
    return parameters_from(tomllib.loads(file.read_text("utf-8")))
