"""The two outlets of the demo. Every person, number and account in it is invented."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from demo.people import ALL, Cast

DATA = Path(__file__).parent / "data"
Table = dict[str, object]


@dataclass(frozen=True)
class Outlet:
    """An outlet as a technician would set it up."""

    name: str
    people: tuple[Cast, ...] = ()
    shop: Mapping[str, object] = field(default_factory=dict)
    account: Mapping[str, object] = field(default_factory=dict)
    stock: tuple[str, ...] = ("stock.csv",)
    """Files of the opening stock, expiry dates counted from today."""
    prescriptions: str = ""
    """File of what the province knows; empty: nothing."""
    has_inbox: bool = False
    """Whether suppliers' files are put into a folder."""

    @cached_property
    def tables(self) -> dict[str, Table | list[Table]]:
        """Return what the settings file says of shop and people."""
        found: dict[str, Table | list[Table]] = {}
        if self.shop:
            found["shop"] = dict(self.shop)
        if self.account:
            found["shop.account"] = dict(self.account)
        if self.people:
            found["people"] = [person.settings() for person in self.people]
        return found


COUNTER = Outlet(name="Quầy thuốc Tâm An")
"""Names no people: whoever stands there sells."""

PHARMACY = Outlet(
    name="Nhà thuốc Tâm An",
    people=ALL,
    shop={"kind": "NT", "sign_in": "badge-and-pin"},
    account={
        "bank": "970499",
        "bank_name": "Ngân hàng Mẫu",
        "number": "0330000000001",
        "holder": "NHA THUOC TAM AN",
    },
    stock=("stock.csv", "stock_of_the_day.csv"),
    prescriptions="prescriptions.jsonl",
    has_inbox=True,
)
"""Where a whole day is played: people sign in, and count the drawer."""
