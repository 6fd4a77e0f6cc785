"""Parameters from a dated dataset, such as the province sends down."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import msgspec

from device.counter.parameters.current import CURRENT
from device.counter.parameters.parameters import Parameters


def parameters_from(written: Mapping[str, object], base: Parameters = CURRENT) -> Parameters:
    """Return the parameters of a dataset. What it does not name stays as in `base`.

    Raises ValueError for a name that no rule knows, a value that cannot be, or a missing version:
    a misspelt rule must not stay in force unnoticed.
    """
    if "version" not in written:
        raise ValueError("the dataset has no version: the day from which it holds")
    try:
        return msgspec.convert(_merged(asdict(base), written), Parameters)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error


def _merged(known: dict[str, Any], written: Mapping[str, object]) -> dict[str, Any]:
    unknown = written.keys() - known.keys()
    if unknown:
        raise ValueError(f"unknown parameters: {', '.join(sorted(unknown))}")
    tables = {
        name: _merged(known[name], value)
        for name, value in written.items()
        if isinstance(value, Mapping) and isinstance(known[name], dict)
    }
    return {**known, **written, **tables}
