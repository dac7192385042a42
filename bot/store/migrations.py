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


@MIGRATIONS()
def m004_petitions(db: Database) -> None:
    """Petitions with all that happened to them, what people are still writing, files, and the desks that handle them.

    What happened is only ever added to `petition_events`; the state of a petition follows its last event. Erasing a
    person may empty the columns that hold words and names, nothing else.
    """
    db.executescript(
        """
        CREATE TABLE petitions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            code TEXT NOT NULL UNIQUE,
            draft_id INTEGER UNIQUE,
            person_id INTEGER REFERENCES people(id) ON DELETE SET NULL,
            chat_id INTEGER,
            kind TEXT NOT NULL CHECK (kind IN ('report', 'proposal', 'comment')),
            category TEXT NOT NULL,
            place TEXT,
            latitude REAL,
            longitude REAL,
            words TEXT NOT NULL,
            folded TEXT NOT NULL,
            sender_name TEXT,
            contact_phone TEXT,
            law TEXT CHECK (law IN ('complaint', 'denunciation')),
            confidential INTEGER NOT NULL DEFAULT 0,
            urgent INTEGER NOT NULL DEFAULT 0,
            agency TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'received',
            received_at TEXT NOT NULL,
            due_at TEXT NOT NULL,
            answered_at TEXT,
            ended_at TEXT,
            handler_id INTEGER,
            joined_to INTEGER REFERENCES petitions(id),
            rating INTEGER CHECK (rating BETWEEN 1 AND 5),
            rating_words TEXT,
            erased_at TEXT
        );
        CREATE INDEX petitions_person_id ON petitions(person_id, id);
        CREATE INDEX petitions_received_at ON petitions(received_at);
        CREATE INDEX petitions_state ON petitions(state, due_at, received_at);
        CREATE INDEX petitions_category ON petitions(category, place, received_at);
        CREATE INDEX petitions_agency ON petitions(agency, received_at);
        CREATE INDEX petitions_by_state ON petitions(state, received_at);
        CREATE INDEX petitions_by_category ON petitions(category, received_at);
        CREATE INDEX petitions_by_place ON petitions(place, received_at);
        CREATE INDEX petitions_joined_to ON petitions(joined_to) WHERE joined_to IS NOT NULL;
        CREATE INDEX petitions_days ON petitions(round(julianday(answered_at) - julianday(received_at), 1), received_at)
            WHERE answered_at IS NOT NULL;
        CREATE INDEX petitions_late ON petitions(received_at, state) WHERE answered_at > due_at;
        CREATE INDEX petitions_confidential ON petitions(received_at) WHERE confidential = 1;
        CREATE INDEX petitions_ended_at ON petitions(ended_at) WHERE ended_at IS NOT NULL;
        CREATE VIRTUAL TABLE petitions_search USING fts5(code, folded, content='petitions', content_rowid='id');
        CREATE TRIGGER petitions_search_add AFTER INSERT ON petitions BEGIN
            INSERT INTO petitions_search(rowid, code, folded) VALUES (new.id, new.code, new.folded);
        END;
        CREATE TRIGGER petitions_search_change AFTER UPDATE OF folded ON petitions BEGIN
            INSERT INTO petitions_search(petitions_search, rowid, code, folded)
                VALUES ('delete', old.id, old.code, old.folded);
            INSERT INTO petitions_search(rowid, code, folded) VALUES (new.id, new.code, new.folded);
        END;
        CREATE TABLE petition_events (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            petition_id INTEGER NOT NULL REFERENCES petitions(id),
            at TEXT NOT NULL,
            move TEXT NOT NULL,
            actor TEXT NOT NULL CHECK (actor IN ('citizen', 'officer', 'clock')),
            actor_id INTEGER,
            from_state TEXT,
            to_state TEXT,
            words TEXT,
            details TEXT NOT NULL DEFAULT '{}'
        );
        CREATE INDEX petition_events_petition_id ON petition_events(petition_id, id);
        CREATE TRIGGER petition_events_lead AFTER INSERT ON petition_events WHEN new.to_state IS NOT NULL BEGIN
            UPDATE petitions SET state = new.to_state WHERE id = new.petition_id;
        END;
        CREATE TRIGGER petition_events_stay
        BEFORE UPDATE OF id, petition_id, at, move, actor, from_state, to_state, details ON petition_events
        BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
        CREATE TRIGGER petition_events_lose_words BEFORE UPDATE OF words, actor_id ON petition_events
        WHEN new.words IS NOT NULL AND new.words IS NOT old.words
            OR new.actor_id IS NOT NULL AND new.actor_id IS NOT old.actor_id
        BEGIN SELECT RAISE(ABORT, 'words of events are only ever erased'); END;
        CREATE TRIGGER petition_events_are_kept BEFORE DELETE ON petition_events
        BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
        CREATE TABLE petition_messages (
            chat_id INTEGER NOT NULL,
            message_id INTEGER NOT NULL,
            petition_id INTEGER NOT NULL REFERENCES petitions(id),
            PRIMARY KEY (chat_id, message_id)
        );
        CREATE INDEX petition_messages_petition_id ON petition_messages(petition_id);
        CREATE TABLE drafts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            person_id INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
            chat_id INTEGER NOT NULL,
            purpose TEXT NOT NULL CHECK (purpose IN ('petition', 'addition', 'rating')),
            petition_id INTEGER REFERENCES petitions(id),
            offered INTEGER NOT NULL DEFAULT 0,
            kind TEXT CHECK (kind IN ('report', 'proposal', 'comment')),
            category TEXT,
            place TEXT,
            latitude REAL,
            longitude REAL,
            sender_name TEXT,
            contact_phone TEXT,
            awaiting TEXT,
            started_at TEXT NOT NULL,
            touched_at TEXT NOT NULL,
            CHECK ((purpose = 'petition') = (petition_id IS NULL))
        );
        CREATE UNIQUE INDEX drafts_person_id ON drafts(person_id, purpose, ifnull(petition_id, 0));
        CREATE INDEX drafts_touched_at ON drafts(touched_at);
        CREATE TABLE draft_words (
            draft_id INTEGER NOT NULL REFERENCES drafts(id) ON DELETE CASCADE,
            message_id INTEGER NOT NULL,
            words TEXT NOT NULL,
            PRIMARY KEY (draft_id, message_id)
        );
        CREATE TABLE attachments (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            draft_id INTEGER REFERENCES drafts(id) ON DELETE CASCADE,
            petition_id INTEGER REFERENCES petitions(id),
            event_id INTEGER REFERENCES petition_events(id),
            staff_draft_id INTEGER REFERENCES staff_drafts(id) ON DELETE CASCADE,
            chat_id INTEGER NOT NULL,
            message_id INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN
                ('photo', 'video', 'voice', 'audio', 'document', 'animation', 'video_note')),
            file_id TEXT NOT NULL,
            file_unique_id TEXT NOT NULL,
            name TEXT,
            mime_type TEXT,
            size INTEGER,
            added_at TEXT NOT NULL,
            sha256 TEXT,
            stored_at TEXT,
            attempts INTEGER NOT NULL DEFAULT 0,
            next_attempt_at TEXT,
            error TEXT
        );
        CREATE INDEX attachments_draft_id ON attachments(draft_id) WHERE draft_id IS NOT NULL;
        CREATE INDEX attachments_petition_id ON attachments(petition_id) WHERE petition_id IS NOT NULL;
        CREATE INDEX attachments_staff_draft_id ON attachments(staff_draft_id) WHERE staff_draft_id IS NOT NULL;
        CREATE INDEX attachments_sha256 ON attachments(sha256) WHERE sha256 IS NOT NULL;
        CREATE INDEX attachments_unfetched ON attachments(next_attempt_at) WHERE stored_at IS NULL AND error IS NULL;
        CREATE TABLE desks (
            chat_id INTEGER PRIMARY KEY,
            agency TEXT,
            title TEXT NOT NULL,
            is_forum INTEGER NOT NULL DEFAULT 0,
            set_by INTEGER NOT NULL,
            set_at TEXT NOT NULL,
            left_at TEXT
        );
        CREATE UNIQUE INDEX desks_agency ON desks(ifnull(agency, ''));
        CREATE TABLE staff_drafts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            petition_id INTEGER NOT NULL REFERENCES petitions(id),
            chat_id INTEGER NOT NULL,
            message_id INTEGER NOT NULL,
            officer_id INTEGER NOT NULL,
            words TEXT NOT NULL,
            at TEXT NOT NULL,
            album TEXT,
            seen_event_id INTEGER NOT NULL REFERENCES petition_events(id),
            event_id INTEGER REFERENCES petition_events(id),
            UNIQUE (chat_id, message_id)
        );
        CREATE INDEX staff_drafts_album ON staff_drafts(chat_id, album) WHERE album IS NOT NULL;
        CREATE TABLE clock_marks (
            key TEXT PRIMARY KEY,
            at TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE blocks (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            person_id INTEGER NOT NULL,
            reason TEXT NOT NULL,
            until TEXT NOT NULL,
            made_by INTEGER NOT NULL,
            made_at TEXT NOT NULL,
            lifted_by INTEGER,
            lifted_at TEXT
        );
        CREATE INDEX blocks_person_id ON blocks(person_id) WHERE lifted_at IS NULL;
        CREATE INDEX people_unreachable ON people(id) WHERE unreachable_since IS NOT NULL;
        ALTER TABLE outbox ADD COLUMN about TEXT;
        CREATE INDEX outbox_about ON outbox(about, status) WHERE about IS NOT NULL;
        CREATE TABLE sent_messages (
            chat_id INTEGER NOT NULL,
            message_id INTEGER NOT NULL,
            about TEXT NOT NULL,
            outbox_id INTEGER NOT NULL,
            is_file INTEGER NOT NULL DEFAULT 0,
            sent_at TEXT NOT NULL,
            PRIMARY KEY (chat_id, message_id)
        );
        CREATE INDEX sent_messages_about ON sent_messages(about, chat_id);
        CREATE TABLE forum_topics (
            chat_id INTEGER NOT NULL,
            about TEXT NOT NULL,
            thread_id INTEGER NOT NULL,
            PRIMARY KEY (chat_id, about)
        );
        CREATE UNIQUE INDEX forum_topics_thread ON forum_topics(chat_id, thread_id);
        CREATE TABLE searches (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            person_id INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
            words TEXT NOT NULL,
            at TEXT NOT NULL
        );
        CREATE INDEX searches_person_id ON searches(person_id);
        CREATE TABLE file_orders (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            search_id INTEGER NOT NULL REFERENCES searches(id) ON DELETE CASCADE,
            chat_id INTEGER NOT NULL,
            thread_id INTEGER,
            what TEXT NOT NULL CHECK (
                what IN ('chart', 'table', 'personal_table', 'report', 'progress_chart', 'progress_table')
            ),
            language TEXT NOT NULL,
            ordered_at TEXT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            done_at TEXT,
            error TEXT
        );
        CREATE INDEX file_orders_search_id ON file_orders(search_id);
        CREATE INDEX file_orders_waiting ON file_orders(id) WHERE done_at IS NULL;
        CREATE VIEW petitions_without_people AS
            SELECT id, code, kind, category, place, agency, state, law, urgent, substr(received_at, 1, 7) AS month,
                received_at, due_at, answered_at, ended_at,
                round(julianday(answered_at) - julianday(received_at), 1) AS days_to_answer, joined_to, rating
            FROM petitions WHERE NOT confidential;
        CREATE VIEW events_without_people AS
            SELECT petition_events.id, petition_id, code, at, move, actor, from_state, to_state
            FROM petition_events JOIN petitions ON petitions.id = petition_id WHERE NOT confidential;
        """
    )


