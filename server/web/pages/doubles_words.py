"""What the pages about double dispensing call states, causes and kinds of prescriptions."""

from datetime import timedelta

from server.prescriptions.listing import PENDING, CaseRow
from server.reference import catalogue
from server.web import formats
from server.web.parts.tag import Tag
from words import _


def state_options() -> dict[str, str]:
    """Return the states by which cases are narrowed."""
    return {
        PENDING: _("Chưa giải quyết"),
        **{name: state_words(name) for name in ("open", "explained", "closed", "resolved")},
    }


def state_words(state: str) -> str:
    """Say how far a case is."""
    words = {
        "open": _("Chưa ghi gì"),
        "explained": _("Đã gọi, chờ kết luận"),
        "closed": _("Đã kết luận"),
        "resolved": _("Tự hết"),
    }
    return words.get(state, state)


def type_options() -> dict[str, str]:
    """Return the kinds of prescriptions."""
    return {
        "": _("Tất cả"),
        **{letter: type_words(letter).capitalize() for letter in ("n", "h", "c", "y", "t")},
    }


def type_words(letter: str) -> str:
    """Name a kind of prescription by the last letter of its code."""
    words = {
        "n": _("đơn gây nghiện"),
        "h": _("đơn hướng thần"),
        "c": _("đơn cơ bản"),
        "y": _("đơn thuốc cổ truyền"),
        "t": _("đơn thuốc thang"),
    }
    return words.get(letter, _("không rõ loại đơn"))


def code_words(tail: str) -> str:
    """Write what is shown of a prescription's code."""
    return f"···{tail}"


def cause_words(cause: str) -> str:
    """Say how it could happen."""
    words = {
        "offline": _("một nơi mất mạng"),
        "not-asked": _("nơi bán sau không hỏi đơn còn bao nhiêu"),
        "at-once": _("hai nơi bán gần như cùng lúc"),
    }
    return words.get(cause, cause)


def away_words(seconds: int) -> str:
    """Say how long an entry was on its way."""
    if not seconds:
        return _("có mạng")
    return _("mất mạng {span}").format(span=formats.span(timedelta(seconds=seconds)))


def unit_of(drug: str) -> str:
    """Return what a drug's base unit is called, within a transaction that reads."""
    record = catalogue.find(drug)
    return record.row.base_unit if record else _("đơn vị")


def control_tag(row: CaseRow) -> Tag | None:
    """Return the kind of control a drug is under, if it is under one."""
    words = {
        "GN": _("Gây nghiện"),
        "HT": _("Hướng thần"),
        "TC": _("Tiền chất"),
        "PH_GN": _("Phối hợp gây nghiện"),
        "PH_HT": _("Phối hợp hướng thần"),
        "PH_TC": _("Phối hợp tiền chất"),
    }
    return Tag(words[row.control], "off") if row.control in words else None


def short_names(outlets: str) -> str:
    """Return names of outlets without the kind that many begin with, where two stand in a line.

    >>> short_names("Quầy thuốc Phước Thọ · Nhà thuốc Phú Sinh")
    'Phước Thọ · Phú Sinh'
    """
    for kind in ("Nhà thuốc ", "Quầy thuốc ", "Tủ thuốc "):
        outlets = outlets.replace(kind, "")
    return outlets


def read_words(told: int, read: int) -> str:
    """Say how many of those who were told have read it."""
    if not told:
        return _("chưa báo")
    if read == told:
        return _("cả {n} nơi đã xem").format(n=told)
    return _("{read} / {told} nơi đã xem").format(read=read, told=told)
