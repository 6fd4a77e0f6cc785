from msgspec import UNSET

from device.link.report import MARKS_AGAIN_SECONDS, MARKS_SECONDS, Reporter
from device.link.vitals import Vitals
from tests.device.ledger.books import AT, TERMINAL
from tests.device.link.outpost import Outpost
from tests.device.link.province import TERMINAL_KEY, signed
from wire.sign import verify
from wire.status import Status, read_status

EVERY = 600.0
VITALS = Vitals(
    disk_free_bytes=4_000_000_000,
    temperature_c=48.3,
    under_voltage=False,
    clock="trusted",
    printer="ok",
    scanner="absent",
    system="Debian GNU/Linux 12 (bookworm)",
)


def reporter(outpost: Outpost, vitals: Vitals = VITALS) -> Reporter:
    return Reporter(
        key=TERMINAL_KEY,
        clock=lambda: AT,
        software="0.1.0",
        every_seconds=EVERY,
        vitals=lambda: vitals,
        monotonic=lambda: outpost.now,
    )


def read(outpost: Outpost, who: Reporter) -> Status:
    message = who.status(outpost.ledger)
    return read_status(verify(message, TERMINAL_KEY.public_key(), TERMINAL, "quay-status"))


def test_a_status_says_how_the_terminal_is(outpost: Outpost) -> None:
    outpost.sell(3)
    outpost.batch()
    outpost.exchange.receipt_came(signed(outpost.receipt(2)))
    said = read(outpost, reporter(outpost))
    assert (said.terminal, said.epoch, said.at) == (TERMINAL, outpost.ledger.epoch, AT)
    assert (said.last_seq, said.unsent, said.oldest_unsent_seconds) == (3, 1, 0)
    assert (said.software, said.disk_free_bytes) == ("0.1.0", 4_000_000_000)
    assert (said.temperature_c, said.under_voltage, said.clock) == (48.3, False, "trusted")
    assert (said.printer, said.scanner) == ("ok", "absent")
    assert said.system == "Debian GNU/Linux 12 (bookworm)"


def test_what_is_not_known_is_left_out(outpost: Outpost) -> None:
    said = read(outpost, reporter(outpost, Vitals()))
    assert {said.disk_free_bytes, said.temperature_c, said.under_voltage, said.system} == {UNSET}
    assert {said.printer, said.scanner, said.clock, said.oldest_unsent_seconds} == {UNSET}


def test_it_is_due_at_once_and_then_every_so_often(outpost: Outpost) -> None:
    who = reporter(outpost)
    assert who.is_due()
    read(outpost, who)
    outpost.now += EVERY - 1
    assert not who.is_due()
    outpost.now += 1
    assert who.is_due()


def test_the_marks_go_out_after_the_start_once_a_day_and_when_an_epoch_has_begun(
    outpost: Outpost,
) -> None:
    outpost.sell(2)
    who = reporter(outpost)
    (mark,) = read(outpost, who).marks or ()
    assert (mark.epoch, mark.last_seq, mark.unsent) == (outpost.ledger.epoch, 2, 2)
    assert read(outpost, who).marks is UNSET
    outpost.now += MARKS_SECONDS
    assert read(outpost, who).marks
    assert read(outpost, who).marks is UNSET
    before = outpost.begin_epoch()
    marks = read(outpost, who).marks or ()
    assert [mark.epoch for mark in marks] == [before, outpost.ledger.epoch]
    assert read(outpost, who).marks is UNSET
    assert read(outpost, reporter(outpost)).marks


def test_after_a_line_came_back_the_marks_go_out_at_once_but_not_every_time(
    outpost: Outpost,
) -> None:
    who = reporter(outpost)
    assert read(outpost, who).marks is not UNSET
    outpost.now += 60
    who.connected()
    assert not who.is_due()  # a line that comes and goes must not eat up the day's megabyte
    outpost.now += MARKS_AGAIN_SECONDS
    who.connected()
    assert who.is_due()
    assert read(outpost, who).marks is not UNSET
    who.connected()
    assert not who.is_due()


def test_how_long_the_certificate_is_good_goes_along(outpost: Outpost) -> None:
    assert read(outpost, reporter(outpost, Vitals(certificate_days=-3))).certificate_days == -3
    assert read(outpost, reporter(outpost)).certificate_days is UNSET
