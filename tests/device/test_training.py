"""Training takes nothing from the real counter but what is on the shelf."""

from dataclasses import replace

from device.counter.shop import Account, Shop
from device.training import shop_for

ACCOUNT = Account(bank="970415", bank_name="Ngân hàng Mẫu", number="113366668888", holder="MAU")
SHOP = Shop(name="Nhà thuốc Mẫu", account=ACCOUNT)


def test_in_training_no_money_reaches_the_outlets_account() -> None:
    found = shop_for(SHOP, is_training=True)
    assert found.account is not None
    assert found.account.number != ACCOUNT.number
    assert set(found.account.number) == {"0"}
    assert replace(found, account=ACCOUNT) == SHOP


def test_for_real_it_is_the_outlets_own_account() -> None:
    assert shop_for(SHOP, is_training=False) is SHOP
    without = Shop()
    assert shop_for(without, is_training=True) is without
