"""Sentences with some words in bold."""

from device.ui.drawing import Run

Rich = tuple[Run, ...]


def rich(sentence: str, **fields: object) -> Rich:
    """Return a sentence as runs; what stands between asterisks is bold. Fields are put in last.

    >>> [(run.words, run.bold) for run in rich("*Để riêng* {unit} này", unit="hộp")]
    [('Để riêng', True), (' hộp này', False)]
    """
    parts = enumerate(sentence.split("*"))
    return tuple(Run(part.format(**fields), number % 2 == 1) for number, part in parts if part)


def plain(words: Rich) -> str:
    """Return a sentence without its weights."""
    return "".join(run.words for run in words)
