"""Where an error arose, for log lines and notices that hold nothing of what people wrote."""

from __future__ import annotations

import traceback
from pathlib import Path

ROOT = Path(__file__).parent.parent
OWN = tuple(ROOT / package for package in ("bot", "handlers", "knowledge"))
"""The bot's own code: a virtual environment may lie in the same folder."""


def place_of(error: BaseException) -> str:
    """The file and line of the bot's own code in which the error arose, or which led to it."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if any(Path(frame.filename).is_relative_to(package) for package in OWN)]
    if not own:
        return "?"
    return f"{Path(own[-1].filename).relative_to(ROOT).as_posix()}:{own[-1].lineno}"
