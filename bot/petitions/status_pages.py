"""How petitions stand, as their senders see it: the list, one of them with its history, and the questions before
something is done.

Callback data: see `citizen_pages`; besides `p:open:<petition>` (in this place), `p:withdraw:<petition>:yes`,
`p:reopen:<petition>:yes`, `p:done:<draft>`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten

from bot.buttons import Row, rows
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.paging import nearest_page, page_of, turning
from bot.petitions.citizen_pages import BEGINNING, REOPENING, STARS, CitizenPages
from bot.petitions.codes import Mistyped, shown
from bot.petitions.model import Event, Petition
from bot.petitions.promising import Promising
from bot.petitions.states import Actor, Move, State
from bot.petitions.wording import files_in_words
from bot.replies import Block, BlockKind, Button, Reply

_SHOWN_WORDS = 400


@dataclass(frozen=True, slots=True)
class StatusPages:
    """The words for people who follow their petitions."""

    citizens: CitizenPages
    promising: Promising

    def listing(self, petitions: Sequence[Petition], number: int) -> Reply:
        """A page of a person's petitions, the newest first."""
        if not petitions:
            return Reply(
                (Block(_("You have not sent any petition yet.")),), rows(Button(_("Write a petition"), "p:new"))
            )
        number = nearest_page(number, len(petitions))
        page = page_of(petitions, number)
        lines = [
            f"{place}. {shown(petition.code)} · {state_in_words(petition.state)}\n{_beginning(petition)}"
            for place, petition in page
        ]
        buttons = [Button(shown(petition.code), f"p:open:{petition.id}") for _place, petition in page]
        title = ngettext("Your %(n)s petition", "Your %(n)s petitions", len(petitions))
        return Reply(
            (Block(title, BlockKind.STRONG), *(Block(line) for line in lines)),
            (*rows(*buttons), *turning("p:list", number, len(petitions))),
        )

    def one(self, petition: Petition, events: Sequence[Event], files: Sequence[str], now: datetime) -> Reply:
        """How a petition stands and what happened to it; `files` are the kinds of what went with it."""
        blocks = [
            Block(_("Petition %(code)s", code=shown(petition.code)), BlockKind.STRONG),
            Block(_sentence(self._standing(petition, now)), BlockKind.STRONG),
        ]
        if petition.words:
            blocks.append(Block(shorten(petition.words, _SHOWN_WORDS, placeholder=" …"), BlockKind.QUOTE))
        facts = [_("Handled by: %(agency)s", agency=self.citizens.names.agency(petition.agency))]
        if files:
            facts.insert(0, _("Enclosed: %(files)s", files=files_in_words(files)))
        blocks.append(Block("\n".join(facts)))
        history = [self._line(event) for event in events if event.move in _HISTORY]
        blocks.append(Block("\n".join(history)))
        last = _last_said(petition, events)
        if last and last.words:
            title = _("The official asks:") if petition.state is State.NEED_INFO else _("The answer:")
            blocks += [Block(title), Block(last.words, BlockKind.QUOTE)]
        if last and last.details.get("competent"):
            blocks.append(Block(_("Who is competent: %(who)s", who=last.details["competent"])))
        return Reply(tuple(blocks), self._buttons(petition, now))

    def not_found(self) -> Reply:
        """There is no such petition among those of the person."""
        return Reply(
            (Block(_("I do not find this code among your petitions.")),),
            rows(Button(_("My petitions"), "p:list:0")),
        )

    def mistyped(self, code: Mistyped) -> Reply:
        """The code cannot be right."""
        return Reply(
            (
                Block(
                    _(
                        "“%(code)s” is not quite right: one character seems mistyped. Please look at it once more.",
                        code=code.text,
                    )
                ),
            ),
            rows(Button(_("My petitions"), "p:list:0")),
        )

    def withdrawing(self, petition: Petition) -> Reply:
        """Asks whether it is to be withdrawn."""
        text = _(
            "Withdraw petition %(code)s? Officials will not go on with it, and it cannot be undone.",
            code=shown(petition.code),
        )
        return _asking(text, Button(_("Yes, withdraw"), f"p:withdraw:{petition.id}:yes"), petition)

    def reopening(self, petition: Petition) -> Reply:
        """Asks whether it is to be reopened."""
        text = _("Reopen petition %(code)s? That is possible once.", code=shown(petition.code))
        return _asking(text, Button(_("Yes, reopen"), f"p:reopen:{petition.id}:yes"), petition)

    def rating(self, petition: Petition) -> Reply:
        """Asks how the answer was."""
        text = _("How satisfied are you with the answer to petition %(code)s?", code=shown(petition.code))
        how = _("1 star: not at all, 5 stars: very much.")
        stars = tuple(Button("⭐" * n, f"p:rate:{petition.id}:{n}") for n in range(1, STARS + 1))
        return Reply((Block(text), Block(how)), (stars[:3], stars[3:], (_back_to(petition),)))

    def rated(self, petition: Petition, stars: int, draft_id: int) -> Reply:
        """Thanks, and the chance to say more."""
        text = ngettext("You gave %(n)s star, thank you.", "You gave %(n)s stars, thank you.", stars)
        more = _("If you would like to say a word about it, just write it now.")
        return Reply((Block(text), Block(more)), rows(Button(_("No need"), f"p:done:{draft_id}"), _back_to(petition)))

    def rating_words_noted(self, petition: Petition) -> Reply:
        """Thanks for the words, or for none."""
        return Reply((Block(_("Thank you, I have passed that on.")),), rows(_back_to(petition)))

    def reopened(self, petition: Petition) -> Reply:
        """It is open again."""
        text = _(
            "Petition %(code)s is open again; an answer is due by %(date)s. What is not settled yet?",
            code=shown(petition.code),
            date=self.citizens.day(petition.due_at),
        )
        return Reply((Block(text),), rows(Button(_("Say what is missing"), f"p:add:{petition.id}"), _back_to(petition)))

    def withdrawn(self, petition: Petition) -> Reply:
        """It is withdrawn."""
        text = _("Petition %(code)s is withdrawn; the officials have been told.", code=shown(petition.code))
        return Reply((Block(text),), rows(_back_to(petition)))

    def _standing(self, petition: Petition, now: datetime) -> str:
        state = state_in_words(petition.state)
        if not petition.open:
            return state
        due = _("answer due by %(date)s", date=self.citizens.day(petition.due_at))
        if petition.late(now):
            return f"{state}. " + _(
                "The answer was due by %(date)s: it is late.", date=self.citizens.day(petition.due_at)
            )
        left = self.promising.working_days_left(petition.due_at, now)
        days = ngettext("%(n)s working day left", "%(n)s working days left", left) if left else _("today")
        return f"{state}; {due} ({days})"

    def _line(self, event: Event) -> str:
        return f"{self.citizens.time(event.at)}: {_HISTORY[event.move]()}"

    def _buttons(self, petition: Petition, now: datetime) -> tuple[Row, ...]:
        buttons = []
        if petition.state is State.NEED_INFO:
            buttons.append(Button(_("Answer the official"), f"p:add:{petition.id}"))
        elif petition.open or petition.state is State.EXPIRED:
            buttons.append(Button(_("Add something"), f"p:add:{petition.id}"))
        if petition.open:
            buttons.append(Button(_("Withdraw the petition"), f"p:withdraw:{petition.id}"))
        if petition.state in RATEABLE:
            buttons.append(Button(_("Rate the answer"), f"p:rate:{petition.id}"))
        if may_reopen(petition, now):
            buttons.append(Button(_("Not settled: reopen"), f"p:reopen:{petition.id}"))
        return rows(*buttons, Button(_("My petitions"), "p:list:0"))


