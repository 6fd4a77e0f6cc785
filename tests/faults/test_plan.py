"""A plan is the same from the same seed, and leaves out no step."""

from pathlib import Path

from tests.faults.plan import MISFORTUNES, Wish, make_plan
from tests.faults.steps import SCREEN_STEPS, STEPS, check_steps

WISH = Wish(seed=7, store="postgresql", kills=300, rounds=5, outlets=4, screen=True)


def test_the_same_seed_makes_the_same_plan(tmp_path: Path) -> None:
    first, second = make_plan(WISH), make_plan(WISH)
    assert first == second
    first.save(tmp_path / "plan.json")
    assert '"seed": 7' in (tmp_path / "plan.json").read_text(encoding="utf-8")


def test_another_seed_makes_another_plan() -> None:
    other = Wish(seed=8, store="postgresql", kills=300, rounds=5, outlets=4, screen=True)
    assert make_plan(WISH) != make_plan(other)


def test_every_kill_is_somewhere_and_every_misfortune_befalls_once() -> None:
    plan = make_plan(WISH)
    assert plan.kills >= 300
    befalls = [what for one in plan.rounds for what in one.misfortunes]
    assert sorted(befalls) == sorted(MISFORTUNES)


def test_every_step_is_in_the_plan_before_and_after() -> None:
    kills = [k for one in make_plan(WISH).rounds for ks in one.kills.values() for k in ks]
    planned = {kill.step for kill in kills if kill.step}
    assert planned >= {f"{when} {step.name}" for step in STEPS for when in step.whens}
    assert {step.split(" ", 1)[1] for step in planned} & {step.name for step in SCREEN_STEPS}


def test_every_step_is_a_place_in_the_programs() -> None:
    check_steps()
