"""What citizens read about petitions that were sent: the receipt, what became of them, and how they stand.

Callback data: `p:see:<petition>`, `p:list:<page>`, `p:add:<petition>`, `p:withdraw:<petition>[:yes]`,
`p:rate:<petition>[:<stars>]`, `p:reopen:<petition>`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from textwrap import shorten
from zoneinfo import ZoneInfo

from bot.buttons import Row, rows
from bot.i18n import format_date, ngettext
from bot.i18n import gettext as _
from bot.petitions.codes import shown
from bot.petitions.model import Event, Kind, Petition
from bot.petitions.staff_side import Names
from bot.petitions.states import Actor, Move, State
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
        """What the sender is told of something that officials or the clock did; None when it is not for them."""
        say = {
            Move.ACCEPT: self.told_accepted,
            Move.FORWARD: self.told_forwarded,
            Move.ASK: self.told_asked,
            Move.ANSWER: self.told_answered,
            Move.DECLINE: self.told_declined,
            Move.CLOSE: self.told_closed,
            Move.EXPIRE: self.told_expired,
            Move.JOIN: self.told_joined,
        }.get(event.move)
        return say(petition, event, now) if say else None

    def told_accepted(self, petition: Petition, event: Event, now: datetime) -> Reply:
        """An officer has taken it up."""
        return self._told(
            petition,
            _("An official has taken up your petition %(code)s.", code=shown(petition.code)),
            _("Handled by: %(agency)s. Answer due by %(date)s.", **self._promise(petition)),
        )

    def told_forwarded(self, petition: Petition, event: Event, now: datetime) -> Reply:
        """It went to another agency, which `petition.agency` is by now; `event.words` may say why."""
        return self._told(
            petition,
            _(
                "Your petition %(code)s has been passed on to %(agency)s, whose field it is.",
                code=shown(petition.code),
                agency=self.names.agency(petition.agency),
            ),
            *([event.words] if event.words else []),
            _("Answer due by %(date)s. You need not send it again.", date=self.day(petition.due_at)),
        )

    def told_asked(self, petition: Petition, event: Event, now: datetime) -> Reply:
        """An officer asks something (`event.words`). To be sent with `about` as `question_about` gives it."""
        return Reply(
            (
                Block(_("About your petition %(code)s, the official asks:", code=shown(petition.code))),
                Block(event.words or "", BlockKind.QUOTE),
                Block(_("To answer, reply to this message or tap the button; photos are welcome, too.")),
            ),
            ((Button(_("Answer the official"), f"p:add:{petition.id}"),), _see(petition)),
        )

    def told_answered(self, petition: Petition, event: Event, now: datetime) -> Reply:
        """The answer (`event.words`), or a corrected one."""
        if event.from_state is State.ANSWERED:
            title = _("A corrected answer to your petition %(code)s:", code=shown(petition.code))
        else:
            title = _("Your petition %(code)s has been answered.", code=shown(petition.code))
        return Reply(
            (
                Block(title, BlockKind.STRONG),
                Block(event.words or "", BlockKind.QUOTE),
                Block(_("From: %(agency)s.", agency=self.names.agency(petition.agency))),
                Block(self._reopening(event.at), BlockKind.NOTE),
            ),
            (*self._after_answer(petition, now, answered_at=event.at), _see(petition)),
        )

    def told_declined(self, petition: Petition, event: Event, now: datetime) -> Reply:
        """It cannot be settled here: why (`event.words`), and who is competent (`event.details["competent"]`)."""
        competent = event.details.get("competent")
        return Reply(
            (
                Block(
                    _("Sorry, your petition %(code)s cannot be settled here.", code=shown(petition.code)),
                    BlockKind.STRONG,
                ),
                *([Block(_("The reason:")), Block(event.words, BlockKind.QUOTE)] if event.words else []),
                *([Block(_("Who is competent: %(who)s", who=competent))] if competent else []),
                Block(self._reopening(event.at), BlockKind.NOTE),
            ),
            (*self._after_answer(petition, now, answered_at=event.at), _see(petition)),
        )

    def told_closed(self, petition: Petition, event: Event, now: datetime) -> Reply:
        """It is closed, by an officer or because nobody said anything more."""
        closed = _("Petition %(code)s is closed. Thank you for writing.", code=shown(petition.code))
        return Reply((Block(closed),), (*self._after_answer(petition, now), _see(petition)))

    def told_expired(self, petition: Petition, event: Event, now: datetime) -> Reply:
        """What was asked was not answered for a long time."""
        return Reply(
            (
                Block(
                    _(
                        "We have not heard from you about petition %(code)s, so it has been put aside.",
                        code=shown(petition.code),
                    )
                ),
                Block(_("You can still answer: what you add takes it up again.")),
            ),
            ((Button(_("Answer the official"), f"p:add:{petition.id}"),), _see(petition)),
        )

    def told_joined(self, petition: Petition, event: Event, now: datetime) -> Reply:
        """It is handled together with others about the same thing."""
        return self._told(
            petition,
            _(
                "Others have written about the same as your petition %(code)s; they are handled together.",
                code=shown(petition.code),
            ),
            _("You will get the answer here, as promised. The others do not see you, nor you them."),
        )

    def day(self, moment: datetime) -> str:
        """The day of a moment, here."""
        return format_date(moment.astimezone(ZoneInfo(self.timezone)).date())

    def time(self, moment: datetime) -> str:
        """A moment as people here say it."""
        local = moment.astimezone(ZoneInfo(self.timezone))
        return _("%(time)s on %(date)s", time=f"{local:%H:%M}", date=format_date(local.date()))

    def _told(self, petition: Petition, *texts: str) -> Reply:
        return Reply(Reply.of(*texts).blocks, (_see(petition),))

    def _promise(self, petition: Petition) -> dict[str, str]:
        return {"agency": self.names.agency(petition.agency), "date": self.day(petition.due_at)}

    def _reopening(self, answered_at: datetime) -> str:
        return _(
            "If this is not settled, you can reopen it once, until %(date)s.", date=self.day(answered_at + REOPENING)
        )

    def _after_answer(self, petition: Petition, now: datetime, answered_at: datetime | None = None) -> tuple[Row, ...]:
        since = answered_at or petition.answered_at or petition.ended_at
        buttons = []
        if petition.rating is None:
            buttons.append(Button(_("Rate the answer"), f"p:rate:{petition.id}"))
        if since is not None and now - since <= REOPENING:
            buttons.append(Button(_("Not settled: reopen"), f"p:reopen:{petition.id}"))
        return rows(*buttons)


def question_about(petition_id: int, event_id: int) -> str:
    """What a question of an officer is about, so that a reply to it becomes its answer."""
    return f"petition:{petition_id}:question:{event_id}"


def _see(petition: Petition) -> Row:
    return (Button(_("See the petition"), f"p:see:{petition.id}"),)
