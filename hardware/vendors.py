"""USB numbers of scanners, and of the chips that scanners hide behind.

Each row names its source. USB_IDS is the public list of USB numbers (linux-usb.org/usb.ids), as
udev carries it in 20-usb-vendor-model.hwdb; the others are public repositories. None was seen at a
counter yet. `udev/99-quay.rules` holds the same rows.
"""

from dataclasses import dataclass
from enum import Enum

USB_IDS = "usb.ids"
_RULES = "sde1000/quicktill-serial-barcode-bridge: 60-serial-barcode-scanner.rules"
_TILL = "tequila99/quasar-peripherals: src-electron/devices.js"


class Confidence(Enum):
    """How well a row is supported."""

    HIGH = "usb.ids names bar code scanners, or the chip, under this number"
    FAIR = "usb.ids names a maker of scanners, or one public program that works with it does"


class Kind(Enum):
    """What is behind a number."""

    SCANNER = "a scanner"
    CHIP = "a serial chip, in many scanners and in much else"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A vendor with all its products, or with some."""

    vendor: int
    products: tuple[int, ...] = ()
    """Empty: all."""
    name: str
    kind: Kind = Kind.SCANNER
    source: str = USB_IDS
    confidence: Confidence = Confidence.HIGH

    def holds(self, vendor: int, product: int) -> bool:
        """Whether a device with these numbers is meant."""
        return vendor == self.vendor and (not self.products or product in self.products)


def _fair(vendor: int, *products: int, name: str, source: str) -> Row:
    return Row(
        vendor=vendor, products=products, name=name, source=source, confidence=Confidence.FAIR
    )


def _chip(vendor: int, product: int, name: str) -> Row:
    return Row(vendor=vendor, products=(product,), name=name, kind=Kind.CHIP)


ROWS = (
    Row(vendor=0x05E0, name="Symbol, Zebra"),
    Row(vendor=0x05F9, name="PSC, Datalogic"),
    Row(vendor=0x067E, name="Intermec, Honeywell"),
    Row(vendor=0x080C, name="Datalogic"),
    Row(vendor=0x0C2E, name="Metrologic, Honeywell"),
    Row(vendor=0x1EAB, name="Newland"),
    Row(vendor=0x040B, products=(0x6510,), name="Weltrend"),
    Row(vendor=0x0416, products=(0xC141,), name="Winbond"),
    Row(vendor=0x04B4, products=(0xBCA1, 0xDE61, 0xDE64), name="Cypress"),
    Row(vendor=0x0581, products=(0x0107, 0x020C), name="Tera"),
    Row(vendor=0x24AE, products=(0x0197,), name="Meva"),
    Row(vendor=0x24EA, products=(0x0197,), name="Meva"),
    _fair(0x0536, name="Hand Held Products, Honeywell", source=USB_IDS),
    _fair(0x065A, name="Opticon", source=USB_IDS),
    _fair(0x27DD, name="Mindeo", source=USB_IDS),
    _fair(0x0488, 0x5788, name="Netum", source=_RULES),
    _fair(
        0x1FBB, 0x3850, name="Cino", source="votingworks/vxsuite: barcode-scanner-daemon/README.md"
    ),
    _fair(0x23D0, 0x0C82, name="-", source=_TILL),
    _fair(0x2DD6, 0x0261, 0x21CA, 0x228A, 0x2A6A, name="Mertech, Mercury", source=_TILL),
    _fair(0xAC90, 0x3003, name="BitBook", source=_TILL),
    _fair(
        0xFFFF,
        0x0035,
        name="Lindy",
        source="marcelser/pyusb-keyboard-alike: h2w_barcode_scanner.py",
    ),
    _chip(0x0403, 0x6001, "FTDI FT232"),
    _chip(0x067B, 0x2303, "Prolific PL2303"),
    _chip(0x0483, 0x5740, "STMicroelectronics virtual COM port"),
    _chip(0x10C4, 0xEA60, "Silicon Labs CP210x"),
    _chip(0x1A86, 0x7523, "QinHeng CH340"),
)


def find_row(vendor: int | None, product: int | None) -> Row | None:
    """Return what is known of a device with these numbers."""
    if vendor is None or product is None:
        return None
    return next((row for row in ROWS if row.holds(vendor, product)), None)
