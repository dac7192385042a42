"""Whatever citizens, officials and the clock do, in any order: what always holds of petitions."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.petitions.limits import LIMITS
from bot.petitions.model import Event, Petition
from bot.petitions.states import TRANSITIONS, Actor, Move, State, after
from bot.store import open_store
from bot.store.expiry import Expiry
from knowledge import Knowledge
from knowledge.answering import Engine
from tests.support.databases import fresh
from tests.support.desk_world import DESK, OTHER_DESK
from tests.support.officials import ADMINISTRATOR, COORDINATOR, OFFICER, OWNER, STRANGER, appoint, appoint_to
from tests.support.petition_life import PetitionLife, petition_life

PEOPLE = (710001, 710002, 710003)
NAMES = {person: f"Zqx{person % 10}mai" for person in PEOPLE}
PHONES = {person: f"+8491230000{person % 10}" for person in PEOPLE}
WORDS = (
    "Đường trước chợ xã Phước Hưng có ổ gà lớn, xe ngã hoài",
    "Ổ gà lớn ngay đường trước chợ xã Phước Hưng, xe ngã hoài",
    "Cống nghẹt trước nhà tôi cả tháng, hôi lắm",
    "Tôi tố cáo ông chủ tịch xã nhận hối lộ của dân",
)
MORE = ("hôm nay vẫn còn", "ở ấp Chợ", "chừng nào nộp báo cáo 6 tháng?", "cảm ơn")
AGENCIES = ("so-noi-vu", "ubnd-tinh", "ubnd-xa-tap-son")
UT = 21
"""An officer of the province's committee alone."""
OFFICIALS = (OWNER, ADMINISTRATOR, COORDINATOR, OFFICER, STRANGER, UT)
CORRECTIONS = ("kind:comment", "category:dat-dai", "category:khac", "place:xa-tap-son", "place:")
USES = (Move.ANSWER, Move.ASK, Move.DECLINE, Move.NOTE)
STEPS = (
    timedelta(seconds=31),
    timedelta(minutes=11),
    timedelta(hours=5),
    timedelta(days=1),
    timedelta(days=4),
    timedelta(days=16),
)
TOLD = {Move.ACCEPT, Move.FORWARD, Move.ASK, Move.ANSWER, Move.DECLINE, Move.CLOSE, Move.EXPIRE}
"""What officials or the clock do and the sender is told of; besides, joining and another topic."""
ENDED = {State.CLOSED, State.DECLINED, State.WITHDRAWN, State.EXPIRED}

people = st.sampled_from(PEOPLE)
officials = st.sampled_from(OFFICIALS)
which = st.integers(0, 9)


