"""Whole stories between citizens and a desk: who says what, and who sees what."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import Knowledge
from knowledge.answering import Engine
from tests.support.stories import STORIES, Story, house


@pytest.mark.parametrize("story", STORIES, ids=str)
async def test_story(story: Story, knowledge: Knowledge, engine: Engine, tmp_path: Path) -> None:
    async with house(tmp_path / "data", knowledge, engine) as stage:
        await stage.play(*story.scenes)
