"""`make faults`: breaks everything at random, a plan from a seed, and counts every sale.

Exit status 0 only if nothing was lost, doubled, broken or readable, every due alarm was raised and
none for nothing. The figures are left in var/faults/report.json.
"""

import argparse
import json
import random
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.faults.campaign import Campaign
from tests.faults.disk import enter_own_mounts
from tests.faults.plan import MISFORTUNES, Plan, Wish, make_plan
from tests.faults.province import StoreKind
from tests.faults.steps import check_steps
from tests.faults.table import Outcome, render

REPORT = Path(__file__).parent.parent.parent / "var" / "faults"
STORES: tuple[StoreKind, ...] = ("sqlite", "postgresql")


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = _parser().parse_args(arguments)
    enter_own_mounts()
    check_steps()
    seed = chosen.seed if chosen.seed is not None else random.SystemRandom().randrange(10**6)
    chosen.report.mkdir(parents=True, exist_ok=True)
    print(f"seed {seed}")
    plans = [_plan(chosen, store, seed) for store in chosen.stores]
    for plan in plans:
        plan.save(chosen.report / f"plan-{plan.wish.store}.json")
        print(f"{plan.wish.store}: {plan.kills} kills in {len(plan.rounds)} rounds")
    outcomes = [_run(plan, chosen) for plan in plans]
    report = {"seed": seed, "provinces": [outcome.as_json() for outcome in outcomes]}
    (chosen.report / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    (chosen.report / "report.md").write_text(render(outcomes, markdown=True), encoding="utf-8")
    print("\n" + render(outcomes))
    for outcome in outcomes:
        for line in (*outcome.notes, *outcome.verdict.wrong[:50]):
            print(f"{outcome.store}: {line}")
    return 0 if all(outcome.verdict.holds for outcome in outcomes) else 1


def _plan(chosen: argparse.Namespace, store: StoreKind, seed: int) -> Plan:
    kills = chosen.kills // len(chosen.stores)
    return make_plan(
        Wish(
            seed=seed,
            store=store,
            kills=kills,
            rounds=max(1, min(10, kills // 25)),
            outlets=chosen.outlets,
            screen=not chosen.no_screen,
            befalls=tuple(chosen.misfortunes),
        )
    )


def _run(plan: Plan, chosen: argparse.Namespace) -> Outcome:
    faults = chosen.line_faults if chosen.line_faults is not None else chosen.kills * 10
    folder = Path(tempfile.mkdtemp(prefix="quay-faults-", dir=chosen.scratch))
    campaign = Campaign(plan, folder / "run", line_faults=faults // len(chosen.stores), say=_say)
    try:
        outcome = campaign.run()
    finally:
        (folder / "chronicle").write_text("\n".join(campaign.toll.chronicle), encoding="utf-8")
    if outcome.verdict.holds and not chosen.keep:
        shutil.rmtree(folder)
    else:
        print(f"what is left of it: {folder}")
    return outcome


def _say(line: str) -> None:
    print(line, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="how many, of all programs together")
    parser.add_argument("--seed", type=int, help="the same seed makes the same plan")
    parser.add_argument("--line-faults", type=int, help="at least so many; else ten for each kill")
    parser.add_argument("--stores", nargs="+", choices=STORES, default=list(STORES))
    parser.add_argument("--outlets", type=int, default=5)
    parser.add_argument("--misfortunes", nargs="*", choices=MISFORTUNES, default=MISFORTUNES)
    parser.add_argument("--no-screen", action="store_true", help="leave Kivy out")
    parser.add_argument("--keep", action="store_true", help="leave everything where it is")
    parser.add_argument("--report", type=Path, default=REPORT)
    parser.add_argument("--scratch", type=Path, help="where the provinces are built")
    return parser


if __name__ == "__main__":
    sys.exit(main())
