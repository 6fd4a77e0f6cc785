"""What panels hold."""

from typing import Protocol


class Content(Protocol):
    """Whatever a template draws."""

    @property
    def template(self) -> str:
        """Name of the template in `templates/parts`."""
        ...
