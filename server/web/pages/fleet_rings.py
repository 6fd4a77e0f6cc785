"""Rings: which version goes to whom, how far it has come, and who may stop it."""

from collections.abc import Callable, Sequence

from server import fleet_words
from server.fleet import rings, rollouts
from server.fleet.overview import overview
from server.fleet.rings_page import rings_page
from server.fleet.rollouts import STOP_SHARE, Rollout, RolloutError, list_rollouts
from server.store.database import reading, writing
from server.web import formats
from server.web.access import Right
from server.web.asked import Asked
from server.web.page import SURE, Act, Column, Page, Panel, RefusedError, Row, Shown
from server.web.pages import fleet_ring_bars
from server.web.pages.people import person
from server.web.parts.form import Field, Form, Stack
from server.web.parts.state import Text
from server.web.parts.table import Column as Cell
from server.web.parts.table import Kind, Table, listed
from server.web.parts.tag import Tag
from server.web.posted import Posted
from words import _


def look(asked: Asked) -> Shown:
    """Show the rollouts, and let those who may start, pause and resume them."""
    with reading():
        found, rest, all_of_them = rings_page(asked.now), overview(asked.now), list_rollouts()
    now_running = Panel(
        key="dot",
        title=fleet_ring_bars.panel_title(found),
        note=fleet_ring_bars.panel_note(found),
        content=lambda: fleet_ring_bars.bars(asked, found),
        foot=fleet_ring_bars.other_versions(rest, found),
    )
    past = Panel(key="cac-ban", title=_("Các bản đã phát"), content=_table(all_of_them))
    tried = Panel(
        key="thu",
        title=_("Máy ở đợt 0"),
        note=_("những máy mà người phụ trách đã chọn để thử bản mới trước"),
        content=_members(asked),
    )
    if not asked.may(Right.COMMAND):
        return Shown(crumb=_crumb(asked), body=[now_running, past, tried])
    side = [
        *(_turn(one) for one in rollouts.in_turn(all_of_them)),
        Panel(key="moi", title=_("Phát bản mới"), content=_new),
        Panel(key="xep-dot", title=_("Xếp máy vào đợt"), content=_put_form),
    ]
    columns = [
        Column(width=7, panels=[now_running, past, tried]),
        Column(width=5, panels=side),
    ]
    return Shown(crumb=_crumb(asked), body=[Row(columns=columns)])


def start(asked: Asked, posted: Posted) -> str:
    """Offer a new version to the machines that try it."""
    version = posted.needed("ban")
    return _do(
        lambda: rollouts.start(version, by=asked.who.id, now=asked.now),
        _("Bản {version} đã tới đợt 0.").format(version=version),
    )


def confirm_start(asked: Asked, posted: Posted) -> Shown:
    """Show what a new version would mean."""
    version = posted.needed("ban")
    form = Form(
        act="phat",
        fields=(),
        button=_("Phát bản {version} cho đợt 0").format(version=version),
        hidden={"ban": version, SURE: "1"},
    )
    said = Text(
        paragraphs=(
            _("Đợt đang chạy sẽ được thay bằng bản này. Máy ở đợt 0 được mời trước."),
            _(
                "Đợt sau bắt đầu khi {n} máy của đợt trước chạy tốt {hours} giờ; tự dừng nếu trên"
                " {share} máy gặp sự cố."
            ).format(
                n=rollouts.NEEDED, hours=rollouts.HOURS,
                share=f"{formats.number(STOP_SHARE * 100)} %",
            ),
        )
    )  # fmt: skip
    title = _("Xác nhận phát bản {version}").format(version=version)
    panel = Panel(key="phat", title=title, content=Stack(contents=[said, form]))
    return Shown(title=title, crumb=_crumb(asked), body=[panel])


def pause(_asked: Asked, posted: Posted) -> str:
    """Offer the version to nobody for now."""
    version = posted.needed("ban")
    return _do(
        lambda: rollouts.pause(version), _("Bản {version} tạm dừng.").format(version=version)
    )


def resume(asked: Asked, posted: Posted) -> str:
    """Go on with a version that was paused or that stopped."""
    version = posted.needed("ban")
    return _do(
        lambda: rollouts.resume(version, now=asked.now),
        _("Bản {version} chạy tiếp.").format(version=version),
    )


