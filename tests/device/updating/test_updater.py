"""A terminal's update from the order to the proof: at night, once, and back if it does not work."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from device.updating.engine import EngineError
from device.updating.fetching import FetchError
from device.updating.proof import Seen
from device.updating.updater import try_once
from tests.device.updating.counter import ALL_WELL, NEW, NIGHT, NOON, OLD, Terminal

IN_HAND = None


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def test_an_order_ends_with_the_new_version_proved(terminal: Terminal) -> None:
    terminal.publish()
    terminal.order()
    terminal.go_on()
    assert terminal.started == [NEW]
    assert terminal.results() == []
    terminal.go_on()
    assert terminal.results() == [("c1", "done", f"version {NEW} runs")]
    assert terminal.engine.slots().is_proven
    terminal.go_on()
    assert terminal.started == [NEW], "and nothing happens any more"
    assert list(terminal.jobs.bundle.parent.glob("bundle*")) == []


def test_without_an_order_nothing_happens(terminal: Terminal) -> None:
    terminal.publish()
    terminal.go_on()
    assert terminal.line.fetched == 0
    assert terminal.started == []


@pytest.mark.parametrize(
    ("now", "idle_for"), [(NOON, 3600.0), (NIGHT, IN_HAND), (NIGHT, 60.0), (NOON, IN_HAND)]
)
def test_it_is_fetched_but_not_installed_while_the_shop_may_sell(
    terminal: Terminal, now: datetime, idle_for: float | None
) -> None:
    terminal.publish()
    terminal.order()
    terminal.now, terminal.idle_for = now, idle_for
    terminal.go_on()
    terminal.go_on()
    assert terminal.line.fetched == 1
    assert terminal.engine.slots().next == "A"
    assert terminal.started == []
    terminal.now, terminal.idle_for = NIGHT, 3600.0
    terminal.go_on()
    assert terminal.started == [NEW]


def test_the_quiet_hours_end_at_their_minute(terminal: Terminal) -> None:
    quiet = terminal.updater().quiet
    for hour, minute, is_quiet in ((14, 29, False), (14, 30, True), (21, 59, True), (22, 0, False)):
        terminal.now = datetime(2026, 11, 23, hour, minute, tzinfo=UTC)
        assert quiet.is_now() is is_quiet, f"{hour + 7}:{minute}"


def test_a_clock_that_nobody_believes_makes_no_night(terminal: Terminal) -> None:
    terminal.is_trusted = False
    quiet = terminal.updater().quiet
    assert not quiet.is_now()
    terminal.idle_for = 6 * 3600.0
    assert quiet.is_now(), "nobody has touched it for as long as a night"


def test_a_line_that_breaks_off_is_tried_again(terminal: Terminal) -> None:
    terminal.publish()
    terminal.order()
    terminal.line.breaks = 2
    for _try in range(2):
        with pytest.raises(FetchError):
            terminal.go_on()
        assert terminal.results() == []
    terminal.go_on()
    assert terminal.started == [NEW]


@pytest.mark.parametrize("part", ["screen", "ledger", "scanner", "printer", "link"])
def test_what_does_not_work_any_more_brings_the_version_before_back(
    terminal: Terminal, part: str
) -> None:
    terminal.publish()
    terminal.order()
    terminal.go_on()
    works = {name: getattr(ALL_WELL, name) for name in ALL_WELL.__struct_fields__}
    terminal.seen = Seen(**{**works, part: False})
    terminal.go_on()
    assert terminal.started == [NEW, OLD]
    terminal.seen = ALL_WELL
    terminal.go_on()
    assert terminal.results() == [("c1", "failed", f"came back to {OLD}: {part}")]
    assert terminal.engine.slots().is_proven
    terminal.go_on()
    assert terminal.started == [NEW, OLD]


@pytest.mark.parametrize("part", ["scanner", "printer", "link"])
def test_what_did_not_work_before_need_not_work_now(terminal: Terminal, part: str) -> None:
    works = {name: getattr(ALL_WELL, name) for name in ALL_WELL.__struct_fields__}
    terminal.seen = Seen(**{**works, part: False})
    terminal.publish()
    terminal.order()
    terminal.go_on()
    terminal.go_on()
    assert [state for _id, state, _detail in terminal.results()] == ["done"]


def test_it_has_time_to_come_up(terminal: Terminal) -> None:
    terminal.publish()
    terminal.order()
    terminal.go_on()
    terminal.seen = Seen()
    begun = terminal.seconds

    def come_up() -> None:
        if terminal.seconds > begun + 300:
            terminal.seen = ALL_WELL

    terminal.while_waiting = come_up
    terminal.go_on()
    assert terminal.engine.slots().is_proven
    assert [state for _id, state, _detail in terminal.results()] == ["done"]


def test_no_sale_is_cut_short_to_go_back(terminal: Terminal) -> None:
    terminal.publish()
    terminal.order()
    terminal.go_on()
    terminal.seen = Seen(screen=True, scanner=True, ledger=True, link=True)
    terminal.idle_for = IN_HAND
    waited: list[float] = []

    def sell() -> None:
        waited.append(terminal.seconds)
        if len(waited) > 500:
            terminal.idle_for = 0.0

    terminal.while_waiting = sell
    terminal.go_on()
    assert len(waited) > 500
    assert terminal.started == [NEW, OLD]


def test_a_version_that_never_comes_up_gives_way_by_itself(terminal: Terminal) -> None:
    terminal.publish()
    terminal.order()
    terminal.go_on()
    for _start in range(3):
        terminal.power_comes_back()
    assert terminal.started == [NEW, NEW, NEW, OLD]
    terminal.go_on()
    assert terminal.results() == [("c1", "failed", f"came back to {OLD}: it did not start")]


def test_power_may_go_at_every_step(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal.publish()
    terminal.order()
    copied = shutil.copyfile

    def cut(*_files: object) -> None:
        raise EngineError("the power went")

    # While the other slot is being written: the engine has marked it, and got no further.
    terminal.now = NOON
    terminal.go_on()
    terminal.now = NIGHT
    monkeypatch.setattr("device.updating.fake.shutil.copyfile", cut)
    monkeypatch.setattr(type(terminal.updater().course), "end", cut)
    with pytest.raises(EngineError):
        terminal.go_on()
    monkeypatch.undo()
    assert shutil.copyfile is copied
    terminal.power_comes_back()
    assert terminal.started == [OLD]
    terminal.go_on()
    assert terminal.started == [OLD, NEW]


def test_power_that_goes_before_the_restart_is_noted_changes_nothing(terminal: Terminal) -> None:
    terminal.publish()
    terminal.order()
    terminal.now = NOON
    terminal.go_on()
    job = terminal.jobs.read()
    assert job
    course = terminal.updater().course
    course.keep(job, stage="installing", slot_before="A", before=ALL_WELL)
    terminal.engine.install(terminal.jobs.bundle)
    terminal.power_comes_back()
    terminal.seen = Seen(screen=True, ledger=True)
    terminal.go_on()
    terminal.seen = ALL_WELL
    terminal.go_on()
    (result,) = terminal.results()
    assert result == ("c1", "failed", f"came back to {OLD}: scanner, printer, link")


def test_an_older_version_is_refused_and_the_same_is_there_already(terminal: Terminal) -> None:
    terminal.publish("4.1.9")
    terminal.order("4.1.9", "c1")
    terminal.go_on()
    terminal.order(OLD, "c2")
    terminal.go_on()
    assert terminal.results() == [
        ("c1", "refused", f"older than {OLD}, which runs"),
        ("c2", "done", "runs already"),
    ]
    assert terminal.line.fetched == 0


def test_an_order_that_ran_out_is_not_begun(terminal: Terminal) -> None:
    terminal.publish()
    terminal.order(hours=1)
    terminal.now += timedelta(hours=2)
    terminal.go_on()
    assert terminal.results() == [("c1", "expired", "")]


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ({"signed_by": "somebody"}, "not-signed"),
        ({"product": "another-machine"}, "other-product: another-machine"),
        ({"version": "4.3.0"}, "other-product: version 4.3.0"),
    ],
)
def test_a_bundle_that_is_not_what_was_ordered_is_refused_by_name(
    terminal: Terminal, head: dict[str, str], why: str
) -> None:
    terminal.publish(**{"version": NEW, **head}).rename(
        terminal.folder / "shelf" / f"quay-{NEW}.raucb"
    )
    terminal.order()
    terminal.go_on()
    assert terminal.results() == [("c1", "failed", why)]
    assert terminal.started == []


def test_a_version_that_is_nowhere_is_told(terminal: Terminal) -> None:
    terminal.order()
    terminal.go_on()
    assert terminal.results() == [("c1", "failed", "the province has no such bundle")]


def test_the_newest_order_counts(terminal: Terminal) -> None:
    terminal.publish(NEW)
    terminal.publish("4.2.2")
    terminal.now = NOON
    terminal.order(NEW, "c1")
    terminal.go_on()
    terminal.order("4.2.2", "c2")
    assert terminal.results() == [("c1", "refused", "another order came")]
    terminal.now = NIGHT
    terminal.go_on()
    assert terminal.started == ["4.2.2"]


def test_an_order_that_is_given_twice_is_one_order(terminal: Terminal) -> None:
    terminal.publish()
    terminal.order()
    terminal.go_on()
    terminal.go_on()
    terminal.order()
    terminal.go_on()
    assert terminal.started == [NEW]
    assert len(terminal.results()) == 1


def test_a_system_put_there_by_hand_proves_itself_too(terminal: Terminal) -> None:
    terminal.engine.install(terminal.publish())
    terminal.power_comes_back()
    terminal.go_on()
    assert terminal.engine.slots().is_proven


def test_what_stands_in_the_way_is_tried_again_later(terminal: Terminal) -> None:
    terminal.publish()
    terminal.order()
    terminal.line.breaks = 1
    assert not try_once(terminal.updater())
    assert try_once(terminal.updater())


def test_a_stick_brings_what_the_line_does_not(terminal: Terminal) -> None:
    terminal.order()
    terminal.line.breaks = 10**6
    for _try in range(3):
        with pytest.raises(FetchError):
            terminal.go_on()
    terminal.bring(NEW)
    terminal.go_on()
    terminal.go_on()
    assert terminal.started == [NEW]
    assert terminal.results() == [("c1", "done", f"version {NEW} runs")]


def test_a_stick_with_a_newer_version_than_is_ordered_ends_an_order_that_does_not_come(
    terminal: Terminal,
) -> None:
    terminal.order()
    terminal.line.breaks = 10**6
    with pytest.raises(FetchError):
        terminal.go_on()
    terminal.now += timedelta(days=30)
    terminal.bring("4.2.2")
    terminal.go_on()
    assert terminal.started == ["4.2.2"]
    assert terminal.results() == [("c1", "refused", "a stick brought 4.2.2")]


def test_a_stick_with_an_older_version_than_is_ordered_waits(terminal: Terminal) -> None:
    terminal.order("4.2.3")
    terminal.line.breaks = 1
    terminal.bring("4.2.2")
    with pytest.raises(FetchError):
        terminal.go_on()
    assert terminal.started == []


def test_an_order_that_has_come_is_installed_before_what_a_stick_brings(
    terminal: Terminal,
) -> None:
    terminal.now = NOON
    terminal.publish()
    terminal.order()
    terminal.go_on()
    terminal.bring("4.2.2")
    terminal.now = NIGHT
    terminal.go_on()
    assert terminal.started == [NEW]


@pytest.mark.parametrize("came_by", ["stick", "line"])
def test_what_has_come_is_not_fetched_again_for_a_new_order_of_it(
    terminal: Terminal, came_by: str
) -> None:
    terminal.now = NOON
    if came_by == "stick":
        brought = terminal.bring(NEW)
        terminal.go_on()
        brought.unlink()
    else:
        terminal.publish()
        terminal.order(NEW, "c1")
        terminal.go_on()
    terminal.line.breaks = 10**6
    terminal.order(NEW, "c2")
    terminal.go_on()
    terminal.now = NIGHT + timedelta(hours=1)
    terminal.go_on()
    terminal.go_on()
    assert terminal.started == [NEW]
    assert terminal.results()[-1] == ("c2", "done", f"version {NEW} runs")


def test_what_only_did_not_come_may_come_by_stick(terminal: Terminal) -> None:
    terminal.order()
    terminal.go_on()
    assert terminal.results() == [("c1", "failed", "the province has no such bundle")]
    assert terminal.jobs.failed == ()
    terminal.bring(NEW)
    terminal.go_on()
    assert terminal.started == [NEW]


def test_what_came_back_is_not_taken_from_a_stick_again(terminal: Terminal) -> None:
    terminal.publish()
    terminal.order()
    terminal.go_on()
    terminal.seen = Seen(screen=True)
    terminal.go_on()
    terminal.seen = ALL_WELL
    terminal.go_on()
    terminal.bring(NEW)
    terminal.go_on()
    assert terminal.started == [NEW, OLD]
    assert terminal.jobs.failed == (NEW,)


def test_a_version_is_judged_by_what_worked_just_before_it_was_started(terminal: Terminal) -> None:
    terminal.publish()
    terminal.order()
    _touched_while_installing(terminal)
    terminal.go_on()
    assert terminal.started == [], "somebody came to the counter"
    terminal.idle_for = 3600.0
    terminal.seen = Seen(screen=True, scanner=True, ledger=True)  # printer and router are off
    terminal.go_on()
    terminal.go_on()
    assert terminal.started == [NEW]
    assert [state for _id, state, _detail in terminal.results()] == ["done"]


def test_another_version_than_the_bundle_said_does_not_stay(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.bring(NEW)
    monkeypatch.setattr(Terminal, "_start", lambda self: self.started.append(self.runs))
    for _call in range(6):
        terminal.go_on()
    assert terminal.started == [OLD, OLD], "there and back, once"
    assert terminal.jobs.failed == (NEW,)


def _touched_while_installing(terminal: Terminal) -> None:
    install = terminal.engine.install

    def touched(bundle: Path) -> None:
        install(bundle)
        terminal.idle_for = IN_HAND

    terminal.engine.install = touched  # type: ignore[method-assign]
