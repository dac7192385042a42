"""An answer of the engine, put into words."""

from __future__ import annotations

from textwrap import shorten

from bot.actions import act
from bot.addresses import source, spoken
from bot.buttons import Row, acting, offers, rating, rows
from bot.cards import card, source_of, standing, warning
from bot.i18n import gettext as _
from bot.refusals import refuse
from bot.replies import Block, BlockKind, Reply
from knowledge import Knowledge
from knowledge.answers import Action, Answer, Part, Status
from knowledge.models import Document, NodeKind

SEE_ALSO = 2
BEGINNING = 150
"""Characters of each point that are shown under a heading."""


def present(answer: Answer, knowledge: Knowledge, question_id: int | None = None) -> Reply:
    """The reply for `answer`; with the id of the kept question, an answer can be rated."""
    match answer.status:
        case Status.ACTION:
            assert answer.action is not None
            return act(answer.action)
        case Status.UNKNOWN:
            return refuse(answer, knowledge)
        case Status.CHOICES:
            question = _("Which of these would you like to know?")
            return Reply((Block(question),), rows(*offers(answer.options)))
        case Status.ANSWERED:
            blocks = [block for part in answer.parts for block in _part(part, knowledge)]
            return Reply(tuple(blocks), _buttons(answer, knowledge, question_id))


def _part(part: Part, knowledge: Knowledge) -> list[Block]:
    blocks: list[Block] = []
    if part.absent:
        named = ", ".join(f"“{thing}”" for thing in part.absent)
        blocks.append(Block(_("The plan does not say %(what)s here.", what=named), BlockKind.NOTE))
    document = knowledge.documents.get(part.citation.document or "")
    standing_first = document is not None and part.asks_standing
    if document and standing_first:
        blocks.append(Block(standing(document), BlockKind.STRONG))
    blocks.append(Block(part.direct, BlockKind.TEXT if standing_first else BlockKind.STRONG))
    passage = _passage(part, knowledge)
    if passage and passage != part.direct.strip():
        blocks.append(Block(passage, BlockKind.QUOTE))
    if part.note:
        blocks.append(Block(part.note, BlockKind.NOTE))
    if document:
        facts = card(document, part.direct, standing_said=standing_first)
        return [*blocks, *facts, Block(source_of(knowledge, document), BlockKind.SOURCE)]
    blocks += [Block(warning(outdated), BlockKind.NOTE) for outdated in _outdated(part, knowledge)]
    return [*blocks, Block(_source_line(part, knowledge), BlockKind.SOURCE)]


def _passage(part: Part, knowledge: Knowledge) -> str:
    """The plan's words to show: the passage, or for a heading how what stands below it begins."""
    node = knowledge.nodes.get(part.address or "")
    if node is None or node.kind not in (NodeKind.PART, NodeKind.HEADING):
        return (part.passage or "").strip()
    below = knowledge.children(node.id)
    return "\n".join(shorten(f"- {child.text}", BEGINNING, placeholder=" …") for child in below)


def _outdated(part: Part, knowledge: Knowledge) -> list[Document]:
    """The documents beside the answer that no longer hold."""
    beside = [knowledge.documents.get(citation.document or "") for citation in part.also]
    return [document for document in beside if document and document.standing.outdated]


def _source_line(part: Part, knowledge: Knowledge) -> str:
    line = source(knowledge, part.citation)
    own = part.citation.plan
    also = [c.plan for c in part.also if c.plan and c.plan != own and not c.plan.startswith(f"{own}.")]
    if not also:
        return line
    places = "; ".join(spoken(knowledge, address) for address in also[:SEE_ALSO])
    return _("%(source)s. See also: %(places)s", source=line, places=places)


def _buttons(answer: Answer, knowledge: Knowledge, question_id: int | None) -> tuple[Row, ...]:
    buttons = offers(answer.related)
    dated = {rule.address for rule in knowledge.deadlines}
    if any(part.citation.plan in dated for part in answer.parts):
        buttons.append(acting(Action.REMINDERS, _("Remind me")))
    return (*rows(*buttons), *([rating(question_id)] if question_id is not None else []))
