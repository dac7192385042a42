from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from bot.access import Access
from bot.errors import BotError, NotAllowed, NotFound
from bot.inviting import Inviting, tidy
from bot.roles import GRANTS, Role
from bot.store import Store, open_store
from tests.bot.conftest import NOW
from tests.support.officials import (
    ADMINISTRATOR,
    COORDINATOR,
    HELD,
    OFFICER,
    OWNER,
    PERSONS,
    STRANGER,
    appoint,
    audited,
    last_details,
)

END = NOW + timedelta(hours=72)
AGENCIES = ("so-noi-vu", "ubnd-xa")
DESKS = ("so-noi-vu", "ubnd-tinh")
OTHER = 17


@pytest.fixture
def inviting(store: Store) -> Inviting:
    for person in HELD:
        appoint(store, person, NOW)
    return Inviting(Access(store, frozenset({OWNER})), AGENCIES, DESKS)


def agency_for(role: Role) -> str | None:
    return "ubnd-xa" if role is Role.FOCAL_POINT else None


def link(inviting: Inviting, role: Role = Role.DESK_OFFICER, by: int = OWNER) -> str:
    _invitation, token = inviting.invite(by, role, agency_for(role), NOW)
    return token


def test_an_officer_is_of_the_whole_desk_or_of_one_agency_or_both(inviting: Inviting, store: Store) -> None:
    for agency in (None, "ubnd-tinh", "so-noi-vu"):
        _invitation, token = inviting.invite(OWNER, Role.DESK_OFFICER, agency, NOW)
        inviting.accept(OTHER, "Lan", token, NOW)
    assert [grant.agency for grant in store.roles.held_by(OTHER)] == [None, "ubnd-tinh", "so-noi-vu"]
    _invitation, token = inviting.invite(OWNER, Role.DESK_OFFICER, "ubnd-tinh", NOW)
    with pytest.raises(NotAllowed):
        inviting.accept(OTHER, "Lan", token, NOW)


@pytest.mark.parametrize("given", Role)
@pytest.mark.parametrize("holder", Role)
def test_who_may_invite_to_what(inviting: Inviting, store: Store, holder: Role, given: Role) -> None:
    actor = PERSONS[holder]
    if given in GRANTS.get(holder, ()):
        invitation, _token = inviting.invite(actor, given, agency_for(given), NOW)
        assert store.invitations.open(NOW) == [invitation]
        assert audited(store) == [(actor, "invite", f"invitation {invitation.id}", "done")]
    else:
        with pytest.raises(NotAllowed):
            inviting.invite(actor, given, agency_for(given), NOW)
        assert store.invitations.open(NOW) == []
        assert audited(store) == [(actor, "invite", None, "refused")]


@pytest.mark.parametrize(
    ("role", "agency"),
    [
        (Role.FOCAL_POINT, None),
        (Role.FOCAL_POINT, "so-x"),
        (Role.FOCAL_POINT, "ubnd-tinh"),
        (Role.DESK_OFFICER, "ubnd-xa"),
        (Role.COORDINATOR, "so-noi-vu"),
    ],
)
def test_only_focal_points_and_officers_have_an_agency_and_it_must_exist(
    inviting: Inviting, store: Store, role: Role, agency: str | None
) -> None:
    with pytest.raises(NotFound):
        inviting.invite(OWNER, role, agency, NOW)
    assert audited(store) == [(OWNER, "invite", None, "refused")]


def test_the_secret_has_128_bits_and_only_its_hash_is_kept(inviting: Inviting, store: Store, tmp_path: Path) -> None:
    tokens = {link(inviting) for _time in range(50)}
    assert len(tokens) == 50
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", token) for token in tokens)
    kept = {row["token_hash"] for row in store.db["invitations"].rows}
    assert kept == {sha256(token.encode()).hexdigest() for token in tokens}
    files = b"".join(file.read_bytes() for file in (tmp_path / "data").iterdir())
    assert not any(token.encode() in files for token in tokens)


