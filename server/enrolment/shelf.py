"""What a terminal that takes another's place is told of its shelf."""

from typing import Literal, cast

from msgspec.structs import replace

from server.oversight.queries.terminal_said import linked_codes, posted_prices
from server.oversight.queries.terminal_shelf import ShelfLine, terminal_shelf
from wire.enrolment import EnrolAnswer, LinkedLine, PostedLine, StockLine

_Owner = Literal["retail", "programme", "bhyt", "sample"]


def carried_shelf(answer: EnrolAnswer) -> EnrolAnswer:
    """Return the answer with what the terminal before had and was told; within a transaction."""
    terminal = answer.registration.terminal
    shelf = terminal_shelf(terminal)
    return replace(
        answer,
        stock=tuple(_line(line) for line in shelf.lines),
        stock_of=shelf.as_of,
        follows=shelf.epoch,
        follows_through=shelf.through,
        prices=tuple(
            PostedLine(drug=one.drug, unit=one.unit, price_vnd=one.price_vnd, at=one.at)
            for one in posted_prices(terminal)
        ),
        links=tuple(
            LinkedLine(gtin=one.gtin, drug=one.drug, unit=one.unit)
            for one in linked_codes(terminal)
        ),
    )


def _line(line: ShelfLine) -> StockLine:
    return StockLine(
        drug=line.drug,
        batch=line.batch,
        expiry=line.expiry,
        units=line.on_shelf,
        owner=cast("_Owner", line.owner),
        aside=line.aside,
    )
