"""The words of what asks for something: forms, choices, search, menus."""

from device.amounts import thousands
from device.counter.drug import Offer
from device.counter.shop import Role
from device.counter.state import CallPerson, Choice, Menu, Search
from device.counter.states.asking import Field, Form, Item, Question, Topic
from device.ui.units import count_words, unit_name
from words import _


def form_title(form: Form) -> str:
    """Say what a form is about."""
    return {
        Topic.PAPER_PRESCRIPTION: _("Ghi đơn giấy"),
        Topic.BUYER: _("Ghi người mua"),
        Topic.RETURNER: _("Ghi người trả lại"),
        Topic.PACK: _("Ghi lô và hạn dùng"),
        Topic.BATCH: _("Chép lô, hạn dùng trên hộp"),
        Topic.DELIVERY: _("Phiếu nhập hàng"),
        Topic.GONE: _("Giấy tờ kèm theo"),
        Topic.DIRECTIONS: _("Cách dùng"),
        Topic.PRICE: _("Giá niêm yết"),
    }[form.topic]


def field_word(field: Field, topic: Topic) -> str:
    """Name a field of a form."""
    if topic is Topic.DIRECTIONS and field.key == "words":
        return _("Dặn thêm")
    if topic is Topic.RETURNER and field.key == "passport":
        return _("Căn cước, hộ chiếu")
    if field.letter:
        return _("Mã đơn {letter}").format(letter=field.letter)
    return {
        "facility": _("Nơi kê đơn"),
        "prescriber": _("Người kê đơn"),
        "issued": _("Ngày kê"),
        "number": _("Số đơn"),
        "name": _("Họ tên"),
        "address": _("Địa chỉ"),
        "passport": _("Hộ chiếu"),
        "batch": _("Số lô"),
        "expiry": _("Hạn dùng"),
        "supplier": _("Nhà cung cấp"),
        "document": _("Số chứng từ"),
        "morning": _("Sáng"),
        "noon": _("Trưa"),
        "afternoon": _("Chiều"),
        "evening": _("Tối"),
        "price": _("Giá (đồng)"),
    }.get(field.key, field.key)


def field_hint(field: Field) -> str:
    """Say what may stand in an empty field."""
    if field.letter:
        return _("14 ký tự, cuối là -{letter}").format(letter=field.letter)
    if not field.needed:
        return _("không bắt buộc")
    return _("ngày tháng năm") if field.keys == "date" else ""


def wrong_words(field: Field) -> str:
    """Say that what was typed cannot be."""
    if field.letter:
        return _("Chưa đúng mã đơn {letter}").format(letter=field.letter)
    if field.keys == "date":
        return _("Không có ngày này")
    return _("Chưa đúng, gõ lại")


def shown(field: Field) -> str:
    """Return what was typed as it is read: a date with its strokes, a price with its dots.

    >>> shown(Field(key="issued", keys="date", text="2211"))
    '22/11/'
    >>> shown(Field(key="price", keys="digits", text="8000"))
    '8.000'
    """
    text = field.text
    if field.key == "price" and text.isdigit():
        return thousands(int(text))
    if field.keys != "date":
        return text
    parts = (text[:2], text[2:4], text[4:])
    return "/".join(part for part in parts[: 1 + (len(text) >= 2) + (len(text) >= 4)])  # noqa: PLR2004


def question_words(choice: Choice) -> str:
    """Ask."""
    return {
        Question.OVERRIDE_REASON: _("Vì sao bán không có đơn?"),
        Question.SUBSTITUTION_REASON: _("Vì sao đổi thuốc?"),
        Question.RETURN_REASON: _("Vì sao khách trả lại?"),
        Question.VOID_REASON: _("Vì sao hủy phiếu?"),
        Question.GONE_REASON: _("Vì sao hàng ra khỏi kho?"),
        Question.NO_SALE_REASON: _("Mở ngăn kéo để làm gì?"),
    }[choice.question]


def option_word(option: str) -> str:
    """Name an option of a choice."""
    return {
        "paper": _("Có đơn giấy, không có mã"),
        "emergency": _("Trường hợp cấp cứu"),
        "out-of-stock": _("Hết thuốc kê trong đơn"),
        "buyer-asks": _("Khách muốn đổi"),
        "cheaper": _("Thuốc này rẻ hơn"),
        "wrong-drug": _("Bán nhầm thuốc"),
        "not-needed": _("Khách không cần nữa"),
        "reaction": _("Khách bị phản ứng thuốc"),
        "recalled": _("Thuốc bị thu hồi"),
        "wrong-entry": _("Nhập sai"),
        "buyer-left": _("Khách không lấy nữa"),
        "mistake": _("Bấm nhầm"),
        "expired": _("Hết hạn dùng"),
        "damaged": _("Hư hỏng, vỡ"),
        "lost": _("Mất, thất lạc"),
        "change-money": _("Đổi tiền lẻ"),
        "count": _("Đếm tiền"),
        "other": _("Lý do khác"),
    }.get(option, option)