RATEABLE = frozenset({State.ANSWERED, State.DECLINED, State.CLOSED})


def may_reopen(petition: Petition, now: datetime) -> bool:
    """Whether the sender may say that it is not settled: once, and within REOPENING of the answer."""
    since = petition.answered_at or petition.ended_at
    return petition.state in RATEABLE and not petition.reopened and since is not None and now - since <= REOPENING


def state_in_words(state: State) -> str:
    """How a petition stands, said to its sender."""
    return {
        State.RECEIVED: lambda: _("received, waiting for an official"),
        State.ACCEPTED: lambda: _("taken up by an official"),
        State.FORWARDED: lambda: _("with the agency in charge"),
        State.NEED_INFO: lambda: _("waiting for your answer"),
        State.ANSWERED: lambda: _("answered"),
        State.CLOSED: lambda: _("closed"),
        State.DECLINED: lambda: _("cannot be settled here, with the reason"),
        State.WITHDRAWN: lambda: _("withdrawn by you"),
        State.REOPENED: lambda: _("reopened, waiting for an official"),
        State.EXPIRED: lambda: _("put aside, as nothing was heard from you"),
    }[state]()


_HISTORY = {
    Move.SUBMIT: lambda: _("you sent it"),
    Move.ACCEPT: lambda: _("an official took it up"),
    Move.FORWARD: lambda: _("passed on to the agency in charge"),
    Move.ASK: lambda: _("the official asked you something"),
    Move.SUPPLY: lambda: _("you answered the official"),
    Move.ADD: lambda: _("you added something"),
    Move.ANSWER: lambda: _("answered"),
    Move.DECLINE: lambda: _("cannot be settled here"),
    Move.CLOSE: lambda: _("closed"),
    Move.WITHDRAW: lambda: _("you withdrew it"),
    Move.REOPEN: lambda: _("you reopened it"),
    Move.EXPIRE: lambda: _("put aside"),
    Move.JOIN: lambda: _("joined with others about the same"),
}
"""What of the history its sender sees, and in which words."""


def _last_said(petition: Petition, events: Sequence[Event]) -> Event | None:
    """What officials said last, as far as it still matters."""
    said = [event for event in events if event.actor is Actor.OFFICER and event.words]
    if petition.state is State.NEED_INFO:
        wanted = {Move.ASK}
    elif petition.state in RATEABLE:
        wanted = {Move.ANSWER, Move.DECLINE}
    else:
        return None
    return next((event for event in reversed(said) if event.move in wanted), None)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _beginning(petition: Petition) -> str:
    return shorten(petition.words, BEGINNING, placeholder=" …") or _("(no words)")


def _asking(text: str, yes: Button, petition: Petition) -> Reply:
    return Reply((Block(text),), rows(yes, Button(_("No"), f"p:open:{petition.id}")))


def _back_to(petition: Petition) -> Button:
    return Button(_("See the petition"), f"p:open:{petition.id}")
