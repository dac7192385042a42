"""The coordinator who looks at a province of tests and presses buttons."""

from __future__ import annotations

from bot.access import Access
from bot.deadlines import DueDates
from bot.reminders.overseeing import Overseeing
from bot.replies import Reply
from knowledge import Knowledge
from tests.support.reminders import COORDINATOR, OWNER, Province


class Watch:
    """Who looks at how the reports stand; `shown` is what they see."""

    def __init__(self, province: Province, knowledge: Knowledge, person: int = COORDINATOR) -> None:
        self.province, self.person = province, person
        access = Access(province.store, frozenset({OWNER}))
        due_dates = DueDates(knowledge, lambda: province.calendar, access)
        self.overseeing = Overseeing.over(access, province.planning, due_dates, lambda: True)
        self.shown = Reply(())

    def looks(self) -> Watch:
        self.shown = self.overseeing.show(self.person, self.province.clock)
        return self

    def presses(self, *labels: str) -> Watch:
        """Presses the buttons that begin with these words."""
        for label in labels:
            data = next(data for text, data in self.buttons.items() if text.startswith(label))
            self.sends(data)
        return self

    def sends(self, data: str) -> Watch:
        """Sends callback data, forged or not."""
        assert data.startswith("t:")
        self.shown = self.overseeing.press(self.person, data[2:], self.province.clock)
        return self

    @property
    def buttons(self) -> dict[str, str]:
        return {button.label.removeprefix("✓ "): button.data for row in self.shown.buttons for button in row}

    @property
    def text(self) -> str:
        return self.shown.plain()
