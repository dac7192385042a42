"""No word, name, number or token gets into the log: every handler is driven with canaries, at DEBUG."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from bot.logs import QUIET, set_up_logging
from bot.redaction import OWN
from bot.roles import Role
from handlers.application import FEATURES, TAKING
from handlers.context import Deps
from tests.handlers.conftest import NOW, running
from tests.support.officials import OWNER
from tests.support.stage import Stage
from tests.telegram_server import TINY_JPEG, Message, Person, TelegramServer

WORDS = "zqxword đất nhà tui bị lấn"
PHONE = "0912 888 777"
CANARIES = ("zqx", "bị lấn", "912 888", "888 777", "912888777", "sương")
"""What must not be seen: parts of the words above and of the names below. Besides, the token."""

QUESTION = f"hạn báo cáo năm là ngày nào, {WORDS}, gọi {PHONE}"
FORGED = (
    "p:zqx",
    "p:send:1:zqx",
    "s:send:1:zqx",
    "s:desk:zqx",
    "o:zqxbutton",
    "a:zqxkey",
    "x:zqxaction",
    "m:zqxpage",
    "l:zqx",
    "r:1:zqx",
    "h:zqx",
    "m:deadlines",
    "g:zqx",
    "b:zqx",
    "b:ask",
    "b:form:1",
    "t:zqx",
    "t:c:1",
    "zqxforged",
)


class Log:
    """What is written at DEBUG, that of the libraries too, and what the bot's own code hands over to be written."""

    def __init__(self, line_format: str, token: str) -> None:
        self._token = token
        self._written, self._own = io.StringIO(), io.StringIO()
        set_up_logging("DEBUG", line_format, [token], stream=self._written)
        for name in QUIET:
            logging.getLogger(name).setLevel(logging.DEBUG)
        unguarded = logging.StreamHandler(self._own)
        unguarded.addFilter(lambda record: record.name.partition(".")[0] in OWN)
        logging.getLogger().addHandler(unguarded)

    @property
    def text(self) -> str:
        return self._written.getvalue()

    def written(self) -> list[str]:
        """The canaries in the log."""
        return self._in(self._written.getvalue())

    def handed_over(self) -> list[str]:
        """The canaries that our own code did not keep to itself, and only the guard held back."""
        return self._in(self._own.getvalue())

    def _in(self, text: str) -> list[str]:
        return [canary for canary in (*CANARIES, self._token.lower()) if canary in text.lower()]


@pytest.fixture(params=["text", "json"])
def log(request: pytest.FixtureRequest, server: TelegramServer) -> Iterator[Log]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in QUIET}
    yield Log(request.param, server.token)
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    sys.excepthook = sys.__excepthook__


@pytest.fixture
def suong(server: TelegramServer) -> Person:
    return server.person(77001, first_name="Zqxsương", last_name="Sương", username="zqxsuong", wrote=True)


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The handlers that were called."""
    names: set[str] = set()

    def noting(callback: Any) -> Any:
        async def call(update: Any, context: Any) -> Any:
            names.add(name_of(callback))
            return await callback(update, context)

        return call

    for handler in ALL:
        monkeypatch.setattr(handler, "callback", noting(handler.callback))
    return names


ALL: list[Any] = [handler for feature in FEATURES for handler in feature.HANDLERS]
ALL += [handler for feature in TAKING for handler in feature.TAKERS]


def name_of(callback: Any) -> str:
    """The handler with its module: several have the same name."""
    return f"{callback.__module__}.{callback.__qualname__}"


NAMES = {name_of(handler.callback) for handler in ALL}


async def write(server: TelegramServer, person: Person) -> None:
    """All that a person can send, in private and in a group, with canaries wherever words can stand."""
    other = server.person(77002, first_name="Zqxkhác", wrote=True)
    group = server.group(-1_000_000_077_000, title="Zqxnhóm", members=[person, other], bot_status="left")
    group.sets_bot("member", by=person)
    person.starts("zqxpayload")
    person.starts("i-zqxinvitation")
    person.starts("d-zqxinvitation")
    for command in ("help", "mucluc", "ngonngu", "moi", "canbo", "vaitro", "phananh", "huy", "gopy", "zqxlenh"):
        person.says(f"/{command} zqxarg {PHONE}")
    for said in ("/hanmoi", WORDS, PHONE, f"/huy {WORDS}", f"/thoihan {WORDS}"):
        person.says(said)
    for command in ("daumoi", "tiendo", "lich", "thongbao", "huy"):
        person.says(f"/{command} zqxarg {PHONE}")
    for command in ("timkiem", "thongke", "xuat", "quyenriengtu", "dulieucuatoi", "xoadulieu"):
        person.says(f"/{command} zqxarg {PHONE}")
    for command in ("moi", "gopy"):
        person.says(f"/{command} zqxarg {PHONE}", chat=group)
    person.edits(person.says(QUESTION), f"hạn báo cáo năm là ngày nào; {WORDS}")
    person.says(f"@{server.world.bot['username']} {QUESTION}", chat=group)
    person.says("hạn báo cáo năm là ngày nào", forwarded_from=other)
    person.sends_photo(caption=WORDS)
    person.sends_album([TINY_JPEG, TINY_JPEG], caption=WORDS)
    person.sends_document(b"zqx", name="zqxtep.docx")
    person.sends_document(b"zqx", name="danh-sach-co-quan.csv")
    person.sends_voice()
    person.sends_contact(PHONE, first_name="Zqxsương")
    person.sends_sticker()
    person.inline(WORDS)
    server.push({"message": {"text": WORDS, "from": person.profile}})
    server.push({"zqxkind": WORDS})
    await server.wait_until_quiet(10)


async def press(server: TelegramServer, person: Person) -> None:
    """One button of each kind that can be seen, then some that nobody made."""
    pressed: set[str] = set()
    while button := next((one for one in visible(person) if kind_of(one) not in pressed), None):
        pressed.add(kind_of(button))
        person.presses(button[0], button[1])
        await server.wait_until_quiet(10)
    for forged in FORGED:
        message = next(message for message in reversed(person.inbox) if message.buttons)
        message.button(message.buttons[0])["callback_data"] = forged
        person.presses(message, forged)
    await server.wait_until_quiet(10)


async def take_office(deps: Deps, server: TelegramServer, person: Person) -> str:
    """Makes the person an administrator by invitation and shows what they then see; returns the link's secret."""
    _invitation, token = deps.officials.inviting.invite(OWNER, Role.ADMINISTRATOR, None, NOW)
    person.starts(f"i-{token}")
    offer = await person.receives()
    person.presses(offer, "Tôi nhận lời")
    await server.wait_until_quiet(10)
    for command in ("moi", "canbo", "vaitro"):
        person.says(f"/{command}")
    await server.wait_until_quiet(10)
    return token


