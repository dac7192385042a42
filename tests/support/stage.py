"""Stories between citizens and a desk as tables: who does what, and who then sees what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.handlers.dialogue import seen
from tests.telegram_server import Group, Message, Person, Query, TelegramServer

Sees = Mapping[str, str | Sequence[str]]
Scene = tuple[str, str] | tuple[str, str, Sees]
"""Who, what they do, and who sees which words afterwards.

What is done: words, said where the person is (officers in the group, citizens to the bot); "[Label]" presses the
newest button of that label there; "card> words" replies to the card, "last> words" to the bot's newest message,
"edit> words" changes one's own last message, "photo> words" replies to the card with a picture.
Who sees: the name of a person, or "group", "card" (the card's newest form) and "popup" (what the pressed button said).
Seen are words or "[Label]" in any message there; "!words" must be in none.
"""
CARD_LINE = "hạn trả lời: "
"""What only cards say."""


@dataclass
class Stage:
    """A desk with its people; who is among `officers` acts in the group."""

    server: TelegramServer
    group: Group
    people: dict[str, Person]
    officers: frozenset[str] = frozenset()
    popup: str = ""
    _said: dict[str, Message] = field(default_factory=dict)

    async def play(self, *scenes: Scene) -> None:
        """Plays the scenes and checks after each what is seen."""
        for who, does, *sees in scenes:
            await self.does(who, does)
            for place, texts in (sees[0] if sees else {}).items():
                for text in [texts] if isinstance(texts, str) else texts:
                    self._check(place, text, does)

    async def does(self, who: str, does: str) -> None:
        """Lets somebody do something and waits until all is said that follows from it."""
        person, place = self.people[who], self.group if who in self.officers else None
        how, arrow, words = does.partition("> ")
        if does.startswith("["):
            await self._press(person, self._here(who), does[1:-1])
        elif arrow and how == "edit":
            person.edits(self._said[who], words)
        elif arrow and how == "photo":
            self._said[who] = person.sends_photo(caption=words, chat=place, reply_to=self.card(who))
        elif arrow and how in ("card", "last"):
            above = self.card(who) if how == "card" else self._here(who)[-1]
            self._said[who] = person.says(words, chat=place, reply_to=above)
        else:
            self._said[who] = person.says(does, chat=place)
        await self.server.wait_until_quiet()

    def card(self, who: str = "") -> Message:
        """The newest card in the group, or in the private chat of somebody who acts there."""
        place = self.people[who].inbox if who and who not in self.officers else self.group.from_bot
        return [message for message in place if CARD_LINE in message.text][-1]

    async def send_petition(self, who: str, words: str) -> None:
        """A citizen sends a petition the shortest way."""
        await self.play((who, "/gopy"), (who, words), (who, "[✅ Đồng ý và gửi]"))

    async def _press(self, person: Person, place: Sequence[Message], label: str) -> None:
        message = next(message for message in reversed(place) if label in message.buttons)
        query = person.presses(message, label)
        assert isinstance(query, Query)
        await self.server.wait_for(lambda: query.answered)
        self.popup = query.text

    def _here(self, who: str) -> Sequence[Message]:
        return self.group.from_bot if who in self.officers else self.people[who].inbox

    def _check(self, place: str, text: str, does: str) -> None:
        shown = "\n".join(self._seen(place))
        wanted = not text.startswith("!")
        assert (text.removeprefix("!") in shown) is wanted, f"after {does!r}, {place}: {text!r} in\n{shown}"

    def _seen(self, place: str) -> list[str]:
        match place:
            case "popup":
                return [self.popup]
            case "card":
                return [seen(self.card())]
            case "group":
                return [seen(message) for message in self.group.from_bot]
        return [seen(message) for message in self.people[place].inbox]
