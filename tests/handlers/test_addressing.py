"""Which words of a message are for the bot."""

from __future__ import annotations

from datetime import UTC, datetime

from telegram import Chat, Message, User

from handlers.addressing import words_for

BOT = User(2, "Trợ lý", True, username="tro_ly_thu_bot")
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def test_half_a_character_becomes_a_question_mark() -> None:
    message = Message(1, NOW, Chat(7, Chat.PRIVATE), User(7, "Lan", False), text="báo cáo \ud83d")
    assert words_for(BOT, message) == "báo cáo ?"


def test_a_message_without_words_in_private_is_an_empty_question() -> None:
    assert words_for(BOT, Message(1, NOW, Chat(7, Chat.PRIVATE), User(7, "Lan", False))) == ""
