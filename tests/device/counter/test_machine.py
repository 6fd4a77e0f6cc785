"""The counter under every order of events: what must hold, holds after each of them."""

from hypothesis import settings

from tests.device.counter.machine import SellingMachine

SellingMachine.TestCase.settings = settings(
    deadline=None, max_examples=60, stateful_step_count=50, derandomize=True
)
TestSelling = SellingMachine.TestCase
