"""Messages as terminals in the field have sent them: every later version must read them.

The keys of these files are published here and worth nothing.
"""

from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from tests.wire.samples import EPOCH, PATIENT, TERMINAL
from wire.batch import Batch, read_batch
from wire.chain import entry_hash, origin, verify_chain
from wire.entry import encode, read_head
from wire.receipt import Receipt, Rejected, read_receipt
from wire.registration import Registration, read_registration
from wire.sale import Line, Sale, read_sale
from wire.seal import Place, open_seal
from wire.sign import claimed_signer, sign, verify
from wire.status import Status, read_status

GOLDEN = Path(__file__).parent / "golden"
SEED = bytes(range(32))
ORIGIN = "16aba84110c63a4092bba8e158121816fdb7ef3c76d469d126b419a33671c9c3"
HASH = "9af39002f4e7f1c50e1024e9d94c54ac182dcff4dd0ebcfb4e13ec9328715e7d"
ANSWERED_AT = datetime(2026, 11, 22, 3, 46, 1, tzinfo=UTC)


def golden(name: str) -> bytes:
    return (GOLDEN / name).read_bytes()


def test_a_sale_of_version_1_is_read() -> None:
    sale = read_sale(golden("sale-v1.json"))
    assert sale == Sale(
        v=1,
        kind="sale",
        terminal=TERMINAL,
        epoch=EPOCH,
        seq=1,
        prev=ORIGIN,
        at=datetime(2026, 11, 22, 3, 45, 59, tzinfo=UTC),
        staff="NV-07",
        lines=(
            Line(
                drug="SYN001",
                batch="2502B",
                expiry=date(2027, 8, 31),
                quantity=2,
                unit="vỉ",
                unit_size=10,
                price_vnd=11000,
                batch_from="code",
            ),
            Line(
                drug="SYN014",
                batch="A-9",
                quantity=1,
                unit="lọ",
                unit_size=1,
                price_vnd=44000,
                batch_from="shelf",
            ),
        ),
        total_vnd=66000,
        paid_by="cash",
        prescription="01234ab12cd3-c",
        sealed_sha256="95e83bed41a33d60131e0438d3fc383076b198279cc348559a638e00c0fbe9a4",
    )
    assert sum(line.amount_vnd for line in sale.lines) == sale.total_vnd
    assert read_head(golden("sale-v1.json")).seq == 1


def test_a_sale_is_still_written_byte_for_byte_as_it_was() -> None:
    body = golden("sale-v1.json")
    assert encode(read_sale(body)) == body


def test_the_hash_of_an_entry_and_the_origin_of_a_chain_never_change() -> None:
    body = golden("sale-v1.json")
    assert entry_hash(body) == HASH
    assert origin(TERMINAL, EPOCH) == ORIGIN
    assert verify_chain([body], TERMINAL, EPOCH) == HASH


def test_a_batch_of_version_1_gives_back_the_exact_entry() -> None:
    batch = read_batch(golden("batch-v1.json"))
    assert isinstance(batch, Batch)
    assert (batch.v, batch.terminal, batch.epoch) == (1, TERMINAL, EPOCH)
    assert [bytes(entry) for entry in batch.entries] == [golden("sale-v1.json")]


def test_a_receipt_of_version_1_is_read() -> None:
    assert read_receipt(golden("receipt-v1.json")) == Receipt(
        v=1,
        terminal=TERMINAL,
        epoch=EPOCH,
        through=1,
        head=HASH,
        rejected=(Rejected(seq=1, sha256=HASH, reason="another hash is stored"),),
        at=ANSWERED_AT,
    )


def test_a_status_of_version_1_is_read() -> None:
    assert read_status(golden("status-v1.json")) == Status(
        v=1,
        terminal=TERMINAL,
        epoch=EPOCH,
        at=ANSWERED_AT,
        last_seq=1,
        unsent=0,
        software="0.1.0",
    )


def test_a_registration_of_version_1_is_read() -> None:
    registration = read_registration(golden("registration-v1.json"))
    assert registration == Registration(
        v=1,
        terminal=TERMINAL,
        province="33",
        outlet="Quầy thuốc Số 7",
        commune="Xã Mẫu",
        signing_key=registration.signing_key,
        enrolled_at=datetime(2026, 11, 20, 2, 0, tzinfo=UTC),
    )
    key = load_pem_public_key(registration.signing_key.encode())
    assert key == Ed25519PrivateKey.from_private_bytes(SEED).public_key()


def test_a_sealed_block_of_version_1_opens() -> None:
    sealed = golden("sealed-v1.json")
    book = X25519PrivateKey.from_private_bytes(SEED)
    place = Place(terminal=TERMINAL, epoch=EPOCH, seq=1)
    assert open_seal(sealed, place, "book", book) == PATIENT
    assert sha256(sealed).hexdigest() == read_sale(golden("sale-v1.json")).sealed_sha256


def test_a_signed_message_verifies_and_is_still_signed_alike() -> None:
    key = Ed25519PrivateKey.from_private_bytes(SEED)
    message, payload = golden("receipt-v1.jws"), golden("receipt-v1.json")
    assert claimed_signer(message) == "server"
    assert verify(message, key.public_key(), "server", "quay-receipt") == payload
    assert sign(payload, key, "server", "quay-receipt") == message
