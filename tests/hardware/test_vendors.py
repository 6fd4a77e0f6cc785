import re
import shutil
import subprocess
from pathlib import Path

from hardware import vendors
from hardware.vendors import ROWS, Confidence, Kind, Row, find_row

RULES = Path(vendors.__file__).parent / "udev/99-quay.rules"
UNIT = Path(vendors.__file__).parents[1] / "systemd/quay-ui.service"

Rule = dict[str, tuple[str, str]]
PAIR = re.compile(r'([A-Z]+(?:\{[A-Za-z_]+\})?)(==|!=|\+=|=)"([^"]*)"')
MATCHES = {"ACTION", "SUBSYSTEM", "SUBSYSTEMS", "KERNEL", "ATTRS{idVendor}", "ATTRS{idProduct}"}
DEEDS = {"SYMLINK": "+=", "GROUP": "=", "MODE": "=", "GOTO": "=", "LABEL": "="}


def parse() -> list[Rule]:
    rules = []
    for line in RULES.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        pieces = re.split(r",\s*", line)
        pairs = [PAIR.fullmatch(piece) for piece in pieces]
        assert all(pairs), line
        rules.append({pair[1]: (pair[2], pair[3]) for pair in pairs if pair})
        assert len(rules[-1]) == len(pieces), line
    return rules


def marked(variable: str) -> list[tuple[str, str]]:
    """Vendor and product, or "", of the rules that set a variable."""
    found = []
    for rule in parse():
        if rule.get(f"ENV{{{variable}}}", ("", ""))[0] == "=":
            assert rule["SUBSYSTEMS"] == ("==", "usb")
            product = rule.get("ATTRS{idProduct}", ("==", ""))
            assert (rule["ATTRS{idVendor}"][0], product[0]) == ("==", "==")
            found.append((rule["ATTRS{idVendor}"][1], product[1]))
    return found


def numbers_of(kind: Kind) -> list[tuple[str, str]]:
    return [
        (f"{row.vendor:04x}", "" if product is None else f"{product:04x}")
        for row in ROWS
        if row.kind is kind
        for product in (row.products or (None,))
    ]


def doing(key: str) -> list[Rule]:
    return [rule for rule in parse() if key in rule and rule[key][0] in {"=", "+="}]


def test_the_rules_hold_the_rows_of_the_table() -> None:
    assert marked("QUAY_SCANNER") == numbers_of(Kind.SCANNER)
    assert marked("QUAY_CHIP") == numbers_of(Kind.CHIP)


def test_every_key_is_one_that_udev_knows() -> None:
    for rule in parse():
        for key, (operator, _value) in rule.items():
            if key in MATCHES:
                assert operator in {"==", "!="}
            elif key.startswith("ENV{"):
                assert operator in {"==", "!=", "="}
            else:
                assert operator == DEEDS[key]


def test_every_jump_has_its_end_behind_it() -> None:
    rules = parse()
    labels = {rule["LABEL"][1]: number for number, rule in enumerate(rules) if "LABEL" in rule}
    jumps = [(rule["GOTO"][1], number) for number, rule in enumerate(rules) if "GOTO" in rule]
    assert jumps
    assert all(labels[label] > number for label, number in jumps)


def test_what_is_no_scanner_gets_no_scanners_name() -> None:
    rules = parse()
    names = [n for n, rule in enumerate(rules) if "quay/" in rule.get("SYMLINK", ("", ""))[1]]
    scanners = [n for n in names if "printer" not in rules[n]["SYMLINK"][1]]
    assert len(scanners) == 3
    last_guard = max(n for n, rule in enumerate(rules) if "ENV{QUAY_SCANNER}" in rule)
    assert rules[last_guard] == {"ENV{QUAY_SCANNER}": ("!=", "1"), "GOTO": ("=", "quay_end")}
    assert min(scanners) > last_guard


def test_names_do_not_collide() -> None:
    names = [rule["SYMLINK"][1] for rule in doing("SYMLINK")]
    assert len(names) == len(set(names)) == 4
    assert all(re.fullmatch(r"quay/[a-z-]+%n", name) for name in names)


def test_modem_manager_is_kept_away_from_device_and_port() -> None:
    (device,) = [r for r in doing("ENV{ID_MM_DEVICE_IGNORE}") if r["SUBSYSTEM"][1] == "usb"]
    assert device["ENV{DEVTYPE}"] == ("==", "usb_device")
    (port,) = doing("ENV{ID_MM_PORT_IGNORE}")
    assert port["SUBSYSTEM"] == ("==", "tty")


def test_the_screens_account_is_in_every_group_that_is_named() -> None:
    (line,) = re.findall(r"^SupplementaryGroups=(.*)$", UNIT.read_text("utf-8"), re.MULTILINE)
    groups = {rule["GROUP"][1] for rule in doing("GROUP")}
    assert groups == {"lp", "dialout", "input", "i2c", "gpio"}
    assert groups <= set(line.split())
    assert {rule["MODE"] for rule in doing("GROUP")} == {("=", "0660")}


def test_udev_itself_finds_no_fault_where_it_can_be_asked() -> None:
    udevadm = shutil.which("udevadm")
    if udevadm is None:
        return
    helps = subprocess.run([udevadm, "--help"], capture_output=True, text=True, check=False)
    if "verify" in helps.stdout:  # since systemd 254
        told = subprocess.run(
            [udevadm, "verify", str(RULES)], capture_output=True, text=True, check=False
        )
        assert told.returncode == 0, told.stderr + told.stdout


def test_every_row_says_where_it_is_from() -> None:
    for row in ROWS:
        assert row.source
        assert 0 < row.vendor <= 0xFFFF
        assert row.source == vendors.USB_IDS or row.confidence is Confidence.FAIR


def test_no_device_is_in_two_rows() -> None:
    for row in ROWS:
        product = row.products[0] if row.products else 0x1234
        assert [other for other in ROWS if other.holds(row.vendor, product)] == [row]


def test_a_device_is_found_by_its_numbers() -> None:
    assert (find_row(0x1EAB, 0x1303) or ROWS[0]).name == "Newland"
    chip: Row | None = find_row(0x1A86, 0x7523)
    assert chip
    assert chip.kind is Kind.CHIP
    assert find_row(0x1A86, 0x5512) is None
    assert find_row(None, None) is None
