from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.outgoing import Deed, File, FileKind, Kind, Outgoing, unpack
from bot.replies import Asks, Block, BlockKind, Button, Reply

BLOCKS = st.lists(st.builds(Block, st.text(), st.sampled_from(BlockKind))).map(tuple)
BUTTONS = st.lists(
    st.lists(st.builds(Button, st.text(), st.from_regex(r"[a-z]:[0-9]{1,9}", fullmatch=True))).map(tuple)
).map(tuple)
REPLIES = st.builds(Reply, BLOCKS, BUTTONS) | st.builds(
    Reply, BLOCKS, asks=st.none() | st.sampled_from(Asks), label=st.text()
)
NAMES = st.none() | st.text(min_size=1)
REAL_FILES = st.sampled_from([kind for kind in FileKind if kind is not FileKind.LOCATION])
FILES = (
    st.builds(File, REAL_FILES, file_id=st.text(min_size=1), caption=NAMES)
    | st.builds(File, REAL_FILES, path=st.text(min_size=1), name=NAMES)
    | st.builds(File.at, st.floats(-90, 90), st.floats(-180, 180))
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
        about=NAMES,
        tied_to=NAMES,
        topic=NAMES,
        topic_title=NAMES,
        files=st.lists(FILES, max_size=3).map(tuple),
    )
)
def test_what_is_kept_is_what_was_meant(content: Outgoing) -> None:
    assert unpack(content.chat_id, content.kind, content.payload()) == content


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "photo"},
        {"kind": "photo", "file_id": "a", "path": "b"},
        {"kind": "location", "file_id": "a"},
        {"kind": "photo", "latitude": 1.0, "longitude": 2.0},
        {"kind": "location", "latitude": 1.0},
        {"kind": "sticker", "file_id": "a"},
    ],
)
def test_a_file_that_cannot_be_sent_is_not_made(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"kind|named by|is not a valid"):
        File(**wrong)  # type: ignore[arg-type]
