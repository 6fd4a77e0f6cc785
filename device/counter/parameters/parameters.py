"""All parameters of the rules: one value holds what is in force from a date on."""

from dataclasses import dataclass
from datetime import date

from device.counter.drug import Control
from device.counter.parameters.switch import Action, DayCount, Signing, WithoutCode
from device.counter.parameters.tables import MarginBand, MaxDays, Storage

STRICT = frozenset({Control.NARCOTIC, Control.PSYCHOTROPIC, Control.PRECURSOR})
"""Drugs of annexes I to III themselves (CTL-04, CTL-05)."""
COMBINATIONS = frozenset(
    {
        Control.NARCOTIC_COMBINATION,
        Control.PSYCHOTROPIC_COMBINATION,
        Control.PRECURSOR_COMBINATION,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """One dated set of parameters. `device.counter.parameters.source` says where each stands."""

    version: date

    # Who may sell what.
    licence_end: Action
    """What the end of the outlet's licence does (SC-01)."""
    not_essential: Action
    """What a drug does that is not essential, at a drug counter or cabinet (SC-03, SC-04)."""
    essential_unknown: Action
    """Likewise where the catalogue does not say."""
    restricted_indication_unknown: Action
    """What a restricted drug does whose prescription names no illness (SC-07)."""
    gpp_assessment_years: int
    staff_training_years: int

    # Prescriptions.
    rx_valid_days: int
    rx_valid_days_traditional_discharge: int
    rx_day_count: DayCount
    rx_required_override: WithoutCode
    rx_more_than_prescribed: Action
    rx_report_alarm_minutes: int
    unknown_drug_is_rx: bool
    systemic_antibiotic_is_rx: bool
    """Whether an antibiotic that is swallowed or injected counts as one whatever the catalogue
    says (ABX-01)."""
    topical_routes: frozenset[str]
    """Routes by which an antibiotic is not systemic (ABX-03)."""
    max_days: MaxDays
    long_icd10: tuple[str, ...]
    """Beginnings of ICD-10 codes that may be prescribed for long; none: the list was not read."""
    child_months: int
    substitution_outlets: frozenset[str]
    """Kinds of outlet, such as "NT"."""
    substitution_degree: str

    # Controlled drugs.
    combination_needs_customer: bool
    n_tranche_early_days: tuple[int, int]
    """From and until how many days before its first day a tranche may be collected, as
    (fewest, most)."""
    n_tranche_late: Action
    """What coming later than that does; read strictly, the text allows no later day."""
    listed_needs_permission: bool
    """Whether poisons and listed substances need the authority's acceptance (CTL-07)."""
    controlled_daily_print: bool
    controlled_sign: Signing
    controlled_report_due: tuple[str, ...]
    """Month and day."""
    controlled_report_reminder_days: int
    controlled_loss_report_hours: int

    # Quality and recalls.
    short_dated_days: int
    """From how many days before expiry the line says how many are left."""
    label_when_unit_below_outer_pack: bool
    returns_to_stock: bool
    storage: Storage
    recall_days: tuple[int, int, int]
    """For levels 1, 2 and 3, from the day of the decision."""
    recall_to_users: frozenset[int]
    recall_destroyed: frozenset[int]
    """Levels whose drugs are destroyed (RCL-06)."""

    # Prices.
    sell_above_posted_price: Action
    margin_bands: tuple[MarginBand, ...]
    """By rising cost; none: nobody has confirmed any, and the rule rests."""

    # Time limits outside the counter.
    retention_batch_documents_years_after_expiry: int
    retention_sales_years: int
    """From the sale, or from expiry what is above, whichever is later."""
    retention_controlled_years: int
    retention_security_log_months: int
    retention_patient_access_log_years: int
    breach_notice_hours: int
    incident_notice_hours: tuple[int, int]
    """First notice, report."""
    dsr_ack_working_days: int
    invoice_household_threshold_vnd: int
    data_connection_since: date

    def needs_customer(self, control: Control) -> bool:
        """Whether a sale of this class needs the customer's name and address (CTL-05, CTL-06)."""
        if control in COMBINATIONS:
            return self.combination_needs_customer
        return control in STRICT
