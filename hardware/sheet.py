"""The counter's printed sheet: orders to scan instead of touching, and codes that try a scanner.

`sheet_pdf` draws it.
"""

from hardware.sheet_items import Item
from hardware.sheet_more_orders import keys_page, more_page
from hardware.sheet_orders import orders_page
from hardware.sheet_trials import trials_page


def make_sheet() -> list[Item]:
    """Return everything on all pages, one page after the other."""
    return [*orders_page(), *more_page(), *keys_page(), *trials_page()]
