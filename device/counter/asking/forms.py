"""The forms: which fields each has, and what stands in them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from device.counter.asking.dates import read_date
from device.counter.drug import Drug
from device.counter.prescription import Origin, Prescription
from device.counter.rules import type_for
from device.counter.state import Form, State
from device.counter.states.asking import Field, Topic

_PERSON = (
    Field(key="name"),
    Field(key="address"),
    Field(key="passport", keys="code", needed=False),
)
_PACK = (Field(key="batch", keys="code"), Field(key="expiry", keys="date"))
_FIELDS: dict[Topic, tuple[Field, ...]] = {
    Topic.PAPER_PRESCRIPTION: (
        Field(key="facility"),
        Field(key="prescriber"),
        Field(key="issued", keys="date"),
        Field(key="number", keys="code", needed=False),
    ),
    Topic.BUYER: _PERSON,
    Topic.RETURNER: _PERSON,
    Topic.PACK: _PACK,
    Topic.BATCH: _PACK,
    Topic.DELIVERY: (Field(key="supplier"), Field(key="document", keys="code")),
    Topic.GONE: (Field(key="document", keys="code"),),
    Topic.DIRECTIONS: (
        Field(key="morning", keys="digits", needed=False),
        Field(key="noon", keys="digits", needed=False),
        Field(key="afternoon", keys="digits", needed=False),
        Field(key="evening", keys="digits", needed=False),
        Field(key="words", needed=False),
    ),
    Topic.PRICE: (Field(key="price", keys="digits"),),
}


def form_for(
    topic: Topic, *, behind: State, about: str = "", known: Mapping[str, str] | None = None
) -> Form:
    """Return a form to be filled in; `known` is what stands in its fields already."""
    known = known or {}
    fields = tuple(replace(field, text=known.get(field.key, "")) for field in _FIELDS[topic])
    return Form(topic=topic, fields=fields, behind=behind, about=about)


def paper_form(drug: Drug, *, behind: State, known: Prescription | None) -> Form:
    """Return the form for a paper prescription, with what was keyed in of one before.

    CTL-04, RX-10: narcotics, psychotropics and precursors want a type. Nothing is known to tell it
    but the code's last letter, so for them the code is needed.
    """
    wanted = type_for(drug.control)
    texts = {}
    if known and known.origin is Origin.PAPER:
        issued = f"{known.issued:%d%m%Y}" if known.issued else ""
        texts = {"facility": known.facility, "prescriber": known.prescriber, "issued": issued}
    form = form_for(Topic.PAPER_PRESCRIPTION, behind=behind, about=drug.name, known=texts)
    at = next(at for at, field in enumerate(form.fields) if not field.text)
    if wanted is None:
        return replace(form, at=at)
    *others, number = form.fields
    return replace(form, fields=(*others, replace(number, needed=True, letter=wanted.value)), at=at)


def pack_form(
    topic: Topic, drug: Drug, *, behind: State, known: Mapping[str, str] | None = None
) -> Form:
    """Return the form for batch and expiry of a pack; a medical device may have no date."""
    form = form_for(topic, behind=behind, about=drug.name, known=known)
    if not drug.may_lack_expiry:
        return form
    batch, expiry = form.fields
    return replace(form, fields=(batch, replace(expiry, needed=False)))


def value(form: Form, key: str) -> str:
    """Return what was typed into a field."""
    return next(field.text.strip() for field in form.fields if field.key == key)


def day(form: Form, key: str) -> date | None:
    """Return the date in a field; a month alone means its last day. None where there is none."""
    return read_date(value(form, key), may_be_month=True)
