"""A person's own data: seen, taken away, and erased for good."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import NotAllowed, NotFound
from bot.outgoing import Kind, Outgoing
from bot.petitions.model import NewFile, Petition
from bot.petitions.privacy import CONFIRMED_WITHIN, Privacy
from bot.petitions.retention import Retention
from bot.petitions.states import Actor, Move, State
from bot.replies import Reply
from bot.settings import Settings
from bot.store import Store
from bot.store.inbox import Arrival
from knowledge import Knowledge
from knowledge.answering import Engine
from tests.bot.conftest import BINH, LAN, NOW
from tests.support.desk_world import DESK, DeskWorld, desk_world
from tests.support.figures import petition, privacy_over, spot
from tests.support.officials import OFFICER, appoint, audited

SECRETS = (
    "0912345678",
    "+84987654321",
    "Nguyễn Thị Lan",
    "ruộng nhà tôi",
    "cầu gãy",
    "thêm lời",
    "sao lâu vậy",
    "hỏi gì đó",
)
GROUP = -1_000_000_000_777


@pytest.fixture
def privacy(store: Store, knowledge: Knowledge) -> Privacy:
    return privacy_over(store, knowledge, Settings())


@pytest.fixture
def open_one(store: Store) -> Petition:
    """An open petition of Lan's, with all that belongs to one."""
    new = petition(
        store,
        "Nước thải vào ruộng nhà tôi, gọi 0912345678",
        NOW - timedelta(days=2),
        person=LAN,
        sender_name="Nguyễn Thị Lan",
        contact_phone="+84987654321",
        location=spot(),
        state=State.ACCEPTED,
    )
    store.petitions.move(new, Move.ADD, Actor.CITIZEN, NOW, LAN, words="thêm lời, số tôi 0912345678")
    store.petitions.move(new, Move.ADD, Actor.CITIZEN, NOW, LAN, words="mùi hôi lắm")
    draft = store.drafts.start(LAN, LAN, NOW)
    store.attachments.add(LAN, NewFile(5, "photo", "file", "unique", name="hinh.jpg"), NOW, draft_id=draft.id)
    store.attachments.hand_over(draft.id, new.id, None)
    return store.petitions.get(new.id)


@pytest.fixture
def ended(store: Store) -> Petition:
    """One that has ended."""
    new = petition(store, "cầu gãy rồi", NOW - timedelta(days=40), person=LAN, state=State.CLOSED, sender_name="Lan")
    store.petitions.move(new, Move.RATE, Actor.CITIZEN, NOW, LAN, words="sao lâu vậy")
    store.petitions.update(new.id, rating=3, rating_words="sao lâu vậy")
    store.petitions.move(new, Move.NOTE, Actor.OFFICER, NOW, OFFICER, words="bà Nguyễn Thị Lan hay gọi")
    return store.petitions.get(new.id)


@pytest.fixture
def traces(store: Store, engine: Engine, open_one: Petition, ended: Petition) -> None:
    """What else Lan leaves behind, and what Bình does."""
    store.questions.add(LAN, LAN, engine.answer("hỏi gì đó ở ruộng nhà tôi"), NOW)
    store.drafts.set_words(store.drafts.of_person(LAN).id, 7, "ruộng nhà tôi", NOW)  # type: ignore[union-attr]
    store.inbox.add([Arrival(1, LAN, "message", '{"message": {"text": "ruộng nhà tôi"}}')], NOW)
    store.inbox.set_aside(1, NOW)
    group = json.dumps({"message": {"from": {"id": LAN}, "text": "hỏi gì đó"}}, ensure_ascii=False)
    store.inbox.add([Arrival(2, GROUP, "message", group)], NOW)
    store.inbox.set_aside(2, NOW)
    for key, chat in (("a", LAN), (f"petition:{ended.id}:card:1:in:{GROUP}", GROUP), ("c", BINH)):
        words = "ruộng nhà tôi" if chat != BINH else "của Bình"
        parcel = store.outbox.add(key, Outgoing(chat, Reply.of(words), Kind.NOTICE), NOW)
        assert parcel is not None
        store.outbox.sent(parcel.id, [8], NOW)
    petition(store, "của Bình", NOW, person=BINH)


def everything(store: Store) -> str:
    """All that any table holds, the search index with it."""
    store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return "\n".join(store.db.conn.iterdump())


def erase(privacy: Privacy, person: int = LAN) -> Reply:
    asked = privacy.ask(person, NOW)
    [button] = [b for row in asked.buttons for b in row if b.data.startswith("d:erase:")]
    return privacy.erase(person, int(button.data.rpartition(":")[2]), NOW + timedelta(minutes=1))


