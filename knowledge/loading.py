"""Reading the curated files into models, with errors that name file, line, field and the way out."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.errors import N_, KnowledgeError, Problem

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Model = TypeVar("Model", bound=BaseModel)


def read(path: Path, model: type[Model]) -> Model:
    """The content of the YAML file at `path` as a `model`.

    Raises KnowledgeError with one Problem for each error found in the file.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(path, 1, "", N_("the file cannot be read (%(why)s)"), {"why": error})
        raise KnowledgeError([problem]) from error
    try:
        data = yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        message = N_("this is not valid YAML (%(why)s); look at the spaces, colons and quotes around here")
        raise KnowledgeError([Problem(path, line, "", message, {"why": error.problem})]) from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        root = yaml.compose(text, Loader=_Loader)
        raise KnowledgeError([_problem(path, root, item) for item in error.errors()]) from error


_WAYS_OUT = {
    "missing": N_("this field is missing; add it"),
    "extra_forbidden": N_("there is no such field here; correct its name or remove it"),
    "string_type": N_("this must be text; put it between quotes"),
    "list_type": N_("this must be a list, one line each, beginning with “- ”"),
    "too_short": N_("the list is too short: at least %(min_length)s are needed"),
    "string_too_long": N_("too long: at most %(max_length)s characters"),
    "string_pattern_mismatch": N_("only small letters a-z, digits and hyphens are allowed here (2 to 40)"),
    "enum": N_("not one of the allowed values: %(expected)s"),
    "literal_error": N_("not one of the allowed values: %(expected)s"),
}


def _problem(path: Path, root: yaml.Node | None, error: Any) -> Problem:
    steps = error["loc"]
    field = ".".join(str(step) for step in steps)
    message = _WAYS_OUT.get(error["type"], N_("the value does not fit (%(why)s)"))
    return Problem(path, line_of(root, steps), field, message, {"why": error["msg"], **error.get("ctx", {})})


def line_of(root: yaml.Node | None, steps: tuple[str | int, ...]) -> int:
    """The line (from 1) of the deepest YAML node that the path `steps` reaches from `root`."""
    node, line = root, 1
    for step in steps:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == step), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return line
