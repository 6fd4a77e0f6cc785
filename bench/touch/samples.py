"""The codes that are scanned. Every person, number and product here is invented."""

from datetime import date, timedelta

from bench.screens.outlet import BATCH, gtin_of
from codes import PrescriptionCode
from device.counter.prescription import Origin, PrescribedLine, Prescription

BADGE = "NV01"
OTC = (0, 1, 3, 4, 6)
RX = (2, 5, 8)
"""Numbers of drugs in the catalogue."""
CARD = "033056000001||Nguyễn Văn Mẫu|02091956|Nam|Thôn 2, Xã Mẫu, Tỉnh Mẫu|01082024||||"
_SEPARATOR = "\x1d"


def retail(number: int) -> str:
    """Return a strip's EAN-13."""
    return gtin_of(number)[1:]


def pack(number: int, serial: str, *, days: int = 700, batch: str = BATCH) -> str:
    """Return a strip's GS1 code; it expires so many days from now."""
    expiry = today() + timedelta(days=days)
    return f"01{gtin_of(number)}17{expiry:%y%m%d}10{batch}{_SEPARATOR}21{serial}"


def prescription_code(number: int) -> str:
    """Return what a prescription's QR code says."""
    return f"33012{number:07d}-c"


def prescription(code: str, *, strips: int) -> Prescription:
    """Return what the province knows of a prescription: each of the drugs, so many strips."""
    return Prescription(
        code=PrescriptionCode(code),
        origin=Origin.CODE,
        issued=today(),
        lines=tuple(
            PrescribedLine(number=at, name="", drug=f"D{number:05d}", quantity=10 * strips)
            for at, number in enumerate(RX, start=1)
        ),
        is_checked=True,
    )


def today() -> date:
    """Return the day at the counter."""
    return date.today()  # noqa: DTZ011 - the shop's day is this computer's
