"""The rules' parameters as the province sends them: each value with the day from which it holds."""

import logging
from datetime import date
from typing import Any, NamedTuple

import msgspec

from device.counter.parameters import Parameters
from device.counter.parameters.reading import parameters_from
from device.reference.word import Word
from wire.decoding import decode

log = logging.getLogger(__name__)


class ParameterRow(msgspec.Struct, frozen=True, kw_only=True):
    """One parameter from a day on."""

    name: str
    """As in `device.counter.parameters`; of a table also such as "max_days.ordinary"."""
    since: date
    value: Any


class ParametersRead(NamedTuple):
    """What the rules go by, and how many rows could not be read."""

    parameters: Parameters
    skipped: int = 0


def parameters_in_force(word: Word, base: Parameters, today: date) -> ParametersRead:
    """Return the parameters of this day; what the province does not name stays as in `base`.

    A row that this program cannot read costs no other row.
    """
    rows: list[ParameterRow] = []
    for body in word.parameters:
        try:
            rows.append(decode(bytes(body), ParameterRow))
        except msgspec.DecodeError as error:
            log.warning("a parameter cannot be read and is passed over: %s", error)
    skipped, known = len(word.parameters) - len(rows), base
    for row in sorted(rows, key=lambda row: (row.since, row.name)):
        try:
            changed = parameters_from(_written(row), known)
        except (ValueError, TypeError, RecursionError) as error:
            log.warning("the parameter %r cannot be read and stays as it was: %s", row.name, error)
            skipped += 1
            continue
        if row.since <= today:
            known = changed
    return ParametersRead(known, skipped)


def _written(row: ParameterRow) -> dict[str, object]:
    """Return a row as a dataset that names nothing else."""
    name, _dot, inner = row.name.partition(".")
    value = {inner: row.value} if inner else row.value
    if name == "version":
        raise ValueError("the version is no parameter")
    return {"version": row.since, name: value}
