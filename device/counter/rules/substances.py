"""Controlled and listed substances, and up to what amount they count as combined.

Source: TT 18/2026/TT-BYT annexes I to VI, as far as names and figures could be read (A), and the
list of QĐ 3235/QĐ-BYT as far as the press confirms it (B). What could not be read is named apart,
so that nobody guesses. Names without salt and without the last "e".
"""

from dataclasses import dataclass
from datetime import date

from device.counter.drug import Control


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The most that may be in a combination drug (annexes IV to VI)."""

    unit_mg: float | None = None
    """In a divided unit, such as a tablet; None: not legible."""
    percent: float | None = None
    """Concentration of an undivided form, such as a syrup; None: not legible, or none."""
    surely_above_mg: float | None = None
    """From here on it is above whatever the figure is; None: from `unit_mg` on."""
    atropine_mg: float | None = None
    """What it must be mixed with at least, in atropine sulfate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Substance:
    """One substance of annexes I to III."""

    control: Control
    limit: Limit = Limit()
    since: date | None = None


_OPIOID = Limit(unit_mg=100, percent=2.5)
_N, _H, _P = Control.NARCOTIC, Control.PSYCHOTROPIC, Control.PRECURSOR

SUBSTANCES = {
    "codein": Substance(control=_N, limit=_OPIOID),
    "dihydrocodein": Substance(control=_N, limit=_OPIOID),
    "ethylmorphin": Substance(control=_N, limit=_OPIOID),
    "pholcodin": Substance(control=_N, limit=_OPIOID),
    "norcodein": Substance(control=_N, limit=_OPIOID),
    "tramadol": Substance(control=_N, limit=Limit(unit_mg=75, percent=2.5)),
    "difenoxin": Substance(control=_N, limit=Limit(unit_mg=0.5, atropine_mg=0.025)),
    # The scan prints 245 mg; 2.5 mg is below whatever it says.
    "diphenoxylat": Substance(
        control=_N, limit=Limit(unit_mg=2.5, surely_above_mg=245, atropine_mg=0.025)
    ),
    "morphin": Substance(control=_N),
    "fentanyl": Substance(control=_N),
    "pethidin": Substance(control=_N),
    "alprazolam": Substance(control=_H, limit=Limit(unit_mg=0.25)),
    "lorazepam": Substance(control=_H, limit=Limit(unit_mg=0.5)),
    "diazepam": Substance(control=_H),
    "bromazepam": Substance(control=_H),
    "clonazepam": Substance(control=_H),
    "midazolam": Substance(control=_H),
    "phenobarbital": Substance(control=_H),
    "zolpidem": Substance(control=_H),
    "ketamin": Substance(control=_H),
    "buprenorphin": Substance(control=_H),
    "carisoprodol": Substance(control=_H, since=date(2026, 6, 1)),
    "etomidat": Substance(control=_H, since=date(2026, 6, 1)),
    "ephedrin": Substance(control=_P, limit=Limit(unit_mg=50, percent=1.5)),
    "pseudoephedrin": Substance(control=_P, limit=Limit(unit_mg=120, percent=0.5)),
    "n-methylephedrin": Substance(control=_P, limit=Limit(unit_mg=31.1, percent=0.0625)),
    "n-ethylephedrin": Substance(control=_P, limit=Limit(unit_mg=12.5)),
    "ergometrin": Substance(control=_P, limit=Limit(unit_mg=0.125)),
    "ergotamin": Substance(control=_P),
    "n-ethylpseudoephedrin": Substance(control=_P),
    "n-methylpseudoephedrin": Substance(control=_P),
}

LISTED = frozenset(
    {"vancomycin", "chloramphenicol", "cloramphenicol", "colchicin", "ciprofloxacin", "salbutamol"}
)
"""Banned in some sectors, confirmed (CTL-07, B)."""

UNREAD = frozenset(
    # In the draft of QĐ 3235/QĐ-BYT; whether they stayed in is not confirmed (CTL-07, C).
    {"metronidazol", "tinidazol", "secnidazol", "ornidazol", "levofloxacin", "moxifloxacin"}
    | {"ofloxacin", "norfloxacin", "nitrofurantoin", "terbutalin", "clomifen", "tamoxifen"}
    | {"azathioprin", "methyltestosteron", "gentian"}
    # Narcotics and psychotropics of the circular before (TT 20/2017/TT-BYT): annexes I and II
    # hold 42 and 72 names, of which only those above were read again.
    | {"alfentanil", "remifentanil", "sufentanil", "methadon", "oxycodon", "oxymorphon"}
    | {"hydrocodon", "hydromorphon", "cocain", "nalbuphin", "butorphanol", "piritramid"}
    | {"dextromoramid", "levorphanol", "meptazinol", "nicocodin", "nicomorphin", "propiram"}
    | {"allobarbital", "amobarbital", "barbital", "butobarbital", "pentobarbital", "secobarbital"}
    | {"methylphenobarbital", "brotizolam", "chlordiazepoxid", "clobazam", "clorazepat"}
    | {"clotiazepam", "estazolam", "flunitrazepam", "flurazepam", "lormetazepam", "medazepam"}
    | {"meprobamat", "methylphenidat", "nitrazepam", "nordazepam", "oxazepam", "pentazocin"}
    | {"phentermin", "prazepam", "temazepam", "tetrazepam", "triazolam", "mazindol"}
)
"""Whose class is not guessed."""
