"""The counter as a person's hands know it: scan, press, type, and look what it says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from codes import Command, ControlCode
from demo.camera import hold
from demo.day.packs import Packs
from demo.errors import StageError
from demo.hand import Hand
from demo.settings_files import TERMINAL
from demo.stage import Stage
from words import _

State = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """One sale of the day."""

    number: int
    what: str
    total_vnd: int
    paid_by: Literal["cash", "transfer"]
    online: bool
    unsent: int


class Counter:
    """One counter and whoever stands there."""

    def __init__(self, stage: Stage, say: Callable[[str], None]) -> None:
        self.stage, self.say = stage, say
        self.packs = Packs(stage.today, stage.outlet.stock)
        self._hand = Hand(stage.remote)
        self._pictures = 0
        self.what = ""
        """What is being done now, for the table and for what goes wrong."""
        self.sold: list[Sold] = []
        self.refused: list[str] = []
        """The rules that stopped a pack, in order."""

    # Looking

    def state(self) -> State:
        """Return what the screen shows."""
        return self._hand.state()

    def until(self, what: str, true: Callable[[State], bool]) -> State:
        """Return the state as soon as it is so; raise `StageError` if it never comes."""
        return self._hand.wait_until(what, true)

    def at(self, name: str) -> State:
        """Wait for a screen by its state's name."""
        return self.until(name, lambda state: state["state"] == name)

    def picture(self, name: str) -> None:
        """Keep what the screen shows."""
        self._pictures += 1
        self._hand.picture(self.stage.folders.screens / f"{self._pictures:02d}-{name}.png")

    # Scanning

    def scan(self, text: str, *, by_keyboard: bool = False) -> State:
        """Scan a code, by the scanner on a cable or the one that types."""
        before = self.state()["heard"]
        if by_keyboard:
            self._hand.type(text)
        else:
            self.stage.serial.scan(text)
        return self.until(_("máy đọc được mã"), lambda state: state["heard"] > before)

    def show(self, name: str) -> State:
        """Hold a sample before the camera."""
        before = self.state()["heard"]
        hold(self.stage, name, self.stage.samples[name])
        return self.until(_("camera đọc được mã"), lambda state: state["heard"] > before)

    def order(self, command: Command, number: int = 0) -> State:
        """Scan an order of the printed sheet."""
        return self.scan(ControlCode(command, number).text)

    def pack(self, drug: str, unit: str, batch: str = "", *, days: int | None = None) -> State:
        """Scan a pack: with a batch its GS1 code, else the bare EAN code."""
        if batch:
            return self.scan(self.packs.full(drug, unit, batch, days=days))
        return self.scan(self.packs.bare(drug, unit))

    # Touching

    def press(self, button: str) -> None:
        """Press the button with these words."""
        self._hand.press(button)

    def press_like(self, beginning: str) -> None:
        """Press the first button whose words begin so."""
        words = self.state()["buttons"]
        found = next((word for word in words if word.startswith(beginning)), None)
        if found is None:
            raise StageError(f"{beginning}…: {words}")
        self.press(found)

    def pad(self, digits: str) -> None:
        """Type digits on the pad of the screen."""
        for digit in digits:
            self.press(digit)

    def write(self, text: str) -> None:
        """Type on the keyboard of the screen, Telex as it is; digits by the printed sheet."""
        for letter in text:
            if letter.isdigit():
                self.order(Command.DIGIT, int(letter))
            else:
                self.press(_("Dấu cách") if letter == " " else letter)

    def fill(self, *texts: str) -> None:
        """Fill a form's fields in, one after the other; an empty one is left as it is."""
        for number, text in enumerate(texts, start=1):
            self.write(text)
            self.press(_("Xong") if number == len(texts) else _("Tiếp"))

    def menu(self, *tiles: str) -> None:
        """Open a menu and go through its tiles."""
        self.turn_to_next()
        self.press(_("Việc khác"))
        for tile in tiles:
            self.press(tile)

    def turn_to_next(self) -> None:
        """Leave the screen of what is done, if it still stands there."""
        if self.state()["state"] in {"Paid", "Done"}:
            self.order(Command.CONFIRM)

    def prove(self, badge: str, pin: str) -> None:
        """Scan a badge and type its PIN."""
        self.scan(badge)
        self.pad(pin)

    # Selling

    def cash(self) -> Sold:
        """Take the money, with a finger."""
        return self._pay(lambda: self.press(_("Thu tiền mặt")))

    def cash_by_code(self) -> Sold:
        """Take the money by the printed sheet: no touch at all."""
        return self._pay(lambda: self.order(Command.PAY_CASH))

    def transfer_seen(self) -> Sold:
        """Show the VietQR code; the staff sees on the shop's own telephone that it has come."""
        self.press(_("Chuyển khoản"))
        self.at("Transfer")
        return self._pay(lambda: self.press(_("Tiền đã về")), paid_by="transfer")

    def transfer_told(self) -> Sold:
        """Show the VietQR code; the bank's notice comes by the province."""
        self.press(_("Chuyển khoản"))
        awaited = self.at("Transfer")
        self.picture("transfer")

        def tell() -> None:
            self.stage.tell_server(
                "payment", TERMINAL, "--reference", awaited["reference"],
                "--amount", str(awaited["amount"]),
            )  # fmt: skip

        return self._pay(tell, paid_by="transfer")

    def _pay(
        self, take: Callable[[], object], *, paid_by: Literal["cash", "transfer"] = "cash"
    ) -> Sold:
        before = self.state()
        take()
        state = self.at("Paid")
        sale = Sold(
            number=state["last_sale"],
            what=self.what,
            total_vnd=before["total"],
            paid_by=paid_by,
            online=state["online"],
            unsent=state["unsent"],
        )
        if not state["training"]:
            self.sold.append(sale)
            total = f"{sale.total_vnd:,}".replace(",", ".")
            words = _("Phiếu {number:06d}: {total} đ · {what}")
            self.say(words.format(number=sale.number, total=total, what=sale.what))
        return sale

    def is_refused(self, rule: str) -> State:
        """Wait until a rule has stopped the pack, and note it."""
        state = self.until(
            rule, lambda state: state["state"] == "Blocked" and state["rule"] == rule
        )
        self.refused.append(rule)
        return state

    def is_warned(self, warning: str) -> State:
        """Wait until the sale shows a warning."""
        return self.until(warning, lambda state: warning in state.get("warnings", ()))

    def end_paper(self, *, after_rows: int) -> None:
        """Let the printer's paper end, in the middle of what it prints next."""
        self._hand.ask("printer", what="run_out_of_paper", after_rows=after_rows)

    def load_paper(self) -> None:
        """Put a new roll into the printer."""
        self._hand.ask("printer", what="load_paper")

    def clear(self) -> None:
        """Leave whatever is open, so that the next customer can be served."""
        for command in (Command.BACK, Command.CANCEL, Command.CONFIRM) * 3:
            if self.state()["state"] in {"Ready", "Paid", "SignedOut"}:
                return
            self.order(command)
