"""The words on how the province's door answered: one sentence each, and what to do."""

from device.amounts import clock, day
from device.enrolment.errors import DoorFault
from device.enrolment.states import NoAnswer, Refused
from device.ui.first_start.wording import Words
from device.ui.icons import Icon
from device.ui.rich import rich
from words import _


def no_answer_words(state: NoAnswer) -> Words:
    """Say why there was no answer, and what to try meanwhile."""
    hint = _("Máy tự hỏi lại sau ít giây")
    match state.fault:
        case DoorFault.NO_NETWORK:
            return Words(
                title=_("Máy chưa có mạng"),
                steps=(
                    rich(_("*Cắm dây mạng*, hoặc *quét mã Wi-Fi*")),
                    rich(_("Mã Wi-Fi: trên cục phát, hoặc điện thoại")),
                ),
                hint=hint,
                icon=Icon.OFFLINE_ON_LIGHT,
            )
        case DoorFault.NO_NAME:
            return Words(
                title=_("Có mạng, chưa tìm thấy Sở Y tế"),
                steps=(
                    rich(_("Xem mạng này *vào được trang web* không")),
                    rich(_("Được mà vẫn vậy: *gọi Sở*, đọc dòng dưới")),
                ),
                text=state.host,
                hint=hint,
                icon=Icon.OFFLINE_ON_LIGHT,
            )
        case DoorFault.SILENT:
            return Words(
                title=_("Sở Y tế chưa trả lời"),
                steps=(
                    rich(_("*Cứ để máy đó*, chưa phải làm gì")),
                    rich(_("Quá 10 phút: *đổi mạng khác*, rồi *gọi Sở*")),
                ),
                hint=hint,
                icon=Icon.OFFLINE_ON_LIGHT,
            )
        case DoorFault.FOREIGN:
            return Words(
                title=_("Nơi trả lời không phải Sở Y tế"),
                steps=(
                    rich(_("*Đổi mạng khác*, ví dụ phát từ điện thoại")),
                    rich(_("Vẫn vậy: *gọi Sở Y tế*")),
                ),
                text=_("Mã trên nhãn chưa đưa cho ai. Nhãn vẫn dùng được."),
                hint=hint,
            )
        case DoorFault.OUT_OF_ORDER:
            return Words(
                title=_("Máy chủ của Sở đang trục trặc"),
                steps=(
                    rich(_("*Cứ để máy đó*, chưa phải làm gì")),
                    rich(_("Quá 10 phút: *gọi Sở Y tế*")),
                ),
                hint=hint,
            )


def refused_words(state: Refused) -> Words:
    """Say why the office refused, and what to do."""
    if state.is_passing:
        return _passing(state)
    title, *steps = _refusals()[state.reason]
    return Words(
        title=title,
        steps=tuple(map(rich, steps)),
        text=_when(state),
        hint=_("Quét luôn nhãn khác cũng được"),
    )


def _refusals() -> dict[str, tuple[str, ...]]:
    """Return for each reason what is so, and what the hands do."""
    call = _("*Gọi Sở Y tế* xin nhãn mới")
    return {
        "unknown-code": (_("Sở không có mã trên nhãn này"), _("*Quét lại* nhãn này"), call),
        "used-code": (
            _("Nhãn này đã dùng rồi"),
            _("Xem có *cầm nhầm nhãn* của máy khác không"),
            _("Cài lại máy này: *xin Sở nhãn thay máy*"),
        ),
        "expired-code": (_("Nhãn này đã hết hạn"), call),
        "stolen-code": (_("Sở đã thu hồi nhãn này"), _("*Bỏ nhãn này đi*"), call),
        "other-terminal": (
            _("Nhãn này đã cài bằng thẻ nhớ khác"),
            _("Thẻ nhớ sao chép: *tắt máy này*, lấy thẻ mới"),
            _("Thẻ ghi lại, máy thay: *xin Sở nhãn thay máy*"),
        ),
        "unsound-request": (
            _("Sở không đọc được yêu cầu của máy"),
            _("*Tắt máy*, ghi lại thẻ nhớ, cài lại"),
            _("Vẫn vậy: *gọi Sở Y tế*"),
        ),
        "revoked": (_("Sở đã khóa máy này"), _("*Gọi Sở Y tế* hỏi lý do")),
        "too-old": (
            _("Phần mềm trên thẻ nhớ đã quá cũ"),
            _("*Ghi thẻ nhớ bản mới*, rồi cài lại"),
            _("Nhãn này *vẫn dùng được*"),
        ),
        "unsound-answer": (
            _("Cấu hình Sở gửi chưa dùng được"),
            _("*Gọi Sở Y tế* xem lại thông tin cơ sở"),
            _("Sau đó *quét lại* nhãn này"),
        ),
    }


def _passing(state: Refused) -> Words:
    is_crowd = state.reason == "too-many"
    return Words(
        title=_("Nhiều máy đang hỏi Sở cùng lúc") if is_crowd else _("Sở chưa ký được lúc này"),
        steps=(
            rich(_("*Cứ để máy đó*, chưa phải làm gì")),
            rich(_("Quá 1 giờ: *gọi Sở Y tế*")),
        ),
        hint=_("Máy tự hỏi lại sau một phút"),
    )


def _when(state: Refused) -> str:
    """Say when that was; nothing where it was not told."""
    if state.at is None:
        return ""
    sentence = {
        "used-code": _("Dùng lúc {when}."),
        "other-terminal": _("Cài lúc {when}."),
        "expired-code": _("Hết hạn lúc {when}."),
    }.get(state.reason, "")
    return sentence.format(when=f"{clock(state.at)} {day(state.at)}")
