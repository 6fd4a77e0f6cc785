"""Files of the machine that have exactly the content they are to have."""

from dataclasses import dataclass, field

from provisioning.installing.machine import Machine


@dataclass(frozen=True, slots=True)
class Written:
    """A step: these files are there, with this in them."""

    machine: Machine
    said: str
    files: dict[str, bytes] = field(repr=False)
    mode: int = 0o644

    def check(self) -> bool:
        """Whether each of them is."""
        return all(self.machine.holds(place, content) for place, content in self.files.items())

    def apply(self) -> None:
        """Write those that are not."""
        for place, content in self.files.items():
            if not self.machine.holds(place, content):
                self.machine.write(place, content, self.mode)


@dataclass(frozen=True, slots=True)
class WrittenOnce:
    """A step: a file is there. What people changed in it stays."""

    machine: Machine
    said: str
    place: str
    content: bytes = field(repr=False)
    mode: int = 0o644

    def check(self) -> bool:
        """Whether it is."""
        return self.machine.path(self.place).exists()

    def apply(self) -> None:
        """Write it."""
        self.machine.write(self.place, self.content, self.mode)