def test_looking_changes_nothing(inviting: Inviting, store: Store) -> None:
    token = link(inviting)
    before = audited(store)
    for _time in range(2):
        assert inviting.look(STRANGER, token, NOW).role is Role.DESK_OFFICER
    assert store.roles.held_by(STRANGER) == []
    assert audited(store) == before


def test_who_accepts_holds_the_role(inviting: Inviting, store: Store) -> None:
    grant = inviting.accept(STRANGER, "Nguyễn Thị Lan", link(inviting, Role.FOCAL_POINT, COORDINATOR), NOW)
    assert store.roles.held_by(STRANGER) == [grant]
    assert (grant.role, grant.agency) == (Role.FOCAL_POINT, "ubnd-xa")
    assert (grant.display_name, grant.granted_by, grant.granted_at) == ("Nguyễn Thị Lan", COORDINATOR, NOW)
    assert audited(store)[-1] == (STRANGER, "accept_invitation", "invitation 1", "done")
    assert last_details(store) == {"role": "focal_point", "agency": "ubnd-xa", "grant": grant.id}


@pytest.mark.parametrize(
    ("moment", "valid"),
    [(NOW, True), (END - timedelta(seconds=1), True), (END, False), (END + timedelta(days=9), False)],
)
def test_it_is_valid_for_72_hours_to_the_second(inviting: Inviting, moment: datetime, valid: bool) -> None:
    token = link(inviting)
    if valid:
        inviting.look(STRANGER, token, moment)
        inviting.accept(STRANGER, "Lan", token, moment)
    else:
        with pytest.raises(NotFound):
            inviting.look(STRANGER, token, moment)
        with pytest.raises(NotFound):
            inviting.accept(STRANGER, "Lan", token, moment)


def used(inviting: Inviting) -> str:
    token = link(inviting)
    inviting.accept(OTHER, "Bình", token, NOW)
    return token


def expired(inviting: Inviting) -> str:
    _invitation, token = inviting.invite(OWNER, Role.DESK_OFFICER, None, NOW - timedelta(hours=72))
    return token


def withdrawn(inviting: Inviting) -> str:
    invitation, token = inviting.invite(OWNER, Role.DESK_OFFICER, None, NOW)
    inviting.withdraw(OWNER, invitation.id, NOW)
    return token


def by_a_removed_official(inviting: Inviting) -> str:
    token = link(inviting, Role.FOCAL_POINT, COORDINATOR)
    [grant] = inviting.access.store.roles.held_by(COORDINATOR)
    inviting.access.store.roles.revoke(grant.id, OWNER, NOW)
    return token


CLOSED: dict[str, Callable[[Inviting], str]] = {
    "unknown": lambda _inviting: "A" * 22,
    "used": used,
    "expired": expired,
    "withdrawn": withdrawn,
    "maker": by_a_removed_official,
}


@pytest.mark.parametrize("why", CLOSED)
def test_a_link_that_does_not_work_never_says_why_but_the_audit_does(
    inviting: Inviting, store: Store, why: str
) -> None:
    token = CLOSED[why](inviting)
    for attempt in (inviting.look, lambda person, token, now: inviting.accept(person, "Lan", token, now)):
        with pytest.raises(NotFound, match="không dùng được, hoặc không còn dùng được"):
            attempt(STRANGER, token, NOW)
        actor, action, subject, outcome = audited(store)[-1]
        assert (actor, action, outcome) == (STRANGER, "accept_invitation", "refused")
        assert bool(subject) is (why != "unknown")
        assert last_details(store)["why"] == why
    assert store.roles.held_by(STRANGER) == []


@pytest.mark.parametrize("token", ["", "-", "x" * 4000, "ẩn danh", "\ud800", "' OR 1=1 --"])
def test_a_forged_link_is_just_unknown(inviting: Inviting, token: str) -> None:
    with pytest.raises(NotFound):
        inviting.accept(STRANGER, "Lan", token, NOW)


