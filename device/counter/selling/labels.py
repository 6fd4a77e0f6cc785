"""Directions labels (GPP-05): how a drug is taken, keyed in line by line."""

from dataclasses import replace

from device.counter.asking.forms import form_for, value
from device.counter.cue import Cue
from device.counter.deed import Paper, Print
from device.counter.open_sale import open_sale
from device.counter.rules import needs_directions
from device.counter.sale import Directions, OpenSale
from device.counter.selling.showing import shown, under_menu
from device.counter.state import Form, State
from device.counter.states.asking import Topic
from device.counter.step import Step
from device.counter.world import World


def open_labels(state: State, world: World) -> Step:
    """Ask how each drug is taken that has no directions yet; then print the labels.

    Without an open sale those of the newest sale are printed.
    """
    behind = under_menu(state)
    sale = open_sale(behind).pruned()
    if not sale.lines:
        return Step(state=behind, cue=Cue.READ, deeds=(Print(Paper.LABELS),))
    index = _next(sale, world)
    if index is None:
        deeds = (Print(Paper.LABELS),)
        return Step(state=shown(sale, world, after=behind), cue=Cue.READ, deeds=deeds)
    return Step(state=_form(sale, index, shown(sale, world, after=behind)))


def given(form: Form, world: World) -> Step:
    """Take the directions into the sale, and go on to the next drug that wants some."""
    sale = open_sale(form.behind)
    index = _next(sale, world)
    directions = _directions(form)
    if index is None:
        words = (form.about, *_words(directions))
        return Step(state=form.behind, deeds=(Print(Paper.LABELS, words=words),))
    line = replace(sale.lines[index], directions=directions)
    sale = sale.with_line(index, line)
    behind = shown(sale, world, after=form.behind)
    following = _next_needed(sale, world)
    if following is None:
        return Step(state=behind, cue=Cue.READ)
    return Step(state=_form(sale, following, behind))


def _form(sale: OpenSale, index: int, behind: State) -> Form:
    about = sale.lines[index].drug.name
    return form_for(Topic.DIRECTIONS, behind=behind, about=about)


def _next(sale: OpenSale, world: World) -> int | None:
    """The line to ask about: one that must have directions, else one that could."""
    needed = _next_needed(sale, world)
    if needed is not None:
        return needed
    bare = (index for index, line in enumerate(sale.lines) if line.directions is None)
    return next(bare, None)


def _next_needed(sale: OpenSale, world: World) -> int | None:
    return next(
        (
            index
            for index, line in enumerate(sale.lines)
            if line.directions is None and needs_directions(line, sale, world.parameters)
        ),
        None,
    )


def _directions(form: Form) -> Directions:
    return Directions(
        words=value(form, "words"),
        morning=value(form, "morning"),
        noon=value(form, "noon"),
        afternoon=value(form, "afternoon"),
        evening=value(form, "evening"),
    )


def _words(directions: Directions) -> tuple[str, ...]:
    """Morning, noon, afternoon, evening (empty: none), and words: what the label shows."""
    return (
        directions.morning,
        directions.noon,
        directions.afternoon,
        directions.evening,
        directions.words,
    )
