"""A morning at the counter, played by a script: real images, real bytes, real key events."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from demo.camera import hold
from demo.hand import Hand
from demo.stage import Stage
from words import _

PAUSE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Sold:
    """One sale of the morning, for the table at the end."""

    number: int
    scans: tuple[str, ...]
    total_vnd: int
    online: bool
    unsent: int


class Morning:
    """Ten customers. The line is cut during four of them, and the paper runs out once."""

    def __init__(self, stage: Stage, *, chaos: bool, say: Callable[[str], None]) -> None:
        self._stage, self._chaos, self._say = stage, chaos, say
        self._hand = Hand(stage.remote)
        self._scans: list[str] = []
        self._pictures = 0
        self.sold: list[Sold] = []

    def play(self) -> None:
        """Serve every customer."""
        self._hand.wait_until("Ready", lambda state: state["state"] == "Ready")
        self._picture("ready")
        for customer in (
            self._two_packs,
            self._a_typed_code,
            self._a_prescription,
            self._an_expired_pack,
        ):
            customer()
        self._cut_the_line()
        for customer in (
            self._sold_while_cut,
            self._a_prescription_while_cut,
            self._paper_runs_out,
            self._another_while_cut,
        ):
            customer()
        self._mend_the_line()
        for customer in (self._without_prescription, self._a_controlled_drug):
            customer()
        self._until_all_is_received()

    # Customers

    def _two_packs(self) -> None:
        self._scan("paracetamol")
        self._picture("sale-first-line")
        self._scan("oresol")
        self._scan("oresol")
        self._picture("sale")
        self._cash()

    def _a_typed_code(self) -> None:
        self._scan("vitamin C")
        self._cash()
        self._disturb("link")

    def _a_prescription(self) -> None:
        for sample in ("card", "prescription", "amoxicillin", "amlodipine"):
            self._scan(sample)
        self._picture("sale-prescription")
        self._cash()
        self._disturb("ingest")

    def _an_expired_pack(self) -> None:
        self._scan("expired")
        self._picture("problem-expired")
        self._scan("paracetamol 2")
        self._cash()

    def _sold_while_cut(self) -> None:
        self._scan("salt water")
        self._scan("vitamin C")
        self._cash()

    def _a_prescription_while_cut(self) -> None:
        for sample in ("card 2", "prescription 2", "metformin"):
            self._scan(sample)
        self._cash()
        self._disturb("link")

    def _paper_runs_out(self) -> None:
        self._hand.ask("printer", what="run_out_of_paper")
        self._scan("oresol")
        self._cash()

    def _another_while_cut(self) -> None:
        self._scan("unknown")
        self._picture("unknown-code")
        self._scan("paracetamol")
        self._picture("problem-paper")
        self._hand.ask("printer", what="load_paper")
        self._cash()

    def _without_prescription(self) -> None:
        self._scan("amoxicillin")
        self._picture("problem-needs-prescription")
        self._scan("prescription 2")
        self._cash()
        self._disturb("mosquitto")

    def _a_controlled_drug(self) -> None:
        self._scan("cold remedy")
        self._picture("problem-needs-customer")
        self._scan("card 2")
        self._cash()
        self._disturb("ingest")

    # What the counter does

    def _scan(self, name: str) -> None:
        sample = self._stage.samples[name]
        before = self._hand.state()["heard"]
        if sample.by == "camera":
            hold(self._stage, name, sample)
        elif sample.by == "serial":
            self._stage.serial.scan(sample.text)
        else:
            self._hand.type(sample.text)
        self._hand.wait_until(
            _("máy đọc được mã {name}").format(name=sample.title),
            lambda state: state["heard"] > before,
        )
        self._scans.append(f"{sample.title} ({_BY[sample.by]})")

    def _cash(self) -> None:
        total = self._hand.state()["total"]
        # A customer looks for the money while the screen's dead time passes.
        self._hand.press(_("Thu tiền mặt"))
        state = self._hand.wait_until("Paid", lambda state: state["state"] == "Paid")
        sale = Sold(
            number=state["last_sale"],
            scans=tuple(self._scans),
            total_vnd=total,
            online=state["online"],
            unsent=state["unsent"],
        )
        self.sold.append(sale)
        self._scans.clear()
        self._picture("paid")
        self._say(
            _("Phiếu {number:06d}: {total} đ").format(
                number=sale.number, total=f"{sale.total_vnd:,}".replace(",", ".")
            )
        )

    def _picture(self, name: str) -> None:
        self._pictures += 1
        file = self._stage.folders.screens / f"{self._pictures:02d}-{name}.png"
        self._hand.picture(file)

    # What happens to it

    def _cut_the_line(self) -> None:
        self._say(_("Cắt mạng: dừng trạm chuyển tin"))
        self._stage.programs["mosquitto"].stop()
        self._hand.wait_until("offline", lambda state: not state["online"])
        self._picture("ready-offline")

    def _mend_the_line(self) -> None:
        self._say(_("Nối lại mạng"))
        self._stage.start("mosquitto")
        self._hand.wait_until("online", lambda state: bool(state["online"]))

    def _disturb(self, name: str) -> None:
        """In chaos: end a program as a pulled plug would, and let it come back a moment later."""
        if not self._chaos:
            return
        self._say(_("Rút điện {name} (kill -9)").format(name=name))
        self._stage.programs[name].kill()
        time.sleep(PAUSE_SECONDS)
        self._stage.start(name)

    def _until_all_is_received(self) -> None:
        self._say(_("Chờ Sở xác nhận hết các phiếu"))
        self._hand.wait_until("unsent = 0", lambda state: state["unsent"] == 0)
        self._picture("received")


_BY = {"camera": "camera", "serial": "serial", "keyboard": "bàn phím"}
