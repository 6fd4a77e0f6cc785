"""The bill of materials as a page: docs/hardware/bom.md is written by this."""

from collections.abc import Iterator

from hardware.bom.parts import Bill, Part, Variant
from hardware.bom.sums import budget, hold_up_minutes, lines_of, total, with_ups

CLASSES = ("sàn thương mại điện tử trong nước", "nhà phân phối chính thức")


def write_page(bill: Bill) -> str:
    """Return the page, in Markdown."""
    return "\n".join(_lines(bill)) + "\n"


def _lines(bill: Bill) -> Iterator[str]:
    market, distributor = CLASSES
    yield "# What a counter is made of"
    yield ""
    yield "Written by `python -m hardware.bom` from `hardware/bom/*.toml`; change those."
    yield ""
    yield (
        f"Prices in đồng for {bill.prices_as_of}, VAT included, in two classes of suppliers: "
        f"*{market}* and *{distributor}*. **Estimates throughout, unless a row names a source**: "
        "a judgement of what such a thing costs, for planning. Nobody offered them; ask before "
        "buying. Watts are estimates as well, from makers' typical figures; nothing was measured."
    )
    yield ""
    yield "| variant | for | " + " | ".join(CLASSES) + " |"
    yield "|---|---|---|---|"
    for variant in bill.variants:
        sums = total(bill, variant)
        yield (
            f"| [{variant.id}](#{_anchor(variant.title)}) | {variant.for_whom} "
            f"| {_range(sums.market)} | {_range(sums.distributor)} |"
        )
    for variant in bill.variants:
        yield from _variant(bill, variant)
    yield from _power(bill)


def _variant(bill: Bill, variant: Variant) -> Iterator[str]:
    sums = total(bill, variant)
    yield ""
    yield f"## {variant.title}"
    yield ""
    yield f"For {variant.for_whom}. {variant.mind}"
    yield ""
    yield "| number | part | what for | sàn thương mại | nhà phân phối | price is |"
    yield "|---|---|---|---|---|---|"
    for part, count in lines_of(bill, variant.lines):
        yield _row(part, count)
    yield f"| | **total** | | **{_range(sums.market)}** | **{_range(sums.distributor)}** | |"
    if variant.extras:
        yield ""
        yield "Not in the total, worth having:"
        yield ""
        yield "| number | part | what for | sàn thương mại | nhà phân phối | price is |"
        yield "|---|---|---|---|---|---|"
        for part, count in lines_of(bill, variant.extras):
            yield _row(part, count)


def _row(part: Part, count: int) -> str:
    market, distributor = (
        (low * count, high * count) for low, high in (part.market, part.distributor)
    )
    standing = f"seen: {part.source}" if part.source else "an estimate"
    return (
        f"| {count} | {part.name} | {part.purpose} | {_range(market)} | {_range(distributor)} "
        f"| {standing} |"
    )


def _power(bill: Bill) -> Iterator[str]:
    yield ""
    yield "## Power"
    yield ""
    yield (
        "Printers and drawers have adapters of their own. A supply is planned to nine tenths at "
        "most; with a UPS it charges too. The battery's time counts eight tenths of its energy, "
        "at the typical draw."
    )
    yield ""
    yield "| variant | typical | peak | most from the supply | supply | USB sockets | on battery |"
    yield "|---|---|---|---|---|---|---|"
    for variant in bill.variants:
        yield _power_row(bill, variant, variant.id, has_extras=False)
        if hold_up_minutes(bill, variant.lines) is None and variant.extras:
            yield _power_row(bill, variant, f"{variant.id} with its UPS", has_extras=True)


def _power_row(bill: Bill, variant: Variant, name: str, *, has_extras: bool) -> str:
    lines = with_ups(bill, variant) if has_extras else variant.lines
    watts, minutes = budget(bill, lines), hold_up_minutes(bill, lines)
    held = "none: off at once" if minutes is None else f"about {minutes} min"
    return (
        f"| {name} | {watts.typical:.1f} W | {watts.peak:.1f} W | {watts.needed:.1f} W "
        f"| {watts.supply:.1f} W | {watts.usb_peak:.1f} of {watts.usb_limit:.0f} W | {held} |"
    )


def _range(price: tuple[int, int]) -> str:
    low, high = (f"{part:,}".replace(",", ".") for part in price)
    return f"{low}–{high}"


def _anchor(title: str) -> str:
    kept = (letter for letter in title.lower() if letter.isalnum() or letter in " -")
    return "".join(kept).replace(" ", "-")
