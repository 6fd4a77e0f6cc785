"""Filling a form in, one field after the other."""

from dataclasses import replace

from device.counter.asking.fields import checked, is_done, with_key, without_last
from device.counter.asking.finishing import finish_form
from device.counter.cue import Cue
from device.counter.event import Confirmed, Erased, Event, Picked, SymbolsWanted, TurnedPage, Typed
from device.counter.state import Form
from device.counter.states.asking import Field
from device.counter.step import Step
from device.counter.world import World


def step(form: Form, event: Event, world: World) -> Step | None:
    """Type into the field, go to another, or hand the whole form over."""
    match event:
        case Typed(key=key):
            return _typed(form, key)
        case Erased(all=everything):
            field = without_last(form.fields[form.at], everything=everything)
            return Step(state=_with(form, field))
        case SymbolsWanted():
            return Step(state=replace(form, symbols=not form.symbols))
        case Picked(index=index) if 0 <= index < len(form.fields):
            return Step(state=_at(form, index))
        case Confirmed() | TurnedPage():
            return _next(form, world)
    return None


def _typed(form: Form, key: str) -> Step:
    field = with_key(form.fields[form.at], key)
    if is_done(field):
        field = checked(field)
    return Step(state=_with(form, field), cue=Cue.WARN if field.is_wrong else None)


def _next(form: Form, world: World) -> Step:
    """Go to the next field; after the last one to the first that wants something, or finish."""
    form = _with(form, checked(form.fields[form.at]))
    if form.fields[form.at].is_wrong:
        return Step(state=form, cue=Cue.WARN)
    if form.at + 1 < len(form.fields):
        return Step(state=_at(form, form.at + 1))
    wanting = next((at for at, field in enumerate(form.fields) if _wants(field)), None)
    if wanting is not None:
        return Step(state=_at(form, wanting), cue=Cue.WARN)
    return finish_form(form, world)


def _wants(field: Field) -> bool:
    return field.is_wrong or (field.needed and not field.text.strip())


def _at(form: Form, index: int) -> Form:
    """Go to another field; the one that is left is checked."""
    form = _with(form, checked(form.fields[form.at]))
    return replace(form, at=index, symbols=False)


def _with(form: Form, field: Field) -> Form:
    return replace(form, fields=(*form.fields[: form.at], field, *form.fields[form.at + 1 :]))
