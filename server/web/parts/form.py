"""Forms: what a person fills in to do something."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

FieldKind = Literal[
    "text", "password", "code", "number", "date", "datetime-local", "area", "select", "boxes",
    "file", "search",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing to fill in."""

    name: str
    title: str
    kind: FieldKind = "text"
    value: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    """Values and words of a choice."""
    ticked: frozenset[str] = frozenset()
    """Of the boxes."""
    is_needed: bool = True
    hint: str = ""
    autocomplete: str = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Fields and a button; it is sent to one of the page's acts."""

    act: str
    fields: Sequence[Field]
    button: str
    hidden: Mapping[str, str] = field(default_factory=dict)
    is_primary: bool = True
    note: str = ""
    template: ClassVar[str] = "form.html"

    @property
    def has_file(self) -> bool:
        """Whether a file is chosen in it."""
        return any(one.kind == "file" for one in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """Several contents in one panel, below each other or beside each other."""

    contents: Sequence[object]
    is_beside: bool = False
    template: ClassVar[str] = "stack.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A frame within a panel: one of several things that are compared."""

    title: str
    content: object
    note: str = ""
    tag: object = None
    link: str = ""
    template: ClassVar[str] = "card.html"
