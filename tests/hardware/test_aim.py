import pytest

from codes import Pack, Scan, recognise
from hardware.aim import scan_of


@pytest.mark.parametrize(
    ("data", "scan"),
    [
        (b"]d20108938501000118", Scan(b"0108938501000118", "]d2")),
        (b"]Q1001200000002||", Scan(b"001200000002||", "]Q1")),
        (b"]E08938501000118", Scan(b"8938501000118", "]E0")),
        (b"8938501000118", Scan(b"8938501000118")),
        (b"]", Scan(b"]")),
        (b"](1", Scan(b"](1")),
        (b"a]d2", Scan(b"a]d2")),
    ],
)
def test_an_identifier_at_the_front_is_the_symbology(data: bytes, scan: Scan) -> None:
    assert scan_of(data) == scan


@pytest.mark.parametrize(("told", "believed"), [("]d2", "]d2"), ("]E0", "]E0"), ("]Q1", "")])
def test_of_what_was_typed_only_a_gs1_symbology_is_believed(told: str, believed: str) -> None:
    assert scan_of(told.encode() + b"1", typed=True) == Scan(b"1", believed)


def test_a_pack_with_its_identifier_is_a_pack() -> None:
    assert isinstance(recognise(scan_of(b"]d2010893850100011810AB123\x1d21SN0001")), Pack)