@MIGRATIONS()
def m005_reminders(db: Database) -> None:
    """Agencies with their focal points, deadlines with their reminders, and the reports that end them."""
    db.executescript(
        """
        CREATE TABLE agencies (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('department', 'district', 'commune', 'other')),
            leader_name TEXT,
            leader_person_id INTEGER,
            added_at TEXT NOT NULL,
            removed_at TEXT
        );
        CREATE TABLE focal_points (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            role_id INTEGER NOT NULL UNIQUE REFERENCES roles(id) ON DELETE CASCADE,
            agency TEXT NOT NULL REFERENCES agencies(id),
            person_id INTEGER NOT NULL,
            rank INTEGER NOT NULL,
            since TEXT NOT NULL,
            asked_at TEXT,
            confirmed_at TEXT NOT NULL,
            ended_at TEXT
        );
        CREATE INDEX focal_points_agency ON focal_points(agency, rank) WHERE ended_at IS NULL;
        CREATE INDEX focal_points_person_id ON focal_points(person_id) WHERE ended_at IS NULL;
        CREATE TABLE deadlines (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            rule TEXT UNIQUE,
            title TEXT NOT NULL,
            source TEXT NOT NULL,
            first_day TEXT NOT NULL,
            first_period TEXT NOT NULL,
            hour TEXT,
            recurrence TEXT NOT NULL
                CHECK (recurrence IN ('once', 'monthly', 'quarterly', 'half_yearly', 'yearly')),
            audience TEXT NOT NULL DEFAULT '{}',
            expected TEXT,
            ladder TEXT NOT NULL DEFAULT '{}',
            template_id INTEGER REFERENCES attachments(id),
            made_by INTEGER,
            made_at TEXT NOT NULL,
            changed_at TEXT,
            cancelled_at TEXT
        );
        CREATE TABLE reports (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            deadline_id INTEGER NOT NULL REFERENCES deadlines(id),
            period TEXT NOT NULL,
            agency TEXT NOT NULL REFERENCES agencies(id),
            state TEXT NOT NULL CHECK (state IN ('submitted', 'confirmed', 'returned')),
            number TEXT,
            dated TEXT,
            submitted_at TEXT NOT NULL,
            submitted_by INTEGER,
            UNIQUE (deadline_id, period, agency)
        );
        CREATE INDEX reports_agency ON reports(agency, period);
        CREATE TABLE report_events (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            report_id INTEGER NOT NULL REFERENCES reports(id),
            at TEXT NOT NULL,
            move TEXT NOT NULL CHECK (move IN ('submit', 'confirm', 'return', 'complete')),
            actor_id INTEGER,
            words TEXT
        );
        CREATE INDEX report_events_report_id ON report_events(report_id, id);
        CREATE TRIGGER report_events_stay BEFORE UPDATE OF id, report_id, at, move ON report_events
        BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
        CREATE TRIGGER report_events_are_kept BEFORE DELETE ON report_events
        BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
        CREATE TABLE reminders (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            deadline_id INTEGER NOT NULL REFERENCES deadlines(id),
            period TEXT NOT NULL,
            agency TEXT NOT NULL REFERENCES agencies(id),
            step TEXT NOT NULL,
            due_at TEXT NOT NULL,
            status TEXT NOT NULL DEFAULT 'planned'
                CHECK (status IN ('planned', 'staged', 'skipped', 'withdrawn')),
            staged_at TEXT,
            UNIQUE (deadline_id, period, agency, step)
        );
        CREATE INDEX reminders_due ON reminders(due_at) WHERE status = 'planned';
        CREATE INDEX reminders_planned ON reminders(deadline_id, period) WHERE status = 'planned';
        CREATE TABLE deadline_drafts (
            person_id INTEGER PRIMARY KEY REFERENCES people(id) ON DELETE CASCADE,
            deadline_id INTEGER REFERENCES deadlines(id),
            fields TEXT NOT NULL,
            awaiting TEXT,
            touched_at TEXT NOT NULL
        );
        CREATE TABLE report_drafts (
            person_id INTEGER PRIMARY KEY REFERENCES people(id) ON DELETE CASCADE,
            deadline_id INTEGER REFERENCES deadlines(id),
            period TEXT,
            agency TEXT,
            awaiting TEXT NOT NULL,
            number TEXT,
            dated TEXT,
            attachment_id INTEGER REFERENCES attachments(id) ON DELETE SET NULL,
            touched_at TEXT NOT NULL
        );
        CREATE TABLE agency_imports (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            attachment_id INTEGER NOT NULL REFERENCES attachments(id),
            made_by INTEGER NOT NULL,
            made_at TEXT NOT NULL,
            read_at TEXT,
            settled_at TEXT
        );
        CREATE INDEX agency_imports_unread ON agency_imports(id) WHERE read_at IS NULL;
        CREATE TABLE agency_invitations (
            invitation_id INTEGER PRIMARY KEY REFERENCES invitations(id),
            place TEXT NOT NULL CHECK (place IN ('focal_point', 'leader')),
            replaces INTEGER REFERENCES focal_points(id) ON DELETE SET NULL
        );
        ALTER TABLE attachments ADD COLUMN report_id INTEGER REFERENCES reports(id);
        CREATE INDEX attachments_report_id ON attachments(report_id) WHERE report_id IS NOT NULL;
        CREATE TABLE broadcasts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            words TEXT NOT NULL,
            audience TEXT NOT NULL DEFAULT '{}',
            made_by INTEGER NOT NULL,
            made_at TEXT NOT NULL,
            sent_at TEXT,
            staged_at TEXT,
            cancelled_at TEXT
        );
        CREATE INDEX outbox_talk ON outbox(due_at, chat_id) WHERE status = 'pending' AND kind <> 'broadcast';
        CREATE INDEX outbox_expires_at ON outbox(expires_at) WHERE status = 'pending' AND expires_at IS NOT NULL;
        CREATE INDEX outbox_collapsing ON outbox(due_at) WHERE status = 'pending' AND collapse_key IS NOT NULL;
        """
    )


