"""What the bot says when a person wants something of it that is not a question to the plan.

Petitions are written in the private chat with the bot; elsewhere `feedback` and `petition_status` say how to get
there.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.buttons import Row, acting, languages, page, pages, rows
from bot.i18n import gettext as _
from bot.replies import Block, BlockKind, Button, Reply
from knowledge.answers import Action


def act(action: Action) -> Reply:
    """The reply to `action`."""
    served: dict[Action, Callable[[], Reply]] = {
        Action.FEEDBACK: feedback,
        Action.PETITION_STATUS: petition_status,
        Action.REMINDERS: reminders,
        Action.HELP: help_reply,
        Action.GREETING: greeting,
        Action.THANKS: thanks,
        Action.HUMAN: human,
        Action.LANGUAGE: language_question,
    }
    return served[action]()


def greeting() -> Reply:
    """Who the bot is and how to begin."""
    return _reply(
        [
            _(
                "Hello! I am the mass mobilisation assistant. "
                "I answer questions about the province's plan on mass mobilisation work, and I take petitions to the "
                "authorities."
            ),
            _(
                "Just write as you would speak, with or without accents. "
                "For example: “When is the six-month report due?”"
            ),
        ],
        (*rows(writing()), *pages(), *rows(acting(Action.HELP, _("What can I ask?")))),
    )


def help_reply() -> Reply:
    """What the bot can do, and what it cannot do yet."""
    return Reply(
        (
            Block(_("What I can do"), BlockKind.STRONG),
            Block(
                _(
                    "1. Answer questions about the plan: tasks, goals, deadlines, who does what, which "
                    "documents. I always show the plan's own words and where they stand."
                )
            ),
            Block(
                _(
                    "2. Take petitions: just tell me what is wrong, photos are welcome. You get a code at once, "
                    "and the answer here. I do not take them in groups, only in private."
                )
            ),
            Block(_("3. Tell what is due when, and remind the focal points of agencies until the report is in.")),
            Block(
                _(
                    "/gopy write a petition · /phananh my petitions · /huy cancel · /mucluc contents · "
                    "/nhiemvu who does what · /muctieu goals · /thoihan deadlines · "
                    "/vanban documents · /ngonngu language"
                )
            ),
            Block(_("What is not in the plan I say I do not know. I do not give legal advice."), BlockKind.NOTE),
        ),
        (*rows(writing()), *pages()),
    )


def thanks() -> Reply:
    """The answer to thanks."""
    return Reply.of(_("You are welcome! If anything else comes up, just write to me."))


def language_question() -> Reply:
    """Which languages there are."""
    return _reply(
        [
            _(
                "Which language shall I use? For now I speak Vietnamese and English; "
                "others, such as Khmer, I do not have yet."
            ),
            _("The plan itself is quoted in Vietnamese."),
        ],
        (languages(),),
    )


def language_set() -> Reply:
    """That the language now in use was chosen."""
    return Reply.of(_("From now on I will write in English. The plan itself is quoted in Vietnamese."))


def unsupported() -> Reply:
    """The answer to a sticker, a poll and the like."""
    return _reply(
        [
            _("I cannot read this. Please write your question in a few words."),
            _("Photos, videos, voice messages and documents I take for a petition."),
        ],
        rows(writing(), acting(Action.HELP, _("What can I ask?"))),
    )


def failed() -> Reply:
    """The apology when something broke."""
    return Reply.of(_("Sorry, something went wrong on my side. Please try again in a little while."))


def too_late() -> Reply:
    """The answer to a question that was written long ago, while the bot was away."""
    return Reply.of(_("I was away when you wrote this. If you still need an answer, please send it again."))


def asked_to_wait() -> Reply:
    """The request not to write so fast."""
    return Reply.of(
        _(
            "That was a lot at once, and I have stopped reading for a moment: "
            "what you send now is NOT taken. Please wait a little and then write again."
        )
    )


def not_taken() -> Reply:
    """That a message cannot be kept because the bot's disk or database does not work."""
    return Reply.of(
        _(
            "Sorry, I cannot keep your message at the moment because of a fault on my side. "
            "Please send it again in a little while."
        )
    )


def feedback() -> Reply:
    """How to write a petition, for those who are not in the private chat with the bot."""
    return _reply(
        [
            _("You can send this to the authorities as a petition: write it to me in private, or /gopy there."),
            _("What you wrote here has NOT been sent to any authority."),
        ],
        rows(writing(), page("outline:III.4", _("What the plan says of receiving citizens"))),
    )


def petition_status() -> Reply:
    """How to learn how a petition stands, for those who are not in the private chat with the bot."""
    return Reply.of(
        _("How your petition stands I tell only you: in private, send me its code or /phananh."),
    )


def writing() -> Button:
    """Begins a petition."""
    return Button(_("Write a petition"), "p:new")


def reminders() -> Reply:
    """Whom the bot reminds of deadlines, where nothing is known of who asks."""
    return _reply(
        [
            _(
                "I remind the focal points of the agencies by myself. "
                "If you are one, please ask those in charge for an invitation."
            ),
            _("You can see here how many days are left until each deadline."),
        ],
        rows(page("deadlines", _("Report deadlines"))),
    )


def human() -> Reply:
    """How to reach an official."""
    return _reply(
        [
            _("I cannot put you through to an official, but I can pass on what you write; the answer comes here."),
            _("For what is urgent, please go to the People's Committee of your commune or ward."),
        ],
        rows(writing()),
    )


def _reply(texts: list[str], buttons: tuple[Row, ...]) -> Reply:
    return Reply(Reply.of(*texts).blocks, buttons)
