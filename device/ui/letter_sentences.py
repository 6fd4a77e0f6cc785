"""The words of a message of the province."""

from dataclasses import dataclass

from device.amounts import clock, day
from device.clock import local_day
from device.counter.letter import Letter
from device.ui.rich import Rich, rich
from words import _


@dataclass(frozen=True, slots=True)
class LetterWords:
    """What a message says, and what to do."""

    title: str
    subject: str
    steps: tuple[Rich, ...]
    """What the hands have to do, in this order."""
    text: str
    """What the department has written itself."""
    ground: str


def letter_words(letter: Letter) -> LetterWords:
    """Say what the province wants read."""
    is_double = letter.kind == "double-dispensing"
    moment = _("{clock} ngày {day}").format(clock=clock(letter.at), day=day(local_day(letter.at)))
    return LetterWords(
        title=_("Bán trùng đơn") if is_double else _("Sở Y tế nhắn"),
        subject=_double_subject(letter) if is_double else "",
        steps=_double_steps() if is_double else (),
        text=_shown(letter.text),
        ground=_("Sở Y tế gửi lúc {moment}").format(moment=moment),
    )


def _double_subject(letter: Letter) -> str:
    subject = _shown(letter.subject)
    return _("Đơn …{code} đã được bán ở hai nơi").format(code=subject)


def _double_steps() -> tuple[Rich, ...]:
    return (
        rich(_("*Không phải sửa gì* trong máy")),
        rich(_("Khách đem lại đơn này: *không bán thêm*")),
        rich(_("Giữ phiếu đã bán, chờ *Sở Y tế gọi*")),
    )


def _shown(text: str) -> str:
    """Leave out what no screen can show."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
