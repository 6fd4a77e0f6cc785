"""What kinds of data are called, and why some stay, in the reader's words."""

from words import _


def name_of(kind: str) -> str:
    """Return what a kind of data is."""
    return {
        "sealed": _("Dữ liệu người bệnh đã niêm phong"),
        "prescription": _("Đơn thuốc lấy về (không có người bệnh)"),
        "national-lines": _("Dòng thuốc của đơn, để báo bán"),
        "dispensing": _("Lần bán theo đơn"),
        "dispensed-line": _("Dòng thuốc đã bán theo đơn"),
        "national-report": _("Báo cáo bán theo đơn đã gửi"),
        "double-case": _("Vụ việc đơn bán hai nơi đã xong"),
        "case-outlet": _("Cơ sở trong vụ việc"),
        "message": _("Tin nhắn máy quầy đã đọc"),
        "payment": _("Báo có của ngân hàng đã chuyển tới máy quầy"),
        "audit": _("Nhật ký truy cập"),
        "account": _("Tài khoản đã khóa"),
        "former-password": _("Mật khẩu cũ (đã băm) của tài khoản đã xóa"),
        "recovery-code": _("Mã khôi phục (đã băm) của tài khoản đã xóa"),
        "session": _("Phiên đăng nhập đã hết"),
        "failed-try": _("Lần đăng nhập sai"),
        "untrusted": _("Thông điệp không tin được, để riêng"),
        "former-key": _("Khóa cũ của máy quầy"),
        "health": _("Tình trạng máy quầy theo giờ"),
        "signal": _("Sự cố máy quầy đã hết"),
        "command": _("Lệnh cho máy quầy"),
        "note": _("Ghi chú về máy quầy"),
        "outlet-note": _("Ghi chú về cơ sở"),
        "recall-call": _("Cuộc gọi về thu hồi"),
        "enrolment-code": _("Mã cài máy quầy đã quá hạn, và người của cơ sở ghi kèm"),
        "enrolment-try": _("Lần quét mã cài máy quầy"),
        "alarm": _("Cảnh báo đã đóng"),
        "backup": _("Danh sách bản sao lưu"),
    }[kind]


def basis_of(basis: str) -> str:
    """Return where a time comes from."""
    return basis.replace("decision", _("lựa chọn của sản phẩm"))


def because(reason: str) -> str:
    """Return why nothing of a table is deleted by age."""
    return {
        "chain": _(
            "Sổ là một chuỗi băm: bỏ một phiếu thì không còn chứng minh được các phiếu sau. "
            "Phiếu không có người bệnh; mã đơn thuốc trong phiếu là dữ liệu giả danh."
        ),
        "register": _("Danh sách máy quầy và trạng thái mới nhất của từng máy."),
        "decisions": _("Quyết định và việc đã làm, cần để chứng minh."),
        "progress": _("Số thứ tự và dấu mốc xử lý; không có dữ liệu cá nhân."),
        "reference": _(
            "Danh mục đang có hiệu lực; người đã thôi việc ra khỏi danh mục khi nạp danh sách mới."
        ),
        "figures": _("Số liệu cộng từ phiếu, cộng lại được; không có người bệnh."),
    }[reason]
