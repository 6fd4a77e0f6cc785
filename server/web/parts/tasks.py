"""What has to be done, by deadline, and what has happened: lists that are not tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from server.web.parts.tag import Tag

Icon = Literal["recall", "silent", "look", "ring", "done"]
"""The red octagon is for recalls and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do."""

    icon: Icon
    title: str
    note: str = ""
    when: str = ""
    who: str = ""
    link: str = ""
    is_urgent: bool = False
    tag: Tag | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tasks:
    """Some things to do."""

    tasks: Sequence[Task]
    empty: str
    """What to say when there is nothing."""
    checked: str = ""
    template: ClassVar[str] = "tasks.html"
