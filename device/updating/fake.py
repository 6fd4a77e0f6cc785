"""An engine of folders: a laptop without slots goes through the same steps as a terminal."""

import hashlib
import shutil
from pathlib import Path
from typing import Literal

import msgspec

from device.updating.engine import EngineError, Slots, UnfitBundleError
from device.updating.notes import keep_note, read_note

_STATE = "slots.json"
TRIAL, PROVEN = 3, 9
Slot = Literal["A", "B"]


class FakeBundle(msgspec.Struct, frozen=True, kw_only=True):
    """What a fake bundle's only line says; its "signature" is a word that both sides know."""

    product: str = "quay-terminal"
    version: str
    signed_by: str = "province"
    sum: str = ""
    """SHA-256 of what comes after the line."""


class _State(msgspec.Struct, frozen=True, kw_only=True):
    running: Slot = "A"
    order: tuple[Slot, ...] = ("A", "B")
    left: dict[Slot, int] = msgspec.field(default_factory=lambda: {"A": PROVEN, "B": 0})
    proven: tuple[Slot, ...] = ("A",)


def make_fake_bundle(file: Path, bundle: FakeBundle, content: bytes = b"a system") -> Path:
    """Write a fake bundle."""
    head = msgspec.structs.replace(bundle, sum=hashlib.sha256(content).hexdigest())
    file.write_bytes(msgspec.json.encode(head) + b"\n" + content)
    return file


class FakeEngine:
    """Slots in a folder. `boot` is what power, U-Boot and the kernel do elsewhere."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.restarts = 0

    def slots(self) -> Slots:
        """Return how the slots are."""
        state = self._state()
        return Slots(
            running=state.running,
            next=_next(state),
            is_proven=state.running in state.proven,
            attempts=state.left[state.running],
        )

    def version_of(self, bundle: Path) -> str:
        """Return a genuine bundle's version; raise `UnfitBundleError`."""
        try:
            head, _end, content = bundle.read_bytes().partition(b"\n")
            found = msgspec.json.decode(head, type=FakeBundle)
        except (OSError, msgspec.DecodeError) as error:
            raise UnfitBundleError("damaged", str(error)) from error
        if found.signed_by != "province":
            raise UnfitBundleError("not-signed")
        if found.sum != hashlib.sha256(content).hexdigest():
            raise UnfitBundleError("damaged")
        if found.product != "quay-terminal":
            raise UnfitBundleError("other-product", found.product)
        return found.version

    def install(self, bundle: Path) -> None:
        """Write a bundle into the other slot; raise `UnfitBundleError` or `EngineError`."""
        self.version_of(bundle)
        state = self._state()
        other: Slot = "B" if state.running == "A" else "A"
        self._keep(state, left={**state.left, other: 0}, order=(state.running, other))
        try:
            shutil.copyfile(bundle, self._folder / other)
        except OSError as error:
            raise EngineError(str(error)) from error
        self._keep(
            state,
            left={**state.left, other: TRIAL},
            order=(other, state.running),
            proven=tuple(one for one in state.proven if one != other),
        )

    def mark_good(self) -> None:
        """Note that what runs has proved itself."""
        state = self._state()
        left = {**state.left, state.running: PROVEN}
        self._keep(state, left=left, proven=tuple({*state.proven, state.running}))

    def mark_bad(self) -> None:
        """Note that what runs is to be tried no more."""
        state = self._state()
        proven = tuple(one for one in state.proven if one != state.running)
        self._keep(state, left={**state.left, state.running: 0}, proven=proven)

    def restart(self) -> None:
        """Start anew."""
        self.restarts += 1
        self.boot()

    def boot(self) -> None:
        """Choose a slot as the boot script does, and count it down."""
        state = self._state()
        chosen = _next(state)
        if chosen is None:
            self._keep(state, left={"A": TRIAL, "B": TRIAL})
            return self.boot()
        left = {**state.left, chosen: state.left[chosen] - 1}
        return self._keep(state, running=chosen, left=left)

    def _state(self) -> _State:
        return read_note(self._folder, _STATE, _State) or _State()

    def _keep(self, state: _State, **changed: object) -> None:
        keep_note(self._folder, _STATE, msgspec.structs.replace(state, **changed))


def _next(state: _State) -> Slot | None:
    return next((slot for slot in state.order if state.left[slot] > 0), None)
