"""Parts of the Telegram server that the tests run the bot against."""
