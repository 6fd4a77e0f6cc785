"""Views of the customer's display with invented drugs and sums, as the gallery shows them."""

from msgspec.structs import replace

from codes.vietqr import VietQR, write_vietqr
from device.customer_view import CustomerLine, CustomerView

OUTLET = "Quầy thuốc Tâm An"
SALE = CustomerView(
    kind="sale",
    lines=(
        CustomerLine(name="Paracetamol 500 mg", quantity=2, unit="vỉ", amount_vnd=16_000),
        CustomerLine(name="Oresol vị cam, gói 4,1 g", quantity=5, unit="gói", amount_vnd=15_000),
        CustomerLine(name="Vitamin C 500 mg", quantity=1, unit="lọ", amount_vnd=35_000),
    ),
    total_vnd=66_000,
)
TRANSFER = CustomerView(
    kind="transfer",
    total_vnd=66_000,
    vietqr=write_vietqr(
        VietQR(
            bank="970415", account="113366668888", amount_vnd=66_000, memo="QUAY K7M4P",
            dynamic=True,
        )
    ),
    bank="VietinBank",
    account="113366668888",
    holder="QUAY THUOC TAM AN",
)  # fmt: skip
THANKS = CustomerView(kind="thanks", total_vnd=66_000)


def customer_views() -> dict[str, CustomerView]:
    """Return every view by the name of its picture."""
    return {
        "customer-idle": CustomerView(),
        "customer-sale": SALE,
        "customer-sale-many": replace(SALE, lines=SALE.lines * 2, total_vnd=132_000),
        "customer-transfer": TRANSFER,
        "customer-thanks": THANKS,
        "customer-training": replace(SALE, is_training=True),
        "customer-training-transfer": replace(TRANSFER, is_training=True),
    }
