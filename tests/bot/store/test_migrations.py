"""Steps that make tables anew keep what was in them, and what hangs on it."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database

from bot.roles import Role
from bot.store import open_store
from bot.store.database import FILE
from bot.store.migrations import MIGRATIONS


def test_roles_and_invitations_are_made_anew_with_all_that_hangs_on_them(tmp_path: Path) -> None:
    before = Database(tmp_path / FILE)
    MIGRATIONS.apply(before, stop_before="m006_officers_of_agencies")
    before.executescript(
        """
        INSERT INTO people (id, first_seen_at, last_seen_at) VALUES (5, 'x', 'x');
        INSERT INTO roles (person_id, role, agency, display_name, granted_by, granted_at)
            VALUES (5, 'focal_point', 'so-y-te', 'Lan', 1, '2026-11-23T02:00:00+00:00'),
                   (5, 'desk_officer', NULL, 'Lan', 1, '2026-11-23T02:00:00+00:00'),
                   (5, 'coordinator', NULL, 'Lan', 1, '2026-11-23T02:00:00+00:00');
        INSERT INTO agencies (id, name, kind, added_at) VALUES ('so-y-te', 'Sở Y tế', 'department', 'x');
        INSERT INTO focal_points (role_id, agency, person_id, rank, since, confirmed_at)
            VALUES (1, 'so-y-te', 5, 1, 'x', 'x');
        INSERT INTO invitations (token_hash, role, agency, made_by, made_at, expires_at)
            VALUES ('h', 'focal_point', 'so-y-te', 1, 'x', 'x');
        INSERT INTO agency_invitations (invitation_id, place) VALUES (1, 'focal_point');
        DELETE FROM roles WHERE id = 3;
        """
    )
    before.close()
    store = open_store(tmp_path)
    assert [(grant.id, grant.role) for grant in store.roles.held_by(5)] == [
        (1, Role.FOCAL_POINT),
        (2, Role.DESK_OFFICER),
    ]
    assert store.db["focal_points"].count == store.db["agency_invitations"].count == store.db["invitations"].count == 1
    assert store.db.execute("SELECT count(*) FROM sqlite_sequence WHERE name = 'roles'").fetchone()[0] == 1
    given = store.roles.add(5, Role.DESK_OFFICER, "so-y-te", "Lan", 1, store.roles.held_by(5)[0].granted_at)
    assert given.id == 4, "the number of a role that was deleted is never given again"
    store.db.execute("DELETE FROM roles WHERE id = 1")
    assert store.db["focal_points"].count == 0, "what hung on a role still does"
    store.close()
