"""The tables: one file for each room that owns them. SQL names them; nothing else does.

Moments are text in UTC (`database.to_text`); hashes are 64 hexadecimal digits; days are text,
"2026-11-23", in Việt Nam.
"""

from server.store.tables.alarms import Alarm, EpochReport
from server.store.tables.ledgers import (
    Carried,
    Entry,
    FormerKey,
    Mark,
    Quarantine,
    Sealed,
    Terminal,
)
from server.store.tables.notices import Notice, Payment
from server.store.tables.prescriptions import Dispensed, Followed, Prescription
from server.store.tables.table import DATABASE, Table

__all__ = ["ALL", "DATABASE"]

ALL: tuple[type[Table], ...] = (
    Terminal,
    FormerKey,
    Entry,
    Carried,
    Sealed,
    Mark,
    Quarantine,
    Alarm,
    EpochReport,
    Prescription,
    Dispensed,
    Followed,
    Notice,
    Payment,
)
