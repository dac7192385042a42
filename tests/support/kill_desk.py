"""Citizens with petitions and an officer, who go on whatever has reached them so far; and what must come of it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.attachments import path_of
from bot.i18n import DEFAULT, use_locale
from bot.petitions.codes import shown
from bot.petitions.state_names import state_name
from bot.petitions.states import State
from bot.roles import Role
from bot.store import open_store
from bot.store.desks import Desk
from tests.support.stage import CARD_LINE
from tests.telegram_server import TINY_JPEG, Group, Message, Person, TelegramServer

OFFICER, GROUP = 9002, -1_000_000_000_900
FIRST = 501
"""The number of the first citizen."""
ENDS = ("rút sau", "bổ sung sau", "đánh giá sau")
"""What citizens mean to do in the end, by turns; they say so, and the officer heeds it."""
Rows = Callable[[str], list[dict[str, Any]]]


@dataclass
class DeskLife:
    """What was done, as far as it must have had an effect."""

    server: TelegramServer
    group: Group
    officer: Person
    citizens: list[Person]
    chance: random.Random
    said: list[str] = field(default_factory=list)
    accepted: set[int] = field(default_factory=set)
    replied: dict[int, str] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    """Which words of the officer became what."""
    withdrawn: set[int] = field(default_factory=set)
    rated: set[int] = field(default_factory=set)
    _at: Counter[int] = field(default_factory=Counter)
    _old: dict[int, str | None] = field(default_factory=dict)

    def goes_on(self) -> None:
        """One thing happens, which is one update."""
        if self.chance.random() < 0.4:
            self._officer_goes_on()
        else:
            self._citizen_goes_on(self.chance.choice(self.citizens))

    # ---- citizens

    def _citizen_goes_on(self, person: Person) -> None:
        steps = [
            self._writes,
            self._wants_it_sent,
            self._illustrates,
            self._agrees,
            self._follows_up,
            *self._end(person),
        ]
        at = self._at[person.id]
        if at < len(steps) and steps[at](person):
            self._at[person.id] += 1
        elif at >= len(steps):
            person.says("/phananh")

    def _end(self, person: Person) -> list[Callable[[Person], bool]]:
        match person.id % len(ENDS):
            case 0:
                return [self._taps("p:withdraw:"), self._confirms_withdrawing]
            case 1:
                return [self._taps("p:add:"), self._adds, self._taps("p:pass:")]
        return [self._taps("p:rate:"), self._gives_stars]

    def _says(self, person: Person, words: str) -> bool:
        self.said.append(f"{words} số {len(self.said) + 1:04}")
        person.says(self.said[-1])
        return True

    def _writes(self, person: Person) -> bool:
        return self._says(person, f"Đường có ổ gà lớn, xe ngã hoài, {ENDS[person.id % len(ENDS)]},")

    def _wants_it_sent(self, person: Person) -> bool:
        return self._tap(person, "p:take:") is not None

    def _illustrates(self, person: Person) -> bool:
        self._old[person.id] = self._newest(person.inbox, "p:send:")
        if self._old[person.id] is None:
            return self._waits(person)
        self.said.append(f"Hình chụp số {len(self.said) + 1:04}")
        person.sends_photo(TINY_JPEG + str(person.id).encode(), caption=self.said[-1])
        return True

    def _agrees(self, person: Person) -> bool:
        if self._newest(person.inbox, "p:send:") == self._old[person.id]:
            return self._waits(person)
        return self._tap(person, "p:send:") is not None

    def _follows_up(self, person: Person) -> bool:
        return self._tap(person, "p:see:") is not None

    def _confirms_withdrawing(self, person: Person) -> bool:
        return self._has_tapped(person, "p:withdraw:", ":yes", self.withdrawn)

    def _gives_stars(self, person: Person) -> bool:
        return self._has_tapped(person, "p:rate:", ":5", self.rated)

    def _has_tapped(self, person: Person, kind: str, end: str, noted: set[int]) -> bool:
        pressed = self._tap(person, kind, end)
        if pressed:
            noted.add(int(pressed.split(":")[2]))
        return pressed is not None

    def _adds(self, person: Person) -> bool:
        return self._says(person, "Nay vẫn còn")

    def _taps(self, kind: str) -> Callable[[Person], bool]:
        return lambda person: self._tap(person, kind) is not None

    def _waits(self, person: Person) -> bool:
        person.says("/phananh")
        return False

    def _tap(self, person: Person, kind: str, end: str = "") -> str | None:
        """Presses the newest such button; without one the person looks whether there is anything new."""
        data = self._newest(person.inbox, kind, end)
        if data is None:
            self._waits(person)
            return None
        message = next(message for message in reversed(person.inbox) if data in buttons(message))
        person.presses(message, data)
        return data

    def _newest(self, messages: list[Message], kind: str, end: str = "") -> str | None:
        found = (data for message in reversed(messages) for data in buttons(message))
        # Behind the kind there is a number, which is not the end: "p:rate:5" gives no stars.
        return next((data for data in found if data.startswith(kind) and data[len(kind) + 1 :].endswith(end)), None)

    # ---- the officer

    def _officer_goes_on(self) -> None:
        for message in self.group.from_bot:
            if CARD_LINE in message.text and ENDS[0] not in message.text and self._handles(message):
                return
            if self._confirms(message):
                return
        self.officer.says("Ai rảnh đi coi thử?", chat=self.group)

    def _handles(self, card: Message) -> bool:
        """Takes it up, and once that is done writes something."""
        accept = next((data for data in buttons(card) if data.startswith("s:accept:")), None)
        number = next(int(data.split(":")[2]) for data in buttons(card) if data.startswith("s:history:"))
        if accept and number not in self.accepted:
            self.accepted.add(number)
            self.officer.presses(card, accept)
            return True
        if number in self.accepted and number not in self.replied:
            self.replied[number] = f"{'Hỏi' if ENDS[1] in card.text else 'Đáp'} số {number:04}"
            self.officer.says(self.replied[number], chat=self.group, reply_to=card)
            return True
        return False

    def _confirms(self, prompt: Message) -> bool:
        uses = [data for data in buttons(prompt) if data.startswith("s:send:")]
        words = next((words for words in self.replied.values() if words in prompt.text), None)
        if not uses or words is None or words in self.sent:
            return False
        self.sent[words] = self.chance.choice(("ask", "note")) if words.startswith("Hỏi") else "answer"
        self.officer.presses(prompt, next(data for data in uses if data.endswith(self.sent[words])))
        return True

    # ---- what must have come of it

    def had_one_effect_each(self, rows: Rows) -> None:
        """Nothing was lost and nothing was done twice."""
        kept = "SELECT words FROM draft_words UNION ALL SELECT words FROM petitions"
        all_words = [
            line
            for row in rows(f"{kept} UNION ALL SELECT words FROM petition_events WHERE actor = 'citizen'")
            for line in (row["words"] or "").splitlines()
        ]
        assert Counter(line for line in all_words if " số " in line) == Counter(self.said)
        events = rows("SELECT * FROM petition_events")
        moves = Counter((event["petition_id"], event["move"]) for event in events)
        petitions = rows("SELECT * FROM petitions ORDER BY id")
        assert petitions, "nobody has sent anything"
        assert len({one["person_id"] for one in petitions}) == len(petitions)
        assert all(moves[one["id"], "submit"] == 1 for one in petitions)
        for what, expected in (("accept", self.accepted), ("withdraw", self.withdrawn), ("rate", self.rated)):
            happened = {number for number, move in moves if move == what}
            assert happened == expected, f"{what}: {happened} instead of {expected}"
        assert all(times == 1 for (_number, move), times in moves.items() if move not in ("add", "supply"))
        written = Counter((event["words"], event["move"]) for event in events if event["actor"] == "officer")
        assert {key: n for key, n in written.items() if key[0]} == dict.fromkeys(self.sent.items(), 1)
        assert Counter(row["words"] for row in rows("SELECT words FROM staff_drafts")) == Counter(self.replied.values())

    def everybody_sees_it(self, rows: Rows, data: Path) -> None:
        """Receipts, cards as things stand, answers, and the files."""
        for petition in rows("SELECT * FROM petitions"):
            code, state = shown(petition["code"]), State(petition["state"])
            sender = next(person for person in self.citizens if person.id == petition["person_id"])
            told = "\n".join(message.text for message in sender.inbox)
            assert code in told
            # Further down a card names what looks like it.
            cards = [one for one in self.group.from_bot if CARD_LINE in one.text and code in one.text.splitlines()[0]]
            assert cards, code
            with use_locale(DEFAULT):
                assert state_name(state) in cards[-1].text, cards
            for words, use in self.sent.items():
                if self.replied.get(petition["id"]) == words:
                    assert (words in told) is (use != "note")
        files = rows("SELECT * FROM attachments")
        assert all(path_of(data, file["sha256"]).exists() for file in files)
        sent_on = {call.params.get("photo") for call in self.server.sent_by("sendPhoto")}
        assert {file["file_id"] for file in files if file["petition_id"]} <= sent_on
        print(f"{len(rows('SELECT 1 FROM petitions'))} petitions, {len(self.accepted)} accepted, {self.sent}")


def buttons(message: Message) -> list[str]:
    """The callback data of the buttons, in their order."""
    return [str(button["callback_data"]) for row in message.button_rows for button in row]


def desk_life(server: TelegramServer, data: Path, owner: int, citizens: int, chance: random.Random) -> DeskLife:
    """A group that is a desk, with an officer in it, before anybody has written."""
    officer = server.person(OFFICER, first_name="Cán", wrote=True)
    group = server.group(GROUP, title="Tổ xử lý", members=[officer])
    store, now = open_store(data), datetime.now(UTC)
    store.people.seen(OFFICER, now)
    store.roles.add(OFFICER, Role.DESK_OFFICER, None, "Cán", owner, now)
    store.desks.set(Desk(GROUP, None, "Tổ xử lý", is_forum=False), owner, now)
    store.close()
    people = [server.person(FIRST + number, wrote=True) for number in range(citizens)]
    return DeskLife(server, group, officer, people, chance)
