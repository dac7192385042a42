"""What is curated about who owes reports."""

from __future__ import annotations

from typing import Literal

from knowledge.models import Curated, Slug, Text


class Reporter(Curated):
    """An agency that owes reports; `source` is where the plan names it."""

    id: Slug
    name: Text
    kind: Literal["department", "district", "commune", "other"]
    source: Text


class ReportingFile(Curated):
    """The agencies that the plan itself names; `note`: what it leaves out; `address`: where it asks for reports."""

    address: Text
    note: Text
    agencies: list[Reporter]
