"""How patient the bot is: pauses, intervals and limits in one place, so that they can be chosen together."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.flood import CROWDED, EVERYBODY, PERSON, Window
from handlers.limiter import Limits


@dataclass(frozen=True, slots=True)
class Pace:
    """Times in seconds."""

    handling_retries: tuple[float, ...] = (1.0, 5.0)
    """Before the second and the third attempt at an update; then it is set aside."""
    first_pause: float = 1.0
    """After a first trouble with the line or the disk; doubled with each further one."""
    longest_pause: float = 30.0
    resend: float = 0.5
    """Before what never left is sent again; doubled with each further time."""
    look_again: float = 1.0
    """Between two looks for what has become due."""
    tick: float = 20.0
    """Between two looks of the clock at what has become due."""
    line_silent: float = 600.0
    """Without a good answer to polling, or about the webhook, for so long, the line counts as dead."""
    webhook_look: float = 300.0
    """Between two looks at how the webhook fares."""
    finish: float = 3.0
    """For what is on its way when the bot is told to stop."""
    limits: Limits = field(default_factory=Limits)
    flood: tuple[tuple[Window, ...], Window, tuple[Window, ...]] = (PERSON, EVERYBODY, CROWDED)
    """What one person may write, all together, and one person once all together wrote more than that."""

    def pause(self, troubles: int) -> float:
        """How long to wait after so many troubles in a row."""
        return float(min(self.longest_pause, self.first_pause * 2 ** min(troubles - 1, 20)))
