from __future__ import annotations

from pathlib import Path

from knowledge.errors import N_, KnowledgeError, Problem


def test_it_says_where_what_and_how_in_one_line() -> None:
    problem = Problem(Path("gaps.yaml"), 7, "gaps.0.id", "no item “%(key)s”", {"key": "x"})
    assert str(problem) == "gaps.yaml:7 [gaps.0.id]: no item “x”"


def test_it_names_only_the_line_when_no_field_is_known() -> None:
    assert Problem(Path("gaps.yaml"), 7, "", "broken").place == "gaps.yaml:7"


def test_it_reads_as_all_its_problems() -> None:
    problems = [Problem(Path("a.yaml"), 1, "", "one"), Problem(Path("b.yaml"), 2, "", "two")]
    error = KnowledgeError(problems)
    assert str(error) == "a.yaml:1: one\nb.yaml:2: two"
    assert error.problems == problems


def test_it_marks_messages_without_changing_them() -> None:
    assert N_("a %(b)s") == "a %(b)s"