@MIGRATIONS()
def m006_officers_of_agencies(db: Database) -> None:
    """Desk officers may be of one agency, and what is declined names who is competent.

    SQLite cannot change a CHECK, so both tables are made anew, with the numbers that were given already.
    """
    of_agency = (
        "CASE role WHEN 'focal_point' THEN agency IS NOT NULL WHEN 'desk_officer' THEN 1 ELSE agency IS NULL END"
    )
    db.executescript(
        f"""
        CREATE TABLE roles_new (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            person_id INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
            role TEXT NOT NULL CHECK (role IN ('administrator', 'coordinator', 'desk_officer', 'focal_point')),
            agency TEXT,
            display_name TEXT NOT NULL,
            granted_by INTEGER NOT NULL,
            granted_at TEXT NOT NULL,
            revoked_at TEXT,
            revoked_by INTEGER,
            CHECK ({of_agency}),
            CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
        );
        INSERT INTO sqlite_sequence (name, seq) SELECT 'roles_new', seq FROM sqlite_sequence WHERE name = 'roles';
        INSERT INTO roles_new SELECT * FROM roles;
        DROP TABLE roles;
        ALTER TABLE roles_new RENAME TO roles;
        CREATE UNIQUE INDEX roles_held ON roles(person_id, role, ifnull(agency, '')) WHERE revoked_at IS NULL;
        CREATE INDEX roles_person_id ON roles(person_id);
        CREATE TABLE invitations_new (
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
            CHECK ({of_agency}),
            CHECK ((used_at IS NULL) = (used_by IS NULL)),
            CHECK (used_at IS NULL OR revoked_at IS NULL)
        );
        INSERT INTO sqlite_sequence (name, seq)
            SELECT 'invitations_new', seq FROM sqlite_sequence WHERE name = 'invitations';
        INSERT INTO invitations_new SELECT * FROM invitations;
        DROP TABLE invitations;
        ALTER TABLE invitations_new RENAME TO invitations;
        ALTER TABLE staff_drafts ADD COLUMN competent TEXT;
        """
    )


