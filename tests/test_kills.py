"""Killed at any instant, the bot loses nothing and does nothing twice; only what was on its way may come twice."""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.access import Access
from bot.inviting import Inviting
from bot.outgoing import Deed, unpack
from bot.petitions.codes import shown
from bot.roles import Role
from bot.store import open_store
from handlers.rendering import parts
from handlers.requests import IN_FLIGHT
from tests.support.kill_desk import FIRST, GROUP, OFFICER, DeskLife, desk_life
from tests.support.killed import SETTLES_WITHIN, Killed
from tests.support.stage import CARD_LINE
from tests.telegram_server import Message, Person, TelegramServer

OWNER = 9001
CODE = re.compile(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}\b")
BURST = 8
"""How many things happen at once."""
PETITIONS = 0.5
"""Which part of what happens has to do with petitions."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")


@dataclass
class Life:
    """What the people did, and what has to have come of it."""

    server: TelegramServer
    people: list[Person]
    chance: random.Random
    asked: list[str] = field(default_factory=list)
    languages: dict[int, str] = field(default_factory=dict)
    ratings: dict[int, str] = field(default_factory=dict)
    questions: dict[int, Message] = field(default_factory=dict)
    invitations: list[str] = field(default_factory=list)
    """The secrets of links that nobody opened yet; each gives the role of an officer."""
    officers: set[int] = field(default_factory=set)
    refusals: int = 0
    private: Counter[int] = field(default_factory=Counter)
    """How often each was sent something that is forgotten once it is said."""
    updates: int = 0
    desk: DeskLife | None = None

    async def goes_on_by_and_by(self, steps: int) -> None:
        """The same in several bursts, each of which finds what the one before has led to."""
        self.server.expire_queries()  # what only pops up on a button is not said again after a kill
        for left in range(steps, 0, -BURST):
            self.goes_on(min(BURST, left))
            if left > BURST:
                await self.server.wait_for(lambda: not self.server.unconfirmed, SETTLES_WITHIN)
                await self.server.wait_until_quiet(SETTLES_WITHIN)

    def goes_on(self, steps: int) -> None:
        """Lets `steps` things happen, spread over the people."""
        for _step in range(steps):
            if self.desk is not None and self.chance.random() < PETITIONS:
                self.desk.goes_on()
                self.updates += 1
                continue
            person = self.chance.choice(self.people)
            kinds = (self._asks, self._asks, self._asks, self._commands, self._chooses, self._rates, self._turns)
            more = (self._edits, self._shows, self._opens, self._opens, self._agrees, self._agrees, self._looks)
            self.chance.choice((*kinds, *more))(person)
            self.updates += 1

    def _new_question(self) -> str:
        self.asked.append(f"nghị định {len(self.asked) + 1}/2031/NĐ-CP nói gì")
        return self.asked[-1]

    def _asks(self, person: Person) -> None:
        self.questions[person.id] = person.says(self._new_question())

    def _edits(self, person: Person) -> None:
        if person.id in self.questions:
            person.edits(self.questions[person.id], self._new_question())
        else:
            self._asks(person)

    def _commands(self, person: Person) -> None:
        person.says(self.chance.choice(("/start", "/help", "/mucluc", "/nhiemvu", "/muctieu", "/thoihan", "/vanban")))

    def _shows(self, person: Person) -> None:
        person.sends_sticker()

    def _chooses(self, person: Person) -> None:
        self.languages[person.id] = self.chance.choice(("vi", "en"))
        person.says(f"/ngonngu {self.languages[person.id]}")

    def _rates(self, person: Person) -> None:
        pressed = self._press(person, "r:")
        if pressed is None:
            self._asks(person)
            return
        _kind, question, value = pressed.split(":")
        self.ratings[int(question)] = "good" if value == "1" else "bad"

    def _turns(self, person: Person) -> None:
        if self._press(person, "m:") is None:
            self._commands(person)

    def _opens(self, person: Person) -> None:
        if not self.invitations:
            self._looks(person)
            return
        person.starts(f"i-{self.invitations.pop()}")
        self.private[person.id] += 1
        self.refusals += person.id in self.officers

    def _agrees(self, person: Person) -> None:
        if self._press(person, "o:accept:") is None:
            self._opens(person)
            return
        self.refusals += person.id in self.officers
        self.officers.add(person.id)

    def _looks(self, person: Person) -> None:
        command = self.chance.choice(("/moi", "/canbo", "/vaitro"))
        person.says(command)
        self.private[person.id] += 1
        self.refusals += command == "/moi" or (command == "/canbo" and person.id not in self.officers)

    def _press(self, person: Person, kind: str) -> str | None:
        for message in reversed(person.inbox):
            found = [str(b["callback_data"]) for row in message.button_rows for b in row]
            wanted = [data for data in found if data.startswith(kind)]
            if wanted:
                data = self.chance.choice(wanted)
                person.presses(message, data)
                return data
        return None


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        server.latency = 0.01
        server.world.query_lifetime = 10_000
        yield server


async def live(server: TelegramServer, data: Path, *, people: int, updates: int, kills: int, seed: int) -> Killed:
    """Lets the bot be killed `kills` times while `updates` come in, and checks all that must hold at the end."""
    chance = random.Random(seed)
    server.person(OWNER, first_name="Chủ", wrote=True)
    life = Life(server, [server.person(number, wrote=True) for number in range(1, people + 1)], chance)
    life.invitations = invited(data, people // 3)
    life.desk = desk_life(server, data, OWNER, people // 2, chance)
    began = time.time() - updates
    # Everybody takes their time, so that nobody writes too fast for the bot.
    server.world.clock = lambda: began + life.updates
    bot = Killed(server, data, OWNER)
    share = updates // (kills + 1)
    for _kill in range(kills):
        await bot.lives(lambda: life.goes_on_by_and_by(share), chance.uniform(0.0, 0.5))
    await bot.ends_well(lambda: life.goes_on_by_and_by(updates - life.updates))
    every_update_had_one_effect(bot, life)
    every_invitation_had_one_effect(bot, life)
    every_reply_came_and_only_those_on_their_way_came_twice(bot, life, kills)
    answers_came_in_the_order_of_the_questions(life)
    what_happened_to_petitions_was_told_in_its_order(bot)
    life.desk.had_one_effect_each(bot.rows)
    life.desk.everybody_sees_it(bot.rows, data)
    return bot


def invited(data: Path, count: int) -> list[str]:
    """The secrets of so many invitations by the owner."""
    store = open_store(data)
    inviting = Inviting(Access(store, frozenset({OWNER})), ())
    tokens = [inviting.invite(OWNER, Role.DESK_OFFICER, None, datetime.now(UTC))[1] for _number in range(count)]
    store.close()
    return tokens


def every_update_had_one_effect(bot: Killed, life: Life) -> None:
    assert Counter(row["status"] for row in bot.rows("SELECT status FROM inbox")) == {"done": life.updates}
    asked = bot.rows("SELECT text FROM questions WHERE text LIKE '%/2031/%'")
    assert Counter(row["text"] for row in asked) == Counter(life.asked)
    chosen = {row["id"]: row["language"] for row in bot.rows("SELECT * FROM people WHERE language IS NOT NULL")}
    assert chosen == life.languages
    rated = {row["id"]: row["rating"] for row in bot.rows("SELECT * FROM questions WHERE rating IS NOT NULL")}
    assert rated == life.ratings


def every_invitation_had_one_effect(bot: Killed, life: Life) -> None:
    """One role, one used invitation, one row of the audit and one notice to who invited, for each who agreed."""
    assert life.officers, "nobody accepted anything"
    held = bot.rows(f"SELECT * FROM roles WHERE person_id <> {OFFICER} ORDER BY person_id")
    assert [row["person_id"] for row in held] == sorted(life.officers)
    used = [row["used_by"] for row in bot.rows("SELECT * FROM invitations WHERE used_by IS NOT NULL ORDER BY used_by")]
    assert used == sorted(life.officers)
    audit = bot.rows(f"SELECT * FROM audit WHERE actor_id <> {OWNER} AND actor_id < {FIRST}")
    assert sorted(row["actor_id"] for row in audit if row["outcome"] == "done") == sorted(life.officers)
    assert sum(row["outcome"] == "refused" for row in audit) == life.refusals
    assert len(bot.rows(f"SELECT * FROM outbox WHERE chat_id = {OWNER}")) == len(life.officers)


def every_reply_came_and_only_those_on_their_way_came_twice(bot: Killed, life: Life, kills: int) -> None:
    rows = bot.rows("SELECT * FROM outbox")
    assert {row["status"] for row in rows if row["error"] != "replaced" or not is_card(row)} == {"sent"}
    wanted, at_most, in_place_of = Counter[tuple[str, str]](), Counter[tuple[str, str]](), set[tuple[str, str]]()
    for row in filter(_has_words, rows):
        content = unpack(row["chat_id"], row["kind"], row["payload"])
        for text in parts(content.reply):
            if content.deed is Deed.SEND or (content.deed is Deed.REFRESH and not is_card(row)):
                wanted[str(row["chat_id"]), text] += 1
                at_most[str(row["chat_id"]), text] += 1 + bot.on_their_way[row["key"]]
            elif content.deed is Deed.EDIT:
                in_place_of.add((str(row["chat_id"]), text))
    messages = [(call.params["chat_id"], call.params["text"]) for call in bot.server.sent_by("sendMessage")]
    cards = Counter(line_of_code(text) for chat, text in messages if chat == str(GROUP) and CARD_LINE in text)
    calls = Counter(call for call in messages if call[0] != str(GROUP) or CARD_LINE not in call[1])
    sent = Counter({call: times for call, times in calls.items() if call in wanted})
    missing = wanted - sent
    assert not missing
    # An edit whose message is gone sends it anew: that of a preview, in whose favour older ones are taken away.
    calls -= Counter({call: times for call, times in calls.items() if call in in_place_of - wanted.keys()})
    assert not sent - at_most, "only what was on its way at a kill may come again"
    doubles = (sent - wanted).total() + doubles_of_what_is_forgotten(bot, life, calls - sent)
    doubles += doubles_of_cards(bot, rows, cards)
    assert doubles <= kills * IN_FLIGHT
    print(f"{wanted.total() + life.private.total()} replies, {kills} kills, {doubles} came twice")


def is_card(row: dict[str, Any]) -> bool:
    return (row["about"] or "").startswith("card:") and row["collapse_key"] is not None


def line_of_code(text: str) -> str:
    """The line of a card that says which petition it is of, without what changes."""
    found = CODE.search(text)
    assert found, text
    return found.group()


def doubles_of_cards(bot: Killed, rows: list[dict[str, Any]], cards: Counter[str]) -> int:
    """How many cards came twice: each is sent once, and from then on changed."""
    doubles = 0
    for petition in bot.rows("SELECT id, code FROM petitions"):
        own = [row for row in rows if is_card(row) and row["about"] == f"card:{petition['id']}"]
        again = sum(bot.on_their_way[row["key"]] for row in own)
        assert 1 <= cards[shown(petition["code"])] <= 1 + again
        doubles += cards[shown(petition["code"])] - 1
    return doubles


def doubles_of_what_is_forgotten(bot: Killed, life: Life, calls: Counter[tuple[str, str]]) -> int:
    """How many came twice of those of which the outbox keeps no words, so that they can only be counted."""
    rows = [row for row in bot.rows("SELECT * FROM outbox") if not _has_words(row)]
    doubles = 0
    for person in life.people:
        came = sum(times for (chat, _text), times in calls.items() if chat == str(person.id))
        again = sum(bot.on_their_way[row["key"]] for row in rows if row["chat_id"] == person.id)
        assert life.private[person.id] <= came <= life.private[person.id] + again
        doubles += came - life.private[person.id]
    assert calls.total() - doubles == life.private.total()
    return doubles


def _has_words(row: dict[str, Any]) -> bool:
    return bool(row["payload"])


def answers_came_in_the_order_of_the_questions(life: Life) -> None:
    for person in life.people:
        first_seen = dict.fromkeys(
            json.dumps(call.params["text"]) for call in life.server.sent_by("sendMessage") if _to(person, call.params)
        )
        numbers = [number for text in first_seen if (number := _number(text)) is not None]
        assert numbers == sorted(numbers)


def what_happened_to_petitions_was_told_in_its_order(bot: Killed) -> None:
    """In each chat, the group too. What came twice counts where it came first; words that are said often do not."""
    told: defaultdict[str, list[str]] = defaultdict(list)
    for row in bot.rows("SELECT * FROM outbox WHERE about GLOB 'petition:*' OR about GLOB 'card:*' ORDER BY id"):
        content = unpack(row["chat_id"], row["kind"], row["payload"])
        if content.deed is Deed.SEND:
            told[str(row["chat_id"])] += parts(content.reply)
    came: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for call in bot.server.sent_by("sendMessage"):
        came[str(call.params["chat_id"])].setdefault(call.params["text"])
    assert any(len(texts) > 1 for texts in told.values())
    for chat, texts in told.items():
        once = {text for text, times in Counter(texts).items() if times == 1}
        assert [text for text in came[chat] if text in once] == [text for text in texts if text in once], chat


def _to(person: Person, params: dict[str, Any]) -> bool:
    return str(params["chat_id"]) == str(person.id)


def _number(text: str) -> int | None:
    before, found, _after = text.partition("/2031")
    digits = before[len(before.rstrip("0123456789")) :]
    return int(digits) if found and digits else None


async def test_killed_five_times(server: TelegramServer, tmp_path: Path) -> None:
    await live(server, tmp_path / "data", people=18, updates=200, kills=5, seed=1)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1))
async def test_killed_forty_times(server: TelegramServer, tmp_path: Path, seed: int) -> None:
    await live(server, tmp_path / "data", people=50, updates=500, kills=40, seed=seed)