class Machine(RuleBasedStateMachine):
    loaded: ClassVar[tuple[Knowledge, Engine]]

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        store = open_store(fresh(self.folder))
        store.db.execute("PRAGMA synchronous = OFF")
        self.life: PetitionLife = petition_life(store, *self.loaded, self.folder)
        self.store = store
        for person in (ADMINISTRATOR, COORDINATOR, OFFICER):
            appoint(store, person, self.now)
        appoint_to(store, UT, "ubnd-tinh", self.now)
        self.life.desk.has_desk()
        self.gone: set[int] = set()
        """Who was erased and has not come back."""

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)

    @property
    def now(self) -> datetime:
        return self.life.desk.now

    def one(self, which: int) -> Petition:
        found = self.life.petitions()
        return found[-1 - which % len(found)]

    def there_are_petitions(self) -> bool:
        return hasattr(self, "life") and bool(self.life.petitions())

    # ---- citizens

    @rule(person=people, words=st.sampled_from(WORDS), named=st.booleans(), photo=st.booleans())
    def a_petition_is_sent(self, person: int, words: str, named: bool, photo: bool) -> None:
        self.gone.discard(person)
        before, blocked = len(self.life.petitions()), self.store.desks.blocked(person, self.now)
        self.life.begins(person)
        self.life.says(person, f"{words}, gọi {PHONES[person]}" if named else words)
        if photo:
            self.life.says(person, photo=True)
        if named:
            self.life.taps_newest(person, "p:contact:")
            self.life.says(person, name=NAMES[person], phone=PHONES[person])
        self.life.taps_newest(person, "p:send:")
        assert not (blocked and len(self.life.petitions()) > before), "who is blocked sends nothing"

    @rule(person=people, words=st.sampled_from((*WORDS, *MORE)))
    def something_is_said(self, person: int, words: str) -> None:
        self.gone.discard(person)
        self.life.says(person, words, name=NAMES[person])

    @rule(person=people, words=st.sampled_from(MORE))
    def something_is_changed(self, person: int, words: str) -> None:
        if person in self.life.said:
            self.gone.discard(person)
        self.life.edits(person, words)

    @rule(person=people, which=which)
    def a_citizen_presses(self, person: int, which: int) -> None:
        seen = self.life.buttons[person]
        if seen:
            self.life.taps(person, seen[-1 - which % len(seen)])

    @precondition(there_are_petitions)
    @rule(which=which, deed=st.sampled_from(("withdraw:{}:yes", "reopen:{}:yes", "rate:{}:5", "add:{}", "see:{}")))
    def a_sender_does_something_about_a_petition(self, which: int, deed: str) -> None:
        petition = self.one(which)
        if petition.person_id is not None:
            self.life.taps(petition.person_id, deed.format(petition.id))

    @precondition(there_are_petitions)
    @rule(which=which, words=st.sampled_from((*MORE, WORDS[-1])))
    def a_sender_adds_something(self, which: int, words: str) -> None:
        person = self.one(which).person_id
        if person is not None and self.life.taps(person, f"add:{self.one(which).id}"):
            self.life.says(person, words)
            self.life.taps_newest(person, "p:pass:")

    @rule(person=people)
    def a_person_is_erased(self, person: int) -> None:
        still_open = [one.id for one in self.life.petitions() if one.person_id == person and one.open]
        states = [one.state for one in self.life.petitions()]
        if self.life.is_erased(person):
            self.gone.add(person)
        assert [one.state for one in self.life.petitions()] == states
        assert all(self.store.petitions.get(number).words for number in still_open)

    @rule(person=people, away=st.booleans())
    def a_citizen_blocks_the_bot_or_comes_back(self, person: int, away: bool) -> None:
        if person not in self.gone:
            change = self.store.people.unreachable if away else None
            change(person, self.now) if change else self.store.people.reachable(person)

    # ---- officials

    @rule(person=officials, which=which, private=st.booleans())
    def an_official_presses(self, person: int, which: int, private: bool) -> None:
        chat_id = person if private else DESK
        seen = self.life.buttons[chat_id]
        if seen:
            self.life.press(person, seen[-1 - which % len(seen)], chat_id)

    @precondition(there_are_petitions)
    @rule(person=officials, which=which, use=st.sampled_from(USES), private=st.booleans())
    def an_official_writes(self, person: int, which: int, use: Move, private: bool) -> None:
        petition = self.one(which)
        joined = [one for one in self.store.petitions.joined_to(petition.id) if one.open]
        answers = use is Move.ANSWER and petition.open
        if not self.life.writes(person, petition, "Đã xem xét.", use, person if private else DESK):
            return
        assert person is not STRANGER
        for other in joined if answers else ():
            answer = self.store.petitions.events(other.id)[-1]
            assert (answer.move, answer.words) == (Move.ANSWER, "Đã xem xét."), "one answer reaches all"

    @precondition(there_are_petitions)
    @rule(person=officials, which=which, agency=st.sampled_from(AGENCIES))
    def it_is_passed_on(self, person: int, which: int, agency: str) -> None:
        self.life.press(person, f"to:{self.one(which).id}:{agency}")

    @precondition(there_are_petitions)
    @rule(person=officials, which=which, change=st.sampled_from(CORRECTIONS))
    def it_is_corrected(self, person: int, which: int, change: str) -> None:
        petition = self.one(which)
        self.life.press(person, f"fix:{petition.id}:{self.store.worklist.last_event(petition.id)}:{change}")
        assert self.life.desk.again(petition).due_at <= petition.due_at, "the promised day is never put off"

    @precondition(there_are_petitions)
    @rule(person=officials, which=which, other=which)
    def two_are_joined(self, person: int, which: int, other: int) -> None:
        self.life.press(person, f"into:{self.one(which).id}:{self.one(other).id}")

    @precondition(there_are_petitions)
    @rule(which=which, days=st.sampled_from((7, 30)))
    def a_sender_is_blocked(self, which: int, days: int) -> None:
        self.life.press(COORDINATOR, f"block:{self.one(which).id}:spam:{days}")

    @rule(person=st.sampled_from((ADMINISTRATOR, COORDINATOR, OFFICER)))
    def an_official_goes_or_comes(self, person: int) -> None:
        held = self.store.roles.held_by(person)
        if held:
            self.store.roles.revoke(held[0].id, OWNER, self.now)
        else:
            appoint(self.store, person, self.now)

    @rule(agency=st.sampled_from((None, *AGENCIES)), there=st.booleans())
    def a_group_comes_or_goes(self, agency: str | None, there: bool) -> None:
        chat_id = DESK if agency is None else OTHER_DESK
        if there:
            self.life.desk.has_desk(chat_id, agency)
        elif self.store.desks.known(chat_id):
            self.store.desks.left(chat_id, self.now)

    # ---- time

    @rule(step=st.sampled_from(STEPS))
    def time_passes(self, step: timedelta) -> None:
        self.life.passes(step)
        Expiry(self.store.db).blocks_of_nobody(self.now)

    @rule()
    def everything_is_delivered(self) -> None:
        self.life.look_around()
        self.life.desk.deliver()

    # ---- what always holds

    @invariant()
    def the_state_follows_from_the_events_and_the_table(self) -> None:
        for petition in self.life.petitions():
            first, *events = self.store.petitions.events(petition.id)
            assert (first.move, first.from_state, first.to_state) == (Move.SUBMIT, None, State.RECEIVED)
            state = State.RECEIVED
            for event in events:
                new = after(state, event.move, event.actor)
                assert event.to_state in ((new,) if new is not state else (None, new)), event
                assert event.from_state in (None, state)
                assert state in TRANSITIONS[event.move, event.actor]
                state = new
            assert petition.state is state
            assert petition.due_at >= petition.received_at
            ended = self.store.db.execute("SELECT ended_at FROM petitions WHERE id = ?", [petition.id]).fetchone()[0]
            assert (ended is not None) is (state in ENDED)

    @invariant()
    def every_petition_has_a_card_or_an_alarm(self) -> None:
        keys = self.keys()
        for petition in self.life.petitions():
            if petition.person_id is None and not petition.open:
                continue  # a card that had not arrived when the person was erased, and of which nothing follows
            own = [key for key in keys if key.startswith(f"petition:{petition.id}:")]
            assert any(":card:" in key or ":nobody:" in key for key in own), petition

    @invariant()
    def who_is_of_an_agency_acts_on_what_is_with_it(self) -> None:
        for petition in self.life.petitions():
            agency = None
            for event in reversed(self.store.petitions.events(petition.id)):
                if event.move is Move.FORWARD:
                    agency = str(event.details["from"])
                elif event.move is Move.JOIN:
                    break  # it may have gone along to another agency
                if event.actor_id == UT:
                    assert (agency or petition.agency) == "ubnd-tinh", event

    @invariant()
    def each_sender_is_told_once_of_each_event_that_concerns_them(self) -> None:
        told = {key for key in self.keys() if ":event:" in key and ":to:" in key and ":warning:" not in key}
        wanted = {
            f"petition:{petition.id}:event:{event.id}:to:{petition.person_id}"
            for petition in self.life.petitions()
            if petition.person_id is not None
            for event in self.store.petitions.events(petition.id)
            if concerns(event)
        }
        assert told == wanted

    @invariant()
    def nobody_reads_what_others_have_written(self) -> None:
        for person in PEOPLE:
            read = " ".join(text for (text,) in self.payloads(person))
            for other in PEOPLE:
                assert other == person or NAMES[other] not in read
                assert other == person or PHONES[other] not in read
        group = " ".join(text for chat in (DESK, OTHER_DESK) for (text,) in self.payloads(chat))
        assert "hối lộ" not in group
        assert not [phone for phone in PHONES.values() if phone in group]

    @invariant()
    def what_is_joined_is_joined_to_one_that_is_not(self) -> None:
        for petition in self.life.petitions():
            if petition.joined_to is not None:
                assert self.store.petitions.get(petition.joined_to).joined_to is None
                assert not petition.confidential

    @invariant()
    def limits_hold(self) -> None:
        for person in PEOPLE:
            sent = [one.received_at for one in self.life.petitions() if one.person_id == person]
            for limit in LIMITS:
                for at in sent:
                    assert sum(at <= other < at + limit.length for other in sent) <= limit.most

    @invariant()
    def who_was_erased_is_nowhere(self) -> None:
        blocked = {person for person in self.gone if self.store.desks.blocked(person, self.now)}
        if self.gone:
            dump = "\n".join(self.store.db.conn.iterdump())
            for person in self.gone:
                assert NAMES[person] not in dump
                assert PHONES[person][3:] not in dump
                assert person in blocked or str(person) not in dump

    def keys(self) -> list[str]:
        return [row[0] for row in self.store.db.execute("SELECT key FROM outbox")]

    def payloads(self, chat_id: int) -> list[tuple[str]]:
        return self.store.db.execute("SELECT payload FROM outbox WHERE chat_id = ?", [chat_id]).fetchall()


def concerns(event: Event) -> bool:
    """Whether the sender is told of it."""
    if event.actor is Actor.CITIZEN:
        return False
    if event.move is Move.CHANGE:
        return bool(event.details["field"] == "category")
    return event.move in TOLD or (event.move is Move.JOIN and event.details["to"] is not None)


@pytest.fixture(autouse=True, scope="module")
def _knowledge(loaded: tuple[Knowledge, Engine]) -> Iterator[None]:
    Machine.loaded = loaded
    yield
    del Machine.loaded


class TestLife(Machine.TestCase):
    settings = settings(
        max_examples=12,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


@pytest.mark.soak
class TestLongLife(Machine.TestCase):
    settings = settings(
        max_examples=500,
        stateful_step_count=80,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
