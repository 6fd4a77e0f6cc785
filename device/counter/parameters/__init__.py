"""The parameters of the rules, in one place: a new circular is a change of data, not of code."""

from device.counter.parameters.current import CURRENT
from device.counter.parameters.parameters import COMBINATIONS, STRICT, Parameters
from device.counter.parameters.switch import Action, DayCount, Signing, WithoutCode
from device.counter.parameters.tables import MarginBand, MaxDays, Storage

__all__ = [
    "COMBINATIONS",
    "CURRENT",
    "STRICT",
    "Action",
    "DayCount",
    "MarginBand",
    "MaxDays",
    "Parameters",
    "Signing",
    "Storage",
    "WithoutCode",
]
