"""How a reply becomes Telegram messages."""

from __future__ import annotations

import pytest

from bot.replies import PLACEHOLDER_CHARACTERS, Asks, Block, BlockKind, Button, Reply
from handlers.rendering import CAPTION_UNITS, MESSAGE_UNITS, keyboard, parts, plain, shortened, units


def test_each_kind_of_paragraph_has_its_markup() -> None:
    reply = Reply(
        (
            Block("Trước ngày 10/6.", BlockKind.STRONG),
            Block("Định kỳ 06 tháng", BlockKind.QUOTE),
            Block("Xem thêm", BlockKind.TEXT),
            Block("Nguồn: Kế hoạch", BlockKind.SOURCE),
        )
    )
    quotation = "<blockquote expandable>Định kỳ 06 tháng</blockquote>"
    assert parts(reply) == [
        f"<b>Trước ngày 10/6.</b>\n{quotation}\nXem thêm\n\n<i>Nguồn: Kế hoạch</i>",
    ]


@pytest.mark.parametrize("kind", BlockKind)
def test_what_people_wrote_never_becomes_markup(kind: BlockKind) -> None:
    [html] = parts(Reply((Block('<b>&amp; <a href="x">1 < 2</a>', kind),)))
    assert '&lt;b&gt;&amp;amp; &lt;a href="x"&gt;1 &lt; 2&lt;/a&gt;' in html


def test_plain_gives_the_words_back() -> None:
    reply = Reply((Block("Trích <I.1>", BlockKind.STRONG), Block("a & b", BlockKind.QUOTE)))
    assert plain(parts(reply)[0]) == "Trích <I.1>\n«a & b»"


def test_empty_paragraphs_are_left_out() -> None:
    assert parts(Reply.of("", "a", "  ", "b")) == ["a\n\nb"]


def test_emoji_count_twice() -> None:
    assert units("👍a") == 3


def test_paragraphs_that_fit_stay_together_and_others_start_a_new_message() -> None:
    short, long = "a" * 2000, "b" * 3000
    assert parts(Reply.of(short, short, long)) == [f"{short}\n\n{short}", long]


@pytest.mark.parametrize(
    ("text", "first_ends_with"),
    [
        ("dòng\n" * 2000, "dòng"),
        ("Một câu dài. " * 800, "dài."),
        ("từ " * 4000, "từ"),
        ("x" * 10_000, "x"),
        ("👍" * 5000, "👍"),
        ("&" * 5000, "&amp;"),
    ],
)
def test_a_long_paragraph_is_cut_where_it_hurts_least(text: str, first_ends_with: str) -> None:
    messages = parts(Reply.of(text))
    assert len(messages) > 1
    assert messages[0].endswith(first_ends_with)
    assert all(units(message) <= MESSAGE_UNITS for message in messages)
    assert "".join("".join(map(plain, messages)).split()) == "".join(text.split())


def test_a_long_quotation_stays_a_quotation_in_every_message() -> None:
    messages = parts(Reply((Block("lời văn " * 1000, BlockKind.QUOTE),)))
    assert len(messages) == 2
    assert all(m.startswith("<blockquote expandable>") and m.endswith("</blockquote>") for m in messages)


def test_buttons_keep_their_rows() -> None:
    reply = Reply((Block("?"),), ((Button("A", "a:1"), Button("B", "a:2")), (Button("👍", "r:1:1"),)))
    assert keyboard(reply) == {
        "inline_keyboard": [
            [{"text": "A", "callback_data": "a:1"}, {"text": "B", "callback_data": "a:2"}],
            [{"text": "👍", "callback_data": "r:1:1"}],
        ]
    }


def test_no_buttons_no_keyboard() -> None:
    assert keyboard(Reply.of("a")) is None


@pytest.mark.parametrize(
    ("asks", "asked"),
    [(Asks.CONTACT, {"request_contact": True}), (Asks.LOCATION, {"request_location": True})],
)
def test_contact_and_place_are_asked_for_with_one_button_in_private_chats_only(
    asks: Asks, asked: dict[str, bool]
) -> None:
    reply = Reply((Block("?"),), asks=asks, label="Gửi")
    assert keyboard(reply) == {
        "keyboard": [[{"text": "Gửi", **asked}]],
        "resize_keyboard": True,
        "one_time_keyboard": True,
    }
    assert keyboard(reply, in_group=True) is None
    unnamed = keyboard(Reply((Block("?"),), asks=asks))
    assert unnamed is not None
    assert unnamed["keyboard"][0][0]["text"]


def test_an_answer_is_asked_for_and_in_a_group_only_of_the_one_who_is_answered() -> None:
    reply = Reply((Block("?"),), asks=Asks.ANSWER, label="x" * 100)
    placeholder = "x" * PLACEHOLDER_CHARACTERS
    assert keyboard(reply) == {"force_reply": True, "selective": False, "input_field_placeholder": placeholder}
    assert keyboard(Reply((Block("?"),), asks=Asks.ANSWER), in_group=True) == {"force_reply": True, "selective": True}


def test_a_keyboard_is_taken_away() -> None:
    assert keyboard(Reply((Block("?"),), asks=Asks.NOTHING)) == {"remove_keyboard": True, "selective": False}


@pytest.mark.parametrize(("text", "cut"), [("a" * 1024, "a" * 1024), ("a" * 1025, "a" * 1023 + "…")])
def test_a_caption_is_cut_where_telegram_would_refuse_it(text: str, cut: str) -> None:
    assert shortened(text, CAPTION_UNITS) == cut


def test_a_caption_is_not_cut_inside_a_character() -> None:
    assert shortened("🙂" * 600, CAPTION_UNITS) == "🙂" * 511 + "…"