async def look_for_an_agency(server: TelegramServer, official: Person) -> None:
    """Asks for an agency by a name with canaries, as an answer to the bot's question."""
    official.says("/daumoi")
    await server.wait_until_quiet(10)
    official.presses(official.last, "🔎 Tìm")
    await server.wait_until_quiet(10)
    official.says(f"{WORDS} {PHONE}", reply_to=official.last)
    await server.wait_until_quiet(10)


async def work_at_a_desk(server: TelegramServer, official: Person) -> None:
    """What an official does with petitions, in private and in a group, with canaries wherever words can stand."""
    citizen = server.person(77003, first_name="Zqxdân", wrote=True)
    group = server.group(-1_000_000_077_001, title="Zqxtổ", members=[official])
    stage = Stage(server, group, {"a": official, "b": citizen})
    await stage.send_petition("a", f"{WORDS} {PHONE}")
    await stage.play(("a", f"card> {WORDS}"), ("a", "[Chỉ ghi chú nội bộ]"), ("a", "[Tiếp nhận]"), ("a", "[Xem số]"))
    stage.officers = frozenset({"a"})
    await stage.play(("a", "/nhomxuly zqxarg"), ("a", "/nhomxuly"))
    await stage.send_petition("b", WORDS)
    await stage.play(("a", f"card> {WORDS}"), ("a", "[Gửi cho người dân]"), ("a", "[Thôi xử lý ở nhóm này]"))
    group.migrates(-1_000_000_077_002)
    await server.wait_until_quiet(10)


def visible(person: Person) -> list[tuple[Message, str]]:
    """The buttons in the private chat now, each with its message."""
    rows = [(message, row) for message in person.inbox for row in message.button_rows]
    return [(message, button["callback_data"]) for message, row in rows for button in row]


def kind_of(button: tuple[Message, str]) -> str:
    """What the button is for; those of officials differ in their second part, and in what has to be confirmed."""
    first, *more = button[1].split(":")
    return ":".join((first, *more[:1], *(part for part in more if part == "yes"))) if first in "op" else first


async def test_every_handler_keeps_them_out_of_the_log(
    deps: Deps, server: TelegramServer, suong: Person, log: Log, called: set[str]
) -> None:
    owner = server.person(OWNER, first_name="Chủ", wrote=True)
    async with running(deps, server):
        token = await take_office(deps, server, suong)
        await look_for_an_agency(server, suong)
        await work_at_a_desk(server, suong)
        await write(server, suong)
        await press(server, suong)
    assert any("Zqxsương" in message.text for message in owner.inbox), "the owner reads who accepted"
    assert deps.store.db["audit"].count_where("action = 'give_back_role' AND outcome = 'done'") == 1
    assert token not in log.text
    assert "update handled" in log.text
    assert log.written() == []
    assert log.handed_over() == []
    assert NAMES - called == set(), "handlers that no canary reached"


async def test_so_does_every_handler_that_fails(deps: Deps, server: TelegramServer, suong: Person, log: Log) -> None:
    for table in ("questions", "people"):
        deps.store.db.execute(
            f"CREATE TRIGGER canary_{table} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
        )
    async with running(deps, server):
        await write(server, suong)
    assert "IntegrityError" in log.text
    assert log.written() == []


@pytest.mark.parametrize("code", [400, 403, 500])
async def test_so_does_every_reply_that_telegram_refuses_in_their_words(
    deps: Deps, server: TelegramServer, suong: Person, log: Log, code: int
) -> None:
    refusal = f'Bad Request: can\'t parse entities: unsupported start tag "{WORDS}" of "{PHONE}"'
    methods = ["sendMessage", "editMessageText", "answerCallbackQuery", "answerInlineQuery"]
    server.faults.add("error", method=methods, code=code, description=refusal, times=None)
    async with running(deps, server):
        suong.says(QUESTION)
        suong.says("/help")
        suong.inline(WORDS)
        await server.wait_for(lambda: len(server.sent) >= 3 and not server.unconfirmed)
    assert log.written() == []
