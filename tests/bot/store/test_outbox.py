from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.outgoing import Kind, Outgoing, Parcel
from bot.replies import Reply
from bot.store import Store, open_store
from bot.store.outbox import BACK_OFF, LATER, MOST_ATTEMPTS, PAYLOAD_KEPT, REPLY_WORTH
from tests.bot.conftest import BINH, LAN, NOW

SECOND = timedelta(seconds=1)


def notice(chat: int = LAN, text: str = "nhắc hạn", **more: object) -> Outgoing:
    return Outgoing(chat, Reply.of(text), **{"kind": Kind.NOTICE, **more})  # type: ignore[arg-type]


def rows(store: Store) -> list[dict[str, object]]:
    return list(store.db.query("SELECT * FROM outbox ORDER BY id"))


def claimed(store: Store, chat: int = LAN, now: datetime = NOW) -> list[str]:
    """The words of all that is due to the chat, in the order in which it is claimed."""
    words = []
    while parcel := store.outbox.claim(chat, now):
        words.append(parcel.content.reply.plain())
    return words


def test_what_is_staged_is_claimed_once_and_in_order(store: Store) -> None:
    for number, text in enumerate(("một", "hai", "ba")):
        store.outbox.add(str(number), notice(text=text), NOW)
    assert claimed(store, BINH) == []
    assert claimed(store) == ["một", "hai", "ba"]
    assert claimed(store) == []


def test_a_key_is_staged_only_once(store: Store) -> None:
    assert store.outbox.add("k", notice(), NOW) is not None
    assert store.outbox.add("k", notice(text="khác"), NOW) is None
    assert claimed(store) == ["nhắc hạn"]


def test_what_is_rolled_back_was_never_staged(store: Store) -> None:
    try:
        with store.db.atomic():
            store.outbox.add("k", notice(), NOW)
            raise RuntimeError
    except RuntimeError:
        assert rows(store) == []


def test_two_who_claim_at_the_same_time_do_not_get_the_same(store: Store, tmp_path: Path) -> None:
    store.outbox.add("k", notice(), NOW)
    other = open_store(tmp_path / "data")
    try:
        assert (store.outbox.claim(LAN, NOW) is None) != (other.outbox.claim(LAN, NOW) is None)
    finally:
        other.close()


def test_what_is_due_later_waits(store: Store) -> None:
    store.outbox.add("k", notice(due_at=NOW + timedelta(hours=1)), NOW)
    assert store.outbox.chats_due(NOW, 10) == []
    assert claimed(store) == []
    assert store.outbox.chats_due(NOW + timedelta(hours=1), 10) == [LAN]
    assert claimed(store, now=NOW + timedelta(hours=1)) == ["nhắc hạn"]


def test_after_failures_it_is_tried_at_growing_intervals_and_given_up_after_a_day(store: Store) -> None:
    store.outbox.add("k", notice(), NOW)
    now, pauses = NOW, []
    while (parcel := store.outbox.claim(LAN, now)) is not None:
        store.outbox.again(parcel.id, "TimedOut", now)
        [row] = rows(store)
        pauses.append(datetime.fromisoformat(str(row["due_at"])) - now)
        now += pauses[-1]
    assert pauses[:6] == [*BACK_OFF, LATER, LATER]
    assert len(pauses) == MOST_ATTEMPTS + 1
    assert [row["status"] for row in rows(store)] == ["failed"]


def test_to_be_told_to_wait_is_no_failure(store: Store) -> None:
    parcel = store.outbox.add("k", notice(), NOW, claimed=True)
    assert parcel is not None
    store.outbox.postpone(parcel.id, NOW + timedelta(minutes=5))
    assert claimed(store) == []
    assert claimed(store, now=NOW + timedelta(minutes=5)) == ["nhắc hạn"]
    assert [row["attempts"] for row in rows(store)] == [0]


