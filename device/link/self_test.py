"""What a terminal finds when it looks at itself because the province asks."""

from collections.abc import Callable

from msgspec import UNSET

from device.ledger.checkup import check_up
from device.ledger.errors import LedgerError
from device.ledger.ledger import Ledger
from device.link.vitals import Vitals
from device.self_test.card import Card
from device.self_test.limits import BAD_LINE_PERCENT, HOT_C, RENEW_DAYS, is_worn
from device.self_test.line import LineFigures
from device.self_test.software import own_version

LEAST_FREE_BYTES = 200 * 1024 * 1024


def look_at_oneself(
    ledger: Ledger,
    vitals: Callable[[], Vitals],
    *,
    line: Callable[[], LineFigures | None] = lambda: None,
    card: Callable[[], Card | None] = lambda: None,
) -> str:
    """Return one line a part; the first says which are at fault."""
    found = vitals()
    parts = {
        "ledger": _ledger(ledger),
        "disk": _disk(found),
        "printer": _told(found.printer),
        "scanner": _told(found.scanner),
        "clock": _told(found.clock, well=("trusted",)),
        "temperature": _temperature(found),
        "power": "unknown" if found.under_voltage is UNSET else _power(found.under_voltage),
        "line": _line(line()),
        "card": _card(card()),
        "certificate": _certificate(found),
        "software": f"ok, {own_version()}" if own_version() else "unknown",
    }
    faults = [name for name, word in parts.items() if not word.startswith(("ok", "unknown"))]
    head = f"faults: {', '.join(faults)}" if faults else "ok"
    return "\n".join([head, *(f"{name}: {word}" for name, word in parts.items())])


def _ledger(ledger: Ledger) -> str:
    try:
        with ledger.database.as_it_stands():
            check_up(ledger.database, ledger.terminal, thorough=False)
    except LedgerError as error:
        return f"fault ({type(error).__name__})"
    return "ok"


def _disk(vitals: Vitals) -> str:
    free = vitals.disk_free_bytes
    if free is UNSET:
        return "unknown"
    words = f"{free // (1024 * 1024)} MiB free"
    return f"ok, {words}" if free >= LEAST_FREE_BYTES else f"nearly full, {words}"


def _told(word: object, well: tuple[str, ...] = ("ok",)) -> str:
    if word is UNSET:
        return "unknown"
    return "ok" if word in well else str(word)


def _line(line: LineFigures | None) -> str:
    if line is None or line.answer_ms is None:
        return "unknown"
    words = (
        f"{line.answer_ms} ms, at least {line.kbit_per_second} kbit/s, "
        f"{line.lost_percent} % lost, clock {line.clock_offset_seconds or 0:+d} s"
    )
    return f"ok, {words}" if line.lost_percent < BAD_LINE_PERCENT else f"bad, {words}"


def _card(card: Card | None) -> str:
    if card is None:
        return "unknown"
    worn = "?" if card.used_percent is None else card.used_percent
    written = "none" if card.write_ms is None else f"{card.write_ms} ms"
    words = f"{card.kind or 'disk'} {card.made}, {worn} % worn, write {written}"
    return f"worn, {words}" if is_worn(card) else f"ok, {words}"


def _certificate(vitals: Vitals) -> str:
    days = vitals.certificate_days
    if days is UNSET:
        return "unknown"
    return f"ok, {days} days" if days >= RENEW_DAYS else f"ends soon, {days} days"


def _temperature(vitals: Vitals) -> str:
    if vitals.temperature_c is UNSET:
        return "unknown"
    words = f"{vitals.temperature_c} C"
    return f"ok, {words}" if vitals.temperature_c < HOT_C else f"hot, {words}"


def _power(is_weak: bool) -> str:  # noqa: FBT001 - what was seen
    return "too weak since the start" if is_weak else "ok"
