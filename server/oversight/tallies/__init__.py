"""What is counted, one noun a file."""

from collections.abc import Callable

from server.oversight.tallies.antibiotic_weeks import AntibioticWeeks
from server.oversight.tallies.outlet_days import OutletDays
from server.oversight.tallies.override_rows import OverrideRows
from server.oversight.tallies.prices import PriceTally
from server.oversight.tallies.recall_answers import RecallTally
from server.oversight.tallies.stock import StockTally
from server.oversight.tally import Tally
from server.reference.drugs import DrugBook

TALLIES: tuple[Callable[[DrugBook], Tally], ...] = (
    OutletDays,
    AntibioticWeeks,
    OverrideRows,
    StockTally,
    RecallTally,
    PriceTally,
)
"""Each makes a fresh one for a portion of entries."""
