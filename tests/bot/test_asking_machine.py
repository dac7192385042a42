"""Any order of asking, opening, rating and letting time pass: what is kept always fits together."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.asking import Asking
from bot.errors import NotAllowed, NotFound
from bot.replies import Reply
from bot.store import open_store
from knowledge import Knowledge
from knowledge.answering import Engine
from tests.bot.conftest import NOW
from tests.support.databases import fresh

PERSONS = st.integers(1, 3)
WORDS = (
    "hạn báo cáo năm", "nghị định 04/2015", "phần IV mục 2", "xã phải làm gì", "còn sáu tháng thì sao", "nói rõ hơn",
    "số 2", "kinh phí", "giá vàng", "xin chào", "tôi muốn phản ánh", "cảm ơn", "không phải cái đó", "sở nội vụ",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join) | st.text(max_size=80)
BUTTON_BYTES = 64
"""Bot API, InlineKeyboardButton.callback_data: 1-64 bytes."""


@pytest.fixture(autouse=True, scope="module")
def the_plan(engine: Engine, knowledge: Knowledge) -> None:
    """Lends the machine what takes seconds to build."""
    Machine.engine, Machine.knowledge = engine, knowledge


class Machine(RuleBasedStateMachine):
    engine: ClassVar[Engine]
    knowledge: ClassVar[Knowledge]

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.store = open_store(fresh(self.folder))
        self.store.db.execute("PRAGMA synchronous = OFF")
        self.asking = Asking(self.engine, self.knowledge, self.store)
        self.now = NOW
        self.asked: list[tuple[int, str]] = []
        self.rated: dict[int, str] = {}
        self.offered: list[str] = []

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    def can_be_shown(self, reply: Reply) -> None:
        assert reply.plain().strip()
        for button in (button for row in reply.buttons for button in row):
            assert button.label.strip()
            assert 1 <= len(button.data.encode()) <= BUTTON_BYTES
            if button.data.startswith("a:"):
                self.offered.append(button.data.removeprefix("a:"))

    @rule(minutes=st.integers(1, 20))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(person=PERSONS, text=TEXTS)
    def somebody_asks(self, person: int, text: str) -> None:
        self.can_be_shown(self.asking.ask(person, person, text, self.now))
        self.asked.append((person, text))

    @precondition(lambda self: self.offered)
    @rule(person=PERSONS, data=st.data())
    def somebody_opens_what_was_offered(self, person: int, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(self.offered))
        self.can_be_shown(self.asking.open(person, person, key, self.now))

    @rule(person=PERSONS, key=st.text(max_size=30))
    def somebody_forges_a_button(self, person: int, key: str) -> None:
        if key in self.knowledge.items:
            return
        with pytest.raises(NotFound):
            self.asking.open(person, person, key, self.now)

    @rule(person=PERSONS, question=st.integers(0, 12), good=st.booleans())
    def somebody_rates(self, person: int, question: int, good: bool) -> None:
        known = 1 <= question <= len(self.asked)
        if known and self.asked[question - 1][0] == person:
            assert self.asking.rate(person, question, good, self.now)
            self.rated[question] = "good" if good else "bad"
        else:
            with pytest.raises(NotAllowed if known else NotFound):
                self.asking.rate(person, question, good, self.now)

    @rule(text=TEXTS)
    def somebody_looks_for_a_quotation(self, text: str) -> None:
        for suggestion in self.asking.inline(text):
            assert suggestion.title
            assert suggestion.reply.plain()
            assert suggestion.reply.buttons == ()

    @invariant()
    def every_question_is_kept_once_with_its_last_rating(self) -> None:
        kept = list(self.store.db.query("SELECT * FROM questions ORDER BY id"))
        assert [row["person_id"] for row in kept] == [person for person, _text in self.asked]
        assert {row["id"]: row["rating"] for row in kept if row["rating"]} == self.rated

    @invariant()
    def the_curators_queue_fits(self) -> None:
        queue = list(self.store.db.query("SELECT * FROM curation_queue"))
        disliked = {row["question_id"] for row in queue if row["why"] == "disliked"}
        assert disliked == {question for question, rating in self.rated.items() if rating == "bad"}
        status = {row["id"]: row["status"] for row in self.store.db.query("SELECT id, status FROM questions")}
        assert all(status[row["question_id"]] == row["why"] for row in queue if row["why"] != "disliked")


TestAsking = Machine.TestCase
TestAsking.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
