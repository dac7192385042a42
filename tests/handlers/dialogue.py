"""Conversations as tables: what a person does, and what is then seen of the bot."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from tests.telegram_server import Message, Person, TelegramServer

Turn = tuple[str, ...]


async def verify(server: TelegramServer, person: Person, turns: Sequence[Turn]) -> None:
    """Plays the turns: the first text is said ("[Label]" presses a button), the others must be seen after it.

    Seen is the bot's newest message, with its buttons as "[Label]"; "!text" must not be seen.
    """
    for does, *shows in turns:
        before = state(person)
        if does.startswith("["):
            person.presses(person.last, does[1:-1])
        else:
            person.says(does)
        await server.wait_for(lambda: state(person) != before)  # noqa: B023 - awaited at once
        await server.wait_until_quiet()
        for text in shows:
            wanted = not text.startswith("!")
            assert (text.removeprefix("!") in seen(person.last)) is wanted, (
                f"after {does!r}: {text!r} in\n{seen(person.last)}"
            )


def seen(message: Message) -> str:
    """A message as a person sees it."""
    return "\n".join([message.text, *(f"[{label}]" for label in message.buttons)])


def state(person: Person) -> list[tuple[int, int]]:
    """Changes whenever the bot sends or edits something in the private chat."""
    return [(message.id, message.edits) for message in person.inbox]


async def until(true: Callable[[], object], seconds: float = 10.0) -> None:
    """Waits until `true()`, for what is no state of the server and therefore wakes nobody. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