@MIGRATIONS()
def m007_corrected_reports(db: Database) -> None:
    """What a focal point corrects by editing a message is found by it, and a confirmed report may be opened again.

    A focal point may hand over and stay as a deputy. SQLite cannot change a CHECK, so the events are made anew, with
    the numbers that were given already.
    """
    db.executescript(
        """
        CREATE TABLE report_events_new (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            report_id INTEGER NOT NULL REFERENCES reports(id),
            at TEXT NOT NULL,
            move TEXT NOT NULL CHECK (move IN ('submit', 'confirm', 'return', 'complete', 'reopen')),
            actor_id INTEGER,
            words TEXT,
            message_id INTEGER
        );
        INSERT INTO sqlite_sequence (name, seq)
            SELECT 'report_events_new', seq FROM sqlite_sequence WHERE name = 'report_events';
        INSERT INTO report_events_new (id, report_id, at, move, actor_id, words)
            SELECT id, report_id, at, move, actor_id, words FROM report_events;
        DROP TABLE report_events;
        ALTER TABLE report_events_new RENAME TO report_events;
        CREATE INDEX report_events_report_id ON report_events(report_id, id);
        CREATE INDEX report_events_message ON report_events(message_id, actor_id) WHERE message_id IS NOT NULL;
        CREATE TRIGGER report_events_stay BEFORE UPDATE OF id, report_id, at, move ON report_events
        BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
        CREATE TRIGGER report_events_are_kept BEFORE DELETE ON report_events
        BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
        ALTER TABLE report_drafts ADD COLUMN message_id INTEGER;
        ALTER TABLE agency_invitations ADD COLUMN former_stays INTEGER NOT NULL DEFAULT 0
            CHECK (former_stays IN (0, 1));
        """
    )
