"""The stand-in for Telegram of the terminal: what is not text is named."""

from __future__ import annotations

from telegram import Bot

from bot.outgoing import File, FileKind, Outgoing, Parcel
from bot.replies import Button, Reply
from handlers.delivery import carry_out
from handlers.limiter import Limiter
from handlers.sending import Sender
from handlers.transport import CHAT_ID, InProcessTelegram


class Paper:
    """A screen that keeps everything."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def show(self, html: str, buttons: tuple[Button, ...], message_id: int) -> None:
        self.lines.append(f"{message_id} {html} {[button.label for button in buttons]}")

    def tell(self, text: str) -> None:
        self.lines.append(f"({text})")


async def test_files_are_named_and_take_no_buttons_away() -> None:
    paper = Paper()
    telegram = InProcessTelegram(paper)
    files = (
        *(File(kind, file_id="a", caption="đường hỏng") for kind in ("photo", "photo", "voice")),
        *(File(kind, file_id="a") for kind in ("document", "video_note", "animation", "audio")),
        File.at(9.93, 106.34),
    )
    assert {file.kind for file in files} == set(FileKind) - {FileKind.VIDEO}
    reply = Reply.of("Xem trước")
    async with Bot("1:a", request=telegram, get_updates_request=telegram) as bot:
        parcel = Parcel(1, Outgoing(CHAT_ID, Reply(reply.blocks, ((Button("Gửi", "p:1"),),)), files=files))
        delivered = await carry_out(Sender(bot, Limiter()), parcel, _forget)
    assert delivered.messages == tuple(range(1, 10))
    assert paper.lines == [
        "1 Xem trước ['Gửi']",
        "(photo đường hỏng)",
        "(photo đường hỏng)",
        "(voice đường hỏng)",
        "(document)",
        "(videonote)",
        "(animation)",
        "(audio)",
        "(location)",
    ]


async def _forget(_ids: tuple[int, ...]) -> None:
    """Nothing is kept."""
