"""Saying that something cannot be answered: why, and what the person can do instead."""

from __future__ import annotations

from bot.addresses import document_name
from bot.buttons import Row, acting, offers, page, pages, rows, to_staff
from bot.i18n import gettext as _
from bot.i18n import ngettext
from bot.replies import Button, Reply
from knowledge import Knowledge
from knowledge.answers import Action, Answer, Reason


def refuse(answer: Answer, knowledge: Knowledge) -> Reply:
    """The reply to a question that was not answered, by its reason."""
    match answer.reason:
        case Reason.EMPTY:
            return _reply(
                [_("I do not see a question yet. Just write it, with or without accents."), _example()],
                pages(),
            )
        case Reason.UNREADABLE:
            return _reply(
                [
                    _("Sorry, I could not make sense of that. Could you put it in a few other words?"),
                    _example(),
                ],
                pages(),
            )
        case Reason.OFF_TOPIC:
            return _off_topic(answer, knowledge)
        case Reason.NOT_CITED:
            return _not_cited(answer, knowledge)
        case Reason.DOCUMENT_CONTENT:
            return _document_content(answer)
        case Reason.ASPECT:
            return _aspect(answer)
        case Reason.NO_SUCH_PLACE:
            return _no_such_place(answer)
        case _:
            return _not_in_plan(answer)


def _not_in_plan(answer: Answer) -> Reply:
    if answer.subject:
        text = _("The plan does not mention %(subject)s, so I cannot answer this yet.", subject=answer.subject)
    else:
        text = _("I did not find this in the plan, so I would rather not guess.")
    return _reply([f"{text} {_ways_on(answer)}"], _ways(answer))


def _aspect(answer: Answer) -> Reply:
    text = _(
        "The plan speaks of this, but does not mention %(subject)s.",
        subject=answer.subject or _("that detail"),
    )
    return _reply([f"{text} {_ways_on(answer)}"], _ways(answer))


def _no_such_place(answer: Answer) -> Reply:
    text = _("The plan has no %(place)s.", place=answer.subject or _("such place"))
    near = offers(answer.options) or [page("outline", _("Contents"))]
    return _reply([text + " " + _("You can see here what it has.")], rows(*near))


def _document_content(answer: Answer) -> Reply:
    text = _(
        "The plan only cites %(subject)s and does not repeat what it says inside. "
        "For its articles and clauses, please look into its full text.",
        subject=answer.subject or _("that document"),
    )
    return _reply([text], _ways(answer))


def _not_cited(answer: Answer, knowledge: Knowledge) -> Reply:
    text = _("The plan does not cite %(subject)s.", subject=answer.subject or _("that document"))
    if len(answer.options) == 1:
        text += " " + _("Do you mean %(document)s?", document=_described(answer, knowledge))
    elif answer.options:
        text += " " + _("Do you mean one of these?")
    count = len(knowledge.documents)
    shelf = page("docs:all:0", ngettext("See the %(n)s document", "See the %(n)s documents", count))
    return _reply([text], rows(*offers(answer.options), shelf))


def _described(answer: Answer, knowledge: Knowledge) -> str:
    option = answer.options[0]
    document = knowledge.documents.get(option.citation.document or "")
    if document is None:
        return option.label
    subject = document.title.removeprefix(document.type).strip()
    return f"{document_name(document)} {subject}".strip()


def _off_topic(answer: Answer, knowledge: Knowledge) -> Reply:
    first, last = knowledge.plan.years
    known = _(
        "I only know the mass mobilisation plan of the authorities of %(province)s, %(first)s–%(last)s.",
        province=knowledge.plan.province,
        first=first,
        last=last,
    )
    if answer.subject:
        sorry = _("Sorry, I have no information about %(subject)s.", subject=answer.subject)
    else:
        sorry = _("Sorry, that is outside what I know.")
    return _reply([f"{sorry} {known}"], rows(*offers(answer.options), *_browse()))


def _ways_on(answer: Answer) -> str:
    if answer.options:
        return _("You may look at the nearest parts, or send the question to an official.")
    return _("You may look through the contents, or send the question to an official.")


def _ways(answer: Answer) -> tuple[Row, ...]:
    near = offers(answer.options) or [page("outline", _("Contents"))]
    return rows(*near, to_staff())


def _browse() -> list[Button]:
    return [page("outline", _("Contents")), acting(Action.HELP, _("What can I ask?"))]


def _example() -> str:
    return _("For example: “When is the six-month report due?”")


def _reply(texts: list[str], buttons: tuple[Row, ...]) -> Reply:
    return Reply(Reply.of(*texts).blocks, buttons)
