"""What the bot says when a person wants something of it that is not a question to the plan.

Petitions, their status and the hand-over to an official are not served yet. Each has its
own function that says so plainly: nothing was sent or kept for anybody, and what can be done meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.buttons import Row, acting, languages, page, pages, rows
from bot.i18n import gettext as _
from bot.replies import Block, BlockKind, Reply
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
                "I answer questions about the province's plan on mass mobilisation work."
            ),
            _(
                "Just write as you would speak, with or without accents. "
                "For example: “When is the six-month report due?”"
            ),
        ],
        (*pages(), *rows(acting(Action.HELP, _("What can I ask?")))),
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
            Block(_("2. Take petitions and feedback and tell how they stand: being prepared.")),
            Block(_("3. Tell what is due when, and remind the focal points of agencies until the report is in.")),
            Block(
                _(
                    "/mucluc contents · /nhiemvu who does what · /muctieu goals · /thoihan deadlines · "
                    "/vanban documents · /ngonngu language"
                )
            ),
            Block(_("What is not in the plan I say I do not know. I do not give legal advice."), BlockKind.NOTE),
        ),
        pages(),
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
    """The answer to a picture, a voice message, a sticker and the like."""
    return _reply(
        [_("I can only read text for now. Please write your question in a few words.")],
        rows(page("outline", _("Contents")), acting(Action.HELP, _("What can I ask?"))),
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
    """A petition or a complaint: not served yet."""
    return _reply(
        [
            _("I have read you, but I cannot take petitions and complaints yet: that part is being prepared."),
            _("What you wrote has NOT been sent to any authority."),
            _(
                "Meanwhile, please take it directly to the People's Committee of your commune or ward, "
                "where citizens are received."
            ),
        ],
        rows(page("outline:III.4", _("What the plan says of receiving citizens"))),
    )


def petition_status() -> Reply:
    """How a petition stands: not served yet."""
    return Reply.of(
        _("I cannot look up petitions yet: that part is being prepared, so I do not know how yours stands."),
        _("Meanwhile, please ask at the office where you handed it in, and bring the receipt if you have one."),
    )


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
    """The hand-over to an official: not served yet."""
    return Reply.of(
        _("I cannot hand you over to an official yet: that part is being prepared."),
        _(
            "Questions that I could not answer are kept for the curator to read, "
            "but nobody has been told to answer you in person."
        ),
        _("Meanwhile, please ask directly at the People's Committee of your commune or ward."),
    )


def _reply(texts: list[str], buttons: tuple[Row, ...]) -> Reply:
    return Reply(Reply.of(*texts).blocks, buttons)
