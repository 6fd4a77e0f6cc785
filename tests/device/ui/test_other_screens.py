"""Every screen that is no sale can be read, pressed and left."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from device.counter.event import (
    Confirmed,
    Dismissed,
    PrintWanted,
    WentBack,
)
from device.counter.flow import step
from device.counter.state import (
    Service,
    SignedOut,
    State,
)
from device.counter.world import World
from device.ui import theme
from device.ui.command import Command
from device.ui.drawing import Act
from device.ui.showcase import people
from device.ui.showcase.base import NOW, TODAY
from tests.device.counter.shelf import MemoryShelf
from tests.device.counter.shop import SHOP
from tests.device.ui.drawn import acts_of, drawn
from tests.device.ui.layout import faults
from tests.device.ui.other_views import MAY_BE_CUT, other_views
from words import LANGUAGES, use_language

VIEWS = other_views()
SIZES = ((800, 480), (1024, 600))


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    use_language(request.param)
    yield request.param
    use_language("vi")


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize(
    ("size", "large", "practice"), list(product(SIZES, (False, True), (False, True)))
)
def test_every_screen_can_be_read_and_pressed(
    size: tuple[int, int], *, large: bool, practice: bool
) -> None:
    found = {
        name: wrong
        for name, view in VIEWS.items()
        if (
            wrong := faults(
                drawn(replace(view, large=large, is_training=practice), *size),
                width=size[0] / theme.unit(*size),
                may_be_cut=MAY_BE_CUT,
            )
        )
    }
    assert found == {}


def test_a_button_goes_back_from_every_screen_that_is_not_being_saved() -> None:
    leaves = {WentBack(), Dismissed(), PrintWanted()}
    for name, view in VIEWS.items():
        is_saved = getattr(view.state, "is_saving", False)
        is_first = isinstance(view.state, SignedOut)
        is_edited = getattr(view.state, "editing", None) is not None
        acts = set(acts_of(view))
        if is_saved:
            assert acts == set(), name
        elif not (is_first or is_edited):
            assert acts & leaves, name


def test_every_button_outside_a_pad_means_something_to_the_counter() -> None:
    world = World(shelf=MemoryShelf(), today=TODAY, now=NOW, shop=SHOP, person=people.LAN)
    unheard = {
        f"{name}: {button.words}"
        for name, view in VIEWS.items()
        for button in drawn(view).buttons
        if not button.group and _is_unheard(view.state, button.act, world)
    }
    assert unheard == set()


def _is_unheard(state: State, act: Act, world: World) -> bool:
    if isinstance(act, Command):
        return False
    if isinstance(state, Service) and act == Confirmed():
        return False  # the till looks at the facts again
    found = step(state, act, world)
    return found.state == state and not found.deeds and not found.cue
