"""Which other cited document a message asks for beside the one it names ("thông tư nào hướng dẫn nghị định 04")."""

from __future__ import annotations

import re
from collections.abc import Collection

from knowledge.language import DocumentWords
from knowledge.models import Document, RelationKind
from knowledge.text import folded_words

_ANY = "van ban"
_RESTING = (RelationKind.IMPLEMENTS, RelationKind.GUIDES, RelationKind.AMENDS, RelationKind.CONTINUES)
_WHICH = r"(?:nao|gi|so may|so bao nhieu|may)"
_NUMBER_WANTED = r"(?!so )(?!\d)(?:[a-z0-9]+ ){1,12}?la so (?:may|bao nhieu) "


class RelationReader:
    """Finds the kind of document asked for, and what of that kind the plan relates to a document."""

    def __init__(self, documents: Collection[Document], words: DocumentWords) -> None:
        self._types = {document.number: document.type for document in documents}
        self._related: dict[str, dict[str, None]] = {}
        self._rests = {(d.number, link.document) for d in documents for link in d.relations if link.kind in _RESTING}
        for document in documents:
            for relation in document.relations:
                if relation.kind is not RelationKind.SAME_SUBJECT or self._types[relation.document] != document.type:
                    self._related.setdefault(document.number, {})[relation.document] = None
                    self._related.setdefault(relation.document, {})[document.number] = None
        self._kinds = {said: kind for kind, forms in words.types.items() for said in forms} | {_ANY: _ANY}
        said = "|".join(sorted(self._kinds, key=len, reverse=True))
        self._asked = re.compile(rf" ({said}) (?:{_WHICH}(?= )|{_NUMBER_WANTED})")

    def asked(self, text: str, number: str) -> list[str]:
        """The document `number` and those related to it that the cleaned `text` asks for; none when it asks for none.

        What rests on the other comes first: its card tells of both.
        """
        line = f" {' '.join(folded_words(text))} "
        kinds = {self._kinds[match[1]] for match in self._asked.finditer(line)}
        others = [other for other in self._related.get(number, ()) if _ANY in kinds or self._types[other] in kinds]
        if not others:
            return []
        return [number, *others] if (number, others[0]) in self._rests else [*others, number]
