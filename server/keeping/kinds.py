"""Which kinds of data there are and how long each stays, table by table.

The law behind each time stands beside it, and "decision" where there is none: then the department
confirms it in its own rules of retention. Words for people: `kind_texts`.
"""

from dataclasses import dataclass
from datetime import timedelta

DAY = timedelta(days=1)
YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Rows of one table that go when they have stayed long enough."""

    name: str
    table: str
    moment: str = ""
    """Column with the moment from which the time counts; empty: they go with what `when` names."""
    when: str = ""
    """What else must hold of a row, in SQL."""
    stays: timedelta
    basis: str
    """Where the time comes from: a rule's number, or "decision"."""


KINDS: tuple[Kept, ...] = (
    Kept(
        name="sealed", table="sealed", moment="stored_at", stays=20 * YEAR,
        basis="TT18/2023 Đ15 k3, TT33 (CTL-13); decision",
    ),
    Kept(
        name="prescription", table="prescription", moment="loaded_at", stays=120 * DAY,
        basis="L91/2025 Đ3 (PDP-03); TT26/2025; decision",
    ),
    Kept(
        name="national-lines", table="nationallines", stays=120 * DAY,
        when="code NOT IN (SELECT code FROM prescription)"
        " AND code NOT IN (SELECT code FROM nationalreport WHERE state = 'waiting')",
        basis="L91/2025 Đ3 (PDP-03)",
    ),
    Kept(
        name="dispensing", table="dispensing", moment="stored_at", stays=5 * YEAR,
        basis="TT26/2025 Đ11 k1 (RX-14); decision",
    ),
    Kept(
        name="dispensed-line", table="dispensedline", stays=5 * YEAR,
        when="NOT EXISTS (SELECT 1 FROM dispensing AS whole"
        " WHERE whole.terminal = dispensedline.terminal AND whole.epoch = dispensedline.epoch"
        " AND whole.seq = dispensedline.seq)",
        basis="TT26/2025 Đ11 k1 (RX-14); decision",
    ),
    Kept(
        name="national-report", table="nationalreport", moment="due_since", stays=5 * YEAR,
        when="state <> 'waiting'", basis="TT26/2025 (RX-08, RX-14); decision",
    ),
    Kept(
        name="double-case", table="doublecase", moment="changed_at", stays=5 * YEAR,
        when="state <> 'open'", basis="TT26/2025 Đ11 (RX-14); decision",
    ),
    Kept(
        name="case-outlet", table="caseoutlet", stays=5 * YEAR,
        when="case_id NOT IN (SELECT id FROM doublecase)", basis="TT26/2025 Đ11 (RX-14); decision",
    ),
    Kept(
        name="message", table="message", moment="read_at", when="read_at IS NOT NULL", stays=YEAR,
        basis="decision",
    ),
    Kept(
        name="payment", table="payment", moment="told_at", when="told_at IS NOT NULL",
        stays=90 * DAY, basis="L91/2025 Đ3 (PDP-03); INV-05; decision",
    ),
    Kept(
        name="audit", table="audit", moment="at", stays=5 * YEAR,
        basis="NĐ333/2026 Đ16 k6, Đ20 k3 (SEC-04); decision",
    ),
    Kept(
        name="account", table="account", moment="locked_at", when="locked_at IS NOT NULL",
        stays=5 * YEAR, basis="TCVN 14423:2026 (SEC-03); decision",
    ),
    Kept(
        name="former-password", table="formerpassword", stays=5 * YEAR,
        when="account NOT IN (SELECT name FROM account)", basis="TCVN 14423:2026 (SEC-03)",
    ),
    Kept(
        name="recovery-code", table="recoverycode", stays=5 * YEAR,
        when="account NOT IN (SELECT name FROM account)", basis="TCVN 14423:2026 (SEC-03)",
    ),
    Kept(name="session", table="websession", moment="seen_at", stays=DAY, basis="decision"),
    Kept(name="failed-try", table="failedtry", moment="at", stays=DAY, basis="decision"),
    Kept(
        name="untrusted", table="quarantine", moment="again_at", when="epoch = ''",
        stays=90 * DAY, basis="decision",
    ),
    Kept(
        name="former-key", table="formerkey", moment="until", stays=90 * DAY, basis="decision",
    ),
    Kept(
        name="health", table="statushour", moment="hour", stays=30 * DAY, basis="decision",
    ),
    Kept(
        name="signal", table="fleetsignal", moment="until", when="until IS NOT NULL", stays=YEAR,
        basis="decision",
    ),
    Kept(
        name="command", table="fleetcommand", moment="given_at", when="state <> 'waiting'",
        stays=5 * YEAR, basis="decision",
    ),
    Kept(name="note", table="fleetnote", moment="at", stays=5 * YEAR, basis="decision"),
    Kept(name="outlet-note", table="outletnote", moment="at", stays=5 * YEAR, basis="decision"),
    Kept(
        name="enrolment-code", table="enrolmentcode", moment="expires_at", stays=2 * YEAR,
        basis="L91/2025 Đ3 (PDP-03); decision",
    ),
    Kept(name="enrolment-try", table="enrolmenttry", moment="at", stays=2 * YEAR, basis="decision"),
    Kept(name="recall-call", table="recallcall", moment="at", stays=5 * YEAR, basis="decision"),
    Kept(
        name="alarm", table="alarm", moment="closed_at", when="closed_at IS NOT NULL",
        stays=5 * YEAR, basis="decision",
    ),
    Kept(name="backup", table="backuptaken", moment="made_at", stays=2 * YEAR, basis="decision"),
)  # fmt: skip
"""In the order in which they are deleted: what goes with another row comes behind it."""

STAYS: dict[str, str] = {
    **dict.fromkeys(("entry", "mark", "carried"), "chain"),
    **dict.fromkeys(
        ("terminal", "epochreport", "terminalstatus", "ringmember", "terminalreplaced"), "register"
    ),
    **dict.fromkeys(("restored", "notice", "rollout", "rolloutring"), "decisions"),
    **dict.fromkeys(
        ("followed", "readable", "awaited", "leftout", "undone", "touched", "fleetcounter"),
        "progress",
    ),
    **dict.fromkeys(
        (
            "refrow", "refversion", "drug", "announcedprice", "commune", "area", "areacommune",
            "outlet", "permit", "staff",
        ),
        "reference",
    ),
    **dict.fromkeys(
        (
            "goodsledger", "lot", "shelfbatch", "delivery", "recallanswer", "controlledmove",
            "controlleddrug", "outletprice", "postedprice", "aboveposted", "pricechanged",
            "pricespread", "pricefar", "priceannounced", "dayfigure", "weekfigure",
            "antibioticweek", "antibiotictotal", "overridden",
        ),
        "figures",
    ),
}  # fmt: skip
"""Tables of which nothing is deleted by age, and why (`kind_texts.because`)."""
