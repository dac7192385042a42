"""What citizens read about petitions that were sent: the receipt, what became of them, and how they stand.

Callback data: `p:see:<petition>`, `p:list:<page>`, `p:add:<petition>`, `p:withdraw:<petition>[:yes]`,
`p:rate:<petition>[:<stars>]`, `p:reopen:<petition>`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.buttons import Row, rows
from bot.i18n import format_date
from bot.i18n import gettext as _
from bot.petitions.codes import shown
from bot.petitions.model import Event, Petition
from bot.petitions.staff_side import Names
from bot.petitions.states import Move, State
from bot.replies import Block, BlockKind, Button, Reply

REOPENING = timedelta(days=15)
"""How long after the answer the citizen may say that the matter is not settled."""
STARS = 5
BEGINNING = 60
"""Characters of a petition's words in a list."""


@dataclass(frozen=True, slots=True)
class CitizenPages:
    """The words for citizens, in the language now in use. Officers' names are never among them."""

    names: Names
    timezone: str

    def told(self, petition: Petition, event: Event, now: datetime) -> Reply | None:
        """What the sender is told of something that officials or the clock did; None when it is not for them.

        A question (Move.ASK) is sent with `about` as `question_about` gives it. Of a decline,
        `event.details["competent"]` may say who is competent.
        """
        match event.move:
            case Move.ACCEPT:
                return self._accepted(petition)
            case Move.FORWARD:
                return self._forwarded(petition, event.words)
            case Move.ASK:
                return self._asked(petition, event.words or "")
            case Move.ANSWER:
                return self._answered(petition, event, now)
            case Move.DECLINE:
                return self._declined(petition, event, now)
            case Move.CLOSE:
                return self._closed(petition, now)
            case Move.EXPIRE:
                return self._expired(petition)
            case Move.JOIN:
                return self._joined(petition)
            case Move.CHANGE if event.details.get("field") == "category":
                return self._corrected(petition)
        return None

    def _accepted(self, petition: Petition) -> Reply:
        return _told(
            petition,
            _("An official has taken up your petition %(code)s.", code=shown(petition.code)),
            _(
                "Handled by: %(agency)s. Answer due by %(date)s.",
                agency=self.names.agency(petition.agency),
                date=self.day(petition.due_at),
            ),
        )

    def _forwarded(self, petition: Petition, why: str | None) -> Reply:
        return _told(
            petition,
            _(
                "Your petition %(code)s has been passed on to %(agency)s, whose field it is.",
                code=shown(petition.code),
                agency=self.names.agency(petition.agency),
            ),
            *([why] if why else []),
            _("Answer due by %(date)s. You need not send it again.", date=self.day(petition.due_at)),
        )

    def _asked(self, petition: Petition, question: str) -> Reply:
        return Reply(
            (
                Block(_("About your petition %(code)s, the official asks:", code=shown(petition.code))),
                Block(question, BlockKind.QUOTE),
                Block(_("To answer, reply to this message or tap the button; photos are welcome, too.")),
            ),
            (*rows(_answering(petition)), _see(petition)),
        )

    def _answered(self, petition: Petition, event: Event, now: datetime) -> Reply:
        if event.from_state is State.ANSWERED:
            title = _("A corrected answer to your petition %(code)s:", code=shown(petition.code))
        else:
            title = _("Your petition %(code)s has been answered.", code=shown(petition.code))
        return Reply(
            (
                Block(title, BlockKind.STRONG),
                Block(event.words or "", BlockKind.QUOTE),
                Block(_("From: %(agency)s.", agency=self.names.agency(petition.agency))),
                *self._reopening(petition, event.at),
            ),
            (*_after_answer(petition, now, event.at), _see(petition)),
        )

    def _declined(self, petition: Petition, event: Event, now: datetime) -> Reply:
        title = _("Sorry, your petition %(code)s cannot be settled here.", code=shown(petition.code))
        blocks = [Block(title, BlockKind.STRONG)]
        if event.words:
            blocks += [Block(_("The reason:")), Block(event.words, BlockKind.QUOTE)]
        competent = event.details.get("competent")
        if competent:
            blocks.append(Block(_("Who is competent: %(who)s", who=competent)))
        return Reply(
            (*blocks, *self._reopening(petition, event.at)),
            (*_after_answer(petition, now, event.at), _see(petition)),
        )

    def _closed(self, petition: Petition, now: datetime) -> Reply:
        closed = _("Petition %(code)s is closed. Thank you for writing.", code=shown(petition.code))
        since = petition.answered_at or petition.ended_at or now
        return Reply((Block(closed),), (*_after_answer(petition, now, since), _see(petition)))

    def _expired(self, petition: Petition) -> Reply:
        aside = _(
            "We have not heard from you about petition %(code)s, so it has been put aside.", code=shown(petition.code)
        )
        again = _("You can still answer: what you add takes it up again.")
        return Reply((Block(aside), Block(again)), (*rows(_answering(petition)), _see(petition)))

    def _joined(self, petition: Petition) -> Reply:
        return _told(
            petition,
            _(
                "Others have written about the same as your petition %(code)s; they are handled together.",
                code=shown(petition.code),
            ),
            _("You will get the answer here, as promised. The others do not see you, nor you them."),
        )

    def _corrected(self, petition: Petition) -> Reply:
        return _told(
            petition,
            _(
                "Your petition %(code)s is now under “%(category)s”, so that it is in the right hands; the answer is "
                "due by %(date)s. You need not do anything.",
                code=shown(petition.code),
                category=self.names.category(petition.category),
                date=self.day(petition.due_at),
            ),
        )

    def day(self, moment: datetime) -> str:
        """The day of a moment, here."""
        return format_date(moment.astimezone(ZoneInfo(self.timezone)).date())

    def time(self, moment: datetime) -> str:
        """A moment as people here say it."""
        local = moment.astimezone(ZoneInfo(self.timezone))
        return _("%(time)s on %(date)s", time=f"{local:%H:%M}", date=format_date(local.date()))

    def _reopening(self, petition: Petition, answered_at: datetime) -> tuple[Block, ...]:
        if petition.reopened:
            return ()
        until = self.day(answered_at + REOPENING)
        return (
            Block(_("If this is not settled, you can reopen it once, until %(date)s.", date=until), BlockKind.NOTE),
        )


def question_about(petition_id: int, event_id: int) -> str:
    """What a question of an officer is about, so that a reply to it becomes its answer."""
    return f"petition:{petition_id}:question:{event_id}"


def _told(petition: Petition, *texts: str) -> Reply:
    return Reply(Reply.of(*texts).blocks, (_see(petition),))


def _after_answer(petition: Petition, now: datetime, answered_at: datetime) -> tuple[Row, ...]:
    buttons = [Button(_("Rate the answer"), f"p:rate:{petition.id}")] if petition.rating is None else []
    if not petition.reopened and now - answered_at <= REOPENING:
        buttons.append(Button(_("Not settled: reopen"), f"p:reopen:{petition.id}"))
    return rows(*buttons)


def _answering(petition: Petition) -> Button:
    return Button(_("Answer the official"), f"p:add:{petition.id}")


def _see(petition: Petition) -> Row:
    return (Button(_("See the petition"), f"p:see:{petition.id}"),)
