from codes import Scan
from hardware.announcer import Announcer
from hardware.errors import HardwareError, ScannerError
from tests.hardware.listening import Ear

UNPLUGGED = ScannerError("serial", "not connected")
LOST = ScannerError("serial", "a code was dropped")


def test_a_lasting_fault_is_said_once_and_another_reason_again() -> None:
    ear = Ear()
    announcer = Announcer(ear)
    for fault in (UNPLUGGED, UNPLUGGED, LOST, UNPLUGGED):
        announcer.broken(fault)
    assert [ear.next(), ear.next(), ear.next()] == [UNPLUGGED, LOST, UNPLUGGED]
    assert ear.has_heard_nothing()


def test_every_lost_code_is_said() -> None:
    ear = Ear()
    announcer = Announcer(ear)
    announcer.dropped(LOST)
    announcer.dropped(LOST)
    assert [ear.next_fault(), ear.next_fault()] == [LOST, LOST]


def test_a_read_ends_a_fault() -> None:
    ear = Ear()
    announcer = Announcer(ear)
    announcer.dropped(LOST)
    announcer.scanned(Scan(b"1"))
    announcer.works()
    assert [ear.next(), ear.next(), ear.next()] == [LOST, None, Scan(b"1")]
    assert ear.has_heard_nothing()


def test_after_a_fault_that_came_back_it_is_said_again() -> None:
    ear = Ear()
    announcer = Announcer(ear)
    for _time in range(2):
        announcer.broken(UNPLUGGED)
        announcer.works()
    assert [ear.next() for _call in range(4)] == [UNPLUGGED, None, UNPLUGGED, None]


def test_a_listener_may_close_within_a_call() -> None:
    class Leaving:
        heard = 0

        def scanned(self, scan: Scan) -> None:
            assert scan.data
            self.heard += 1
            announcer.close()

        def scanner_fault(self, fault: HardwareError | None) -> None:
            assert fault is None

    listener = Leaving()
    announcer = Announcer(listener)
    announcer.scanned(Scan(b"1"))
    announcer.scanned(Scan(b"2"))
    assert listener.heard == 1
