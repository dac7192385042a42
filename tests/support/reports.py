"""Focal points and coordinators of the province at work: they press what they see, write and send files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.access import Access
from bot.petitions.model import NewFile
from bot.reminders.model import Report
from bot.reminders.parts import report_parts
from bot.replies import Button, Reply
from bot.store.reports import Reports
from knowledge import Knowledge
from tests.support.reminders import OWNER, Got, Province, local


@dataclass
class Office:
    """Remembers what each person saw last."""

    province: Province
    knowledge: Knowledge
    last: dict[int, Reply] = field(default_factory=dict)
    _messages: int = 100

    def __post_init__(self) -> None:
        self.access = Access(self.province.store, frozenset({OWNER}))
        self.buttons, self.words = report_parts(self.access, self.province.planning, self.knowledge)

    def at(self, moment: str) -> list[Got]:
        """Time passes; what is due is delivered."""
        return self._see(self.province.at(moment))

    def tick(self) -> list[Got]:
        """A tick comes; what is due is delivered."""
        return self._see(self.province.tick())

    def now(self, moment: str) -> None:
        """Time passes without a tick."""
        self.province.clock = local(moment)

    def deliver(self) -> list[Got]:
        """What others are told is delivered."""
        return self._see(self.province.deliver())

    def press(self, person: int, label: str) -> str:
        """Presses a button of the last message, and returns what is shown then."""
        buttons = {button.label: button.data for button in self.shown(person)}
        [data] = [buttons[label]] if label in buttons else [buttons[each] for each in buttons if label in each]
        return self.forge(person, data)

    def forge(self, person: int, data: str) -> str:
        """Presses a button with these data, whether it was shown or not."""
        return self._show(person, self.buttons.press(person, data.removeprefix("b:"), self.province.clock))

    def says(self, person: int, text: str) -> str | None:
        """Writes; returns the reply, or None when the words go to the engine."""
        self._messages += 1
        reply = self.words.hear(person, self._messages, text, self.province.clock)
        return self._show(person, reply) if reply else None

    def edits(self, person: int, text: str, back: int = 0) -> str | None:
        """Edits what was written or sent last, or `back` messages before that."""
        reply = self.words.edited(person, self._messages - back, text, self.province.clock)
        return self._show(person, reply) if reply else None

    def sends(self, person: int, caption: str = "", *, name: str = "bao-cao.pdf", kind: str = "document") -> str | None:
        """Sends a file; returns the reply, or None when others may have it."""
        self._messages += 1
        number = self._messages
        file = NewFile(number, kind, f"file-{number}", f"unique-{number}", name, "application/pdf", 1000)
        reply = self.words.take_file(person, person, file, caption, self.province.clock)
        return self._show(person, reply) if reply else None

    def shown(self, person: int) -> list[Button]:
        """The buttons of what the person saw last."""
        return [button for row in self.last[person].buttons for button in row]

    def labels(self, person: int) -> list[str]:
        """Their labels."""
        return [button.label for button in self.shown(person)]

    def report(self) -> Report:
        """The only report."""
        [(number,)] = self.province.store.db.execute("SELECT id FROM reports").fetchall()
        return Reports(self.province.store.db).get(number)

    def refused(self) -> list[tuple[int, str, str | None]]:
        """The refusals in the audit."""
        rows = self.province.store.db["audit"].rows
        return [(row["actor_id"], row["action"], row["subject"]) for row in rows if row["outcome"] == "refused"]

    def _see(self, got: list[Got]) -> list[Got]:
        for one in got:
            self.last[one.person] = one.reply
        return got

    def _show(self, person: int, reply: Reply) -> str:
        self.last[person] = reply
        return reply.plain()


def reminder_id(got: Got) -> int:
    """The number of the reminder that somebody got."""
    found = re.fullmatch(r"reminder:(\d+):\d+", got.key)
    assert found
    return int(found[1])
