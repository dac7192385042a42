"""Who held an office and is erased: what they did stays with the office, without them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.petitions.model import NewFile
from bot.petitions.privacy import Privacy, erasing
from bot.petitions.retention import Retention
from bot.reminders.model import Deadline, Recurrence
from bot.settings import Settings
from bot.store import Store
from bot.store.broadcasts import Broadcasts
from bot.store.former_officials import NOBODY
from knowledge import Knowledge
from tests.bot.conftest import NOW
from tests.support.agencies import AN, HEALTH, found, settle
from tests.support.figures import privacy_over
from tests.support.officials import OWNER

FILE = NewFile(9, "document", "file", "unique", name="tep.docx")


@pytest.fixture
def privacy(store: Store, knowledge: Knowledge) -> Privacy:
    return privacy_over(store, knowledge, Settings())


@pytest.fixture
def an(store: Store) -> int:
    """A former focal point and coordinator, who did all that one can do as such; everything of it names them."""
    found(store, NOW)
    settle(store, AN, NOW)
    new = Deadline(0, None, "Báo cáo quý", "Công văn 1", date(2026, 12, 30), None, Recurrence.ONCE, made_by=AN)
    deadline = store.deadlines.add(new, NOW)
    form = store.attachments.add(AN, FILE, NOW)
    store.db.execute("UPDATE deadlines SET template_id = ?", [form])
    report = store.reports.submit(deadline.id, new.first_day, HEALTH.id, AN, NOW, "12/BC")
    store.attachments.hand_over_to_report(store.attachments.add(AN, FILE, NOW), report.id)
    store.attachments.add(AN, FILE, NOW)
    store.agency_imports.add(AN, AN, FILE, NOW)
    broadcasts = Broadcasts(store.db)
    assert broadcasts.confirm(broadcasts.begin(AN, "Mời họp", NOW).id, NOW)
    broadcasts.begin(AN, "Chưa gửi", NOW)
    store.db.table("report_drafts").insert({"person_id": AN, "awaiting": "number", "touched_at": NOW.isoformat()})
    store.db.table("deadline_drafts").insert({"person_id": AN, "fields": "{}", "touched_at": NOW.isoformat()})
    store.db.execute("UPDATE agencies SET leader_person_id = ? WHERE id = 'so-tu-phap'", [AN])
    [grant] = store.roles.held_by(AN)
    store.roles.revoke(grant.id, OWNER, NOW)
    return AN


def numbers(store: Store) -> set[object]:
    """All numbers in the tables of reminders and files."""
    tables = ("agencies", "focal_points", "deadlines", "reports", "report_events", "broadcasts", "agency_imports")
    tables += ("report_drafts", "deadline_drafts", "attachments")
    return {value for table in tables for row in store.db[table].rows for name, value in row.items() if name != "id"}


def test_nothing_names_them_any_more_and_the_office_loses_nothing(privacy: Privacy, store: Store, an: int) -> None:
    assert an in numbers(store)
    privacy.erase(an, int(NOW.timestamp()), NOW)
    assert an not in numbers(store)
    [report] = store.db["reports"].rows
    assert (report["state"], report["number"]) == ("submitted", "12/BC")
    assert [row["words"] for row in store.db["broadcasts"].rows] == ["Mời họp"]
    assert [row["chat_id"] for row in store.db["attachments"].rows] == [NOBODY, NOBODY]
    assert store.db["focal_points"].count == 0
    assert store.db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_before_erasing_it_is_said_that_acts_of_office_stay(privacy: Privacy, store: Store, an: int) -> None:
    assert "việc anh/chị đã làm cho cơ quan" in privacy.ask(an, NOW).plain()
    store.people.seen(5, NOW)
    assert "việc anh/chị đã làm cho cơ quan" not in privacy.ask(5, NOW).plain()


def test_their_data_is_handed_out(privacy: Privacy, an: int) -> None:
    for text in map(bytes.decode, privacy.own_data(an, NOW)):
        for words in ("so-y-te", "Báo cáo quý", "Mời họp", "Sở Tư pháp"):
            assert words in text


def test_what_was_begun_is_not_kept_for_ever_and_a_leader_is(store: Store, an: int) -> None:
    later = NOW + timedelta(days=1000)
    Retention(store, 12).run(later)
    assert store.db["report_drafts"].count == store.db["deadline_drafts"].count == 0
    assert store.people.language(an) is None
    assert store.db["people"].count_where("id = ?", [an]) == 1
    with store.db.atomic():
        erasing(store).person(an, later)
    assert store.db["people"].count_where("id = ?", [an]) == 0
