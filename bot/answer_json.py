"""An answer as the JSON object that other programs read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.presenting import present
from bot.replies import Reply
from knowledge import Knowledge
from knowledge.answers import Answer, Citation

MOST_CITATIONS = 5


def answer_json(answer: Answer, knowledge: Knowledge, reply: Reply | None = None) -> dict[str, Any]:
    """The question, the outcome, the reply as plain text, what it rests on, and the choices if any.

    `reply` is what is said, by default what the knowledge base alone says.
    """
    found = [part.citation for part in answer.parts] + [also for part in answer.parts for also in part.also]
    return {
        "q": answer.q,
        "status": str(answer.status),
        "action": str(answer.action) if answer.action else None,
        "text": (reply or present(answer, knowledge)).plain(),
        "citations": _citations(found),
        "choices": [
            {"label": option.label, "citations": _citations([option.citation])}
            for option in (answer.options if answer.status == "choices" else ())
        ],
        "score": round(answer.score, 4),
    }


def _citations(citations: Iterable[Citation]) -> list[dict[str, str]]:
    """Each place once, the first ones first."""
    listed: dict[tuple[str | None, str | None], dict[str, str]] = {}
    for citation in citations:
        fields = {"plan": citation.plan, "document": citation.document, "quote": citation.quote}
        listed.setdefault((citation.plan, citation.document), {name: value for name, value in fields.items() if value})
    return list(listed.values())[:MOST_CITATIONS]
