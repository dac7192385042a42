"""The commands that need no messenger: one answer, the knowledge base, copies of the database.

The command line speaks the default language, so its help may be translated when this is imported.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.errors import BotError
from bot.i18n import gettext as _
from bot.problems import told

if TYPE_CHECKING:
    from bot.replies import Reply
    from knowledge import Knowledge
    from knowledge.answering import Engine
    from knowledge.answers import Answer
    from knowledge.petitioning import Proposer


@click.command(help=_("Answer one question."))
@click.argument("question", required=False)
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))
@click.option("--jsonl", "as_lines", is_flag=True, help=_('Read lines {"q": "…"}, print lines of JSON.'))
def ask(question: str | None, as_json: bool, as_lines: bool) -> None:
    """Answer one question."""
    if (question is None) != as_lines or (as_json and as_lines):
        raise click.UsageError(_("Give a question, or --jsonl with questions on standard input."))
    base, engine = load()
    if question is not None and not as_json:
        click.echo(_in_words(engine.answer(question), base))
        return
    for text in [question] if question is not None else _questions():
        click.echo(_in_json(engine.answer(text), base))


@click.command(help=_("For the curator: why a question is answered as it is."))
@click.argument("question")
def explain(question: str) -> None:
    """For the curator: why a question is answered as it is."""
    from bot.explaining import explain as tell

    _base, engine = load()
    click.echo(tell(engine, question))


@click.group(help=_("The knowledge base."))
def knowledge() -> None:
    """The knowledge base."""


@knowledge.command(help=_("Find every error in the curated files."))
def check() -> None:
    """Find every error in the curated files."""
    from knowledge import load_knowledge
    from knowledge.checking import check_folder

    problems = check_folder(load_knowledge)
    if problems:
        click.echo(told(problems), err=True)
        sys.exit(1)
    click.echo(_("The knowledge base has no errors."))


@click.command(help=_("Copy the database to FILE, also while the bot runs."))
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Copy the database to FILE, also while the bot runs."""
    from bot.backup import back_up
    from bot.settings import load_settings

    back_up(load_settings().data_dir, file)
    click.echo(_("The database was copied to %(path)s.", path=file))


@click.command(help=_("Put the copy FILE back, with the bot stopped."))
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Put the copy FILE back, with the bot stopped."""
    from bot.backup import restore as put_back
    from bot.settings import load_settings

    kept = put_back(load_settings().data_dir, file, datetime.now(UTC))
    click.echo(_("The database was restored from %(path)s.", path=file))
    if kept:
        click.echo(_("The replaced one is kept as %(path)s.", path=kept))


@click.group(help=_("Reminders of deadlines."))
def reminders() -> None:
    """Reminders of deadlines."""


@reminders.command(help=_("Show what would be sent to whom, as things stand now; nothing is sent."))
@click.option("--on", "first", type=click.DateTime(["%Y-%m-%d"]), help=_("The first day, by default today."))
@click.option("--days", default=1, type=click.IntRange(1, 400), help=_("How many days."))
def preview(first: datetime | None, days: int) -> None:
    """Show what would be sent to whom, as things stand now; nothing is sent."""
    from bot.reminders.preview import preview_lines
    from bot.settings import load_settings

    for line in preview_lines(load_settings(), load()[0], first and first.date(), days, datetime.now(UTC)):
        click.echo(line)


def load() -> tuple[Knowledge, Engine]:
    """The bot's own knowledge base and the engine over it. Raises KnowledgeError."""
    from knowledge.compiled import load_compiled

    # All of this stays to the end. Looking through it for rubbish, now and at the end, takes as long as reading it.
    gc.disable()
    try:
        loaded = load_compiled()
    finally:
        gc.enable()
    gc.freeze()
    return loaded


def load_proposer(base: Knowledge) -> Proposer:
    """Proposes what petitions are, from the words of `base`. Build it once: it takes as long as a hundred proposals."""
    from knowledge.petitioning import Proposer

    return Proposer(base)


def _reply(answer: Answer, base: Knowledge) -> Reply:
    """What is said to the answer, with the days that are left where it is about deadlines."""
    from bot.deadlines import DueDates, is_about_deadlines
    from bot.presenting import present

    reply = present(answer, base)
    if not is_about_deadlines(answer, base):
        return reply
    from bot.settings import load_settings

    return DueDates.of_plan(base, load_settings().timezone).complete(reply, answer, None, datetime.now(UTC))


def _in_words(answer: Answer, base: Knowledge) -> str:
    reply = _reply(answer, base)
    labels = [f"[{button.label}]" for row in reply.buttons for button in row]
    return "\n".join([reply.plain(), *([" ".join(labels)] if labels else [])])


def _in_json(answer: Answer, base: Knowledge) -> str:
    from bot.answer_json import answer_json

    return json.dumps(answer_json(answer, base, _reply(answer, base)), ensure_ascii=False)


def _questions() -> Iterator[str]:
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            yield str(json.loads(line)["q"])
        except (ValueError, KeyError, TypeError):
            raise BotError(_('Line %(number)s is not a JSON object with "q".', number=number)) from None


OFFLINE = (ask, explain, knowledge, backup, restore, reminders)
