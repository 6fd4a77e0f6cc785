"""Whose name the law wants (rules RX-07, CTL-05, CTL-06; L91/2025 Đ3 for all that it does not)."""

from codes import CitizenCard
from device.counter.parameters import CURRENT, Parameters
from device.counter.sale import Buyer, OpenSale


def has_name_and_address(sale: OpenSale) -> bool:
    """Whether card or keyed-in buyer give both."""
    return card_tells(sale.card) or _buyer_tells(sale.buyer)


def person_to_keep(sale: OpenSale, parameters: Parameters = CURRENT) -> CitizenCard | Buyer | None:
    """Return whose data the law wants kept, sealed; None for every ordinary sale.

    RX-07 wants the patient of a prescription, CTL-05/06 the customer of a controlled drug; nothing
    else may be kept (L91/2025 Đ3: only what the purpose needs). The card where it came whole,
    else what was keyed in.
    """
    wanted = sale.prescription is not None or any(
        parameters.needs_customer(line.drug.control) for line in sale.lines
    )
    if not wanted:
        return None
    if sale.buyer and not card_tells(sale.card):
        return sale.buyer
    return sale.card


def card_tells(card: CitizenCard | None) -> bool:
    """Whether a card came whole: one that lost its letters gives neither name nor address."""
    return card is not None and card.reliable and bool(card.name and card.residence)


def _buyer_tells(buyer: Buyer | None) -> bool:
    return buyer is not None and bool(buyer.name.strip() and buyer.address.strip())
