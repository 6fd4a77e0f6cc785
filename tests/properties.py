"""Properties: the same examples on every run, however slow the machine."""

from hypothesis import settings

steady = settings(deadline=None, derandomize=True)
fewer = settings(deadline=None, derandomize=True, max_examples=40)
