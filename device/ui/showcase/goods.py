"""Goods that come, go, are counted, are recalled, are given back."""

from dataclasses import replace
from datetime import date, timedelta

from device.counter.drug import Control, Hold, HoldKind
from device.counter.past import PastSale, RegisterRow, SoldLine, StockRow
from device.counter.sale import Buyer
from device.counter.state import (
    FindSale,
    Gathering,
    Ready,
    RecallShown,
    Registers,
    Returning,
    State,
    StockList,
)
from device.counter.states.goods import Gathered
from device.ui.showcase.around import (
    AMOXICILLIN,
    ORESOL,
    PARACETAMOL,
    STRIP,
    VITAMIN,
    shown,
)
from device.ui.showcase.base import NOW, TODAY
from device.ui.view import View

LINES = (
    Gathered(
        offer=AMOXICILLIN, batch="0926C", expiry=date(2028, 9, 30), quantity=10, cost_vnd=112_000
    ),
    Gathered(offer=VITAMIN, batch="1025B", expiry=date(2028, 6, 30), quantity=24, cost_vnd=26_500),
    Gathered(offer=ORESOL, batch="0725K", expiry=date(2027, 1, 15), quantity=100, cost_vnd=1_900),
    Gathered(
        offer=PARACETAMOL, batch="0423A", expiry=date(2027, 8, 31), quantity=12, cost_vnd=61_000
    ),
)
DELIVERY = Gathering(
    purpose="delivery", lines=LINES, supplier="Công ty Dược Mẫu", document="HĐ 0001234"
)
COUNTED = (
    replace(LINES[0], quantity=2, expected=200),
    replace(LINES[1], quantity=11, expected=12),
    replace(LINES[3], quantity=3, expected=280),
)
PROPOSED = (
    *(
        replace(COUNTED[2], batch=batch, quantity=0, expected=expected, is_counted=False)
        for batch, expected in (("0424B", 300), ("0525C", 70))
    ),
    replace(COUNTED[2], quantity=4, expected=400),
)
STOCK = (
    StockRow(
        drug_id="men", name="Men tiêu hóa gói 1 g", unit="gói", batch="0424P",
        expiry=TODAY + timedelta(13), on_hand=9,
    ),
    StockRow(
        drug_id="muoi", name="Nước muối 0,9% nhỏ mũi", unit="lọ", batch="0625N",
        expiry=TODAY + timedelta(26), on_hand=4,
    ),
    StockRow(
        drug_id="oresol", name="Oresol vị cam, gói 4,1 g", unit="gói", batch="0725K",
        expiry=TODAY + timedelta(54), on_hand=62, set_aside=3,
    ),
    StockRow(
        drug_id="d4", name="Loratadin 10 mg", unit="viên", batch="0226D",
        expiry=TODAY + timedelta(57), on_hand=1_450,
    ),
    StockRow(
        drug_id="d5", name="Natri clorid 0,9 %, 500 ml", unit="chai", batch="L2604",
        expiry=TODAY + timedelta(59), on_hand=7,
    ),
)  # fmt: skip
HOLD = Hold(
    number="0000/QLD-CL",
    kind=HoldKind.RECALLED,
    drug_id="cefixim",
    drug_name="Cefixim 200 mg",
    batches=("1123C",),
    level=2,
    reason="không đạt chất lượng",
    issued=TODAY,
)
RECALLED = StockRow(
    drug_id="cefixim", name="Cefixim 200 mg", unit="hộp", batch="1123C",
    expiry=date(2027, 6, 30), on_hand=3,
)  # fmt: skip
SALE = PastSale(
    epoch="0f" * 16,
    number=128,
    sha256="7f" * 32,
    at=NOW - timedelta(hours=1),
    lines=(
        SoldLine(offer=STRIP, batch="0423A", expiry=date(2027, 8, 31), quantity=2),
        SoldLine(offer=ORESOL, batch="0725K", expiry=date(2027, 1, 15), quantity=5, returned=1),
        SoldLine(offer=VITAMIN, batch="1025B", expiry=date(2028, 6, 30), quantity=1),
    ),
    total_vnd=66_000,
)
_MORPHINE = replace(
    STRIP,
    drug=replace(
        STRIP.drug, name="Morphin 30 mg", control=Control.NARCOTIC, prescription_only=True
    ),
)
CONTROLLED = replace(
    SALE,
    lines=(
        SoldLine(offer=_MORPHINE, batch="0925M", expiry=date(2028, 5, 31), quantity=2),
        SALE.lines[0],
    ),
)
REGISTERS = Registers(
    day=TODAY,
    rows=(
        RegisterRow(drug_id="m", name="Morphin 10 mg/ml", annex="VIII", movements=3, printed=False),
        RegisterRow(drug_id="d", name="Diazepam 5 mg", annex="VIII", movements=1, printed=True),
        RegisterRow(
            drug_id="c", name="Codein, paracetamol 30/500 mg", annex="XVI", movements=6,
            printed=False,
        ),
    ),
)  # fmt: skip


