"""Where a parcel goes when the group has changed since it was written."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime

import pytest
from telegram import Bot

from bot.enclosures import FOLDER, enclose
from bot.outgoing import Deed, File, FileKind, Kind, Outgoing
from bot.replies import Button, Reply
from bot.store import Store
from bot.store.desks import Desk
from handlers.context import Deps
from handlers.limiter import Limiter
from handlers.postman import Postman
from handlers.sending import Sender
from tests.handlers.conftest import NOW, QUICK
from tests.telegram_server import Group, Message, Person, TelegramServer

CARD, ANSWER = "petition:12", "petition:12:reply:35"
FORUM = -1_000_000_000_900

Send = Callable[..., object]


@pytest.fixture
async def postman(server: TelegramServer, store: Store, deps: Deps) -> AsyncIterator[Postman]:
    async with Bot(server.token, server.base_url) as bot:
        sender = Sender(bot, Limiter(QUICK.limits))
        yield Postman(store, sender, lambda: NOW, QUICK, deps.settings.data_dir)


@pytest.fixture
def forum(server: TelegramServer, store: Store, lan: Person) -> Group:
    store.desks.set(Desk(FORUM, None, "Tổ xử lý", is_forum=True), lan.id, NOW)
    return server.group(FORUM, forum=True, members=[lan])


class Desktop:
    """Puts things into the outbox and has them delivered."""

    def __init__(self, store: Store, postman: Postman) -> None:
        self._store, self._postman, self._number = store, postman, 0

    async def send(self, chat_id: int, text: str, now: datetime = NOW, **more: object) -> None:
        self._number += 1
        content = Outgoing(chat_id, Reply.of(text) if text else Reply(()), Kind.NOTICE, **more)  # type: ignore[arg-type]
        self._store.outbox.add(str(self._number), content, now)
        await self._postman.deliver_due(chat_id)

    async def card(self, group: Group, text: str, **more: object) -> None:
        await self.send(group.id, text, deed=Deed.REFRESH, about=CARD, topic=CARD, topic_title="PA-12", **more)


@pytest.fixture
def desk(store: Store, postman: Postman) -> Desktop:
    return Desktop(store, postman)


def texts(messages: list[Message]) -> list[str]:
    return [message.text for message in messages]


async def test_a_card_is_sent_once_and_then_brought_up_to_date(desk: Desktop, group: Group) -> None:
    await desk.card(group, "mới nhận")
    await desk.card(group, "đã tiếp nhận")
    assert texts(group.from_bot) == ["đã tiếp nhận"]
    assert group.from_bot[0].edits == 1


async def test_a_card_that_somebody_deleted_is_sent_anew(desk: Desktop, group: Group, lan: Person) -> None:
    await desk.card(group, "mới nhận")
    lan.deletes(group.from_bot[0])
    await desk.card(group, "đã tiếp nhận")
    await desk.card(group, "đã chuyển")
    assert texts(group.from_bot) == ["đã chuyển"]


async def test_buttons_go_and_messages_vanish_by_what_they_are_about(desk: Desktop, group: Group, store: Store) -> None:
    for number in (12, 13):
        await desk.send(group.id, f"thẻ {number}", about=f"petition:{number}")
    content = Reply((), ((Button("Đóng", "s:1"),),))
    store.outbox.add("b", Outgoing(group.id, content, Kind.NOTICE, Deed.BUTTONS, about=CARD), NOW)
    await desk.send(group.id, "", deed=Deed.DELETE, about="petition:13")
    assert [(message.text, message.buttons) for message in group.from_bot] == [("thẻ 12", ["Đóng"])]
    assert store.outbox.messages_about(group.id, "petition:13") == ()


async def test_a_notice_is_tied_to_the_card_as_it_stands_then(desk: Desktop, group: Group) -> None:
    await desk.send(group.id, "không có thẻ", tied_to=CARD)
    await desk.card(group, "thẻ")
    await desk.send(group.id, "nhắc hạn", tied_to=CARD)
    loose, card, notice = group.from_bot
    assert loose.reply_to is None
    assert notice.reply_to is card


async def test_in_a_forum_each_petition_has_its_topic(desk: Desktop, forum: Group, store: Store) -> None:
    await desk.card(forum, "thẻ")
    await desk.send(forum.id, "trả lời", about=ANSWER, topic=CARD)
    await desk.send(forum.id, "thẻ khác", about="petition:13", topic="petition:13", topic_title="P" * 200)
    first, second = forum.topics
    assert (first.name, second.name) == ("PA-12", "P" * 128)
    assert texts(forum.in_topic(first)) == ["thẻ", "trả lời"]
    assert texts(forum.in_topic(second)) == ["thẻ khác"]
    assert store.forum_topics.about(forum.id, first.id) == CARD


async def test_after_a_topic_was_deleted_the_next_message_opens_a_new_one(
    desk: Desktop, forum: Group, store: Store
) -> None:
    await desk.card(forum, "thẻ")
    forum.deletes_topic(forum.topics[0])
    await desk.send(forum.id, "trả lời", about=ANSWER, topic=CARD, topic_title="PA-12")
    await desk.card(forum, "thẻ mới", files=(File.at(9.9, 106.3),))
    [topic] = forum.topics
    assert [message.text or "nơi" for message in forum.in_topic(topic)] == ["trả lời", "thẻ mới", "nơi"]
    assert store.forum_topics.thread(forum.id, CARD) == topic.id


async def test_a_card_whose_topic_was_deleted_stands_in_a_new_one(desk: Desktop, forum: Group) -> None:
    await desk.card(forum, "thẻ")
    forum.deletes_topic(forum.topics[0])
    await desk.card(forum, "thẻ mới")
    assert texts(forum.in_topic(forum.topics[0])) == ["thẻ mới"]


async def test_where_the_bot_may_not_write_in_a_closed_topic_it_opens_a_new_one(
    desk: Desktop, forum: Group, server: TelegramServer
) -> None:
    await desk.card(forum, "thẻ")
    closed = server.faults.add("error", method="sendMessage", code=400, description="Bad Request: TOPIC_CLOSED")
    await desk.send(forum.id, "trả lời", topic=CARD, topic_title="PA-12")
    assert closed.hits == 1
    assert texts(forum.in_topic(forum.topics[1])) == ["trả lời"]


async def test_parts_that_went_with_the_topic_are_sent_again(
    desk: Desktop, forum: Group, server: TelegramServer, store: Store
) -> None:
    await desk.card(forum, "thẻ")
    [old] = forum.topics
    long = "đoạn " * 1500
    server.faults.add(
        "error", method="sendMessage", skip=1, code=400, description="Bad Request: message thread not found"
    )
    await desk.send(forum.id, long, topic=CARD, about=ANSWER)
    assert len(forum.in_topic(old)) == 2
    new = forum.topics[1]
    assert " ".join(texts(forum.in_topic(new))).split() == long.split()
    assert store.outbox.messages_about(forum.id, ANSWER) == tuple(message.id for message in forum.in_topic(new))


async def test_a_group_without_topics_any_more_gets_it_plainly(desk: Desktop, forum: Group, store: Store) -> None:
    await desk.card(forum, "thẻ")
    forum.closes_forum()
    await desk.send(forum.id, "trả lời", topic=CARD)
    await desk.send(forum.id, "thẻ khác", topic="petition:13")
    assert texts(forum.from_bot) == ["thẻ", "trả lời", "thẻ khác"]
    assert not store.forum_topics.is_forum(forum.id)


async def test_without_the_right_to_make_topics_it_goes_to_the_group(desk: Desktop, forum: Group, store: Store) -> None:
    forum.sets_bot("member")
    await desk.card(forum, "thẻ")
    assert texts(forum.from_bot) == ["thẻ"]
    assert forum.topics == []
    assert store.forum_topics.is_forum(forum.id)


async def test_an_answer_in_a_topic_of_the_people_goes_to_the_group_when_that_is_gone(
    desk: Desktop, forum: Group, lan: Person
) -> None:
    topic = forum.opens_topic(lan, "Hỏi đáp")
    forum.deletes_topic(topic)
    await desk.send(forum.id, "trả lời", thread_id=topic.id)
    assert texts(forum.from_bot) == ["trả lời"]


async def test_where_no_topic_ever_holds_it_goes_to_the_group_and_is_not_lost(
    desk: Desktop, forum: Group, server: TelegramServer
) -> None:
    refused = server.faults.add(
        "error", method="sendMessage", times=2, code=400, description="Bad Request: message thread not found"
    )
    await desk.card(forum, "thẻ")
    assert refused.hits == 2
    [card] = forum.from_bot
    assert card.thread_id is None


async def test_a_group_that_became_a_supergroup_gets_its_card_anew(
    desk: Desktop, server: TelegramServer, store: Store, lan: Person
) -> None:
    old = server.group(-55, members=[lan])
    store.desks.set(Desk(old.id, None, "Tổ", is_forum=False), lan.id, NOW)
    await desk.card(old, "thẻ")
    new = old.migrates(-1_000_000_000_055)
    await desk.card(old, "thẻ mới")
    await desk.card(new, "thẻ mới nhất")
    assert texts(new.from_bot) == ["thẻ mới nhất"]
    assert store.desks.get(new.id) is not None


async def test_what_the_bot_made_is_removed_once_it_is_sent_or_given_up(
    desk: Desktop, deps: Deps, lan: Person, server: TelegramServer
) -> None:
    folder = deps.settings.data_dir / FOLDER
    report = enclose(deps.settings.data_dir, b"PK", "thống kê.xlsx", caption="x" * 2000)
    assert [path.stat().st_mode & 0o777 for path in (folder, *folder.iterdir())] == [0o700, 0o600]
    await desk.send(lan.id, "Đây là số liệu.", files=(report,))
    words, file = lan.inbox
    assert file.reply_to is words
    assert (file.content["document"]["file_name"], len(file.text)) == ("thống kê.xlsx", 1024)
    assert list(folder.iterdir()) == []
    server.faults.add("error", method="sendMessage", code=403)
    await desk.send(lan.id, "Lần nữa.", files=(enclose(deps.settings.data_dir, b"PK", "a.xlsx"),))
    assert list(folder.iterdir()) == []


async def test_a_file_that_is_missing_holds_nothing_up(desk: Desktop, lan: Person, store: Store) -> None:
    lost = File(FileKind.DOCUMENT, path="a.xlsx", name="a.xlsx")
    await desk.send(lan.id, "Số liệu.", files=(lost,))
    await desk.send(lan.id, "", files=(lost,))
    assert texts(lan.inbox) == ["Số liệu."]
    assert [row["error"] for row in store.db["outbox"].rows] == [None, "FileNotFoundError"]