def test_when_the_line_is_back_nothing_waits_for_its_next_attempt(store: Store) -> None:
    for key, due in (("failed", None), ("planned", NOW + timedelta(days=1))):
        store.outbox.add(key, notice(text=key, due_at=due), NOW)
    for _attempt in range(3):
        store.outbox.again(1, "NetworkError", NOW)
    assert claimed(store) == []
    store.outbox.hasten(NOW)
    assert claimed(store) == ["failed"]


def test_what_was_on_its_way_at_a_crash_is_sent_again_and_only_what_is_missing_of_it(store: Store) -> None:
    parcel = store.outbox.add("k", notice(), NOW, claimed=True)
    assert parcel is not None
    store.outbox.progress(parcel.id, [11, 12])
    assert claimed(store) == []
    assert store.outbox.recover(NOW + SECOND) == 1
    again = store.outbox.claim(LAN, NOW + SECOND)
    assert again is not None
    assert again.message_ids == (11, 12)


def test_nobody_gets_three_reminders_of_the_same_thing(store: Store) -> None:
    for day in range(3):
        due = NOW + timedelta(days=day)
        store.outbox.add(f"k{day}", notice(text=f"ngày {day}", collapse_key="hạn", due_at=due), NOW)
    store.outbox.add("b", notice(BINH, "của Bình", collapse_key="hạn"), NOW)
    assert claimed(store, now=NOW + timedelta(days=2)) == ["ngày 2"]
    store.outbox.weed(NOW + timedelta(days=2))
    assert [row["error"] for row in rows(store)] == ["replaced", "replaced", None, None]
    assert claimed(store, BINH) == ["của Bình"]


def test_planned_ones_do_not_take_the_place_of_what_is_due_now(store: Store) -> None:
    store.outbox.add("now", notice(text="nay", collapse_key="hạn"), NOW)
    store.outbox.add("later", notice(text="mai", collapse_key="hạn", due_at=NOW + timedelta(days=1)), NOW)
    assert claimed(store) == ["nay"]


def test_old_news_is_not_sent(store: Store) -> None:
    store.outbox.add("reply", Outgoing(LAN, Reply.of("đáp")), NOW)
    store.outbox.add("notice", notice(), NOW)
    late = NOW + REPLY_WORTH + SECOND
    store.outbox.weed(late)
    assert claimed(store, now=late) == ["nhắc hạn"]
    assert [row["error"] for row in rows(store)] == ["expired", None]


def test_conversation_comes_before_notices_and_broadcasts_wait_for_their_own_claim(store: Store) -> None:
    store.outbox.add("broadcast", notice(1, kind=Kind.BROADCAST), NOW)
    store.outbox.add("notice", notice(2), NOW)
    store.outbox.add("reply", Outgoing(3, Reply.of("đáp")), NOW)
    assert store.outbox.chats_due(NOW, 10) == [3, 2]
    assert claimed(store, 1) == []
    parcel = store.outbox.claim_broadcast(NOW)
    assert parcel is not None
    assert parcel.content.chat_id == 1
    assert store.outbox.claim_broadcast(NOW) is None


def test_the_messages_that_answer_a_question_are_found_again(store: Store) -> None:
    question = Outgoing(LAN, Reply.of("đáp"), in_reply_to=10)
    for key, ids in (("first", [11, 12]), ("edited", [11])):
        parcel = store.outbox.add(key, question, NOW, claimed=True)
        assert parcel is not None
        store.outbox.sent(parcel.id, ids, NOW)
        assert store.outbox.answers_to(LAN, 10) == tuple(ids)
    assert store.outbox.answers_to(LAN, 11) == ()
    assert store.outbox.answers_to(BINH, 10) == ()


def test_an_answer_that_was_not_sent_yet_gives_way_to_a_newer_one(store: Store) -> None:
    store.outbox.add("old", Outgoing(LAN, Reply.of("cũ"), in_reply_to=10), NOW)
    store.outbox.withdraw(LAN, 10)
    store.outbox.add("new", Outgoing(LAN, Reply.of("mới"), in_reply_to=10), NOW)
    assert claimed(store) == ["mới"]