def views() -> dict[str, View]:
    """Return every screen by the name of its picture."""
    states: dict[str, State] = {
        "goods-delivery": DELIVERY,
        "goods-delivery-empty": Gathering(purpose="delivery"),
        "goods-delivery-unknown": replace(DELIVERY, notice="unknown-code", code="08936012345674"),
        "goods-delivery-quantity": replace(DELIVERY, editing=0, typed="12"),
        "goods-opening": Gathering(purpose="opening", lines=LINES[:1]),
        "goods-count": Gathering(purpose="count", lines=COUNTED),
        "goods-count-pick": Gathering(purpose="count", lines=PROPOSED, notice="pick-batch"),
        "goods-count-uncounted": Gathering(purpose="count", lines=PROPOSED, editing=0),
        "goods-write-off": Gathering(
            purpose="write-off", lines=LINES[:2], because="expired", from_aside=True
        ),
        "goods-supplier-return": Gathering(purpose="supplier-return"),
        "goods-put-back": Gathering(purpose="put-back", lines=LINES[:1], from_aside=True),
        "goods-put-back-empty": Gathering(purpose="put-back", from_aside=True),
        "goods-count-empty": Gathering(purpose="count"),
        "goods-count-lies-aside": Gathering(
            purpose="count", lines=COUNTED, notice="lies-aside", code="0423A"
        ),
        "goods-stock": StockList(tab="60", rows=STOCK, counts=(2, 5, 11, 7)),
        "goods-recall": RecallShown(hold=HOLD, rows=(RECALLED,), behind=Ready()),
        "goods-recall-none": RecallShown(hold=HOLD, behind=Ready()),
        "goods-sealed": RecallShown(
            hold=replace(HOLD, kind=HoldKind.SEALED, number="12/TB-SYT", level=None),
            rows=(RECALLED,),
            behind=Ready(),
        ),
        **_returns(),
        "goods-registers": REGISTERS,
    }
    return {name: shown(state) for name, state in states.items()}


def _returns() -> dict[str, State]:
    return {
        "goods-find-sale": FindSale(typed="128", not_found=True),
        "goods-returning": Returning(sale=SALE, quantities=(0, 0, 0)),
        "goods-returning-some": Returning(sale=SALE, quantities=(1, 0, 1)),
        "goods-returning-other": Returning(sale=SALE, quantities=(0, 4, 0), not_of_sale=True),
        "goods-returning-minutes": Returning(
            sale=CONTROLLED, quantities=(2, 2), notice="minutes-needed"
        ),
        "goods-returning-card": Returning(sale=CONTROLLED, quantities=(2, 0), notice="needs-card"),
        "goods-returning-person": Returning(
            sale=CONTROLLED,
            quantities=(2, 0),
            person=Buyer(name="Nguyễn Văn Mẫu", address="Xã Mẫu"),
        ),
    }
