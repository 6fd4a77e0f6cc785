from hypothesis import given
from hypothesis import strategies as st

from hardware.framing import LONGEST, PAUSE_SECONDS, STALE_SECONDS, Dropped, Framer, Piece

CODES = st.lists(
    st.binary(min_size=1, max_size=60).filter(lambda code: not set(code) & set(b"\r\n\t"))
)
SUFFIXES = st.sampled_from([b"\r", b"\n", b"\r\n", b"\t"])


@given(CODES, SUFFIXES, st.integers(1, 7))
def test_codes_come_back_whatever_the_suffix_and_the_portions(
    codes: list[bytes], suffix: bytes, portion: int
) -> None:
    framer, stream = Framer(), b"".join(code + suffix for code in codes)
    pieces: list[Piece] = []
    for start in range(0, len(stream), portion):
        pieces += framer.feed(stream[start : start + portion])
    assert pieces == codes


@given(CODES)
def test_without_a_suffix_a_pause_ends_a_code(codes: list[bytes]) -> None:
    framer = Framer()
    assert framer.patience == PAUSE_SECONDS
    for code in codes:
        assert framer.feed(code) == []
        assert framer.pause() == [code]


@given(st.lists(st.binary(max_size=3 * LONGEST) | st.sampled_from(["pause", "lost"]), max_size=12))
def test_anything_gives_bounded_codes_and_no_exception(stream: list[bytes | str]) -> None:
    framer = Framer()
    for portion in stream:
        if isinstance(portion, bytes):
            pieces = framer.feed(portion)
        else:
            pieces = framer.pause() if portion == "pause" else framer.lost()
        for piece in pieces:
            assert isinstance(piece, Dropped) or (0 < len(piece) <= LONGEST)
            assert isinstance(piece, Dropped) or not set(piece) & set(b"\r\n\t")
        assert len(framer._code) <= LONGEST


def test_the_gs1_separator_is_kept() -> None:
    assert Framer().feed(b"10AB123\x1d21SN1\r") == [b"10AB123\x1d21SN1"]


def test_the_longest_code_passes_and_one_byte_more_does_not() -> None:
    assert Framer().feed(b"x" * LONGEST + b"\r") == [b"x" * LONGEST]
    framer = Framer()
    assert framer.feed(b"x" * (3 * LONGEST + 1)) == [Dropped.TOO_LONG]
    assert framer.feed(b"tail\rnext\r") == [b"next"]


def test_a_scanner_that_sends_a_suffix_is_not_cut_short_by_a_pause() -> None:
    framer = Framer()
    framer.feed(b"first\r")
    framer.feed(b"01089385010001181027AB")
    assert framer.patience == STALE_SECONDS
    assert framer.pause() == [Dropped.UNFINISHED]


def test_a_suffix_that_was_switched_off_costs_one_code() -> None:
    framer = Framer()
    assert framer.feed(b"first\r") == [b"first"]
    framer.feed(b"second")
    assert framer.pause() == [Dropped.UNFINISHED]
    framer.feed(b"third")
    assert framer.pause() == [b"third"]


def test_silence_between_codes_is_nothing() -> None:
    framer = Framer()
    framer.feed(b"first\r")
    assert framer.pause() == []
    assert framer.lost() == []
    assert framer.patience == STALE_SECONDS
