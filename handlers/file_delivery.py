"""Sending the files of a parcel after its words, as few messages as Telegram allows."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from telegram.error import BadRequest

from bot.outgoing import File, FileKind, Outgoing
from handlers.file_calls import Media, Target, send_album, send_file
from handlers.outcomes import Meaning, outcome_of
from handlers.placing import Place
from handlers.sending import Sender

ALBUM = 10
"""Bot API, sendMediaGroup: 2-10 items; documents and audio are not mixed with other kinds."""
NOT_SENT = 0
"""In the place of the message of a file that Telegram does not take, so that it is not tried again."""

_TOGETHER = {
    FileKind.PHOTO: "pictures",
    FileKind.VIDEO: "pictures",
    FileKind.DOCUMENT: "documents",
    FileKind.AUDIO: "audio",
}

T = TypeVar("T")

log = logging.getLogger(__name__)


def batches(files: Sequence[File]) -> list[tuple[File, ...]]:
    """The files in the order in which they are sent: what can be an album together, the others one by one."""
    groups: dict[object, list[File]] = {}
    for number, file in enumerate(files):
        groups.setdefault(_TOGETHER.get(FileKind(file.kind), number), []).append(file)
    return [tuple(group[start : start + ALBUM]) for group in groups.values() for start in range(0, len(group), ALBUM)]


@dataclass(slots=True)
class FileDelivery:
    """The files of one parcel on their way. `ids` are the messages of those sent so far, NOT_SENT for refused ones."""

    sender: Sender
    content: Outgoing
    place: Place
    reply_to: int | None
    note: Callable[[tuple[int, ...]], Awaitable[None]]
    ids: list[int] = field(default_factory=list)
    refusal: Exception | None = None

    async def run(self) -> tuple[int, ...]:
        """Sends what is missing; a file that is refused is left out. Raises TelegramError."""
        passed = 0
        for batch in batches(self.content.files):
            left = batch[max(0, len(self.ids) - passed) :]
            passed += len(batch)
            if left and not (len(left) > 1 and await self._together(left)):
                await self._singly(left)
        return tuple(self.ids)

    async def _together(self, files: Sequence[File]) -> bool:
        """Whether they were sent as an album."""
        try:
            album = [(file, await self._media(file)) for file in files]
            numbers = await self._call(len(files), lambda to: send_album(self.sender.bot, to, album))
        except (BadRequest, OSError) as error:
            self._refused(error)
            return False
        await self._done(numbers)
        return True

    async def _singly(self, files: Sequence[File]) -> None:
        for file in files:
            try:
                media = await self._media(file)
                # awaited before the loop goes on
                number = await self._call(1, lambda to: send_file(self.sender.bot, to, file, media))  # noqa: B023
            except (BadRequest, OSError) as error:
                self._refused(error)
                number = NOT_SENT
            await self._done([number])

    def _refused(self, error: BadRequest | OSError) -> None:
        if isinstance(error, BadRequest) and outcome_of(error).meaning is not Meaning.REFUSED:
            raise error
        self.refusal = error
        log.error(
            "files were refused: %.200s", error.message if isinstance(error, BadRequest) else type(error).__name__
        )

    async def _done(self, numbers: Sequence[int]) -> None:
        self.ids += numbers
        await self.note(tuple(self.ids))

    async def _call(self, messages: int, call: Callable[[Target], Awaitable[T]]) -> T:
        content = self.content
        target = Target(content.chat_id, await self.place.thread(content), self.reply_to)
        return await self.sender.message(content.chat_id, content.kind, lambda: call(target), messages=messages)

    async def _media(self, file: File) -> Media:
        if file.kind == FileKind.LOCATION:
            return ""
        return file.file_id if file.file_id is not None else await self.place.content(file)
