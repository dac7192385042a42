"""When the next message may leave, by Telegram's limits.

Bots FAQ, "My bot is hitting limits": about 30 messages a second in all, one a second in one chat with
short bursts, 20 a minute in a group. Times are seconds of a steady clock, given by the caller; nothing here waits.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

USED = 0.9
"""The share of a limit that is used where messages may leave together: on their way they come closer together."""
JITTER = 0.01
"""Seconds that a second is taken longer, for the same reason."""
CATCH_UP, CATCHING_UP = 3, 0.03
"""So many broadcasts may go at once after one that was woken late, and a second is taken so much shorter then."""
KEPT = 30
"""One in so many is kept free of broadcasts."""
FORGET_ABOVE = 10_000
"""How many chats are remembered before those that may write freely again are forgotten."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be sent at most."""

    per_second: int = 30
    chat_per_second: float = 1.0
    chat_burst: int = 4
    group_per_minute: int = 20


@dataclass(slots=True)
class Bucket:
    """Lets `burst` through at once, then one every `interval` seconds. `full_at`: when nothing is owed any more.

    One of c messages that is filled with r a second lets at most c + r·T through in any T seconds.
    """

    interval: float
    burst: int
    full_at: float = float("-inf")

    @classmethod
    def within(cls, most: int, period: float) -> Bucket:
        """Lets at most `most` through in any `period` seconds, USED of them; a sixth of them may go at once."""
        most = max(1, int(most * USED))
        burst = max(1, most // 6)
        return cls(period / max(1, most - burst), burst)

    def earliest(self, now: float) -> float:
        """When the next one may go."""
        return max(now, self.full_at - (self.burst - 1) * self.interval)

    def take(self, at: float) -> None:
        """Counts one that goes at `at`."""
        self.full_at = max(self.full_at, at) + self.interval


class Overall:
    """What may leave in all: at most `most` in any second.

    Conversations come in bursts, so USED of the limit is theirs. Broadcasts go evenly and may have all of it but one in
    KEPT: a person who writes while one goes out is answered as fast as ever.
    """

    def __init__(self, most: int) -> None:
        self._departures: deque[float] = deque(maxlen=most)
        self._most, self._for_broadcasts = most, most - most // KEPT
        self._conversations = Bucket.within(most, 1.0)
        self._broadcasts = Bucket(1 / self._for_broadcasts, max(CATCH_UP, most // KEPT))

    def conversation(self, now: float) -> float:
        """When the next message of a conversation may go; it counts as gone then."""
        at = max(self._conversations.earliest(now), self._below(self._most, 1.0 + JITTER))
        self._conversations.take(at)
        self._broadcasts.take(at)  # which get what is left
        self._departures.append(at)
        return at

    def broadcast(self, now: float) -> float:
        """`now` if a broadcast may go, which then counts as gone; else the time to ask again."""
        kept_free = self._below(self._for_broadcasts, 1.0 - CATCHING_UP)
        at = max(self._broadcasts.earliest(now), kept_free, self._below(self._most, 1.0 + JITTER), self._below(1, 0.0))
        if at <= now:
            self._broadcasts.take(now)
            self._departures.append(now)
        return at

    def _below(self, most: int, seconds: float) -> float:
        """From when on fewer than `most` have gone within so many seconds."""
        return self._departures[-most] + seconds if len(self._departures) >= most else float("-inf")


class Limiter:
    """Knows from when on a chat takes its next message, and hands out departure times among all chats."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._all = Overall(self._limits.per_second)
        self._chats: dict[int, tuple[Bucket, ...]] = {}
        self._paused_until = float("-inf")

    def free_in_chat(self, chat_id: int, now: float) -> float:
        """The time from which the chat itself lets the next message through."""
        return max(bucket.earliest(now) for bucket in self._buckets(chat_id, now))

    def left_for_chat(self, chat_id: int, now: float) -> None:
        """Counts a message to the chat that leaves now."""
        for bucket in self._buckets(chat_id, now):
            bucket.take(now)

    def in_all(self, now: float) -> float:
        """The time at which the next message of a conversation may leave."""
        return self._all.conversation(max(now, self._paused_until))

    def spare(self, now: float) -> float:
        """`now` if a broadcast may leave at once, because nothing else waits; else the time to ask again."""
        return self._paused_until if self.paused(now) else self._all.broadcast(now)

    def pause(self, until: float) -> None:
        """Lets nothing leave before `until`: Telegram said so."""
        self._paused_until = max(self._paused_until, until)

    def paused(self, now: float) -> bool:
        """Whether a pause is on."""
        return now < self._paused_until

    def _buckets(self, chat_id: int, now: float) -> tuple[Bucket, ...]:
        buckets = self._chats.get(chat_id)
        if buckets is None:
            if len(self._chats) >= FORGET_ABOVE:
                self._forget(now)
            buckets = (Bucket(1 / (self._limits.chat_per_second * USED), self._limits.chat_burst),)
            if chat_id < 0:
                buckets = (*buckets, Bucket.within(self._limits.group_per_minute, 60.0))
            self._chats[chat_id] = buckets
        return buckets

    def _forget(self, now: float) -> None:
        busy = {chat for chat, buckets in self._chats.items() if any(bucket.full_at > now for bucket in buckets)}
        self._chats = {chat: self._chats[chat] for chat in busy}
