"""A pharmacy's own software: three sales into its ledger, and what is unsent to the province."""
# ruff: noqa: INP001, S310, T201

import json
import sys
import time
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from ssl import create_default_context
from urllib.request import Request, urlopen

from joserfc import jwk, jws

shop, terminal, url, server_key, authority = Path(sys.argv[1]), *sys.argv[2:]
now, signed = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), ["Ed25519"]
if not shop.exists():  # the first time: a key, a random epoch, and what the province registers
    shop.mkdir(mode=0o700)
    key = jwk.OKPKey.generate_key("Ed25519")
    (shop / "key.pem").write_bytes(key.as_pem(private=True))
    (shop / "epoch").write_text(token_hex(16))
    card = {"v": 1, "terminal": terminal, "province": terminal[1:3], "enrolled_at": now}
    card |= {"outlet": "Nhà thuốc Mẫu", "commune": "Xã Mẫu"}
    card |= {"signing_key": key.as_pem(private=False).decode()}
    (shop / "registration.json").write_text(json.dumps(card))
    sys.exit("To be registered by the province: registration.json")

key = jwk.OKPKey.import_key((shop / "key.pem").read_bytes())
epoch, ledger, received = (shop / "epoch").read_text(), shop / "ledger", shop / "received"
entries = ledger.read_bytes().splitlines() if ledger.exists() else []
for _ in range(3):  # an entry is encoded once: these bytes are stored, chained and sent
    before = entries[-1] if entries else f"quay/v1/origin/{terminal}/{epoch}".encode()
    line = {"drug": "VD-1", "batch": "A1", "quantity": 1, "unit": "hộp", "price_vnd": 35000}
    sale = {"v": 1, "kind": "sale", "terminal": terminal, "epoch": epoch, "seq": len(entries) + 1}
    sale |= {"prev": sha256(before).hexdigest(), "at": now, "staff": "07"}
    entries.append(json.dumps(sale | {"lines": [line], "total_vnd": 35000}).encode())
    with ledger.open("ab") as file:
        file.write(entries[-1] + b"\n")

while (done := int(received.read_text()) if received.exists() else 0) < len(entries):
    names = json.dumps({"v": 1, "terminal": terminal, "epoch": epoch})[:-1].encode()
    batch = names + b', "entries": [' + b",".join(entries[done : done + 50]) + b"]}"
    head = {"alg": "Ed25519", "kid": terminal, "typ": "quay-batch"}
    message = jws.serialize_compact(head, batch, key, signed).encode()
    try:
        asked = Request(url, message, {"Content-Type": "application/jose"})
        answer = urlopen(asked, timeout=60, context=create_default_context(cafile=authority)).read()
    except OSError as error:  # until there is a receipt nothing is received: again, for ever
        if getattr(error, "code", 503) not in {408, 429, 503}:
            sys.exit(error.read().decode())
        time.sleep(5)
        continue
    public = jwk.OKPKey.import_key(Path(server_key).read_bytes())
    found = jws.deserialize_compact(answer, public, signed)
    receipt = json.loads(found.payload)
    ours = sha256(entries[receipt["through"] - 1]).hexdigest() == receipt["head"]
    if (found.headers()["typ"], receipt["epoch"], ours) != ("quay-receipt", epoch, True):
        sys.exit("This receipt is not for this ledger.")
    received.write_text(str(receipt["through"]))
    print("Received through", receipt["through"], "rejected:", receipt["rejected"])
