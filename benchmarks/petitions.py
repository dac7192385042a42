"""How long it takes to look at petitions, and how that grows from 1,000 to 100,000 of them.

The petitions are made up, the same in each run: words that the knowledge has for each category, strung together.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks import ratio, table
from bot.commands import load
from bot.petitions.catalogue import Catalogue
from bot.petitions.codes import new_code
from bot.petitions.criteria import Criteria, Scope, read_criteria
from bot.petitions.likeness import Likeness
from bot.petitions.naming import Directory
from bot.petitions.searching import Searching
from bot.petitions.statistics import Statistics
from bot.store import Store, open_store
from bot.store.database import utc_text
from knowledge import Knowledge
from knowledge.text import folded_words

SIZES = (1_000, 10_000, 100_000)
RUNS = 15
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
HALF_YEAR = timedelta(days=145)
"""All petitions came within the half of the year that is counted: the worst case for the figures."""
PEOPLE = 5_000
SCOPE = Scope()
STATES = ("received", "accepted", "forwarded", "need_info", "answered", "closed", "closed", "closed", "declined")
COLUMNS = (
    "code, person_id, chat_id, kind, category, place, words, folded, agency, state, received_at, due_at, answered_at,"
    " ended_at"
)

Work = Callable[[], object]


def report() -> str:
    """Measures every look at each size."""
    knowledge, _engine = load()
    measured: dict[str, list[tuple[float, float]]] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            store = open_store(Path(folder), NOW)
            fill(store, knowledge, size)
            for name, work in works(store, knowledge):
                measured.setdefault(name, []).append(_times(work))
            store.close()
    head = ("ms, median (slowest)", *(f"{size:,}" for size in SIZES), "100,000 ÷ 1,000")
    rows = [
        [name, *(f"{middle:.1f} ({slowest:.1f})" for middle, slowest in times), ratio(times[-1][0], times[0][0])]
        for name, times in measured.items()
    ]
    return "\n".join(["## Petitions", "", table(head, rows)])


def works(store: Store, knowledge: Knowledge) -> Iterator[tuple[str, Work]]:
    """What is measured, by name."""
    names = Directory.of(knowledge, Catalogue(knowledge))
    searching, counting, likeness = Searching(store, ZONE), Statistics(store, ZONE), Likeness(store)
    code = store.petitions.get(700).code
    newest = store.petitions.select("1 ORDER BY id DESC LIMIT 1")[0]

    def search(text: str) -> Work:
        return lambda: searching.find(read_criteria(text, names, NOW.date()), SCOPE, NOW)

    yield "one's own list (/phananh)", lambda: store.petitions.of_person(7, 8)
    yield "search: a code", search(code)
    yield "search: words", search("bồi thường tái định cư")
    yield "search: one common word", search("đường")
    yield "search: words, typos", search("boi thuonng tai dnih cu")
    yield "search: late, field and place", search("quá hạn đất đai Phường Long Đức")
    yield "search: words, field and month", search("Đất đai ranh tháng 10")
    yield "look-alikes", lambda: likeness.alike(newest, NOW)
    yield "figures of the half-year", lambda: counting.over(Criteria(), NOW)
    yield "figures of a category", lambda: counting.over(Criteria(category="dat-dai"), NOW)


def fill(store: Store, knowledge: Knowledge, size: int) -> None:
    """Adds so many petitions."""
    with store.db.atomic():
        for person in range(1, PEOPLE + 1):
            store.people.seen(person, NOW)
        marks = ", ".join("?" * (COLUMNS.count(",") + 1))
        store.db.conn.executemany(f"INSERT INTO petitions ({COLUMNS}) VALUES ({marks})", _rows(knowledge, size))


def _rows(knowledge: Knowledge, size: int) -> Iterator[tuple[object, ...]]:
    chance = random.Random(1)
    codes: list[str] = []
    while len(codes) < size:
        codes = list({*codes, *(new_code() for _ in range(size - len(codes)))})
    directory = Directory.of(knowledge, Catalogue(knowledge))
    places, agencies = sorted(set(directory.places.values())), sorted(directory.agencies.values())
    categories = {
        category.id: [term.strip("=*") for term in category.terms] for category in knowledge.petitions.categories
    }
    everything = [term for terms in categories.values() for term in terms]
    for number in range(size):
        received = NOW - HALF_YEAR * (1 - (number + 1) / size)
        category = chance.choice(sorted(categories))
        said = (
            [*chance.choices(categories[category], k=8), *chance.choices(everything, k=8)]
            if categories[category]
            else []
        )
        words = ", ".join(said or chance.choices(everything, k=12))
        state = chance.choice(STATES) if received < NOW - timedelta(days=5) else "received"
        answered = received + timedelta(hours=chance.randrange(20, 600)) if state in ("answered", "closed") else None
        ended = received + timedelta(days=30) if state in ("closed", "declined") else None
        person = chance.randrange(1, PEOPLE + 1)
        yield (
            codes[number],
            *(person, person, "report", category),
            places[int(chance.random() ** 2 * len(places))],
            *(words, " ".join(folded_words(words))),
            agencies[int(chance.random() ** 2 * len(agencies))],
            *(state, utc_text(received), utc_text(received + timedelta(days=14))),
            *(utc_text(answered) if answered else None, utc_text(ended) if ended else None),
        )


def _times(work: Work) -> tuple[float, float]:
    """The median and the longest of RUNS, in milliseconds, after one that is not timed."""
    work()
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), max(times)
