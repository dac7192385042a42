"""The errors of the curated files, in the language of the reader."""

from __future__ import annotations

from collections.abc import Iterable

from bot.i18n import gettext as translate
from knowledge.errors import Problem


def told(problems: Iterable[Problem]) -> str:
    """Each problem on a line: where it is, what is wrong and what to do."""
    return "\n".join(f"{one.place}: {translate(one.message, **one.values)}" for one in problems)