def test_the_policy_says_what_why_how_long_and_the_law(privacy: Privacy) -> None:
    text = privacy.policy().plain()
    for needed in ("91/2025/QH15", "356/2025", "24 tháng", "Để làm gì", "/xoadulieu", "năm tuần"):
        assert needed in text
    assert "{months}" not in text


@pytest.mark.usefixtures("traces")
def test_all_that_is_kept_is_handed_out_and_nothing_of_others(privacy: Privacy, open_one: Petition) -> None:
    as_json, as_text = privacy.own_data(LAN, NOW)
    data = json.loads(as_json)
    assert data["petitions"][0]["code"] == open_one.code
    assert data["petitions"][0]["files"][0]["name"] == "hinh.jpg"
    for words in SECRETS:
        assert words in as_text.decode(), words
        assert words in json.dumps(data, ensure_ascii=False), words
    assert "Bình" not in as_text.decode()
    assert "hay gọi" not in as_text.decode(), "what officials note among themselves"


def test_who_is_not_known_is_told_so(privacy: Privacy) -> None:
    as_json, as_text = privacy.own_data(999, NOW)
    assert json.loads(as_json)["person"] is None
    assert "không giữ gì" in as_text.decode()


@pytest.mark.usefixtures("traces")
def test_before_erasing_it_is_said_what_goes_and_what_stays(privacy: Privacy) -> None:
    asked = privacy.ask(LAN, NOW).plain()
    assert "1 phản ánh đang xử lý" in asked
    assert "1 phản ánh đã xong" in asked
    assert "không thể báo kết quả" in asked


@pytest.mark.usefixtures("traces")
def test_the_person_is_gone_and_the_open_petition_goes_on_without_them(
    privacy: Privacy, store: Store, open_one: Petition
) -> None:
    assert all(words in everything(store) for words in SECRETS)
    assert "1 phản ánh ở lại" in erase(privacy).plain()
    left = store.petitions.get(open_one.id)
    assert (left.person_id, left.chat_id, left.sender_name, left.contact_phone) == (None, None, None, None)
    assert left.words == "Nước thải vào ruộng nhà tôi, gọi •••78"
    assert left.state is State.ACCEPTED
    assert left.location == spot()
    assert [f.chat_id for f in store.attachments.of_petition(left.id)] == [0]
    assert [event.actor_id for event in store.petitions.events(left.id)] == [None, 14, None, None]
    assert [event.words for event in store.petitions.events(left.id)][-2:] == [None, "mùi hôi lắm"]
    store.petitions.move(left, Move.ANSWER, Actor.OFFICER, NOW, OFFICER, words="Đã xử lý")


@pytest.mark.usefixtures("traces")
def test_of_an_ended_petition_only_the_figures_and_the_answer_stay(
    privacy: Privacy, store: Store, ended: Petition
) -> None:
    erase(privacy)
    left = store.petitions.get(ended.id)
    assert (left.words, left.location, left.rating, left.category) == ("", None, 3, "dat-dai")
    assert [event.words for event in store.petitions.events(left.id) if event.words] == ["answer words"]


@pytest.mark.usefixtures("traces")
def test_no_word_number_or_name_is_left_anywhere_and_others_lose_nothing(
    privacy: Privacy, store: Store, open_one: Petition
) -> None:
    erase(privacy)
    dump = everything(store)
    for words in SECRETS:
        if words == "ruộng nhà tôi":
            assert dump.count(words) == 1, "in the open petition"
        else:
            assert words not in dump, words
    assert store.db.execute("SELECT count(*) FROM people WHERE id = ?", [LAN]).fetchone()[0] == 0
    for table, column in (("questions", "person_id"), ("drafts", "person_id"), ("outbox", "chat_id")):
        assert store.db.execute(f"SELECT count(*) FROM {table} WHERE {column} = ?", [LAN]).fetchone()[0] == 0
    assert dump.count("của Bình") == 2
    file = next(Path(row[2]) for row in store.db.execute("PRAGMA database_list").fetchall())
    for words in ("sao lâu vậy", "+84987654321", "hỏi gì đó"):
        assert words.encode() not in file.read_bytes(), "not even in pages that are free"
    assert str(LAN) not in str(audited(store))
    assert store.petitions.get(open_one.id).code in dump


@pytest.fixture
def desk(store: Store, knowledge: Knowledge, tmp_path: Path) -> DeskWorld:
    """A group and an officer."""
    desk = desk_world(store, knowledge, tmp_path)
    appoint(store, OFFICER, NOW)
    desk.has_desk()
    return desk


