"""Taking a file over: all of it or nothing, and what is wrong with it in plain words."""

from pathlib import Path
from tempfile import TemporaryDirectory

from server.accounts import audit
from server.accounts.audit import Action
from server.reference.file_error import FileError
from server.reference.importing import KINDS, Imported, import_file, try_file
from server.store.database import writing
from server.web import formats, places
from server.web.asked import Asked
from server.web.page import RefusedError
from server.web.pages.reference_words import kind_options
from server.web.parts.form import Field, Form
from server.web.posted import Posted
from words import _

_TRY = "thu"
_JSON = (b"{", b"[")
_BEFORE_TEXT = b"\xef\xbb\xbf \t\r\n"
"""A byte order mark and blanks."""


def form() -> Form:
    """Return the form in which a file is chosen."""
    return Form(
        act="nhap",
        fields=(
            Field(name="loai", title=_("Nhập gì"), kind="select", options=kind_options()),
            Field(
                name="tep",
                title=_("Tệp"),
                kind="file",
                hint=_("Tệp sai chỗ nào cũng được nói rõ dòng, cột; khi đó không gì thay đổi."),
            ),
            Field(
                name="cach",
                title=_("Làm gì"),
                kind="select",
                options={"nhap": _("Nhập vào hệ thống"), _TRY: _("Thử: xem sẽ đổi gì, chưa đổi")},
            ),
        ),
        button=_("Gửi tệp"),
    )


def upload(asked: Asked, posted: Posted) -> str:
    """Take a file over; return what it did. Raises `RefusedError`."""
    kind, body = posted.needed("loai"), posted.file("tep")
    if kind not in KINDS:
        raise RefusedError(_("Chọn loại dữ liệu."))
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{kind}{_suffix(kind, body)}"
        file.write_bytes(body)
        take = try_file if posted.text("cach") == _TRY else import_file
        try:
            done = take(kind, file, asked.now)
        except FileError as error:
            raise RefusedError(_refused(file, error)) from error
    if take is try_file:
        return _("Thử, chưa đổi gì. {told}").format(told=_told(kind, done))
    with writing():
        told = f"import {kind}: {done.read} read, {done.changed} changed, {done.gone} gone"
        audit.log(asked.now, asked.who.id, Action.ACTED, told, where=asked.where)
    places.forget()
    return _told(kind, done)


def _suffix(kind: str, body: bytes) -> str:
    if kind == "parameters":
        return ".toml"
    looks_like_json = body.lstrip(_BEFORE_TEXT).startswith(_JSON)
    return ".jsonl" if kind.startswith("catalogue") and looks_like_json else ".csv"


def _refused(file: Path, error: FileError) -> str:
    said = str(error).replace(str(file), _("Tệp vừa chọn"))
    return _("{said}. Chưa có gì thay đổi.").format(said=said.rstrip("."))


def _told(kind: str, done: Imported) -> str:
    told = _("{what}: đã đọc {read} dòng, {changed} dòng thay đổi, {gone} dòng bỏ.").format(
        what=kind_options()[kind],
        read=formats.number(done.read),
        changed=formats.number(done.changed),
        gone=formats.number(done.gone),
    )
    more = {
        _("{n} quy cách bỏ qua vì không rõ số đơn vị nhỏ nhất."): done.unsized,
        _("{n} thuốc có tình trạng lạ, được hiểu theo hướng chặt."): done.strange,
    }
    found = [words.format(n=formats.number(count)) for words, count in more.items() if count]
    return " ".join([told, *found])
