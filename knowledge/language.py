"""The language data: how people write and what they mean by it. Read from `knowledge/language/*.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from knowledge.loading import read
from knowledge.models import Curated, Text

FOLDER = Path(__file__).parent / "language"


class Synonym(Curated):
    """What people say (`say`) for what official papers call something else (`mean`)."""

    say: list[Text] = Field(min_length=1)
    mean: list[Text] = Field(min_length=1)


class Vocabulary(Curated):
    """Short forms, spellings and everyday words.

    `abbreviations` hold in any case, `capitals` only as typed in capitals, `spellings` are teencode
    and southern spellings put right, `fillers` carry no meaning here, `asking` are the words of
    questions, which say little of the topic.
    """

    abbreviations: dict[str, str]
    capitals: dict[str, str]
    spellings: dict[str, str]
    fillers: list[Text]
    asking: list[Text]


class Synonyms(Curated):
    """Everyday words beside which official ones are put."""

    synonyms: list[Synonym]


class Examples(Curated):
    """Messages that ask for each action, for likeness where no phrase is found."""

    examples: dict[str, list[Text]]


class ActionPhrases(Curated):
    """Phrases (see knowledge.patterns) that ask for one action, unless one of `unless` is there too.

    `whole` are phrases that must be the whole message, `titles` words that ask for it when they open the
    message with a colon behind ("phản ánh: …"). `longest`, when not 0, is the most words a message may have
    for `phrases` to count.
    """

    phrases: list[Text] = []
    whole: list[Text] = []
    titles: list[Text] = []
    unless: list[Text] = []
    longest: int = 0


class PetitionSigns(Curated):
    """What makes a message a petition: each sign found adds its weight; at `floor` it is one.

    The sign `needed` must be among those found.
    """

    floor: float
    needed: str
    weights: dict[str, float]
    signs: dict[str, list[Text]]


class Intents(Curated):
    """How requests to the bot are recognised."""

    actions: dict[str, ActionPhrases]
    petition: PetitionSigns


class Aspect(Curated):
    """A thing that may be asked of a topic. `label` completes "Kế hoạch không nêu …"."""

    label: Text
    patterns: list[Text]
    unless: list[Text] = []


class Supply(Curated):
    """A kind of fact that may be asked for (`asked`) and the pattern of an answer that states one (`shown`)."""

    asked: list[Text]
    shown: Text


class Elsewhere(Curated):
    """What shows that a question is about another place, plan or law than ours."""

    places: list[Text]
    laws: list[Text]


class Questioning(Curated):
    """What is asked for, and about what place.

    `duties` are whole questions for the duties of an agency, which stands where "…" does.
    """

    duties: list[Text]
    aspects: dict[str, Aspect]
    supplies: dict[str, Supply]
    elsewhere: Elsewhere


class DocumentWords(Curated):
    """How kinds and issuers of documents are written, folded, for reading document numbers."""

    types: dict[str, list[Text]]
    issuers: dict[str, list[Text]]
    issuer_names: dict[str, list[Text]]
    issuer_titles: dict[str, Text]
    said: dict[str, Text]
    generic: list[Text]
    inner_parts: list[Text]
    inner_phrases: list[Text]


class Setting(Curated):
    """One number that decides, and why it has this value."""

    value: float
    why: Text


class Tuning(Curated):
    """Weights and thresholds of ranking and deciding."""

    settings: dict[str, Setting]

    def __getitem__(self, name: str) -> float:
        return self.settings[name].value


@dataclass(frozen=True, slots=True)
class Language:
    """All language data."""

    vocabulary: Vocabulary
    synonyms: Synonyms
    intents: Intents
    examples: Examples
    questioning: Questioning
    documents: DocumentWords
    tuning: Tuning


def load_language(folder: Path = FOLDER) -> Language:
    """The language data in `folder`. Raises KnowledgeError."""
    return Language(
        vocabulary=read(folder / "vocabulary.yaml", Vocabulary),
        synonyms=read(folder / "synonyms.yaml", Synonyms),
        intents=read(folder / "intents.yaml", Intents),
        examples=read(folder / "examples.yaml", Examples),
        questioning=read(folder / "questioning.yaml", Questioning),
        documents=read(folder / "documents.yaml", DocumentWords),
        tuning=read(folder / "tuning.yaml", Tuning),
    )
