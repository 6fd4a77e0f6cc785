"""Parameters that are tables themselves."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MaxDays:
    """For how many days may be prescribed; the prescriber answers for it (RX-11)."""

    ordinary: int = 30
    ordinary_long: int = 90
    """For the illnesses of TT 26/2025/TT-BYT annex VII."""
    narcotic_acute: int = 7
    narcotic_cancer: int = 30
    narcotic_tranche: int = 10
    psychotropic_acute: int = 10
    psychotropic_long: int = 30
    decoction: int = 30
    decoction_toxic: int = 5
    decoction_acute: int = 5
    herbal: int = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """How drugs are kept where their label says no more (GPP-08). Degrees Celsius, per cent."""

    room_max_c: float = 30.0
    rh_max: float = 75.0
    cool_c: tuple[float, float] = (8.0, 15.0)
    cold_c: tuple[float, float] = (2.0, 8.0)
    log_minutes: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginBand:
    """The highest retail margin up to a cost, per smallest unit (PRC-04)."""

    up_to_vnd: int | None
    """Cost of one base unit, tax included; None: whatever it costs."""
    percent: int
