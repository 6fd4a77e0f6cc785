"""Words for a sale that could not be written."""

from device.counter.state import SaveFault
from device.ui.refusals.stop_words import StopWords
from device.ui.rich import rich
from words import _


def save_failed_words(fault: SaveFault) -> StopWords:
    """Say that a sale could not be written, and that no money may be taken."""
    reason = {
        SaveFault.DISK_FULL: _("Bộ nhớ của máy đã đầy."),
        SaveFault.DAMAGED: _("Sổ bán hàng trong máy không ghi được."),
    }[fault]
    return StopWords(
        title=_("Chưa bán được, khoan thu tiền"),
        subject=_("Máy chưa lưu được phiếu này"),
        detail=reason,
        steps=(
            rich(_("*Chưa thu tiền,* chưa giao thuốc")),
            rich(_("Bấm *Thử lại.* Không được thì *gọi kỹ thuật*")),
        ),
        numbered=True,
        ground=_("Các thuốc đã quét vẫn còn trên máy."),
        hint="",
        button=_("Thử lại"),
    )


def no_room_words() -> StopWords:
    """Say, before anything is paid, that no sale can be written."""
    return StopWords(
        title=_("Chưa bán được, khoan thu tiền"),
        subject=_("Máy hết chỗ lưu phiếu"),
        detail=_("Bộ nhớ của máy đã đầy, phiếu mới không lưu được."),
        steps=(
            rich(_("*Chưa thu tiền,* chưa giao thuốc")),
            rich(_("*Gọi kỹ thuật* dọn bộ nhớ, rồi bấm *Thử lại*")),
        ),
        numbered=True,
        ground=_("Các thuốc đã quét vẫn còn trên máy."),
        hint="",
        button=_("Thử lại"),
    )


def sale_in_doubt_words() -> StopWords:
    """Say that nobody knows whether the sale was written, and how to find out."""
    return StopWords(
        title=_("Chưa rõ phiếu đã lưu hay chưa"),
        subject=_("Máy gặp lỗi đúng lúc lưu phiếu"),
        detail=_("Lỗi đã được ghi lại cho kỹ thuật."),
        steps=(
            rich(_("*Chưa thu tiền,* chưa giao thuốc")),
            rich(_("Bấm *Mở lại,* xem *Vừa bán* có phiếu này chưa")),
        ),
        numbered=True,
        ground=_("Có rồi là đã bán. Chưa có thì quét lại từ đầu."),
        hint="",
        button=_("Mở lại"),
    )
