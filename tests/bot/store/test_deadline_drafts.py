from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from bot.reminders.model import AgencyKind, Audience, Recurrence
from bot.store import Store
from bot.store.deadline_drafts import DeadlineDraft, DeadlineDrafts
from tests.bot.conftest import LAN, NOW

FULL = DeadlineDraft(
    LAN,
    title="Báo cáo quý IV",
    last_day=date(2027, 1, 5),
    hour=time(15),
    source="Công văn 12/SNV",
    recurrence=Recurrence.QUARTERLY,
    audience=Audience(frozenset({AgencyKind.COMMUNE}), frozenset({"so-noi-vu"})),
    expected="Số liệu",
    before=(10, 0),
    awaiting="title",
)


@pytest.fixture
def drafts(store: Store) -> DeadlineDrafts:
    store.people.seen(LAN, NOW)
    return DeadlineDrafts(store.db)


@pytest.mark.parametrize("draft", [DeadlineDraft(LAN), FULL])
def test_a_draft_is_kept_as_it_is(drafts: DeadlineDrafts, draft: DeadlineDraft) -> None:
    drafts.put(draft, NOW)
    assert drafts.get(LAN) == replace(draft, touched_at=NOW)


def test_a_person_has_one_at_most(drafts: DeadlineDrafts) -> None:
    drafts.put(FULL, NOW)
    drafts.put(DeadlineDraft(LAN, title="Khác"), NOW)
    found = drafts.get(LAN)
    assert found is not None
    assert (found.title, found.source) == ("Khác", None)
    drafts.delete(LAN)
    assert drafts.get(LAN) is None
