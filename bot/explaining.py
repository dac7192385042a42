"""Telling the curator why a message was answered as it was, and what was passed over."""

from __future__ import annotations

from bot.i18n import gettext as _
from knowledge.answering import Engine
from knowledge.answers import Answer
from knowledge.document_numbers import Mention
from knowledge.named_documents import Named
from knowledge.ranking import Ranked

_MOST = 8


def explain(engine: Engine, message: str) -> str:
    """The outcome of `message` and the way to it, in lines of plain text."""
    answer, trace = engine.trace(message)
    lines = [_("Outcome: %(outcome)s", outcome=_outcome(answer))]
    if trace.query:
        lines.append(_("Read as: %(words)s", words=trace.query.line.strip()))
        added = sorted(set(trace.query.expansions))
        if added:
            lines.append(_("Official words put beside: %(words)s", words=" · ".join(added)))
        if signs := engine.petition_signs(trace.query):
            told = " · ".join(f"{kind}: {', '.join(found)}" for kind, found in signs.items())
            lines.append(_("Signs of a petition: %(signs)s", signs=told))
    lines.extend(_mention(mention) for mention in trace.mentions)
    if trace.place:
        lines.append(
            _("Place named: %(said)s → %(address)s", said=trace.place.said, address=trace.place.address or "–")
        )
    if trace.query and (aspects := engine.aspects(trace.query)):
        lines.append(_("Asked for: %(aspects)s", aspects=", ".join(aspects)))
    lines.append(_("Settled by: %(step)s", step=trace.settled_by))
    if trace.ranked and trace.query:
        lines.append(_("Likeliest, with how far behind the first (a logarithm), and the words that speak for it:"))
        for one in trace.ranked[:_MOST]:
            behind = one.evidence - trace.ranked[0].evidence
            lines.append(_line(one, behind, engine.because(trace.query, one.item)))
    return "\n".join(lines)


def _outcome(answer: Answer) -> str:
    keys = [part.key for part in answer.parts] or [option.key for option in answer.options]
    told = [answer.status.value, answer.action and answer.action.value, answer.reason and answer.reason.value]
    return " · ".join([*filter(None, told), *keys, f"{answer.score:.2f}"])


def _mention(mention: Mention | Named) -> str:
    near = ", ".join(mention.near) or "–"
    found = ", ".join(mention.found) or _("none is cited; near: %(near)s", near=near)
    return _("Document named: %(said)s → %(found)s", said=mention.said, found=found)


def _line(one: Ranked, behind: float, because: list[str]) -> str:
    return f"  {behind:+.2f}  {one.item.key} [{one.item.kind.value}]  «{' · '.join(because)}»"
