"""What can be wrong with the curated files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from pathlib import Path


def N_(message: str) -> str:  # noqa: N802 (the name that gettext tools know)
    """Marks a message for the translation catalogues; whoever prints it translates it."""
    return message


USED_TWICE = N_("this id is used twice; change one of them")
NOT_VERBATIM = N_("the quote is not verbatim in %(address)s; copy it again")
NO_SOURCE = N_("a source needs “plan”, “url”, or “repository” with “path”")


@dataclass(frozen=True, slots=True)
class Problem:
    """One error in a curated file: where it is (line from 1, dotted field), what is wrong and what to do.

    `message` is a catalogue message with %(name)s placeholders, to be filled from `values`.
    """

    path: Path
    line: int
    field: str
    message: str
    values: Mapping[str, object] = default(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.place}: {self.message % self.values}"

    @property
    def place(self) -> str:
        """Where the error is: "file:line [field]"."""
        return f"{self.path}:{self.line}" + (f" [{self.field}]" if self.field else "")


class KnowledgeError(Exception):
    """The knowledge base cannot be used as it stands; `problems` lists why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
