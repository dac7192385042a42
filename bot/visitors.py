"""Who writes or presses, as services that know no messenger see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Visitor:
    """The person, the name they have in the messenger, and how a link to the bot is made of its payload."""

    person_id: int
    name: str
    link: Callable[[str], str]
