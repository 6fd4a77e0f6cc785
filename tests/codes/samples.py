"""Valid codes of every kind, synthetic, as scanners hand them over."""

from codes import Scan
from codes.badge import Badge
from codes.control import ALL
from tests.codes.cards import CARDS

GTIN = "08938501000118"
INSURANCE_NEW = (
    "0120878811|4e677579e1bb856e2056c4836e2041|01/02/1990|1|-|01 - C54|01/01/2026|-|01/01/2026"
    "|79010120878811|-|4| 01/01/2025|1a2b3c4d-|4|5175e1baad6e2043|$"
)
INSURANCE_OLD = (
    "HS4010120878811|4e677579e1bb856e20c3816e68|01/02/2010|2|5175e1baad6e2043|01 - 028|01/01/2020"
    "|-|01/01/2020|$"
)
INSURANCE_OF_CITIZEN = INSURANCE_NEW.replace("0120878811|", "001090000001|", 1)
INSURANCES = (INSURANCE_NEW, INSURANCE_OLD, INSURANCE_OF_CITIZEN)
MERCHANT = (
    "00020101021138480010A00000072701300006970403011621129950446040255204581253037045802VN"
    "5910PHUONG CAC6005HANOI62110307NPS686963045802"
)
TRANSFER = (
    "00020101021238560010A0000007270126000697041501121133666688880208QRIBFTTA5303704540579000"
    "5802VN62130809HD 00012363040A8D"
)
RECEIPT = "QUAY1|Q33-0001|0f0f0f0f|128|7F3A91C204DE"
LINK = f"https://id.gs1.org/01/{GTIN}/10/AB123/21/SN0001?17=271231"

TEXTS: tuple[tuple[str, str], ...] = (
    *((card, "]Q1") for card in CARDS),
    *((card, "]Q1") for card in INSURANCES),
    *((code.text, "]Q1") for code in ALL),
    (Badge("NV01").text, "]Q1"),
    (RECEIPT, "]Q1"),
    (MERCHANT, "]Q1"),
    (TRANSFER, "]Q1"),
    ("01234ab12cd3-c", "]Q1"),
    ("https://example.org/tra-cuu/01234ab12cd3-c", "]Q1"),
    ('{"ma_don_thuoc":"01234ab12cd3-N","ho_ten_benh_nhan":"Nguyễn Văn A"}', "]Q1"),
    (f"01{GTIN}1727123110AB123\x1d21SN0001", "]d2"),
    (f"01{GTIN}1727123110AB12321SN0001", "]C1"),
    (f"01{GTIN}10AB123\x1d17271200", "]Q3"),
    (f"01{GTIN}11260101172712313922790000\x1d37100", "]e0"),
    (LINK, "]Q1"),
    (f"https://example.org/p/01/{GTIN}", "]d1"),
    ("8938501000118", "]E0"),
    ("036000291452", "]E0"),
    ("96385074", "]E4"),
    ("18938501000115", "]I1"),
    ("893110130226", "]C0"),
    ("VD-11971-10", ""),
    ("QLĐB-747-19", ""),
    ("V46-H12-16", ""),
)
SCANS = tuple(Scan(text.encode(), symbology) for text, symbology in TEXTS)
SYMBOLOGIES = ("", "]Q1", "]Q3", "]d1", "]d2", "]C0", "]C1", "]E0", "]E4", "]e0", "]I1", "]zz")
