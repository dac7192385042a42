"""Files behind the words: albums, single files, and what is refused."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot
from telegram.error import BadRequest, NetworkError

from bot.outgoing import Deed, File, FileKind, Outgoing, Parcel
from bot.replies import Reply
from handlers.delivery import Delivered, carry_out
from handlers.file_delivery import ALBUM, batches
from handlers.limiter import Limiter
from handlers.sending import Sender
from tests.handlers.conftest import QUICK
from tests.support.people import TINY_JPEG
from tests.telegram_server import Message, Person, TelegramServer

PICTURES = {FileKind.PHOTO, FileKind.VIDEO}
IN_ALBUMS = PICTURES | {FileKind.DOCUMENT, FileKind.AUDIO}
KINDS = [kind for kind in FileKind if kind is not FileKind.LOCATION]


@given(st.lists(st.sampled_from(KINDS), max_size=40))
def test_every_file_is_sent_once_in_groups_that_telegram_takes(kinds: list[FileKind]) -> None:
    files = [File(kind, file_id=str(number)) for number, kind in enumerate(kinds)]
    made = batches(files)
    assert sorted(file.file_id or "" for batch in made for file in batch) == sorted(f.file_id or "" for f in files)
    for batch in made:
        of = {file.kind for file in batch}
        assert 1 <= len(batch) <= ALBUM
        assert len(batch) == 1 or of <= PICTURES or (len(of) == 1 and of < IN_ALBUMS)
        assert [int(file.file_id or 0) for file in batch] == sorted(int(file.file_id or 0) for file in batch)


@pytest.fixture
async def sender(server: TelegramServer) -> AsyncIterator[Sender]:
    async with Bot(server.token, server.base_url) as bot:
        yield Sender(bot, Limiter(QUICK.limits))


class Notes:
    """What is kept of the progress."""

    def __init__(self) -> None:
        self.done: tuple[int, ...] = ()

    async def keep(self, ids: tuple[int, ...]) -> None:
        self.done = ids


async def send(sender: Sender, notes: Notes, content: Outgoing) -> Delivered:
    return await carry_out(sender, Parcel(1, content, notes.done), notes.keep)


def known(server: TelegramServer, *kinds: str) -> tuple[File, ...]:
    """Files that Telegram knows already."""
    return tuple(File(kind, file_id=server.world.store(TINY_JPEG, kind, "a.pdf").file_id) for kind in kinds)


def kind_of(message: Message) -> str:
    return next(name for name in (*(kind.value for kind in FileKind if kind != "document"), "document", "text")
                if name in message.content)  # fmt: skip


def shown(person: Person) -> list[str]:
    return [kind_of(message) for message in person.inbox]


ALL = ("photo", "voice", "video", "document", "video_note", "document", "audio", "animation")


async def test_files_follow_the_words_and_are_tied_to_them(sender: Sender, server: TelegramServer, lan: Person) -> None:
    files = (*known(server, *ALL), File.at(9.93, 106.34))
    delivered = await send(sender, Notes(), Outgoing(lan.id, Reply.of("thẻ"), files=files))
    assert shown(lan) == [
        "text", "photo", "video", "voice", "document", "document", "video_note", "audio", "animation", "location",
    ]  # fmt: skip
    words, *rest = lan.inbox
    assert all(message.reply_to is words for message in rest)
    assert delivered == Delivered((words.id,), tuple(message.id for message in rest))
    assert len(server.sent_by("sendMediaGroup")) == 2


@pytest.mark.parametrize("many", [1, 2, 10, 11, 21])
async def test_pictures_go_as_albums_of_at_most_ten(
    sender: Sender, server: TelegramServer, lan: Person, many: int
) -> None:
    await send(sender, Notes(), Outgoing(lan.id, files=known(server, *["photo"] * many)))
    assert shown(lan) == ["photo"] * many


async def test_a_file_that_telegram_refuses_is_left_out(sender: Sender, server: TelegramServer, lan: Person) -> None:
    good, other = known(server, "photo", "photo")
    files = (good, File("photo", file_id="của bot khác"), other)
    delivered = await send(sender, Notes(), Outgoing(lan.id, Reply.of("thẻ"), files=files))
    assert shown(lan) == ["text", "photo", "photo"]
    assert len(delivered.files) == 2


async def test_where_nothing_at_all_arrives_it_counts_as_refused(sender: Sender, lan: Person) -> None:
    with pytest.raises(BadRequest):
        await send(sender, Notes(), Outgoing(lan.id, files=(File("voice", file_id="lạ"),)))


@pytest.mark.parametrize("broken", range(5))
async def test_what_was_sent_before_a_crash_is_not_sent_again(
    sender: Sender, server: TelegramServer, lan: Person, broken: int
) -> None:
    wrong = File("document", file_id="lạ")
    files = (*known(server, "photo", "photo", "voice"), wrong, File.at(1, 2))
    content = Outgoing(lan.id, Reply.of("thẻ"), files=files)
    server.faults.add("drop_before", method=METHODS, skip=broken)
    notes = Notes()
    with pytest.raises(NetworkError):
        await send(sender, notes, content)
    await send(sender, notes, content)
    assert shown(lan) == ["text", "photo", "photo", "voice", "location"]


METHODS = ("sendMessage", "sendMediaGroup", "sendVoice", "sendDocument", "sendLocation")


async def test_a_429_in_an_album_is_waited_for(sender: Sender, server: TelegramServer, lan: Person) -> None:
    server.faults.add("retry_after", method="sendMediaGroup", retry_after=1)
    await send(sender, Notes(), Outgoing(lan.id, files=known(server, "photo", "photo")))
    assert shown(lan) == ["photo", "photo"]


async def test_words_that_were_edited_in_place_bring_their_files_unless_they_are_only_refreshed(
    sender: Sender, server: TelegramServer, lan: Person
) -> None:
    first = await send(sender, Notes(), Outgoing(lan.id, Reply.of("trang")))
    page = Outgoing(lan.id, Reply.of("trang 2"), deed=Deed.REFRESH, edits=first.words, files=known(server, "photo"))
    await send(sender, Notes(), page)
    assert shown(lan) == ["text"]
    await send(sender, Notes(), Outgoing(lan.id, Reply.of("3"), deed=Deed.EDIT, edits=first.words, files=page.files))
    assert shown(lan) == ["text", "photo"]
