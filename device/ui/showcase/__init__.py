"""Views of every screen with invented drugs, people and sums, as the gallery shows them."""

from device.ui.showcase import asking, goods, people, power, selling, terminal
from device.ui.view import View


def views() -> dict[str, View]:
    """Return every screen by the name of its picture."""
    return {
        name: view
        for part in (selling, asking, people, goods, terminal, power)
        for name, view in part.views().items()
    }