def put(_asked: Asked, posted: Posted) -> str:
    """Put machines into a ring, or back to where their names spread them."""
    named = posted.needed("may").replace(",", " ").split()
    ring = posted.text("dot")
    try:
        with writing():
            rings.put(named, int(ring) if ring else None)
    except ValueError as error:
        raise RefusedError(_("Có mã máy hoặc đợt không đúng; chưa xếp máy nào.")) from error
    return _("Đã xếp {n} máy.").format(n=formats.number(len(set(named))))


def _do(act: Callable[[], None], told: str) -> str:
    try:
        with writing():
            act()
    except RolloutError as error:
        raise RefusedError(
            _("Không làm được: số bản sai, đã phát rồi, hoặc đợt đang ở tình trạng khác.")
        ) from error
    return told


def _turn(rollout: Rollout) -> Panel:
    goes = rollout.is_offered
    words = _("Tạm dừng bản {version}") if goes else _("Cho bản {version} chạy tiếp")
    note = _("Máy đã cập nhật vẫn giữ bản mới; máy khác thôi được mời.")
    if not goes:
        note = _("Sự cố trước lúc này sẽ không tính nữa: chỉ chạy tiếp khi đã xem các máy đó.")
    form = Form(
        act="tam-dung" if goes else "chay-tiep",
        fields=(),
        button=words.format(version=rollout.version),
        hidden={"ban": rollout.version},
        is_primary=False,
        note=note,
    )
    title = _("Dừng lại") if goes else _("Chạy tiếp")
    return Panel(key=f"dung-{rollout.version}", title=title, content=lambda: form)


def _new() -> Form:
    return Form(
        act="phat",
        fields=(Field(name="ban", title=_("Số bản"), hint=_("như 4.2.1; máy chủ đã có bản này")),),
        button=_("Xem lại rồi phát"),
        is_primary=False,
    )


def _put_form() -> Form:
    return Form(
        act="xep-dot",
        fields=(
            Field(name="may", title=_("Mã máy"), hint=_("nhiều máy thì cách nhau bằng dấu cách")),
            Field(
                name="dot",
                title=_("Đợt"),
                kind="select",
                is_needed=False,
                options={
                    **{str(ring): fleet_words.ring_name(ring) for ring in rings.RINGS},
                    "": _("Tự chia theo mã máy"),
                },
            ),
        ),
        button=_("Xếp"),
        is_primary=False,
    )


def _table(found: Sequence[Rollout]) -> Table:
    return Table(
        query=listed(found),
        columns=(
            Cell(name="version", title=_("Bản"), is_name=True),
            Cell(
                name="state",
                title=_("Tình trạng"),
                value=lambda row: fleet_words.rollout_state(row.state),
                tag=lambda row: Tag(fleet_words.rollout_state(row.state))
                if row.state == "stopped"
                else None,
            ),
            Cell(name="started_at", title=_("Phát lúc"), kind=Kind.MOMENT),
            Cell(name="by", title=_("Người phát"), value=lambda row: person(row.started_by)),
            Cell(name="rings", title=_("Số đợt đã mời"), kind=Kind.COUNT,
                 value=lambda row: len(row.offered)),
            Cell(name="why", title=_("Sự cố")),
        ),
        what=_("bản"),
        empty=_("Chưa phát bản nào"),
    )  # fmt: skip


def _members(asked: Asked) -> Table:
    with reading():
        found = sorted(one for one, ring in rings.members().items() if ring == rings.RINGS[0])
    return Table(
        query=listed(found),
        columns=(
            Cell(
                name="terminal",
                title=_("Mã máy"),
                is_name=True,
                value=lambda row: row,
                link=lambda row: asked.link(f"/may/{row}"),
            ),
        ),
        what=_("máy"),
        empty=_("Chưa chọn máy nào để thử"),
    )


def _crumb(asked: Asked) -> list[tuple[str, str]]:
    return [(_("Máy quầy"), asked.link("/may"))]


PAGE = Page(
    path="/may/dot",
    title=lambda: _("Đợt cập nhật"),
    right=Right.FLEET,
    look=look,
    acts=(
        Act(name="phat", right=Right.COMMAND, run=start, confirm=confirm_start),
        Act(name="tam-dung", right=Right.COMMAND, run=pause),
        Act(name="chay-tiep", right=Right.COMMAND, run=resume),
        Act(name="xep-dot", right=Right.COMMAND, run=put),
    ),
    under="/may",
)
