"""Taking former officials out of what they did as such: that stays, being an act of their office, without them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

NOBODY = 0
"""In the place of a chat or person that has been erased, where the table must name one."""

_OFFICIAL = (
    "report_id IS NOT NULL OR staff_draft_id IS NOT NULL OR event_id IS NOT NULL OR petition_id IS NOT NULL"
    " OR id IN (SELECT template_id FROM deadlines)"
)
"""Files that belong to the office that has them now."""


@dataclass(frozen=True, slots=True)
class FormerOfficials:
    """Erases a person who holds no role any more. Belongs in one transaction."""

    db: Database

    def acted(self, person_id: int) -> bool:
        """Whether anything stays that the person did for an office."""
        which = (
            "SELECT 1 FROM report_events WHERE actor_id = :person UNION ALL"
            " SELECT 1 FROM deadlines WHERE made_by = :person UNION ALL"
            " SELECT 1 FROM broadcasts WHERE made_by = :person AND sent_at IS NOT NULL"
        )
        return self.db.execute(f"SELECT 1 FROM ({which}) LIMIT 1", {"person": person_id}).fetchone() is not None

    def erase(self, person_id: int) -> None:
        """Takes the person out; what they had begun and not sent goes.

        Former roles, the places at agencies that came with them, and drafts of reports and deadlines are tied to the
        row of the person and go with it.
        """
        self._run("UPDATE agencies SET leader_person_id = NULL WHERE leader_person_id = :person", person_id)
        self._run("UPDATE deadlines SET made_by = NULL WHERE made_by = :person", person_id)
        self._run("UPDATE reports SET submitted_by = NULL WHERE submitted_by = :person", person_id)
        self._run("UPDATE report_events SET actor_id = NULL, message_id = NULL WHERE actor_id = :person", person_id)
        self._run("DELETE FROM broadcasts WHERE made_by = :person AND staged_at IS NULL AND sent_at IS NULL", person_id)
        self._run("UPDATE broadcasts SET made_by = :nobody WHERE made_by = :person", person_id)
        self._run("DELETE FROM agency_imports WHERE made_by = :person", person_id)
        self._run("DELETE FROM report_drafts WHERE person_id = :person", person_id)
        self._run(f"UPDATE attachments SET chat_id = :nobody WHERE chat_id = :person AND ({_OFFICIAL})", person_id)
        self._run("DELETE FROM attachments WHERE chat_id = :person AND draft_id IS NULL", person_id)

    def _run(self, statement: str, person_id: int) -> None:
        self.db.execute(statement, {"person": person_id, "nobody": NOBODY})