def choice_hint(choice: Choice) -> str:
    """Say what choosing leads to."""
    if choice.fault:
        return _("Chưa ghi được. Bấm lại, hoặc gọi kỹ thuật.")
    if choice.chosen:
        return _("Đang ghi…")
    if choice.question in {Question.OVERRIDE_REASON, Question.SUBSTITUTION_REASON}:
        return _("Chọn lý do là bán tiếp. Máy ghi lại và báo Sở Y tế.")
    return _("Chọn lý do là làm tiếp. Máy ghi lại lý do.")


def search_title(search: Search) -> str:
    """Say what a drug is looked up for; empty where it is simply sold."""
    return {
        "sell": "",
        "link": _("Mã {code} là thuốc nào?").format(code=search.code),
        "gather": _("Thêm vào danh sách"),
        "label": _("In nhãn cho thuốc nào?"),
        "price": _("Đổi giá thuốc nào?"),
    }[search.purpose]


def search_hint(search: Search) -> str:
    """Say how to type, or that nothing was found."""
    if search.text and not search.found.total:
        return _("Không thấy thuốc nào. Thử gõ ít chữ hơn.")
    return _("Gõ tên, hoạt chất hoặc số đăng ký")


def found_words(before: int, last: int, total: int) -> str:
    """Say how many of the drugs found show; later pages say from where to where."""
    if before:
        return _("{first}–{last} trên {of}").format(
            first=thousands(before + 1), last=thousands(last), of=thousands(total)
        )
    return _("{n} trên {all} thuốc").format(n=last, all=thousands(total))


def result_words(offer: Offer, on_hand: int) -> str:
    """Say what kind of drug was found, and how much of it is here."""
    drug = offer.drug
    kind = _("kê đơn") if drug.prescription_only else _("không kê đơn")
    stock = (
        _("còn {amount}").format(amount=count_words(on_hand, drug.base_unit))
        if on_hand
        else _("hết hàng")
    )
    form = drug.form or unit_name(offer.unit)
    return " · ".join((f"{form[:1].upper()}{form[1:]}", kind, stock))


def call_title(state: CallPerson) -> str:
    """Say who is called."""
    if state.needs_degree:
        return _("Mời dược sĩ đại học quét thẻ")
    roles = {
        Role.PHARMACIST: _("Mời dược sĩ quét thẻ"),
        Role.OWNER: _("Mời chủ cơ sở quét thẻ"),
        Role.TECHNICIAN: _("Mời kỹ thuật viên quét thẻ"),
        Role.STAFF: _("Mời nhân viên quét thẻ"),
    }
    first = next((role for role in roles if role in state.roles), Role.PHARMACIST)
    return roles[first]


def call_detail(state: CallPerson) -> str:
    """Say what else there is to do."""
    if state.badge_seen:
        return _("Đã đọc thẻ. Bấm PIN nữa là xong.")
    return _("Việc này cần người có quyền.")


def call_trouble(state: CallPerson) -> str:
    """Say what was wrong with a badge or a PIN; empty: nothing."""
    if state.wait_seconds:
        return _("Sai PIN nhiều lần. Chờ {n} giây").format(n=state.wait_seconds)
    if state.not_a_badge:
        return _("Mã này không phải thẻ nhân viên")
    if state.tries_left is not None:
        return _("Sai PIN, còn {n} lần").format(n=state.tries_left)
    return _("Thẻ này không có quyền đó") if state.unknown_badge else ""


def item_word(item: Item, *, is_training: bool = False) -> str:
    """Name a tile of a menu."""
    if item is Item.TRAINING and is_training:
        return _("Thôi tập, bán thật")
    return {
        Item.SEARCH: _("Tìm thuốc"),
        Item.PARK: _("Gác lại, bán khách khác"),
        Item.UNPARK: _("Bán tiếp lượt gác"),
        Item.LABELS: _("In nhãn cách dùng"),
        Item.DROP: _("Bỏ cả lượt bán này"),
        Item.RETURN: _("Trả hàng, hủy phiếu"),
        Item.GOODS: _("Kho thuốc"),
        Item.SHIFT_END: _("Kết ca"),
        Item.SERVICE: _("Kiểm tra máy"),
        Item.SENT: _("Máy gửi đi những gì"),
        Item.TRAINING: _("Tập bán hàng"),
        Item.TUNING: _("Cỡ chữ, ngôn ngữ"),
        Item.STOCK: _("Xem thuốc trên kệ"),
        Item.DELIVERY: _("Nhập hàng"),
        Item.COUNT: _("Kiểm kê"),
        Item.WRITE_OFF: _("Xuất hủy"),
        Item.SUPPLIER_RETURN: _("Trả nhà cung cấp"),
        Item.REGISTERS: _("Sổ kiểm soát đặc biệt"),
        Item.NO_SALE: _("Mở ngăn kéo"),
        Item.SIGN_OUT: _("Đổi người bán"),
        Item.MORE: _("Việc khác nữa"),
        Item.PRICES: _("Giá niêm yết"),
    }[item]


def menu_hint(menu: Menu, lines: int, total: str) -> str:
    """Say how to get back to selling."""
    if menu.name == "sale" and lines:
        return _("Đang bán {n} thuốc · {total}").format(n=lines, total=total)
    return _("Quét mã là về bán hàng ngay")
