"""What can keep the demo from starting."""


class StageError(RuntimeError):
    """Something is missing or in the way; the text is one sentence for the person who typed."""
