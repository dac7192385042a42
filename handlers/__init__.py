"""The bot in Telegram: what comes in goes to the services of `bot`, what they reply goes out."""

import os

# python-telegram-bot gives periods as timedelta only if asked to, and warns on every 429 otherwise.
os.environ.setdefault("PTB_TIMEDELTA", "true")
