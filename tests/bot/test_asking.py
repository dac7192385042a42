from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.asking import Asking
from bot.errors import NotAllowed, NotFound
from bot.replies import Reply
from bot.store import Store
from tests.bot.conftest import BINH, LAN, NOW


def rows(store: Store, table: str) -> list[dict[str, Any]]:
    return list(store.db.query(f"SELECT * FROM {table} ORDER BY rowid"))


def data(reply: Reply) -> list[str]:
    return [button.data for row in reply.buttons for button in row]


def test_a_question_is_answered_with_its_source(asking: Asking) -> None:
    text = asking.ask(LAN, LAN, "chừng nào nộp bc 6 tháng z ad", NOW).plain()
    assert "10/6" in text
    assert "Nguồn: Kế hoạch, phần IV, mục 2" in text


def test_what_was_asked_is_kept_with_its_outcome(asking: Asking, store: Store) -> None:
    reply = asking.ask(LAN, LAN, "hạn báo cáo năm là ngày nào", NOW)
    (question,) = rows(store, "questions")
    assert (question["chat_id"], question["person_id"]) == (LAN, LAN)
    assert (question["text"], question["status"]) == ("hạn báo cáo năm là ngày nào", "answered")
    assert f"r:{question['id']}:1" in data(reply)
    assert store.topics.get(LAN, NOW) is not None


def test_nothing_is_kept_when_keeping_fails_half_way(asking: Asking, store: Store) -> None:
    store.db.execute("CREATE TRIGGER full BEFORE INSERT ON topics BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    with pytest.raises(Exception, match="disk full"):
        asking.ask(LAN, LAN, "hạn báo cáo năm là ngày nào", NOW)
    assert rows(store, "questions") == rows(store, "people") == []


def test_a_follow_up_is_understood_for_ten_minutes(asking: Asking, store: Store) -> None:
    asking.ask(LAN, LAN, "chỉ thị 33/CT-TTg", NOW)
    soon = asking.ask(LAN, LAN, "văn bản đó ngày nào", NOW + timedelta(minutes=5))
    assert "26/11/2021" in soon.plain()


def test_the_topic_of_one_chat_is_not_that_of_another(asking: Asking) -> None:
    asking.ask(LAN, LAN, "chỉ thị 33/CT-TTg", NOW)
    assert "26/11/2021" not in asking.ask(BINH, BINH, "văn bản đó ngày nào", NOW).plain()


def test_what_is_not_in_the_plan_is_refused_and_queued(asking: Asking, store: Store) -> None:
    reply = asking.ask(LAN, LAN, "kinh phí thực hiện bao nhiêu", NOW)
    assert "Kế hoạch không nêu" in reply.plain()
    assert [row["why"] for row in rows(store, "curation_queue")] == ["unknown"]


def test_a_button_opens_its_answer_and_changes_the_topic(asking: Asking, store: Store) -> None:
    reply = asking.open(LAN, LAN, "han-bao-cao-nam", NOW)
    assert "05/12" in reply.plain()
    topic = store.topics.get(LAN, NOW)
    assert topic is not None
    assert topic.keys == ("han-bao-cao-nam",)
    assert "han-bao-cao-6-thang" in topic.options
    assert not [found for found in data(reply) if found.startswith("r:")]


@pytest.mark.parametrize("key", ["khong-co", "", "a:b"])
def test_an_old_button_is_said_to_be_old(asking: Asking, key: str) -> None:
    with pytest.raises(NotFound, match="đã cũ"):
        asking.open(LAN, LAN, key, NOW)


def test_ratings_are_thanked_for(asking: Asking, store: Store) -> None:
    asking.ask(LAN, LAN, "hạn báo cáo năm là ngày nào", NOW)
    question = rows(store, "questions")[0]["id"]
    assert asking.rate(LAN, question, good=True, now=NOW).startswith("Cảm ơn")
    assert "ghi lại" in asking.rate(LAN, question, good=False, now=NOW)
    assert [row["why"] for row in rows(store, "curation_queue")] == ["disliked"]


def test_a_stranger_cannot_rate(asking: Asking, store: Store) -> None:
    asking.ask(LAN, LAN, "hạn báo cáo năm là ngày nào", NOW)
    with pytest.raises(NotAllowed):
        asking.rate(BINH, rows(store, "questions")[0]["id"], good=False, now=NOW)


def test_a_question_that_never_was_cannot_be_rated(asking: Asking) -> None:
    with pytest.raises(NotFound):
        asking.rate(LAN, 999, good=True, now=NOW)


def test_suggestions_stand_alone_and_are_not_kept(asking: Asking, store: Store) -> None:
    suggestions = asking.inline("hạn báo cáo năm")
    assert suggestions[0].key == "han-bao-cao-nam"
    assert suggestions[0].title == "Hạn báo cáo năm"
    assert len({suggestion.key for suggestion in suggestions}) == len(suggestions)
    assert all(suggestion.reply.buttons == () for suggestion in suggestions)
    assert rows(store, "questions") == []


@pytest.mark.parametrize("text", ["", "   ", "👍👍👍", "x" * 20_000, "\x00", "\u202eabc"])
def test_any_text_gets_a_reply(asking: Asking, text: str) -> None:
    assert asking.ask(LAN, LAN, text, NOW).plain()
    assert isinstance(asking.inline(text), list)
