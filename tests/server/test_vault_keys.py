from itertools import combinations

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from server.vault.custodians import Custodian
from server.vault.errors import VaultError
from server.vault.keys import make_key
from tests.plain_text import shows
from tests.server.vault_room import LAN, MINH, NOW, PHUC, THREE
from wire.lock import LockedError

KEY = make_key(THREE, at=NOW)
STRANGER = Custodian("Kẻ Lạ", ("a stranger's long passphrase",))
WRONG = Custodian(MINH.name, ("không phải câu mật khẩu của Minh",))


class TestKeys:
    def test_any_two_custodians_open_the_key_in_either_order(self) -> None:
        opened = {
            KEY.opened_by(*pair).private_bytes_raw()
            for one, other in combinations(THREE, 2)
            for pair in ((one, other), (other, one))
        }
        (private,) = opened
        public = X25519PrivateKey.from_private_bytes(private).public_key()
        assert public.public_bytes_raw() == KEY.public

    @pytest.mark.parametrize(
        "pair",
        [(LAN, LAN), (LAN, WRONG), (WRONG, LAN), (LAN, STRANGER), (STRANGER, STRANGER),
         (LAN, Custodian(PHUC.name, MINH.secrets)), (LAN, Custodian(MINH.name, ()))],
        ids=str,
    )  # fmt: skip
    def test_nobody_opens_it_alone_or_under_anothers_name(
        self, pair: tuple[Custodian, Custodian]
    ) -> None:
        with pytest.raises(LockedError):
            KEY.opened_by(*pair)

    @pytest.mark.parametrize("count", [2, 3, 6])
    def test_every_pair_has_a_lock_of_its_own(self, count: int) -> None:
        people = [Custodian(f"Người {n}", (f"a passphrase of number {n}",)) for n in range(count)]
        key = make_key(people, at=NOW)
        assert len(key.pairs) == count * (count - 1) // 2
        assert key.opened_by(people[0], people[-1]).public_key().public_bytes_raw() == key.public
        assert len({lock.box for lock in key.pairs.values()}) == len(key.pairs)

    @pytest.mark.parametrize(
        "people",
        [
            (),
            (LAN,),
            (LAN, LAN),
            (LAN, Custodian(LAN.name.upper(), MINH.secrets)),
            tuple(Custodian(f"N{n}", (f"a passphrase of number {n}",)) for n in range(7)),
            (LAN, Custodian("Yếu", ("ngắn",))),
            (LAN, Custodian("Yếu", ("badge-of-somebody-else", "12a4"))),
            (LAN, Custodian("Yếu", ("badge-of-somebody-else", "123"))),
            (LAN, Custodian("Chung", LAN.secrets)),
        ],
    )
    def test_too_few_too_many_too_weak_or_shared_is_refused(
        self, people: tuple[Custodian, ...]
    ) -> None:
        with pytest.raises(VaultError):
            make_key(people, at=NOW)

    def test_secrets_show_neither_in_repr_nor_in_the_stored_key(self) -> None:
        stored = msgspec.json.encode(KEY)
        for custodian in THREE:
            for secret in custodian.secrets:
                assert secret not in repr(custodian)
                assert not shows(stored, secret)
        assert not shows(stored, KEY.opened_by(LAN, MINH).private_bytes_raw().hex())

    def test_a_lock_of_one_pair_put_in_the_place_of_another_does_not_open(self) -> None:
        swapped = {"0+1": KEY.pairs["0+2"], "0+2": KEY.pairs["0+1"], "1+2": KEY.pairs["1+2"]}
        key = msgspec.structs.replace(KEY, pairs=swapped)
        for pair in ((LAN, MINH), (LAN, PHUC)):
            with pytest.raises(LockedError):
                key.opened_by(*pair)
        other = X25519PrivateKey.generate().public_key().public_bytes_raw()
        with pytest.raises(LockedError):
            msgspec.structs.replace(KEY, public=other).opened_by(LAN, MINH)
