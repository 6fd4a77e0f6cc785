import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.properties import steady
from wire import topics

terminals = st.from_regex(r"[A-Z0-9][A-Z0-9-]{2,31}", fullmatch=True)
provinces = st.from_regex(r"[0-9]{2}", fullmatch=True)
BUILDERS = {"entries": topics.entries, "status": topics.status, "receipt": topics.receipt}


@steady
@given(provinces, terminals, st.sampled_from(sorted(BUILDERS)))
def test_what_was_built_is_taken_apart_again(province: str, terminal: str, leaf: str) -> None:
    topic = BUILDERS[leaf](province, terminal)
    shard = topics.shard_of(terminal)
    assert topics.parse(topic) == (province, shard, terminal, leaf)
    assert 0 <= shard < topics.SHARDS
    assert not set(topic) & set("+#.$ \x00")


@steady
@given(
    st.from_regex(
        r"quay/v1/(33|٣٣|3)/[0-9]{1,2}/[A-Z0-9+#.-]{0,34}/(entries|status|x)", fullmatch=True
    )
    | st.text(max_size=60)
)
def test_whatever_is_taken_apart_could_have_been_built(text: str) -> None:
    try:
        found = topics.parse(text)
    except ValueError:
        return
    assert BUILDERS[found.leaf](found.province, found.terminal) == text


@pytest.mark.parametrize(
    "terminal",
    [
        "", "Q3", "-33", "q33-0001", "Q33.0001", "Q33/0001", "Q33+0001", "Q33#0001", "+", "#",
        "$SYS", "Q33 0001", "Q33-0001\n", "Q33-0001\x00", "Q33-Đ001", "Q٣٣-0001", "A" * 33,
    ],
)  # fmt: skip
def test_a_name_that_brokers_would_misread_is_no_terminal(terminal: str) -> None:
    assert not topics.is_terminal_id(terminal)
    for build in BUILDERS.values():
        with pytest.raises(ValueError, match="terminal"):
            build("33", terminal)


@pytest.mark.parametrize("province", ["", "3", "333", "+", "#", "٣٣", "3a", "33\n", " 33"])
def test_a_province_is_two_digits(province: str) -> None:
    with pytest.raises(ValueError, match="province"):
        topics.entries(province, "Q33-0001")


@pytest.mark.parametrize(
    "topic",
    [
        "",
        "quay/v1/33/49/Q33-0001/entries",
        "quay/v1/33/4/Q33-0001/entries",
        "quay/v1/33/048/Q33-0001/entries",
        "quay/v1/33/48/Q33-0001/other",
        "quay/v1/33/48/Q33-0001/entries/",
        "quay/v1/33/48/Q33-0001/entries\n",
        "/quay/v1/33/48/Q33-0001/entries",
        "quay/v2/33/48/Q33-0001/entries",
        "quay/v1/٣٣/48/Q33-0001/entries",
        "quay/v1/33/48/+/entries",
        "quay/v1/+/+/+/entries",
        "quay/v1/33/48/Q33-0001",
    ],
)
def test_a_foreign_topic_or_a_wrong_shard_is_refused(topic: str) -> None:
    with pytest.raises(ValueError, match="not a topic"):
        topics.parse(topic)


def test_a_topic_whose_terminal_is_none_is_refused_though_its_shard_fits() -> None:
    for terminal in ("-", "--A", "A", "A" * 40):
        shard = topics.shard_of(terminal)
        with pytest.raises(ValueError, match="not a topic"):
            topics.parse(f"quay/v1/33/{shard:02d}/{terminal}/entries")


def test_the_filters_of_the_server_match_every_terminal() -> None:
    for leaf, pattern in (("entries", topics.ALL_ENTRIES), ("status", topics.ALL_STATUS)):
        built = BUILDERS[leaf]("33", "Q33-0001").split("/")
        assert len(built) == len(pattern.split("/"))
        assert all(
            want in {"+", have} for want, have in zip(pattern.split("/"), built, strict=True)
        )


def test_the_shard_of_a_terminal_never_changes() -> None:
    assert [topics.shard_of(f"Q33-000{n}") for n in range(1, 5)] == [48, 10, 28, 63]
