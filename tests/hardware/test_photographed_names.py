"""A thousand Vietnamese names, photographed: what the camera reads is what is printed."""

import numpy as np
import qrcode

from codes import CitizenCard, recognise
from hardware.decode import Live
from hardware.decode.read import Picture
from tests.codes.names import CHOSEN, names


def photographed(text: str) -> Picture:
    """A card's QR code as it is printed: UTF-8, and nothing in it that says so."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4, box_size=1)
    code.add_data(text.encode(), optimize=0)
    code.make(fit=True)
    symbol = np.where(np.array(code.get_matrix()), 25, 235).astype(np.uint8)
    noise = np.random.default_rng(len(text)).normal(0, 6, (5 * len(symbol), 5 * len(symbol)))
    large = symbol.repeat(5, axis=0).repeat(5, axis=1)
    return (large + noise).clip(0, 255).astype(np.uint8)


def test_a_thousand_names_come_through_the_camera_to_the_byte() -> None:
    live, read = Live(), 0
    for number, name in enumerate([*CHOSEN, *names(1000, seed=5)]):
        text = f"033056000001|012345678|{name}|02091956|Nam|Xã Phú Sơn, Hưng Yên|01082024||||"
        (found,) = live.look(photographed(text), number * 2.0)
        card = recognise(found.scan)
        assert isinstance(card, CitizenCard)
        assert (card.name, card.reliable) == (name, True)
        read += 1
    assert read == 1003
