"""The terminal's self-test on paper: every line, a code to scan, and who signs for it."""

from dataclasses import dataclass
from datetime import datetime

from PIL import Image

from device.amounts import clock, day, thousands
from device.paper.layout import PLAIN, Layout, Letterhead, Mark
from device.paper.sheet import Block, Rule, Space
from words import _

_LETTERS = "Ẩ ẫ Ặ ễ ỗ ợ ự ỹ đ Đ"
_NOTHING = "0" * 64


@dataclass(frozen=True, kw_only=True)
class CheckedLine:
    """One part of the terminal."""

    name: str
    state: str
    """In words: well, at fault, not known."""
    value: str
    advice: str = ""
    """Of a fault: what to do."""


@dataclass(frozen=True, kw_only=True)
class SelfTestPaper:
    """What the paper says."""

    head: Letterhead
    at: datetime
    lines: tuple[CheckedLine, ...]
    code: int
    """Number that makes this paper's code another than any older paper's."""
    summary: str = ""
    mark: Mark = PLAIN


def draw_self_test(paper: SelfTestPaper, *, width_dots: int) -> Image.Image:
    """Draw it; what shows whether the printer prints well stands among the lines."""
    on = Layout(width_dots)
    blocks: list[Block] = [
        *on.letterhead(paper.head),
        on.title(_("KIỂM TRA MÁY")),
        on.parts(
            f"{day(paper.at)} {clock(paper.at)}", paper.head.terminal, paper.head.terminal_label
        ),
        on.text(paper.summary, on.bold),
        Space(8),
        Rule(dashed=True),
        *(block for line in paper.lines for block in _line(line, on)),
        *on.rule(),
        *_sample(on),
        *on.check(
            paper.head,
            epoch=_NOTHING,
            number=paper.code,
            entry_hash=_NOTHING,
            invitation=_("Quét mã này trong 2 phút: dòng Máy quét trên màn hình sẽ xanh"),
        ),
        *on.signatures(_("Kỹ thuật viên"), _("Người phụ trách")),
    ]
    return on.sheet(blocks, mark=paper.mark)


def _line(line: CheckedLine, on: Layout) -> list[Block]:
    advice = on.barred(line.advice) if line.advice else []
    head = on.two_faced_row(line.name, on.bold, line.state, on.bold)
    return [Space(6), *head, on.text(line.value, on.note), *advice]


def _sample(on: Layout) -> list[Block]:
    """Both edges, every size of letters with their marks, and figures."""
    return [
        *on.row(_("Lề trái"), _("Lề phải")),
        *(on.text(_LETTERS, size) for size in (on.note, on.body, on.bold, on.strong)),
        *on.row(_("Số"), f"{thousands(1_234_567)} đ", on.strong),
        Space(8),
    ]