def test_words_are_forgotten_after_two_days_and_keys_of_notices_are_not(store: Store) -> None:
    for key, content in (("reply", Outgoing(LAN, Reply.of("đáp"))), ("notice", notice())):
        parcel = store.outbox.add(key, content, NOW, claimed=True)
        assert parcel is not None
        store.outbox.sent(parcel.id, [1], NOW)
    store.outbox.add("waiting", notice(), NOW)
    store.outbox.purge(NOW + PAYLOAD_KEPT)
    assert len(rows(store)) == 3
    store.outbox.purge(NOW + PAYLOAD_KEPT + SECOND)
    assert [(row["key"], bool(row["payload"])) for row in rows(store)] == [("notice", False), ("waiting", True)]
    assert store.outbox.add("notice", notice(), NOW) is None


def sent(store: Store, parcel: Parcel) -> None:
    store.outbox.sent(parcel.id, [1], NOW)


def refused(store: Store, parcel: Parcel) -> None:
    store.outbox.failed(parcel.id, "Forbidden")


def given_up(store: Store, parcel: Parcel) -> None:
    for _time in range(MOST_ATTEMPTS + 1):
        store.outbox.again(parcel.id, "TimedOut", NOW)


def expired(store: Store, parcel: Parcel) -> None:
    store.outbox.postpone(parcel.id, NOW)
    store.outbox.weed(NOW + 2 * REPLY_WORTH)


def replaced(store: Store, parcel: Parcel) -> None:
    store.outbox.postpone(parcel.id, NOW)
    store.outbox.add("newer", replace(parcel.content, secret=False), NOW)
    store.outbox.weed(NOW)


def withdrawn(store: Store, parcel: Parcel) -> None:
    store.outbox.postpone(parcel.id, NOW)
    store.outbox.withdraw(LAN, 10)


@pytest.mark.parametrize("end", [sent, refused, given_up, expired, replaced, withdrawn])
@pytest.mark.parametrize("secret", [True, False])
def test_what_is_secret_is_forgotten_however_it_ends(
    store: Store, end: Callable[[Store, Parcel], None], secret: bool
) -> None:
    content = Outgoing(LAN, Reply.of("liên kết"), in_reply_to=10, collapse_key="mời", secret=secret)
    parcel = store.outbox.add("k", content, NOW, claimed=True)
    assert parcel is not None
    assert "liên kết" in str(rows(store)[0]["payload"]), "until then it is kept, to be sent after a crash"
    end(store, parcel)
    row = rows(store)[0]
    assert row["status"] in ("sent", "failed")
    assert ("liên kết" in str(row["payload"])) is not secret


def test_what_is_secret_is_kept_as_long_as_it_is_tried(store: Store) -> None:
    parcel = store.outbox.add("k", Outgoing(LAN, Reply.of("liên kết"), secret=True), NOW, claimed=True)
    assert parcel is not None
    store.outbox.again(parcel.id, "TimedOut", NOW)
    store.outbox.recover(NOW)
    assert claimed(store) == ["liên kết"]


def test_a_group_with_a_new_id_keeps_what_is_due_to_it(store: Store) -> None:
    store.outbox.add("k", notice(-5), NOW)
    store.move_chat(-5, -1005)
    assert claimed(store, -1005) == ["nhắc hạn"]


def test_broadcasts_to_one_chat_can_be_taken_alone(store: Store) -> None:
    for chat in (LAN, BINH):
        store.outbox.add(f"b:{chat}", Outgoing(chat, Reply.of("Mời họp"), Kind.BROADCAST), NOW)
    store.outbox.add("a", Outgoing(LAN, Reply.of("Chào")), NOW)
    assert list(store.outbox.broadcast_to(NOW)) == sorted((LAN, BINH))
    parcel = store.outbox.claim_broadcast(NOW, BINH)
    assert parcel is not None
    assert parcel.content.chat_id == BINH
    assert store.outbox.claim_broadcast(NOW, BINH) is None
    assert list(store.outbox.broadcast_to(NOW)) == [LAN]
