from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest

from bot.errors import BotError, StoreError
from bot.leafing import VIEWS, command, leaf, metadata
from bot.store import Store

PERSONAL = {
    "person_id",
    "chat_id",
    "words",
    "folded",
    "sender_name",
    "contact_phone",
    "rating_words",
    "actor_id",
    "details",
}


def test_the_open_views_have_no_personal_column(store: Store) -> None:
    for view in VIEWS:
        assert not {column.name for column in store.db[view].columns} & PERSONAL


def test_denunciations_are_not_in_them(store: Store) -> None:
    for view in VIEWS:
        assert "NOT confidential" in store.db[view].schema


def test_everything_else_is_closed_unless_asked_for() -> None:
    closed = metadata(personal=False)["databases"]["bot"]
    assert (closed["allow"], closed["allow_sql"]) == (False, False)
    assert set(closed["tables"]) == set(VIEWS)
    assert all(table["allow"] is True for table in closed["tables"].values())
    assert "allow" not in metadata(personal=True)["databases"]["bot"]


def test_it_is_served_on_this_machine_only(tmp_path: Path) -> None:
    words = command(tmp_path, 8001, personal=False)
    assert words[words.index("--host") + 1] == "127.0.0.1"
    description = Path(words[words.index("--metadata") + 1])
    assert json.loads(description.read_text("utf-8")) == metadata(personal=False)
    if sys.platform != "win32":
        assert stat.S_IMODE(description.stat().st_mode) == 0o600


def test_without_datasette_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.leafing.find_spec", lambda _name: None)
    with pytest.raises(BotError, match=r"requirements-browse\.txt"):
        leaf(tmp_path, 8001, personal=False)


def test_without_a_database_it_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.leafing.find_spec", lambda _name: object())
    with pytest.raises(StoreError):
        leaf(tmp_path, 8001, personal=False)
