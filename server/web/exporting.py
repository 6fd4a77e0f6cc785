"""A page's tables as files, at the page's own address and `.csv` or `.xlsx`."""

from collections.abc import Iterator
from typing import IO

from starlette.responses import Response, StreamingResponse

from server.accounts.audit import Action
from server.web import files, plain
from server.web.address import WrongFilterError, write_address
from server.web.bar import panels_of
from server.web.guard import Call
from server.web.house import House
from server.web.page import NotFoundError, Page, Panel
from server.web.showing import asked_of, head_lines, look, note

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_CHUNK = 64 * 1024


def export(house: House, page: Page, kind: str, call: Call) -> Response:
    """Return the file of a table of a page: the main one, the first, or what `bang` names."""
    given = dict(call.request.query_params)
    wanted = given.pop("bang", "")
    try:
        asked = asked_of(page, call, given=given, drop=f".{kind}")
        shown = look(asked)
    except WrongFilterError as error:
        return plain.text(str(error), 400)
    except NotFoundError:
        return plain.not_found(house, call.is_api)
    panel = _chosen(panels_of(shown), wanted)
    if panel is None:
        return plain.not_found(house, call.is_api)
    table = panel.tables[0]
    note(call, Action.TOOK, write_address(call.request.url.path, dict(call.request.query_params)))
    title = shown.title or page.title()
    titled = f"{title}: {panel.title}" if panel.title else title
    head = head_lines(asked, titled)
    if kind == "csv":
        file = files.as_csv(table, asked, head)
    else:
        file = files.as_xlsx(table, asked, head, title)
    name = f"quay-{_plain(page.path)}-{asked.period.until.isoformat()}.{kind}"
    return StreamingResponse(
        _chunks(file),
        media_type=_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _chosen(panels: list[Panel], wanted: str) -> Panel | None:
    found = [one for one in panels if one.tables and wanted in {"", one.key}]
    main = [one for one in found if any(table.is_main for table in one.tables)]
    return next(iter([*main, *found]), None)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _plain(path: str) -> str:
    """Return a page's address as part of a file's name, without the fields in it."""
    return "-".join(part for part in path.split("/") if part and "{" not in part) or "tong-quan"