def test_who_made_the_link_is_told_so_and_it_stays_open(inviting: Inviting, store: Store) -> None:
    token = link(inviting, Role.DESK_OFFICER, ADMINISTRATOR)
    with pytest.raises(NotAllowed, match="do chính anh/chị tạo"):
        inviting.look(ADMINISTRATOR, token, NOW)
    with pytest.raises(NotAllowed, match="do chính anh/chị tạo"):
        inviting.accept(ADMINISTRATOR, "Quản", token, NOW)
    assert last_details(store)["why"] == "own"
    assert inviting.accept(STRANGER, "Lan", token, NOW)


def test_who_holds_the_role_already_leaves_the_link_for_somebody_else(inviting: Inviting, store: Store) -> None:
    token = link(inviting, Role.DESK_OFFICER)
    with pytest.raises(NotAllowed, match="đã giữ vai trò này"):
        inviting.accept(OFFICER, "Cán", token, NOW)
    assert last_details(store)["why"] == "held"
    assert inviting.accept(STRANGER, "Lan", token, NOW)


def test_of_many_who_accept_at_once_one_gets_the_role(inviting: Inviting, store: Store, tmp_path: Path) -> None:
    """Each with a connection of its own, and all at the same moment."""
    token = link(inviting)
    together = threading.Barrier(4)
    outcomes: list[bool] = []

    def accept(person: int) -> None:
        own = open_store(tmp_path / "data")
        together.wait()
        try:
            Inviting(Access(own, frozenset({OWNER})), AGENCIES).accept(person, "Lan", token, NOW)
            outcomes.append(True)
        except BotError:
            outcomes.append(False)
        finally:
            own.close()

    threads = [threading.Thread(target=accept, args=(100 + number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False, False, False, True]
    assert store.db.table("roles").count_where("person_id >= 100") == 1
    assert [outcome for *_entry, outcome in audited(store)].count("refused") == 3


@pytest.mark.parametrize("person", [OWNER, ADMINISTRATOR])
def test_the_maker_and_who_could_give_the_role_can_withdraw_it(inviting: Inviting, store: Store, person: int) -> None:
    invitation, token = inviting.invite(ADMINISTRATOR, Role.COORDINATOR, None, NOW)
    assert inviting.open(person, NOW) == [invitation]
    assert inviting.withdraw(person, invitation.id, NOW) == invitation
    assert inviting.open(person, NOW) == []
    assert audited(store)[-1] == (person, "withdraw_invitation", f"invitation {invitation.id}", "done")
    with pytest.raises(NotFound):
        inviting.accept(STRANGER, "Lan", token, NOW)


def test_nobody_else_can_and_nobody_learns_whether_it_is_there(inviting: Inviting, store: Store) -> None:
    invitation, _token = inviting.invite(ADMINISTRATOR, Role.COORDINATOR, None, NOW)
    words = set()
    for number in (invitation.id, 999):
        with pytest.raises(NotFound) as refused:
            inviting.withdraw(COORDINATOR, number, NOW)
        words.add(str(refused.value))
        with pytest.raises(NotAllowed):
            inviting.withdraw(STRANGER, number, NOW)
    assert len(words) == 1
    assert inviting.open(COORDINATOR, NOW) == []
    assert inviting.open(OWNER, NOW) == [invitation]
    assert [outcome for *_entry, outcome in audited(store)][1:] == ["refused"] * 4


def test_citizens_do_not_see_invitations(inviting: Inviting) -> None:
    with pytest.raises(NotAllowed):
        inviting.open(STRANGER, NOW)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Nguyễn Thị Lan", "Nguyễn Thị Lan"),
        ("  Lan\n\tBình ", "Lan Bình"),
        ("Lan\u202egnoaC", "LangnoaC"),
        ("\u200b\u2060\ud800", "1001"),
        ("", "1001"),
        ("a" * 200, "a" * 64),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("<b>Lan</b>", "<b>Lan</b>"),
    ],
)
def test_a_name_is_shown_on_one_short_line(name: str, shown: str) -> None:
    assert tidy(name, 1001) == shown
