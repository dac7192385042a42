"""Citizens and a desk over one store, without any messenger: what they do, and the buttons that they have seen."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.asking import Asking
from bot.errors import NotAllowed, NotFound
from bot.petitions.citizen_side import CitizenSide, Pressed
from bot.petitions.desk import Forestalled, Officer
from bot.petitions.model import NewFile, Petition
from bot.petitions.privacy import Privacy
from bot.petitions.said import Said
from bot.petitions.screens import Screen
from bot.petitions.states import Move
from bot.replies import Reply
from bot.store import Store
from knowledge import Knowledge
from knowledge.answering import Engine
from tests.support.desk_world import DESK, DeskWorld, desk_world

REFUSALS = (NotAllowed, NotFound, Forestalled)
"""All that may come of a button, besides what it is for."""


@dataclass
class PetitionLife:
    """Who acts, acts as the handlers let them; `buttons` are what each chat has seen, the newest last."""

    desk: DeskWorld
    citizens: CitizenSide
    privacy: Privacy
    buttons: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    said: dict[int, Said] = field(default_factory=dict)
    """The last words of each citizen."""
    _message: int = 0
    _read: int = 0

    @property
    def store(self) -> Store:
        """Where everything is kept."""
        return self.desk.store

    def petitions(self) -> list[Petition]:
        """All there are, in their order."""
        return self.store.petitions.select("TRUE ORDER BY id")

    # ---- citizens

    def says(
        self, person: int, words: str = "", *, name: str = "", phone: str | None = None, photo: bool = False
    ) -> None:
        """A citizen says or sends something."""
        self._message += 1
        file = NewFile(self._message, "photo", f"file{self._message}", f"u{self._message}") if photo else None
        said = Said(person, person, self._message, name, words, file=file, phone=phone)
        self.said[person] = said
        self._hear(said)

    def edits(self, person: int, words: str) -> None:
        """A citizen changes the last words."""
        if person in self.said:
            before = self.said[person]
            self._hear(Said(person, person, before.message_id, before.name, words, edited=True))

    def begins(self, person: int) -> None:
        """/gopy"""
        self._see(person, self.citizens.begin(person, person, self.desk.now))

    def looks(self, person: int) -> None:
        """/phananh"""
        self._see(person, self.citizens.following.mine(person))

    def taps(self, person: int, data: str) -> bool:
        """A citizen presses a button; whether anything came of it."""
        pressed = Pressed(person, person, data.removeprefix("p:"))
        try:
            self._see(person, self.citizens.press(pressed, self.desk.now))
        except (NotAllowed, NotFound):
            return False
        return True

    def sends(self, person: int, words: str) -> None:
        """A citizen sends a petition the shortest way."""
        self.begins(person)
        self.says(person, words)
        self.taps_newest(person, "p:send:")

    def taps_newest(self, person: int, kind: str) -> bool:
        """A citizen presses the newest button of that kind; whether there is one and anything came of it."""
        found = next((data for data in reversed(self.buttons[person]) if data.startswith(kind)), None)
        return found is not None and self.taps(person, found)

    def is_erased(self, person: int) -> bool:
        """A citizen asks for it and confirms; whether it was done."""
        asked = self.privacy.ask(person, self.desk.now)
        found = [button.data for row in asked.buttons for button in row if button.data.startswith("d:erase:")]
        if not found:
            return False
        self.privacy.erase(person, int(found[0].rpartition(":")[2]), self.desk.now)
        self.buttons[person].clear()
        self.said.pop(person, None)
        return True

    # ---- officials

    def press(self, person: int, data: str, chat_id: int = DESK) -> bool:
        """An official presses a button; whether anything came of it."""
        try:
            outcome = self.desk.press(Officer(person, chat_id), data.removeprefix("s:"))
        except REFUSALS:
            return False
        self._note(chat_id, outcome.reply)
        return True

    def writes(self, person: int, petition: Petition, words: str, use: Move, chat_id: int = DESK) -> bool:
        """An official writes and confirms; whether it was sent."""
        try:
            self.desk.send(Officer(person, chat_id), petition, words, use)
        except REFUSALS:
            return False
        return self.store.petitions.events(petition.id)[-1].move is use

    # ---- the clock

    def passes(self, time: timedelta) -> None:
        """Time passes, and the clock ticks."""
        self.desk.now += time
        self.desk.staff.watching.tick(self.desk.now)

    def look_around(self) -> None:
        """Everybody reads what was put into the outbox for them."""
        rows = self.store.db.execute("SELECT id, chat_id FROM outbox WHERE id > ? ORDER BY id", [self._read]).fetchall()
        for chat_id in dict.fromkeys(chat_id for _number, chat_id in rows):
            for content in self.desk.out(chat_id)[-3:]:
                self._note(chat_id, content.reply)
        self._read = rows[-1][0] if rows else self._read

    def _hear(self, said: Said) -> None:
        screen = self.citizens.hear(said, self.desk.now)
        if screen is not None:
            self._see(said.person_id, screen)

    def _see(self, person: int, screen: Screen) -> None:
        self._note(person, screen.reply)

    def _note(self, chat_id: int, reply: Reply) -> None:
        seen = self.buttons[chat_id]
        seen += [button.data for row in reply.buttons for button in row]
        del seen[:-60]


def petition_life(store: Store, knowledge: Knowledge, engine: Engine, folder: Path) -> PetitionLife:
    """Nobody has written yet, and there is no group."""
    desk = desk_world(store, knowledge, folder)
    asking = Asking(engine, knowledge, store)
    citizens = CitizenSide.over(store, asking, desk.staff.cards, desk.calendar.zone.key, lambda: desk.calendar)
    return PetitionLife(desk, citizens, Privacy.over(desk.staff.cards, knowledge))
