"""The province's word and messages at a till with a real ledger."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest
from msgspec import Raw

from device.counter.event import CashTaken, Confirmed, LetterCame, PinRight, PinWrong
from device.counter.parameters import CURRENT
from device.counter.shop import Person, Shop
from device.counter.state import LetterShown, Paid, Ready, Selling, SignedOut, State
from device.household import Household
from device.in_force import InForce
from device.mail.file import MailFile
from device.mail.inbox import Inbox
from device.mailbox import Mailbox
from device.reference.word import Word, write_word
from device.surroundings import Surroundings
from device.till import Till
from tests.device.backrooms import backroom, surroundings
from tests.device.test_till import FREE, Counter, counter
from wire.command import Message

__all__ = ["counter"]
AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
LAN = Person(badge="NV-07", name="Cô Lan", has_pin=True)
NOTE = Message(id="m1", kind="note", at=AT, text="Mời họp")


class Office:
    """A till to which the province speaks."""

    def __init__(self, counter: Counter, shop: Shop) -> None:
        self.counter, self.folder = counter, counter.ledger.database.file.parent
        self.file = MailFile(self.folder / "mail.sqlite")
        self.inbox = Inbox(self.file)
        self.shop = shop
        self.till = self.new_till()

    def around(self) -> Surroundings:
        return replace(
            surroundings(self.counter.beeper),
            shop=self.shop,
            word=InForce(self.folder, shop=self.shop, parameters=CURRENT),
            messages=Mailbox(self.inbox, lambda: AT),
        )

    def new_till(self) -> Till:
        counter = self.counter
        return Till(
            backroom(counter.ledger, counter.room, today=AT.date),
            self.around(),
            staff="NV-07",
            run_folder=counter.run,
            clock=lambda: AT,
        )

    def state(self) -> State:
        return self.till.state

    def say(self, **sections: object) -> None:
        write_word(self.folder, Word(**sections))  # type: ignore[arg-type]


def raw(body: object) -> Raw:
    return Raw(msgspec.json.encode(body))


@pytest.fixture
def office(counter: Counter) -> Iterator[Office]:
    office = Office(counter, Shop())
    yield office
    office.file.close()


def test_a_parameter_is_in_force_from_the_next_sale_on(office: Office) -> None:
    counter, till = office.counter, office.till
    counter.till = till
    counter.scan(FREE)
    office.say(parameters=(raw({"name": "rx_valid_days", "since": "2026-11-01", "value": 9}),))
    till.look_around()
    assert till.house.parameters == CURRENT, "not in the middle of a sale"
    assert isinstance(office.state(), Selling)
    till.handle(CashTaken())
    assert isinstance(office.state(), Paid)
    till.state = Ready()
    till.look_around()
    assert till.house.parameters.rx_valid_days == 9


def test_people_that_come_from_the_province_have_to_sign_in(office: Office) -> None:
    till = office.till
    assert office.state() == Ready()
    office.say(people=(raw({"badge": "NV-07", "name": "Cô Lan"}),))
    till.look_around()
    assert isinstance(office.state(), SignedOut)


def test_whoever_may_not_work_here_any_more_is_signed_out_between_two_sales(
    counter: Counter,
) -> None:
    office = Office(counter, Shop(people=(LAN,), has_shifts=False))
    till = office.till
    till._doer.person, till.state = LAN, Ready()
    office.say(people=(raw({"badge": "NV-07", "name": "Cô Lan", "roles": []}),
                       raw({"badge": "NV-09", "name": "Anh Ba"})))  # fmt: skip
    till.look_around()
    assert till.person is None
    assert isinstance(office.state(), SignedOut)
    office.file.close()


def test_a_right_pin_brings_the_degree_that_the_province_knows(office: Office) -> None:
    shop = Shop(people=(LAN,))
    around = replace(
        office.around(), shop=shop, word=InForce(office.folder, shop=shop, parameters=CURRENT)
    )
    office.say(people=(raw({"badge": "NV-07", "name": "Cô Lan", "degree": "dai_hoc"}),))
    house = Household(around, AT.date())
    event = house.understood(PinRight(LAN))
    assert isinstance(event, PinRight)
    assert event.person.degree.value == "dai_hoc"
    stranger = replace(LAN, badge="NV-99")
    assert house.understood(PinRight(stranger)) == PinWrong(tries_left=0)


def test_a_message_is_shown_until_it_was_read_even_over_a_restart(office: Office) -> None:
    office.inbox.take((NOTE,), at=AT)
    office.till.handle(LetterCame())
    assert isinstance(office.state(), LetterShown)
    office.till = office.new_till()
    assert isinstance(office.state(), LetterShown)
    office.till.handle(Confirmed())
    assert office.state() == Ready()
    assert office.inbox.to_say() == ("m1",)
    assert office.new_till().state == Ready()


def test_that_it_was_read_cannot_be_kept_and_the_counter_goes_on(office: Office) -> None:
    office.inbox.take((NOTE,), at=AT)
    office.till.handle(LetterCame())
    office.file.close()
    mail = office.folder / "mail.sqlite"
    mail.rename(mail.with_suffix(".away"))
    mail.mkdir()
    office.till.handle(Confirmed())
    assert office.state() == Ready()
    mail.rmdir()
    mail.with_suffix(".away").rename(mail)
    office.till.handle(LetterCame())
    assert office.state() == Ready(), "shown again only by the next start"
    assert isinstance(office.new_till().state, LetterShown)
