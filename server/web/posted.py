"""What a form brought."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from server.web.page import RefusedError
from words import _

_LONGEST = 4000
"""Characters of one field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """The fields and files of a form."""

    fields: Mapping[str, tuple[str, ...]] = field(repr=False)
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def text(self, name: str) -> str:
        """Return a field without blanks around it; empty if there is none."""
        found = self.fields.get(name, ("",))[0].strip()
        if len(found) > _LONGEST or not found.replace("\n", "").replace("\r", "").isprintable():
            raise RefusedError(_("Nội dung quá dài hoặc có ký tự lạ."))
        return found

    def needed(self, name: str) -> str:
        """Return a field that must be there; raise `RefusedError`."""
        found = self.text(name)
        if not found:
            raise RefusedError(_("Còn ô phải điền."))
        return found

    def secret(self, name: str) -> str:
        """Return a field as it was typed, such as a password."""
        return self.fields.get(name, ("",))[0][:_LONGEST]

    def several(self, name: str) -> tuple[str, ...]:
        """Return every value of a field, such as boxes that were ticked."""
        return self.fields.get(name, ())

    def file(self, name: str) -> bytes:
        """Return a file; raise `RefusedError` if none was chosen."""
        found = self.files.get(name, b"")
        if not found:
            raise RefusedError(_("Chưa chọn tệp."))
        return found
