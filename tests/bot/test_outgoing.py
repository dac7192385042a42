from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.outgoing import Deed, Kind, Outgoing, unpack
from bot.replies import Block, BlockKind, Button, Reply

REPLIES = st.builds(
    Reply,
    st.lists(st.builds(Block, st.text(), st.sampled_from(BlockKind))).map(tuple),
    st.lists(st.lists(st.builds(Button, st.text(), st.from_regex(r"[a-z]:[0-9]{1,9}", fullmatch=True))).map(tuple)).map(
        tuple
    ),
)


@given(
    st.builds(
        Outgoing,
        st.integers(),
        REPLIES,
        st.sampled_from(Kind),
        st.sampled_from(Deed),
        st.none() | st.integers(1),
        st.none() | st.integers(1),
        st.lists(st.integers(1)).map(tuple),
    )
)
def test_what_is_kept_is_what_was_meant(content: Outgoing) -> None:
    assert unpack(content.chat_id, content.kind, content.payload()) == content
