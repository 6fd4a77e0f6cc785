"""Who stands at the counter: signing in, shifts, handing over, training."""

from demo.day.counter import Counter
from demo.people import Cast
from words import _

_THOUSAND = 1000


def signed_in(at: Counter, who: Cast) -> None:
    """Scan the badge, type the PIN."""
    at.at("SignedOut")
    at.scan(who.card)
    at.picture("sign-in-pin")
    at.pad(who.pin)
    at.until(who.badge, lambda state: state["person"] == who.badge)


def opened(at: Counter, float_vnd: int) -> None:
    """Count the drawer, and begin the shift."""
    at.at("ShiftOpening")
    _sum(at, float_vnd)
    at.picture("shift-opening")
    at.press(_("Mở ca"))
    at.at("Ready")


def handed_over(at: Counter, who: Cast) -> None:
    """Another person's badge in the middle of a shift, with a sale open."""
    before = at.state()["lines"]
    at.scan(who.card)
    at.pad(who.pin)
    at.until(who.badge, lambda state: state["person"] == who.badge)
    at.until("lines", lambda state: state["lines"] == before)


def closed(at: Counter, *, picture: str) -> int:
    """Count the drawer, print the Z report, leave; return the sum."""
    at.menu(_("Kết ca"))
    expected = int(at.at("ShiftClosing")["expected"])
    _sum(at, expected)
    at.picture(picture)
    at.press(_("Kết ca và in"))
    at.until("shift", lambda state: state.get("done") == "shift")
    at.picture(f"{picture}-done")
    at.press(_("Xong"))
    at.at("SignedOut")
    return expected


def trained(at: Counter) -> None:
    """A spell of practice: a sale, a return of it, nothing of which counts."""
    at.menu(_("Việc khác nữa"), _("Tập bán hàng"))
    at.until("training", lambda state: bool(state["training"]))
    at.picture("training")
    at.pack("SYN001", "vỉ", "2502B")
    at.pack("SYN025", "gói")
    at.picture("training-sale")
    at.cash()
    at.menu(_("Việc khác nữa"), _("Thôi tập, bán thật"))
    at.until("for real", lambda state: not state["training"] and state["state"] == "Ready")


def _sum(at: Counter, amount: int) -> None:
    """Type a sum on the pad, its thousands with one key."""
    thousands, rest = divmod(amount, _THOUSAND)
    if rest or not thousands:
        at.pad(str(amount))
        return
    at.pad(str(thousands))
    at.press("000")
