from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from knowledge.errors import KnowledgeError, Problem
from knowledge.loading import line_of, read
from knowledge.models import DeadlineFile, EntryFile, GapFile, PlanFile

GAPS = """\
# Chú thích.
gaps:
  - id: phan-bon
    topic: loại phân bón
    questions:
      - một
      - hai
      - ba
"""


def problems(path: Path, text: str) -> list[Problem]:
    path.write_text(text, "utf-8")
    with pytest.raises(KnowledgeError) as caught:
        read(path, GapFile)
    return caught.value.problems


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "gaps.yaml"


def test_it_reads_a_good_file(path: Path) -> None:
    path.write_text(GAPS, "utf-8")
    assert [gap.id for gap in read(path, GapFile).gaps] == ["phan-bon"]


@pytest.mark.parametrize(
    ("before", "after", "line", "field", "message"),
    [
        pytest.param("    topic: loại phân bón\n", "", 3, "gaps.0.topic", "missing", id="missing field"),
        pytest.param("topic:", "topik:", 4, "gaps.0.topik", "no such field", id="misspelt field"),
        pytest.param("loại phân bón", "7", 4, "gaps.0.topic", "must be text", id="number for text"),
        pytest.param("phan-bon", "Phân bón", 3, "gaps.0.id", "small letters", id="bad id"),
        pytest.param("      - ba\n", "", 5, "gaps.0.questions", "at least 3", id="too few"),
        pytest.param("- hai", "- 7", 7, "gaps.0.questions.1", "must be text", id="number in a list"),
        pytest.param("  - id", "    id", 2, "gaps", "must be a list", id="mapping for a list"),
        pytest.param(
            "topic: loại", "off_topic: perhaps\n    topic: loại", 4, "gaps.0.off_topic", "does not fit", id="no boolean"
        ),
    ],
)
def test_it_names_file_line_field_and_the_way_out(
    path: Path, before: str, after: str, line: int, field: str, message: str
) -> None:
    assert before in GAPS
    found = {problem.field: problem for problem in problems(path, GAPS.replace(before, after))}
    assert (found[field].path, found[field].line) == (path, line)
    assert message in str(found[field])


def test_it_lists_every_error_of_a_file(path: Path) -> None:
    broken = GAPS.replace("phan-bon", "Phân bón").replace("loại phân bón", "7")
    assert [problem.line for problem in problems(path, broken)] == [3, 4]


def test_it_says_which_values_are_allowed(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(
        "id: ke-hoach\ntitle: T\nprovince: P\nyears: [2022, 2026]\nnodes:\n- id: I\n  kind: chapter\n  text: T\n",
        "utf-8",
    )
    with pytest.raises(KnowledgeError, match=r"plan\.yaml:7 \[nodes\.0\.kind\].*allowed values.*part"):
        read(path, PlanFile)


def test_a_title_too_long_for_a_button_says_how_long_it_may_be(tmp_path: Path) -> None:
    path = tmp_path / "deadlines.yaml"
    path.write_text(f"deadlines:\n- id: mot-han\n  title: {'x' * 60}\n", "utf-8")
    with pytest.raises(KnowledgeError, match=r"deadlines\.yaml:3 .*at most 48"):
        read(path, DeadlineFile)


@pytest.mark.parametrize("text", ["gaps: [", "gaps:\n\t- id: x\n", "a: b: c\n", 'gaps: "\n'])
def test_what_is_no_yaml_says_where(path: Path, text: str) -> None:
    (problem,) = problems(path, text)
    assert 1 <= problem.line <= 3
    assert "not valid YAML" in str(problem)


@pytest.mark.parametrize("text", ["", "- a\n", "just words\n", "7\n"])
def test_what_is_no_such_file_at_all_is_still_a_problem(path: Path, text: str) -> None:
    assert [problem.line for problem in problems(path, text)] == [1]


def test_a_file_that_is_not_there_is_a_problem(path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be read"):
        read(path, GapFile)


def test_a_file_in_another_encoding_is_a_problem(path: Path) -> None:
    path.write_bytes("gaps: [\xe1]".encode("latin-1"))
    with pytest.raises(KnowledgeError, match="cannot be read"):
        read(path, EntryFile)


@pytest.mark.parametrize(
    ("steps", "line"),
    [((), 1), (("a",), 1), (("a", 1), 3), (("a", 1, "b"), 3), (("a", 9), 1), (("nowhere",), 1), (("c", "d"), 4)],
)
def test_it_finds_the_deepest_line_it_can(steps: tuple[str | int, ...], line: int) -> None:
    root = yaml.compose("a:\n- x\n- b: y\nc: z\n", Loader=yaml.SafeLoader)
    assert line_of(root, steps) == line


def test_the_line_of_nothing_is_the_first() -> None:
    assert line_of(None, ("a",)) == 1
