"""A sample that was written once, and is read by many tests."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from server.sample.plans import Plan, plan_province
from server.sample.planted import PlantedList, planted_list
from server.sample.province import write_province
from server.sample.scale import VIETNAM, Scale
from server.store.database import close_store, open_store

UNTIL = datetime(2026, 11, 23, 11, 56, tzinfo=VIETNAM)


@dataclass(frozen=True)
class Made:
    """A written sample."""

    store: Path | str
    plan: Plan
    planted: PlantedList

    @property
    def scale(self) -> Scale:
        return self.plan.scale


def make(
    store: Path | str, *, outlets: int = 240, days: int = 42, seed: int = 7, workers: int = 1
) -> Made:
    plan = plan_province(Scale(outlets=outlets, days=days, seed=seed, until=UNTIL))
    open_store(store)
    told = write_province(plan, str(store), workers=workers)
    close_store()
    return Made(store, plan, planted_list(plan, told))
