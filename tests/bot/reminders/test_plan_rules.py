from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.reminders.changing import Changing
from bot.reminders.deadline_facts import DeadlineFacts
from bot.reminders.plan_rules import PlanRules
from knowledge import Knowledge
from tests.support.reminders import MAIN, Province, local


@pytest.fixture
def rules(province: Province, tmp_path: Path) -> PlanRules:
    province.clock = local("2026-11-23 09:00")
    facts = DeadlineFacts(lambda deadline: deadline.source)
    return PlanRules(Changing(province.store, province.planning, facts, tmp_path))


def test_the_two_reports_are_kept_with_their_source(rules: PlanRules, province: Province, knowledge: Knowledge) -> None:
    rules.follow(knowledge.deadlines, province.clock)
    kept = {deadline.rule: deadline for deadline in province.store.deadlines.standing()}
    assert {rule: str(deadline.first_day) for rule, deadline in kept.items()} == {
        "bao-cao-6-thang": "2027-06-09",
        "bao-cao-nam": "2026-12-04",
    }
    assert kept["bao-cao-nam"].source == "IV.2.3"
    assert kept["bao-cao-nam"].expected == "Báo cáo gửi UBND tỉnh, qua Sở Nội vụ."


def test_following_again_changes_nothing(rules: PlanRules, province: Province, knowledge: Knowledge) -> None:
    rules.follow(knowledge.deadlines, province.clock)
    before = province.store.deadlines.standing()
    for later in ("2026-12-04 23:59", "2026-12-05 00:00", "2029-01-01 00:00"):
        rules.follow(knowledge.deadlines, local(later))
    assert province.store.deadlines.standing() == before


def test_a_rule_that_is_gone_is_cancelled_and_comes_back(
    rules: PlanRules, province: Province, knowledge: Knowledge
) -> None:
    province.found(1, deputies=False)
    rules.follow(knowledge.deadlines, province.clock)
    rules.follow(knowledge.deadlines[:1], province.clock)
    assert [deadline.rule for deadline in province.store.deadlines.standing()] == ["bao-cao-6-thang"]
    [told] = province.deliver()
    assert "không phải nộp nữa" in told.text
    rules.follow(knowledge.deadlines, province.clock)
    assert len(province.store.deadlines.standing()) == 2
    assert list(province.walk("2026-12-04", "2026-12-04")) == ["2026-12-04"]


def test_a_rule_with_another_day_moves_and_what_was_reported_stays(
    rules: PlanRules, province: Province, knowledge: Knowledge
) -> None:
    province.found(2, deputies=False)
    rules.follow(knowledge.deadlines, province.clock)
    whole = province.store.deadlines.of_plan()["bao-cao-nam"]
    province.report(whole, "2026-12-04", "a1")
    changed = [
        rule.model_copy(update={"before_day": 16}) if rule.id == "bao-cao-nam" else rule for rule in knowledge.deadlines
    ]
    rules.follow(changed, province.clock)
    assert [(one.person, "Trước đây hạn là thứ Sáu 04/12/2026" in one.text) for one in province.deliver()] == [
        (MAIN, True),
        (MAIN + 1, True),
    ]
    moved = province.store.deadlines.of_plan()["bao-cao-nam"]
    assert (moved.first_day, moved.first_period) == (date(2026, 12, 15), date(2026, 12, 4))
    assert province.walk("2026-12-04", "2026-12-15")["2026-12-15"] == [MAIN]
