"""Has sqlite-utils loaded without numpy, to be imported before everything that uses it.

Where numpy is installed, for the figures that are drawn in a process of their own, sqlite-utils would load it to accept
its numbers: 12 MB that the bot has no use for.
"""

import sys

if "numpy" not in sys.modules:
    sys.modules["numpy"] = None  # type: ignore[assignment]
    try:
        import sqlite_utils  # noqa: F401
    finally:
        del sys.modules["numpy"]
