import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes import Scan, Unknown, VietQR, Why, recognise
from codes.vietqr import TO_CARD, crc, plain_memo, read_vietqr, write_vietqr
from tests.codes.samples import MERCHANT, TRANSFER
from tests.properties import steady

ACCOUNT = VietQR(bank="970415", account="113366668888")

plain = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=25)
codes = st.builds(
    VietQR,
    bank=st.from_regex(r"[0-9]{6}", fullmatch=True),
    account=st.from_regex(r"[0-9A-Za-z]{1,19}", fullmatch=True),
    service=st.sampled_from(["QRIBFTTA", TO_CARD, ""]),
    amount_vnd=st.none() | st.integers(1, 10**13 - 1),
    memo=plain,
    dynamic=st.booleans(),
    category=st.from_regex(r"([0-9]{4})?", fullmatch=True),
    name=plain,
    city=plain.map(lambda text: text[:15]),
    bill=plain,
    store=plain,
    reference=plain,
    terminal=plain,
)


def sealed(text: str) -> str:
    return f"{text}6304{crc(text + '6304')}"


def test_the_published_transfer_is_read_and_written() -> None:
    code = VietQR(
        bank="970415",
        account="113366668888",
        amount_vnd=79_000,
        memo="HD 000123",
        dynamic=True,
    )
    assert recognise(Scan(TRANSFER.encode(), "]Q1")) == code
    assert write_vietqr(code) == TRANSFER


def test_the_published_merchants_code_is_read_and_written() -> None:
    code = VietQR(
        bank="970403",
        account="2112995044604025",
        service="",
        category="5812",
        name="PHUONG CAC",
        city="HANOI",
        store="NPS6869",
    )
    assert recognise(Scan(MERCHANT.encode(), "]Q1")) == code
    assert write_vietqr(code) == MERCHANT


def test_without_amount_and_memo_the_code_is_the_published_static_one() -> None:
    text = write_vietqr(ACCOUNT)
    assert text.startswith("000201010211")
    assert text.endswith("5802VN6304F443")


def test_the_crc_has_the_published_check_value() -> None:
    assert crc("123456789") == "29B1"


@pytest.mark.parametrize("at", range(len(TRANSFER) - 8))
def test_one_wrong_character_is_refused_by_its_crc(at: int) -> None:
    wrong = TRANSFER[:at] + ("1" if TRANSFER[at] != "1" else "2") + TRANSFER[at + 1 :]
    assert read_vietqr(wrong) == Unknown(Why.BAD_CRC)


def test_a_wrong_crc_is_refused_by_name_and_shows_no_account() -> None:
    assert recognise(Scan((TRANSFER[:-1] + "E").encode())) == Unknown(Why.BAD_CRC, "")
    assert read_vietqr(TRANSFER[:-4] + TRANSFER[-4:].lower()) == read_vietqr(TRANSFER)


@pytest.mark.parametrize(
    "text",
    [
        TRANSFER[:60],
        sealed("00020101021138"),
        sealed("0002010102"),
        sealed("000201010211000201"),
        sealed("00020101021138180010A00000072701005303704"),
        sealed("00020101021138390010A000000727012100069704150107113366 5303704"),
        sealed(TRANSFER[:-8].replace("540579000", "54057900x")),
        sealed(TRANSFER[:-8].replace("0006970415", "000697041x")),
    ],
)
def test_a_code_whose_fields_do_not_hold_is_refused(text: str) -> None:
    assert recognise(Scan(text.encode())) == Unknown(Why.BAD_PAYMENT_CODE, "")


@pytest.mark.parametrize(
    "text",
    [
        sealed("00020101021229370016A000000677010111011300668123456785802TH5303764"),
        sealed(TRANSFER[:-8].replace("5303704", "5303840")),
        sealed(TRANSFER[:-8].replace("A000000727", "A000000775")),
    ],
)
def test_another_networks_code_is_not_taken_for_a_vietqr(text: str) -> None:
    assert read_vietqr(text) == Unknown(Why.NO_MATCH)


def test_an_amount_with_decimal_noughts_is_the_amount() -> None:
    text = sealed(TRANSFER[:-8].replace("540579000", "540879000.00"))
    found = read_vietqr(text)
    assert isinstance(found, VietQR)
    assert found.amount_vnd == 79_000


@pytest.mark.parametrize(
    "wrong",
    [
        {"bank": "97041"},
        {"bank": "97041x"},
        {"account": ""},
        {"account": "1" * 20},
        {"account": "12 3"},
        {"amount_vnd": 0},
        {"amount_vnd": -1},
        {"amount_vnd": 10**13},
        {"memo": "Thuốc"},
        {"memo": "x" * 26},
        {"memo": "a\nb"},
        {"name": "x" * 26},
        {"city": "x" * 16},
        {"category": "123"},
        {"terminal": "Quầy"},
    ],
)
def test_what_would_not_be_read_alike_by_every_bank_is_not_written(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"\w+") as refused:
        write_vietqr(dataclasses.replace(ACCOUNT, **wrong))  # type: ignore[arg-type]
    assert "113366668888" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "memo"),
    [
        ("Thuốc đơn 128", "Thuoc don 128"),
        ("ĐƠN THUỐC\tSỐ\n5", "DON THUOC SO 5"),
        ("Nguyễn Thị Ngọc Ánh mua thuốc", "Nguyen Thi Ngoc Anh mua t"),
        ("药", ""),
    ],
)
def test_a_memo_is_made_plain(text: str, memo: str) -> None:
    assert plain_memo(text) == memo


@steady
@given(st.text(max_size=60))
def test_every_text_made_plain_can_be_written(text: str) -> None:
    code = dataclasses.replace(ACCOUNT, memo=plain_memo(text))
    assert read_vietqr(write_vietqr(code)) == code


@steady
@given(codes)
def test_what_is_written_is_read_back(code: VietQR) -> None:
    text = write_vietqr(code)
    assert recognise(Scan(text.encode(), "]Q1")) == code
    assert text.isascii()


@steady
@given(st.text(), st.sampled_from([MERCHANT, TRANSFER]), st.integers(0, 150), st.integers(0, 9))
def test_no_damage_makes_the_reader_fail_even_with_a_right_crc(
    noise: str, code: str, at: int, length: int
) -> None:
    found = read_vietqr(sealed(code[:at] + noise + code[at + length : -8]))
    assert isinstance(found, VietQR | Unknown)


def test_the_repr_shows_nothing_of_the_account() -> None:
    assert repr(ACCOUNT) == "VietQR(hidden)"
