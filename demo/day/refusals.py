"""Packs that may not be sold, and what becomes of them."""

from demo.day.counter import Counter
from words import _

PROGRAMME_BATCH = "CT2601"
RECALLED = ("SYN020", "2409U")


def expired(at: Counter) -> None:
    """An expired pack is put aside; a good one is sold."""
    at.pack("SYN032", "vỉ", "2311X")
    at.is_refused("EXPIRED")
    at.picture("refused-expired")
    at.press(_("Đã để riêng"))
    at.until("aside", lambda state: state["state"] in {"Ready", "Selling"})
    at.pack("SYN032", "vỉ", "2509G")
    at.cash()


def of_the_programme(at: Counter) -> None:
    """A pack of the health programme is never sold; one of the shop's own is."""
    at.pack("SYN005", "vỉ", PROGRAMME_BATCH, days=300)
    at.is_refused("NOT_RETAIL_STOCK")
    at.picture("refused-programme")
    at.press(_("Bỏ thuốc này"))
    at.pack("SYN005", "vỉ", "2506F")
    at.cash()


def vaccine(at: Counter) -> None:
    """Vaccines are not sold at retail."""
    at.pack("SYN078", "hộp", "VX2601", days=200)
    at.is_refused("VACCINE")
    at.press(_("Bỏ thuốc này"))
    at.pack("SYN039", "tuýp")
    at.cash()


def recalled(at: Counter) -> None:
    """The batch that was recalled at noon is refused; another batch is sold."""
    drug, batch = RECALLED
    at.pack(drug, "vỉ", batch)
    at.is_refused("RECALLED")
    at.picture("refused-recalled")
    at.press_like(_("Đã để riêng"))
    at.until("aside", lambda state: state["state"] in {"Ready", "Selling"})
    at.pack(drug, "vỉ", "2509U")
    at.cash()
