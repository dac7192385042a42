"""What people send: the library must read it as it reads Telegram's own updates."""

from __future__ import annotations

from pathlib import Path

import pytest
from telegram import Message

from handlers.terminal import messages
from handlers.terminal.files import Files
from handlers.terminal.messages import Writer
from handlers.terminal.names import GROUP, Names
from handlers.terminal.places import Call, Place, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(Names(tmp_path))


@pytest.fixture
def lan(world: World) -> int:
    return world.names.learn("lan")


@pytest.fixture
def home(world: World, lan: int) -> Place:
    return world.place(lan)


def sent(world: World, place: Place, sender: int, content: Call, above: Call | None = None) -> Message:
    return Message.de_json(Writer(world).message(place, sender, content, 1_780_000_000, above), None)


def test_words_in_the_private_chat(world: World, home: Place, lan: int) -> None:
    message = sent(world, home, lan, messages.said("xin chào"))
    assert (message.text, message.chat.type, message.chat.id) == ("xin chào", "private", lan)
    assert message.from_user is not None
    assert (message.from_user.id, message.from_user.first_name) == (lan, "lan")


def test_commands_and_mentions_are_marked(world: World, home: Place, lan: int) -> None:
    message = sent(world, home, lan, messages.said("/help@terminal_bot 😀 @terminal_bot, a@b"))
    assert list(message.parse_entities().values()) == ["/help@terminal_bot", "@terminal_bot"]


def test_things_that_are_no_words(world: World, home: Place, lan: int) -> None:
    files = Files()
    photo = sent(world, home, lan, messages.photo(files, "ổ gà"))
    assert (photo.caption, len(photo.photo)) == ("ổ gà", 1)
    document = sent(world, home, lan, messages.document(files, "don.pdf")).document
    assert document is not None
    assert (document.file_name, document.mime_type) == ("don.pdf", "application/pdf")
    assert sent(world, home, lan, messages.voice(files)).voice is not None
    contact = sent(world, home, lan, messages.contact(world.person(lan), "0912345678")).contact
    assert contact is not None
    assert (contact.user_id, contact.phone_number) == (lan, "0912345678")
    location = sent(world, home, lan, messages.location(9.9, 106.3)).location
    assert location is not None
    assert (location.latitude, location.longitude) == (9.9, 106.3)


def test_a_reply_holds_the_message_it_answers_and_stays_in_its_topic(world: World, lan: int) -> None:
    group = world.place(GROUP)
    topical = {**messages.said("thẻ"), "message_thread_id": 5, "is_topic_message": True}
    first = Writer(world).message(group, 2, topical, 1)
    second = Writer(world).message(group, lan, messages.said("một"), 1, first)
    third = sent(world, group, lan, messages.said("hai"), second)
    assert third.reply_to_message is not None
    assert third.reply_to_message.text == "một"
    assert third.reply_to_message.reply_to_message is None
    assert (third.message_thread_id, third.is_topic_message) == (5, True)
    assert third.chat.type == "supergroup"


def test_an_edited_message_keeps_its_number(world: World, home: Place, lan: int) -> None:
    writer = Writer(world)
    old = writer.message(home, lan, messages.said("/moi ổ gà"), 1)
    new = Message.de_json(writer.edited(home, old, "ổ voi", 2), None)
    assert (new.message_id, new.text, new.entities) == (old["message_id"], "ổ voi", ())
    assert new.edit_date is not None


def test_of_a_picture_the_caption_is_edited(world: World, home: Place, lan: int) -> None:
    writer = Writer(world)
    new = writer.edited(home, writer.message(home, lan, messages.photo(Files(), "ổ gà"), 1), "ổ voi", 2)
    assert (new["caption"], "text" in new) == ("ổ voi", False)


def test_numbers_of_messages_grow_over_conversations(world: World, home: Place, lan: int, tmp_path: Path) -> None:
    ours = [sent(world, home, lan, messages.said("a")).message_id for _time in range(3)]
    later = World(Names(tmp_path)).message_ids.next()
    assert ours == sorted(set(ours))
    assert later > ours[0]
