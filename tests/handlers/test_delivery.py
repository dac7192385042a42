"""What the bot makes of Telegram's refusals and of a bad line."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest
from telegram import Bot

from bot.outgoing import Deed, Outgoing, Parcel
from bot.replies import Asks, Button, Reply
from handlers.context import Deps
from handlers.delivery import carry_out
from handlers.limiter import Limiter
from handlers.rendering import parts, plain
from handlers.sending import Sender
from tests.handlers.conftest import QUICK, running
from tests.handlers.dialogue import until
from tests.support.faults import FaultKind
from tests.telegram_server import Person, TelegramServer

DEADLINE = "chừng nào nộp báo cáo 6 tháng?"


def outbox(deps: Deps) -> list[dict[str, object]]:
    return list(deps.store.db.query("SELECT * FROM outbox ORDER BY id"))


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]


async def test_after_a_429_it_waits_and_sends_once(bot: TelegramServer, lan: Person) -> None:
    refused = bot.faults.add("retry_after", method="sendMessage", retry_after=1, times=2)
    lan.says("/help")
    await lan.receives(timeout=10)
    await bot.wait_until_quiet()
    first, *_others, last = bot.sent_by("sendMessage")
    assert refused.hits == 2
    assert last.time - first.time >= 2
    assert len(lan.inbox) == 1


async def test_a_person_who_blocked_the_bot_stops_nothing(
    bot: TelegramServer, lan: Person, binh: Person, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = bot.faults.add(
        "error",
        method="sendMessage",
        chat_id=lan.id,
        code=403,
        description="Forbidden: bot was blocked by the user",
    )
    lan.says("/help")
    await bot.wait_for(lambda: blocked.hits)
    binh.says("/help")
    await binh.receives()
    lan.says("/help")
    await lan.receives()
    assert errors(caplog) == []


async def test_a_slow_chat_keeps_its_order_and_delays_nobody_else(
    bot: TelegramServer, lan: Person, binh: Person
) -> None:
    bot.faults.add("delay", method="sendMessage", chat_id=lan.id, seconds=0.5, times=None)
    for said in ("/help", "/muctieu", "/thoihan"):
        lan.says(said)
    binh.says("/help")
    await binh.receives()
    assert lan.inbox == []
    await bot.wait_for(lambda: len(lan.inbox) == 3)
    assert ["/mucluc" in lan.inbox[0].text, "100%" in lan.inbox[1].text, "05/12" in lan.inbox[2].text] == [True] * 3


@pytest.mark.parametrize("kind", ["drop_after", "half_json"])
async def test_what_may_have_arrived_is_sent_once_more_and_no_more(
    bot: TelegramServer, lan: Person, kind: FaultKind
) -> None:
    bot.faults.add(kind, method="sendMessage")
    lan.says("/help")
    await bot.wait_for(lambda: len(lan.inbox) == 2)
    lan.says("/thoihan")
    await bot.wait_for(lambda: len(lan.inbox) == 3)
    await bot.wait_until_quiet()
    assert ["/mucluc" in message.text for message in lan.inbox] == [True, True, False]


async def test_a_group_that_became_a_supergroup_still_gets_its_answer_and_is_known_by_its_new_id(
    deps: Deps, server: TelegramServer, lan: Person
) -> None:
    group = server.group(-55, members=[lan])
    lan.says(f"@tro_ly_thu_bot {DEADLINE}", chat=group)
    new = group.migrates(-1_000_000_000_055)
    async with running(deps, server):
        await server.wait_for(lambda: new.from_bot)
    assert [row["chat_id"] for row in deps.store.db["questions"].rows] == [new.id]
    assert [row["status"] for row in outbox(deps)] == ["sent"]


async def test_a_supergroup_that_refuses_it_is_not_tried_again(deps: Deps, server: TelegramServer, lan: Person) -> None:
    group = server.group(-55, members=[lan])
    lan.says(f"@tro_ly_thu_bot {DEADLINE}", chat=group)
    new = group.migrates(-1_000_000_000_055)
    refused = server.faults.add("error", method="sendMessage", chat_id=new.id, code=400, times=None)
    async with running(deps, server):
        await server.wait_for(lambda: refused.hits)
        await until(lambda: [row["status"] for row in outbox(deps)] == ["failed"])
    assert refused.hits == 1


async def test_markup_that_telegram_refuses_goes_out_as_plain_text(bot: TelegramServer, lan: Person) -> None:
    bot.faults.add(
        "error",
        method="sendMessage",
        code=400,
        description="Bad Request: can't parse entities: unsupported start tag",
    )
    lan.says("/help")
    message = await lan.receives()
    assert "/mucluc" in message.text
    assert "<b>" not in message.text


async def test_a_failure_is_logged_without_the_words_and_told_kindly(
    bot: TelegramServer, lan: Person, deps: Deps, caplog: pytest.LogCaptureFixture
) -> None:
    deps.store.db.execute("DROP TABLE topics")
    lan.says("mật danh của tôi là Hoa Sen")
    assert "Xin lỗi" in (await lan.receives()).text
    assert len(errors(caplog)) == 3, "it was tried three times"
    for line in errors(caplog):
        assert "OperationalError" in line
        assert "topics.py" in line
    assert "Hoa Sen" not in caplog.text
    assert str(lan.id) not in caplog.text


async def test_a_failure_behind_a_button_is_told_on_the_button(bot: TelegramServer, lan: Person, deps: Deps) -> None:
    lan.says("/thoihan")
    page = await lan.receives()
    deps.store.db.execute("DROP TABLE topics")
    press = lan.presses(page, str(page.button_rows[0][0]["callback_data"]))
    await bot.wait_for(lambda: press and press.answered)
    assert press is not None
    assert "Xin lỗi" in press.text


async def test_what_telegram_finds_wrong_is_logged_and_never_sent_again(
    bot: TelegramServer, lan: Person, binh: Person, deps: Deps, caplog: pytest.LogCaptureFixture
) -> None:
    refused = bot.faults.add(
        "error", method="sendMessage", chat_id=lan.id, code=400, times=None, description="Bad Request: wrong"
    )
    lan.says("/help")
    binh.says("/help")
    await binh.receives()
    await bot.wait_until_quiet()
    assert refused.hits == 1
    assert errors(caplog) == ["parcel 1 was refused: BadRequest: Wrong"]
    assert [row["error"] for row in outbox(deps)] == ["BadRequest: Wrong", None]


async def test_thumbs_that_cannot_be_taken_away_are_no_error(
    bot: TelegramServer, lan: Person, deps: Deps, caplog: pytest.LogCaptureFixture
) -> None:
    lan.says("chừng nào nộp báo cáo 6 tháng?")
    answer = await lan.receives()
    for code in (400, 403):
        bot.faults.add("error", method="editMessageReplyMarkup", code=code)
        press = lan.presses(answer, "👍")
        await bot.wait_for(lambda: press and press.answered)  # noqa: B023 - awaited at once
        await bot.wait_until_quiet()
    assert errors(caplog) == []
    assert [row["rating"] for row in deps.store.db["questions"].rows] == ["good"]


LONG = Reply.of(*("đoạn " * 700 for _number in range(3)))
SHORT = Reply.of("ngắn")


@pytest.fixture
async def sender(server: TelegramServer) -> AsyncIterator[Sender]:
    async with Bot(server.token, server.base_url) as bot:
        yield Sender(bot, Limiter(QUICK.limits))


async def write(sender: Sender, person: Person, reply: Reply, *edits: int, done: tuple[int, ...] = ()) -> Sequence[int]:
    """Sends the reply or puts it in the place of `edits`, and returns the ids of its messages."""

    async def progress(ids: tuple[int, ...]) -> None:
        assert ids == tuple(message.id for message in person.inbox[: len(ids)])

    deed = Deed.EDIT if edits else Deed.SEND
    content = Outgoing(person.id, reply, deed=deed, edits=edits)
    return (await carry_out(sender, Parcel(1, content, done), progress)).messages


async def test_a_long_reply_goes_out_in_parts_and_the_buttons_stand_below_the_last(sender: Sender, lan: Person) -> None:
    sent = await write(sender, lan, Reply(LONG.blocks, ((Button("A", "a:1"),),)))
    assert [message.id for message in lan.inbox] == list(sent)
    assert [message.buttons for message in lan.inbox] == [[], [], ["A"]]


async def test_of_a_long_reply_only_what_is_missing_is_sent(sender: Sender, lan: Person) -> None:
    first, *others = await write(sender, lan, LONG)
    again = await write(sender, lan, LONG, done=(first, others[0]))
    assert again[:2] == (first, others[0])
    assert len(lan.inbox) == 4


@pytest.mark.parametrize(("before", "after"), [(LONG, SHORT), (SHORT, LONG), (SHORT, SHORT), (LONG, LONG)])
async def test_an_edited_reply_takes_as_many_messages_as_it_needs(
    sender: Sender, lan: Person, before: Reply, after: Reply
) -> None:
    first = await write(sender, lan, before)
    now = await write(sender, lan, after, *first)
    assert [message.id for message in lan.inbox] == list(now)
    assert now[0] == first[0]
    assert [message.text for message in lan.inbox] == [plain(part).strip() for part in parts(after)]


async def test_parts_that_people_deleted_are_sent_anew(sender: Sender, lan: Person) -> None:
    first = await write(sender, lan, LONG)
    for message in list(lan.inbox):
        lan.deletes(message)
    assert await write(sender, lan, SHORT, *first) != first
    assert lan.last.text == "ngắn"


async def test_messages_are_removed_and_it_is_no_error_when_they_are_gone(sender: Sender, lan: Person) -> None:
    ids = tuple(await write(sender, lan, LONG))
    for _time in range(2):
        await carry_out(sender, Parcel(1, Outgoing(lan.id, deed=Deed.DELETE, edits=ids)), nothing)
    assert lan.inbox == []


async def test_the_phone_keyboard_is_shown_and_taken_away(sender: Sender, lan: Person) -> None:
    first = await write(sender, lan, Reply.of("Số điện thoại?"))
    await write(sender, lan, Reply(SHORT.blocks, asks=Asks.CONTACT, label="Gửi số của tôi"), *first)
    assert lan.last.keyboard == ["Gửi số của tôi"]
    assert len(lan.inbox) == 2, "Telegram does not put such a keyboard below a message sent before"
    await write(sender, lan, Reply(SHORT.blocks, asks=Asks.NOTHING))
    assert lan.last.reply_markup == {"remove_keyboard": True}


async def nothing(_ids: tuple[int, ...]) -> None:
    """Nothing to keep."""
