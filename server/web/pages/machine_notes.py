"""What people wrote about a machine or an alarm."""

from collections.abc import Sequence

from server.fleet.notes import Note
from server.web.pages.people import person
from server.web.parts.table import Column, Kind, Table, listed
from words import _


def note_table(notes: Sequence[Note]) -> Table:
    """Return the notes, the newest first."""
    return Table(
        query=listed(notes),
        columns=(
            Column(name="at", title=_("Lúc"), kind=Kind.MOMENT),
            Column(name="by", title=_("Người ghi"), value=lambda note: person(note.by)),
            Column(name="text", title=_("Ghi chú"), is_prose=True),
        ),
        what=_("ghi chú"),
        empty=_("Chưa có ghi chú nào"),
    )
