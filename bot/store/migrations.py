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


@MIGRATIONS()
def m002_inbox_and_outbox(db: Database) -> None:
    """What came in and what goes out, each kept until it is done; who cannot be reached any more.

    The outbox knows which messages answered which, so `answer_messages` is not needed any more.
    """
    db.executescript(
        """
        DROP TABLE answer_messages;
        ALTER TABLE people ADD COLUMN unreachable_since TEXT;
        CREATE TABLE inbox (
            update_id INTEGER PRIMARY KEY,
            chat_id INTEGER NOT NULL,
            kind TEXT NOT NULL,
            raw TEXT NOT NULL,
            received_at TEXT NOT NULL,
            status TEXT NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'done', 'set_aside')),
            attempts INTEGER NOT NULL DEFAULT 0,
            error TEXT,
            place TEXT,
            done_at TEXT
        );
        CREATE INDEX inbox_waiting ON inbox(update_id) WHERE status = 'waiting';
        CREATE INDEX inbox_done_at ON inbox(done_at) WHERE status <> 'waiting';
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL UNIQUE,
            chat_id INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('reply', 'notice', 'broadcast')),
            payload TEXT NOT NULL,
            in_reply_to INTEGER,
            collapse_key TEXT,
            message_ids TEXT NOT NULL DEFAULT '[]',
            status TEXT NOT NULL CHECK (status IN ('pending', 'sending', 'sent', 'failed')),
            attempts INTEGER NOT NULL DEFAULT 0,
            due_at TEXT NOT NULL,
            expires_at TEXT,
            created_at TEXT NOT NULL,
            sent_at TEXT,
            error TEXT
        );
        CREATE INDEX outbox_due ON outbox(due_at) WHERE status = 'pending';
        CREATE INDEX outbox_chat ON outbox(chat_id, id) WHERE status = 'pending';
        CREATE INDEX outbox_sending ON outbox(id) WHERE status = 'sending';
        CREATE INDEX outbox_answers ON outbox(chat_id, in_reply_to) WHERE in_reply_to IS NOT NULL;
        CREATE INDEX outbox_collapse ON outbox(chat_id, collapse_key) WHERE collapse_key IS NOT NULL;
        CREATE INDEX outbox_created_at ON outbox(created_at);
        """
    )


@MIGRATIONS()
def m003_officials(db: Database) -> None:
    """Roles, the invitations by which they are given, and the audit of both.

    AUTOINCREMENT: an old button must never reach another row than the one it was made for.
    """
    db.executescript(
        """
        CREATE TABLE roles (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            person_id INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
            role TEXT NOT NULL CHECK (role IN ('administrator', 'coordinator', 'desk_officer', 'focal_point')),
            agency TEXT,
            display_name TEXT NOT NULL,
            granted_by INTEGER NOT NULL,
            granted_at TEXT NOT NULL,
            revoked_at TEXT,
            revoked_by INTEGER,
            CHECK ((role = 'focal_point') = (agency IS NOT NULL)),
            CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
        );
        CREATE UNIQUE INDEX roles_held ON roles(person_id, role, ifnull(agency, '')) WHERE revoked_at IS NULL;
        CREATE INDEX roles_person_id ON roles(person_id);
        CREATE TABLE invitations (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            token_hash TEXT NOT NULL UNIQUE,
            role TEXT NOT NULL CHECK (role IN ('administrator', 'coordinator', 'desk_officer', 'focal_point')),
            agency TEXT,
            made_by INTEGER NOT NULL,
            made_at TEXT NOT NULL,
            expires_at TEXT NOT NULL,
            used_by INTEGER,
            used_at TEXT,
            revoked_at TEXT,
            CHECK ((role = 'focal_point') = (agency IS NOT NULL)),
            CHECK ((used_at IS NULL) = (used_by IS NULL)),
            CHECK (used_at IS NULL OR revoked_at IS NULL)
        );
        CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            actor_id INTEGER NOT NULL,
            action TEXT NOT NULL,
            subject TEXT,
            details TEXT NOT NULL,
            outcome TEXT NOT NULL CHECK (outcome IN ('done', 'refused'))
        );
        CREATE INDEX audit_actor_id ON audit(actor_id);
        CREATE TRIGGER audit_rows_stay BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'rows of the audit are never changed'); END;
        CREATE TRIGGER audit_rows_are_kept BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'rows of the audit are never deleted'); END;
        """
    )
