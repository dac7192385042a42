from __future__ import annotations

from bot.outgoing import Outgoing
from bot.replies import Reply
from bot.store import Store
from tests.bot.conftest import BINH, LAN, NOW

CARD = "petition:12"


def send(store: Store, key: str, *message_ids: int, about: str | None = CARD, of_files: tuple[int, ...] = ()) -> None:
    parcel = store.outbox.add(key, Outgoing(LAN, Reply.of("thẻ"), about=about), NOW, claimed=True)
    assert parcel is not None
    store.outbox.sent(parcel.id, message_ids, NOW, of_files=of_files)


def test_a_message_is_known_by_what_it_is_about_in_its_own_chat(store: Store) -> None:
    send(store, "a", 5, 6)
    send(store, "b", 7, about=None)
    assert [store.outbox.about(LAN, number) for number in (5, 6, 7)] == [CARD, CARD, None]
    assert store.outbox.about(BINH, 5) is None


def test_the_newest_form_is_found_without_its_files(store: Store) -> None:
    send(store, "a", 5, 6)
    send(store, "b", 9, 10, 11, of_files=(11,))
    assert store.outbox.messages_about(LAN, CARD) == (9, 10)
    assert store.outbox.about(LAN, 11) == CARD
    assert store.outbox.messages_about(BINH, CARD) == ()


def test_what_was_brought_up_to_date_is_the_newest_although_it_was_sent_first(store: Store) -> None:
    send(store, "a", 5, 6)
    send(store, "b", 5)
    assert store.outbox.messages_about(LAN, CARD) == (5,)
    assert store.outbox.about(LAN, 6) == CARD


def test_a_group_with_a_new_id_has_none_of_its_old_messages(store: Store) -> None:
    send(store, "a", 5)
    store.move_chat(LAN, BINH)
    assert store.outbox.about(BINH, 5) is None
