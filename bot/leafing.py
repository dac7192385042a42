"""Leafing through the database with Datasette: read only, on this machine only, without personal data unless asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot.errors import BotError, StoreError
from bot.i18n import gettext as _
from bot.store.database import FILE
from bot.store.folders import make_private_folder

HOST = "127.0.0.1"
FOLDER = "browse"
"""The folder in DATA_DIR."""
DATABASE = Path(FILE).stem

VIEWS = ("petitions_without_people", "events_without_people")
"""What may be seen without personal data; everything else is closed."""

SETTINGS = {
    "allow_download": "off",
    "facet_time_limit_ms": "2000",
    "sql_time_limit_ms": "5000",
    "default_page_size": "50",
}


def leaf(data_dir: Path, port: int, *, personal: bool) -> None:
    """Serves the database, and does not return. Raises StoreError without one, and BotError without Datasette."""
    if find_spec("datasette") is None:
        raise BotError(
            _("Datasette is not installed here. Please run: pip install -r requirements-browse.txt – then try again.")
        )
    if not (data_dir / FILE).is_file():
        raise StoreError(_("There is no database in %(path)s yet.", path=data_dir))
    serve = command(data_dir, port, personal=personal)
    if sys.platform == "win32":
        subprocess.run(serve, check=False)
    else:
        # In this very process, so that whatever ends it ends the serving.
        os.execv(serve[0], serve)


def command(data_dir: Path, port: int, *, personal: bool) -> list[str]:
    """The command that serves it, its description written to the data folder."""
    folder = data_dir / FOLDER
    make_private_folder(folder)
    description = folder / "metadata.json"
    descriptor = os.open(description, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(metadata(personal=personal), file, ensure_ascii=False, indent=2)
    settings = [part for name, value in SETTINGS.items() for part in ("--setting", name, value)]
    # Datasette opens a database that it is not told to be immutable with mode=ro, and follows what the bot writes.
    where = [str(data_dir / FILE), "--host", HOST, "--port", str(port), "--metadata", str(description)]
    return [sys.executable, "-m", "datasette", "serve", *where, *settings]


def metadata(*, personal: bool) -> dict[str, Any]:
    """How Datasette calls and lays out the tables, and which it shows."""
    tables: dict[str, Any] = {
        VIEWS[0]: {
            "title": _("Petitions without people"),
            "description": _("One row for each petition: what about, where, who handles it, when. No words, no names."),
            "facets": ["state", "category", "place"],
            "sort_desc": "received_at",
            "allow": True,
        },
        VIEWS[1]: {
            "title": _("What happened, without people"),
            "description": _("One row for each thing that happened to a petition."),
            "facets": ["move", "to_state", "actor"],
            "sort_desc": "at",
            "allow": True,
        },
    }
    database: dict[str, Any] = {"title": _("Petitions"), "tables": tables}
    if personal:
        tables["petitions"] = {
            "title": _("Petitions with personal data"),
            "facets": ["state", "category", "place"],
            "sort_desc": "received_at",
        }
    else:
        database |= {"allow": False, "allow_sql": False}
    described: dict[str, Any] = {"title": _("Mass mobilisation assistant"), "databases": {DATABASE: database}}
    if not personal:
        # The page of a closed database is closed as well, so the way to what is open starts here.
        links = [f'<li><a href="/{DATABASE}/{view}">{tables[view]["title"]}</a></li>' for view in VIEWS]
        described["description_html"] = f"<ul>{''.join(links)}</ul>"
    return described
