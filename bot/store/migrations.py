"""The schema, step by step. A step that has been released is never changed; a new one is added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

MIGRATIONS = Migrations("bot")


@MIGRATIONS()
def m001_questions(db: Database) -> None:
    """People, what they asked, what they were just talking about, and what a curator should look at.

    AUTOINCREMENT: the id of a question that was deleted is never given to another one, so an old
    rating button cannot rate a stranger's question.
    """
    db.executescript(
        """
        CREATE TABLE people (
            id INTEGER PRIMARY KEY,
            language TEXT,
            first_seen_at TEXT NOT NULL,
            last_seen_at TEXT NOT NULL
        );
        CREATE TABLE questions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            asked_at TEXT NOT NULL,
            chat_id INTEGER NOT NULL,
            person_id INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
            text TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('answered', 'choices', 'unknown', 'action')),
            action TEXT,
            reason TEXT,
            key TEXT,
            score REAL NOT NULL,
            rating TEXT CHECK (rating IN ('good', 'bad')),
            rated_at TEXT
        );
        CREATE INDEX questions_person_id ON questions(person_id);
        CREATE TABLE curation_queue (
            id INTEGER PRIMARY KEY,
            question_id INTEGER NOT NULL REFERENCES questions(id) ON DELETE CASCADE,
            why TEXT NOT NULL CHECK (why IN ('disliked', 'choices', 'unknown')),
            added_at TEXT NOT NULL,
            resolved_at TEXT,
            UNIQUE (question_id, why)
        );
        CREATE TABLE topics (
            chat_id INTEGER PRIMARY KEY,
            keys TEXT NOT NULL,
            options TEXT NOT NULL,
            at TEXT NOT NULL
        );
        CREATE TABLE answer_messages (
            chat_id INTEGER NOT NULL,
            message_id INTEGER NOT NULL,
            answer_ids TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (chat_id, message_id)
        );
        CREATE INDEX answer_messages_at ON answer_messages(at);
        """
    )
