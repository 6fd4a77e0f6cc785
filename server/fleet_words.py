"""States of terminals, commands and rollouts in the reader's words."""

from server.fleet.health import State
from words import _


def state_words(state: str) -> str:
    """Say how a terminal is."""
    return {
        State.NORMAL: _("Bình thường"),
        State.LOOK: _("Cần xem"),
        State.SILENT: _("Mất liên lạc"),
        State.NEVER: _("Chưa liên lạc lần nào"),
        State.REVOKED: _("Đã thu hồi"),
    }[State(state)]


def order_words(order: str, argument: str = "") -> str:
    """Say what a terminal is told to do."""
    words = {
        "send-logs": _("Gửi nhật ký"),
        "self-test": _("Tự kiểm tra"),
        "restart": _("Chạy lại phần mềm"),
        "update-to": _("Cập nhật lên bản {version}").format(version=argument),
    }
    return words.get(order, order)


def command_state(state: str) -> str:
    """Say what came of a command."""
    words = {
        "waiting": _("chờ máy trả lời"),
        "done": _("đã làm"),
        "failed": _("không làm được"),
        "refused": _("máy từ chối"),
        "expired": _("hết hạn"),
        "withdrawn": _("đã rút lại"),
    }
    return words.get(state, state)


def rollout_state(state: str) -> str:
    """Say how a rollout goes."""
    words = {
        "running": _("đang chạy"),
        "paused": _("tạm dừng"),
        "stopped": _("đã dừng vì sự cố"),
        "replaced": _("đã có bản khác thay"),
    }
    return words.get(state, state)


def ring_name(ring: int) -> str:
    """Name a ring."""
    return _("Đợt 0, thử") if ring == 0 else _("Đợt {n}").format(n=ring)