@pytest.mark.parametrize("on_its_way", [False, True])
def test_a_card_that_has_not_arrived_yet_comes_without_the_name(
    desk: DeskWorld, knowledge: Knowledge, on_its_way: bool
) -> None:
    store = desk.store
    with store.db.atomic():
        new = desk.petition("Ổ gà trước chợ")
        store.petitions.update(new.id, sender_name="Nguyễn Thị Lan")
        desk.staff.cards.refresh(store.petitions.get(new.id), NOW, ":named")
    if on_its_way:
        parcel = store.outbox.claim(DESK, NOW)
        assert parcel is not None
        assert "Nguyễn Thị Lan" in parcel.content.reply.plain()
    erase(Privacy.over(desk.staff.cards, knowledge))
    assert "Ổ gà trước chợ" in desk.card(new).reply.plain()
    desk.deliver()
    if on_its_way and parcel:
        store.outbox.sent(parcel.id, [1], NOW)
    assert "Nguyễn Thị Lan" not in everything(store)


def test_nothing_tells_any_more_which_messages_were_theirs(store: Store, privacy: Privacy) -> None:
    store.people.seen(LAN, NOW)
    draft = store.drafts.start(LAN, LAN, NOW)
    store.drafts.set_words(draft.id, 7, "cầu gãy", NOW)
    new = petition(store, "cầu gãy", NOW, person=LAN)
    store.petitions.keep_messages(new, draft.id)
    assert store.petitions.of_message(LAN, 7) == new
    erase(privacy)
    assert store.petitions.of_message(LAN, 7) is None
    assert store.db["petition_messages"].count == 0


@pytest.mark.usefixtures("traces")
def test_what_is_erased_is_found_by_no_search_and_the_index_is_sound(privacy: Privacy, store: Store) -> None:
    erase(privacy)
    query = "SELECT count(*) FROM petitions_search WHERE petitions_search MATCH ?"
    assert store.db.execute(query, ['"cau gai"']).fetchone()[0] == 0
    store.db.execute("INSERT INTO petitions_search(petitions_search) VALUES ('integrity-check')")


def test_who_holds_a_role_gives_it_back_first(privacy: Privacy, store: Store) -> None:
    appoint(store, OFFICER, NOW)
    assert "/vaitro" in privacy.ask(OFFICER, NOW).plain()
    with pytest.raises(NotAllowed):
        privacy.erase(OFFICER, int(NOW.timestamp()), NOW)


@pytest.mark.parametrize("asked_ago", [CONFIRMED_WITHIN + timedelta(seconds=1), -timedelta(minutes=1)])
def test_a_button_of_long_ago_erases_nothing(privacy: Privacy, store: Store, asked_ago: timedelta) -> None:
    store.people.seen(LAN, NOW)
    with pytest.raises(NotFound):
        privacy.erase(LAN, int((NOW - asked_ago).timestamp()), NOW)
    assert store.db["people"].count == 1


def test_a_block_that_holds_stays(privacy: Privacy, store: Store) -> None:
    store.people.seen(LAN, NOW)
    store.desks.block(LAN, "spam", NOW + timedelta(days=7), OFFICER, NOW)
    assert "chặn" in privacy.ask(LAN, NOW).plain()
    erase(privacy)
    assert store.desks.blocked(LAN, NOW) is not None


def test_erasing_twice_and_coming_back_are_no_trouble(privacy: Privacy, store: Store, open_one: Petition) -> None:
    erase(privacy)
    erase(privacy)
    store.people.seen(LAN, NOW)
    assert store.petitions.of_person(LAN) == []
    assert json.loads(privacy.own_data(LAN, NOW)[0])["petitions"] == []


def test_the_desk_goes_on_without_the_person(store: Store, knowledge: Knowledge, tmp_path: Path) -> None:
    world = desk_world(store, knowledge, tmp_path)
    appoint(store, OFFICER, NOW)
    world.has_desk()
    new = world.petition("Ổ gà trước chợ, gọi 0912345678")
    store.petitions.update(new.id, sender_name="Nguyễn Thị Lan")
    world.deliver()
    erase(Privacy.over(world.staff.cards, knowledge))
    card = world.card(new).reply.plain()
    assert "Nguyễn Thị Lan" not in card
    assert "Ổ gà trước chợ" in card
    world.deliver()
    world.send(OFFICER, new, "Đã vá xong.", Move.ANSWER)
    assert store.petitions.get(new.id).state is State.ANSWERED
    assert world.told(LAN) == [], "there is nobody to tell"
    Retention(store, 24).run(NOW + timedelta(days=1))
    assert store.petitions.get(new.id).words == ""
    assert "Đã vá xong." in [event.words for event in store.petitions.events(new.id)]
