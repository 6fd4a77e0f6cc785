"""What goes wrong on that day: the paper ends in the middle of a ticket, the line is cut."""

from demo.day.counter import Counter
from words import _

MID_TICKET_ROWS = 150
"""Rows of dots: the ticket has begun, and does not end."""


def line_is_cut(at: Counter) -> None:
    """Four hours without network: what the demo stands for with the next sales."""
    at.say(_("Cắt mạng: dừng trạm chuyển tin"))
    at.stage.programs["mosquitto"].stop()
    at.until("offline", lambda state: not state["online"])
    at.turn_to_next()
    at.picture("ready-offline")


def line_is_mended(at: Counter) -> None:
    """The network is back."""
    at.say(_("Nối lại mạng"))
    at.stage.start("mosquitto")
    at.until("online", lambda state: bool(state["online"]))


def paper_ends(at: Counter) -> None:
    """The paper ends in the middle of this sale's receipt; only a copy of it is printed."""
    at.until("printed", lambda state: state["waiting"] == 0)
    at.end_paper(after_rows=MID_TICKET_ROWS)
    at.pack("SYN008", "tuýp")
    at.cash()
    at.until("paper", lambda state: state["paper"] is not None)


def paper_is_loaded(at: Counter) -> None:
    """Selling goes on without paper; then there is a new roll, and what waited is printed."""
    at.pack("SYN023", "lọ")
    at.picture("sale-without-paper")
    at.cash()
    at.load_paper()
    at.until("paper", lambda state: state["paper"] == "IN_DOUBT")
    at.turn_to_next()
    at.until(_("In lại"), lambda state: _("In lại") in state["buttons"])
    at.picture("paper-in-doubt")
    at.press(_("In lại"))
    at.until("printed", lambda state: state["waiting"] == 0)


def everything_is_received(at: Counter) -> None:
    """Wait until the province has confirmed all of it."""
    at.say(_("Chờ Sở xác nhận hết các phiếu"))
    at.until("unsent = 0", lambda state: state["unsent"] == 0)
