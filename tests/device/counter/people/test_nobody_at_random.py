"""With nobody signed in, no order of events sells, writes, opens or signs anybody in."""

from hypothesis import given
from hypothesis import strategies as st

from codes import Badge, Code
from codes.control import ALL
from device.counter.deed import CheckPin, CutSeen, Paper, Print
from device.counter.event import (
    CashTaken,
    Chosen,
    Confirmed,
    Dismissed,
    DropSale,
    Erased,
    Event,
    HelpWanted,
    MenuWanted,
    MoneySeen,
    NotAllowed,
    Opened,
    Picked,
    PinRight,
    PinWrong,
    PowerCameBack,
    PrintWanted,
    RecallCame,
    Recorded,
    Rested,
    Saved,
    Scanned,
    SymbolsWanted,
    TransferWanted,
    TurnedPage,
    Typed,
    UndoScan,
    WentBack,
)
from device.counter.past import PowerCut
from device.counter.people.flow import first_state
from device.counter.state import AfterPowerCut, SignedOut
from device.counter.states.asking import Item
from tests.device.counter.people.outlet import SELLER, outlet
from tests.device.counter.shop import AT, CARD, FREE, ON_PRESCRIPTION, ORDINARY, pack
from tests.properties import steady

CODES: list[Code] = [*ALL, pack(FREE), pack(ON_PRESCRIPTION), CARD, ORDINARY]
SCANS: list[Event] = [Scanned(code) for code in CODES]
TOUCHES: list[Event] = [
    CashTaken(),
    Chosen("paper"),
    Confirmed(),
    Dismissed(),
    DropSale(),
    Erased(),
    HelpWanted(),
    MenuWanted(),
    MoneySeen(),
    PrintWanted(),
    Rested(),
    SymbolsWanted(),
    TransferWanted(),
    TurnedPage(),
    UndoScan(),
    WentBack(),
    *map(Opened, Item),
    *map(Picked, range(8)),
    *map(Typed, "0123456789a"),
]
CUT = PowerCameBack(PowerCut(at=AT, sale=3))
ANSWERS: list[Event] = [
    NotAllowed(""),
    PinWrong(tries_left=1),
    CUT,
    RecallCame(),
    Recorded(number=1, at=AT),
    Saved(number=1, at=AT),
    Scanned(Badge("XX99")),
    PinRight(SELLER),
]


@steady
@given(
    st.sampled_from(["badge", "pin", "badge-or-pin", "badge-and-pin"]),
    st.sampled_from([[], [CUT]]),
    st.lists(st.sampled_from([*SCANS, *TOUCHES, *ANSWERS]), max_size=25),
)
def test_nothing_gets_past_the_sign_in(
    way: str, after_cut: list[Event], events: list[Event]
) -> None:
    counter = outlet(way, shift=3)  # type: ignore[arg-type]
    counter.state = first_state(counter.world)
    for event in (*after_cut, *events):
        is_late = not (isinstance(counter.state, SignedOut) and counter.state.is_checking)
        if isinstance(event, PinRight) and not is_late:
            continue  # the right PIN is the one way in
        found = counter.do(event)
        assert isinstance(found.state, SignedOut | AfterPowerCut)
        for deed in found.deeds:
            # What a power cut left in doubt is printed before anybody has signed in; nothing else.
            is_copy = deed == Print(Paper.RECEIPT_COPY, number=CUT.cut.sale)
            assert is_copy or isinstance(deed, CheckPin | CutSeen)
