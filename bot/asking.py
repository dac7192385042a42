"""Questions in, replies out: the engine's answer is put into words and kept for the curators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.deadlines import DueDates
from bot.errors import NotFound
from bot.i18n import gettext as _
from bot.presenting import present
from bot.replies import Reply
from bot.store import Store
from knowledge import Knowledge
from knowledge.answering import Engine
from knowledge.answers import Answer, Status


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A ready answer to choose from a list."""

    key: str
    title: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class Asking:
    """Answers, and remembers what was asked and how it was found."""

    engine: Engine
    knowledge: Knowledge
    store: Store
    due_dates: DueDates | None = None
    """Adds to answers about deadlines how many days are left."""

    def ask(self, chat_id: int, person_id: int, text: str, now: datetime) -> Reply:
        """The reply to a message, in the light of what the chat was just about."""
        answer = self.consider(chat_id, text, now)
        question_id = self.keep(chat_id, person_id, answer, now)
        return self.put(answer, question_id, _reader(chat_id, person_id), now)

    def consider(self, chat_id: int, text: str, now: datetime) -> Answer:
        """What the engine makes of a message, in the light of what the chat was just about; nothing is kept."""
        return self.engine.answer(text, self.store.topics.get(chat_id, now))

    def keep(self, chat_id: int, person_id: int, answer: Answer, now: datetime) -> int:
        """Keeps what was asked with its outcome, and returns its number."""
        with self.store.db.atomic():
            self.store.people.seen(person_id, now)
            question_id = self.store.questions.add(chat_id, person_id, answer, now)
            self.store.topics.save(chat_id, answer.topic, now)
        return question_id

    def put(self, answer: Answer, question_id: int, reader: int | None, now: datetime) -> Reply:
        """The answer in words; `reader` is who alone sees it, None in a group."""
        return self._complete(present(answer, self.knowledge, question_id), answer, reader, now)

    def open(self, chat_id: int, person_id: int, key: str, now: datetime) -> Reply:
        """The answer behind a button. Raises NotFound when the knowledge base no longer has it."""
        answer = self._answer_of(key)
        with self.store.db.atomic():
            self.store.people.seen(person_id, now)
            self.store.topics.save(chat_id, answer.topic, now)
        return self._complete(present(answer, self.knowledge), answer, _reader(chat_id, person_id), now)

    def rate(self, chat_id: int, question_id: int, good: bool, now: datetime) -> str:
        """Keeps how an answer was found and returns the words of thanks.

        Raises NotFound when the question is not kept any more, NotAllowed when another chat asked it.
        """
        self.store.questions.rate(question_id, chat_id, good, now)
        if good:
            return _("Thank you! Glad it helped.")
        return _("Thank you. I have noted it so that this answer can be improved.")

    def inline(self, text: str) -> list[Suggestion]:
        """What may be quoted in another chat for `text`; nothing is kept."""
        answer = self.engine.answer(text)
        if answer.status is Status.ANSWERED:
            keys = [part.key for part in answer.parts] + [option.key for option in answer.related]
        else:
            keys = [option.key for option in answer.options]
        return [self._suggestion(key) for key in dict.fromkeys(keys)]

    def _complete(self, reply: Reply, answer: Answer, reader: int | None, now: datetime) -> Reply:
        return self.due_dates.complete(reply, answer, reader, now) if self.due_dates else reply

    def _suggestion(self, key: str) -> Suggestion:
        answer = self._answer_of(key)
        reply = present(answer, self.knowledge)
        return Suggestion(key, answer.parts[0].title, Reply(reply.blocks))

    def _answer_of(self, key: str) -> Answer:
        try:
            return self.engine.open(key)
        except KeyError:
            raise NotFound(_("This button is too old. Please ask again.")) from None


def _reader(chat_id: int, person_id: int) -> int | None:
    # In a group nobody sees what concerns one of its members only.
    return person_id if chat_id == person_id else None
