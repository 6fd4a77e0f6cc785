"""Examples of everything that can happen at the counter."""

from dataclasses import replace
from datetime import date

from codes import (
    Badge,
    InsuranceCard,
    ReceiptCode,
    RegistrationNumber,
    Sex,
    Unknown,
    VietQR,
    Why,
)
from codes.control import ALL
from codes.recognise import Code
from device.counter.event import (
    CashTaken,
    Chosen,
    Confirmed,
    DiagnosisWritten,
    Dismissed,
    DropSale,
    Erased,
    Event,
    FileRead,
    FileRow,
    HelpWanted,
    LetterCame,
    MenuWanted,
    MoneyCame,
    MoneySeen,
    NotAllowed,
    NotSaved,
    Opened,
    Picked,
    PinRight,
    PinWrong,
    PowerCameBack,
    PowerChanged,
    Prescribed,
    PrintWanted,
    RecallCame,
    Recorded,
    Rested,
    Saved,
    Scanned,
    SetQuantity,
    SymbolsWanted,
    TransferWanted,
    TurnedPage,
    Typed,
    UndoScan,
    WentBack,
)
from device.counter.past import PowerCut
from device.counter.power import PowerNow, Supplied
from device.counter.rules import Way
from device.counter.savefault import SaveFault
from device.counter.states.asking import Item
from tests.device.counter.every_state import PRESCRIPTION, UNKNOWN_PACK
from tests.device.counter.shop import (
    AT,
    CARD,
    DRUGS,
    FREE,
    LAN,
    MAI,
    ORDINARY,
    TYPE_H,
    TYPE_N,
    YESTERDAY,
    gtin,
    pack,
)

SCANS: tuple[Code, ...] = (
    *(pack(drug, box=box) for drug in DRUGS for box in (False, True)),
    pack(FREE, None, None),
    pack(FREE, "OLD", YESTERDAY),
    pack(FREE, "NEW"),
    pack(FREE, "A", serial="S1"),
    pack(FREE, "AB12321SN0001", separator_seen=False),
    UNKNOWN_PACK,
    CARD,
    replace(CARD, reliable=False),
    ORDINARY,
    TYPE_N,
    TYPE_H,
    RegistrationNumber(FREE.registration),
    RegistrationNumber("VD-99999-99"),
    InsuranceCard("0120878811", None, Sex.MALE, ("0120878811",)),
    Badge(LAN.badge),
    Badge(MAI.badge),
    Badge("NV99"),
    ReceiptCode("Q33-0001", "0f0f0f0f", 7, "AAAAAAAAAAAA"),
    ReceiptCode("Q33-0001", "00000000", 7, "000000000000"),
    VietQR(bank="970415", account="113366668888"),
    *(Unknown(why) for why in Why),
    *ALL,
)
ANSWERS: tuple[Event, ...] = (
    Saved(number=9, at=AT),
    NotSaved(SaveFault.DISK_FULL),
    Recorded(number=9, at=AT),
    NotAllowed(),
    PinRight(LAN),
    PinWrong(tries_left=2),
    PinWrong(tries_left=0, wait_seconds=60),
    Prescribed(ORDINARY.text, PRESCRIPTION),
    Prescribed(ORDINARY.text, replace(PRESCRIPTION, superseded_by="x")),
    Prescribed(ORDINARY.text, None),
    MoneyCame(reference="K7M4P", amount_vnd=11_000),
    MoneyCame(reference="K7M4P", amount_vnd=10_000),
    RecallCame(),
    LetterCame(),
    PowerCameBack(PowerCut(at=AT, sale=7)),
    *(PowerChanged(PowerNow(supplied=supplied)) for supplied in Supplied),
    DiagnosisWritten(is_written=True),
    DiagnosisWritten(is_written=False),
    FileRead(supplier="Dược X", document="HD1", rows=(), wrong_lines=(3,)),
    FileRead(
        rows=(
            FileRow(line=1, code=gtin(FREE), batch="N1", expiry=date(2028, 1, 31), quantity=5),
            FileRow(line=2, code="không có", batch="N1", expiry=date(2028, 1, 31), quantity=5),
        )
    ),
)
NAMES = (
    *(way.name for way in Way),
    *("paper", "emergency", "other", "out-of-stock", "remove", "void", "all", "viên", "hộp"),
    *("30", "out", "small", "large", "vi", "en", "programme", "aside", "opening"),
    *("nothing", "bundle"),
)
PRESSES: tuple[Event, ...] = (
    CashTaken(),
    TransferWanted(),
    MoneySeen(),
    UndoScan(),
    SetQuantity(0),
    SetQuantity(3),
    SetQuantity(9999),
    DropSale(),
    Dismissed(),
    HelpWanted(),
    Rested(),
    *(Typed(key) for key in ("0", "1", "000", "a", "ư", " ", "/", "")),
    Erased(),
    Erased(all=True),
    SymbolsWanted(),
    *(Picked(index) for index in (-1, 0, 1, 2, 7, 99)),
    *(Chosen(name) for name in NAMES),
    *(Opened(item) for item in Item),
    MenuWanted(),
    TurnedPage(),
    WentBack(),
    Confirmed(),
    PrintWanted(),
)
EVENTS: tuple[Event, ...] = (*(Scanned(code) for code in SCANS), *ANSWERS, *PRESSES)
