"""The words of the other screens of a first start."""

from datetime import datetime

from device.amounts import clock, day, thousands
from device.enrolment import states
from device.enrolment.states import Note, State
from device.ui.first_start.wording import Words
from device.ui.icons import Icon
from device.ui.printer_sentences import printer_words
from device.ui.rich import rich
from device.ui.sentences import StripWords
from words import _


def step_of(state: State) -> str:
    """Say how far one is."""
    match state:
        case states.Enrolled():
            return ""
        case (
            states.CallKeeper() | states.SetPin() | states.MakingBook() | states.KeepPapers()
        ):  # fmt: skip
            return _("Cài máy · bước 3/3: sổ khách hàng")
        case (
            states.FindOldCard() | states.ReadingOldCard() | states.OldCardRead()
            | states.NoOldCard() | states.Moving()
        ):  # fmt: skip
            return _("Cài máy · bước 2/3: máy cũ")
        case states.Installing() | states.CannotWrite():
            return _("Cài máy")
    return _("Cài máy · bước 1/3: nhãn cơ sở")


def note_words(note: Note | None) -> StripWords | None:
    """Say what the last scan was, where it was not what is asked for."""
    match note:
        case Note.OTHER_CODE:
            return StripWords(
                _("Mã này không phải nhãn cài máy"), _("Tìm nhãn Sở in cho cơ sở, quét ô vuông")
            )
        case Note.WIFI_TOLD:
            return StripWords(_("Máy đang vào Wi-Fi"), _("Chờ ít giây; chưa quét nhãn thì quét"))
        case Note.WIFI_FAILED:
            return StripWords(
                _("Không vào được Wi-Fi này"), _("Quét lại mã Wi-Fi, hoặc cắm dây mạng")
            )
    return None


def waiting_words(state: State) -> tuple[str, str]:
    """Say what the machine is doing, and that nobody has to do anything."""
    match state:
        case states.Asking():
            return _("Đang hỏi Sở Y tế"), _("Thường không quá nửa phút")
        case states.ReadingOldCard():
            return _("Đang đọc thẻ cũ"), _("Đừng rút thẻ. Sổ dày thì lâu hơn.")
        case states.Moving():
            return _("Đang chuyển sổ"), _("Đừng rút thẻ, đừng tắt máy")
        case states.MakingBook():
            return _("Đang khóa sổ"), _("Vài giây là xong")
    return _("Đang ghi vào máy"), _("Đừng tắt máy")


def old_card_words(state: states.FindOldCard) -> Words:
    """Ask for the card of the terminal that is replaced."""
    match state.trouble:
        case "unreadable":
            return Words(
                title=_("Không đọc được thẻ cũ"),
                steps=(
                    rich(_("*Rút thẻ ra, cắm lại*, rồi bấm Thử lại")),
                    rich(_("Vẫn vậy: bấm *Không có thẻ cũ*")),
                ),
            )
        case "other-terminal":
            return Words(
                title=_("Thẻ này của một máy khác"),
                steps=(
                    rich(_("Tìm *đúng thẻ của máy cũ*, cắm vào")),
                    rich(_("Cắm xong bấm *Thử lại*")),
                ),
            )
        case "earlier":
            return Words(
                title=_("Thẻ này của lần thay máy trước"),
                steps=(
                    rich(_("Tìm *thẻ của máy vừa thay*, cắm vào")),
                    rich(_("Cắm xong bấm *Thử lại*")),
                ),
                text=_("Sau thẻ này Sở đã nhận sổ của một thẻ khác."),
            )
        case None:
            return Words(
                title=_("Máy này thay máy cũ"),
                steps=(
                    rich(_("*Rút thẻ nhớ* ra khỏi máy cũ")),
                    rich(_("*Cắm vào đầu đọc USB* của máy này")),
                ),
                hint=_("Cắm thẻ là máy tự đọc"),
                icon=Icon.CABLE_IN,
                is_well=True,
            )


def card_read_words(state: states.OldCardRead) -> Words:
    """Say what is on the old card."""
    unsent = _("*{n} phiếu chưa gửi*, máy này gửi tiếp") if state.unsent else _("Phiếu đã gửi hết")
    return Words(
        title=_("Đọc được thẻ của máy cũ"),
        steps=(
            rich(unsent, n=thousands(state.unsent)),
            rich(_("*Tồn kho* theo sang máy này")),
        ),
        text=_until(_("Sổ ghi đến {when}."), state.until),
        icon=Icon.DONE,
        is_well=True,
    )


def no_card_words(state: states.NoOldCard) -> Words:
    """Say what it means to go on without the old card."""
    return Words(
        title=_("Không có thẻ cũ thì theo sổ của Sở"),
        steps=(
            rich(_("Tồn kho *{n} lô* lấy từ Sở"), n=thousands(state.batches)),
            rich(_("Phiếu *chưa gửi* của máy cũ *không có ở đây*")),
        ),
        text=_until(_("Sở biết đến {when}. Nên đếm lại kho."), state.stock_of),
    )


def keeper_words(state: states.CallKeeper) -> tuple[str, str, str]:
    """Call the person in charge: invitation, who it is, and what was wrong."""
    trouble = _("Thẻ này không phải của người phụ trách") if state.is_other else ""
    return _("Mời người phụ trách quét thẻ"), ", ".join(state.names), trouble


def pin_words(state: states.SetPin) -> tuple[str, str, str]:
    """Ask for the PIN of the book: invitation, what it is for, and what was wrong."""
    trouble = _("Hai lần bấm khác nhau. Đặt lại") if state.differs else ""
    if state.first:
        return _("Bấm PIN đó lần nữa"), _("Cho chắc là nhớ đúng"), trouble
    return _("Đặt PIN mở sổ"), _("Sổ khách hàng mở bằng thẻ và PIN này"), trouble


def papers_words(state: states.KeepPapers) -> Words:
    """Say where the two papers go, or what the printer wants."""
    if state.fault:
        told = printer_words(state.fault)
        return Words(
            title=told.name,
            steps=(
                rich(_("Xem lại máy in, rồi bấm *In lại*")),
                rich(_("Không có máy in: bấm *Xem trên màn hình*")),
            ),
            icon=Icon.PRINTER,
        )
    return Words(
        title=_("Cất hai tờ giấy vừa in"),
        steps=(
            rich(_("*Thẻ mở sổ*: giữ bên mình, như chìa khóa")),
            rich(_("*Mã khôi phục*: bỏ phong bì, khóa lại")),
        ),
        text=_("Máy không giữ bản nào. Mất cả hai thì không ai mở được sổ."),
        icon=Icon.PADLOCK,
        is_well=True,
    )


def cannot_write_words(state: states.CannotWrite) -> Words:
    """Say that the machine's own card does not take what has to be written."""
    if state.is_code_used:
        other = rich(_("Vẫn vậy: *thay thẻ nhớ*, *xin Sở nhãn thay máy*"))
    else:
        other = rich(_("Vẫn vậy: *thay thẻ nhớ*, nhãn vẫn dùng được"))
    return Words(
        title=_("Thẻ nhớ của máy không ghi được"),
        steps=(
            rich(_("*Tắt máy*, rút thẻ nhớ ra cắm lại")),
            other,
        ),
    )


def _until(sentence: str, at: datetime | None) -> str:
    return sentence.format(when=f"{clock(at)} {day(at)}") if at else ""
