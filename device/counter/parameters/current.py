"""The parameters in force on 22/11/2026. A new circular changes this, not code."""

from datetime import date

from device.counter.parameters.parameters import Parameters
from device.counter.parameters.switch import Action, DayCount, Signing, WithoutCode
from device.counter.parameters.tables import MaxDays, Storage

CURRENT = Parameters(
    version=date(2026, 11, 22),
    licence_end=Action.WARN,
    not_essential=Action.BLOCK,
    essential_unknown=Action.WARN,
    restricted_indication_unknown=Action.WARN,
    gpp_assessment_years=3,
    staff_training_years=3,
    rx_valid_days=5,
    rx_valid_days_traditional_discharge=2,
    rx_day_count=DayCount.EXCLUSIVE,
    rx_required_override=WithoutCode.PAPER_SEEN,
    rx_more_than_prescribed=Action.BLOCK,
    rx_report_alarm_minutes=60,
    unknown_drug_is_rx=True,
    systemic_antibiotic_is_rx=True,
    topical_routes=frozenset(
        {"dùng ngoài", "bôi", "bôi ngoài da", "nhỏ mắt", "tra mắt", "nhỏ mũi", "nhỏ mắt mũi"}
        | {"nhỏ tai", "xịt", "xịt mũi", "đặt âm đạo"}
    ),
    max_days=MaxDays(),
    long_icd10=(),
    child_months=72,
    substitution_outlets=frozenset({"NT"}),
    substitution_degree="dai_hoc",
    combination_needs_customer=True,
    n_tranche_early_days=(1, 3),
    n_tranche_late=Action.BLOCK,
    listed_needs_permission=False,
    controlled_daily_print=True,
    controlled_sign=Signing.HAND,
    controlled_report_due=("01-15", "07-15"),
    controlled_report_reminder_days=14,
    controlled_loss_report_hours=48,
    short_dated_days=60,
    label_when_unit_below_outer_pack=True,
    returns_to_stock=False,
    storage=Storage(),
    recall_days=(3, 15, 30),
    recall_to_users=frozenset({1, 2}),
    recall_destroyed=frozenset({1, 2}),
    sell_above_posted_price=Action.BLOCK,
    margin_bands=(),
    retention_batch_documents_years_after_expiry=1,
    retention_sales_years=5,
    retention_controlled_years=20,
    retention_security_log_months=12,
    retention_patient_access_log_years=5,
    breach_notice_hours=72,
    incident_notice_hours=(24, 72),
    dsr_ack_working_days=2,
    invoice_household_threshold_vnd=1_000_000_000,
    data_connection_since=date(2026, 1, 1),
)
