"""Stories between citizens and a desk that can be closed and opened again between any two lines, and move the clock.

A line that somebody called "bot" does: "restart", or "wait 16" (so many days). Beside what `Stage` knows, citizens can
do "album> words", "voice>", "where>" (their location), "number>" (their own), "blocks>" and "unblocks>".
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.settings import Settings
from bot.store import Store, open_store
from handlers.assembling import services
from handlers.context import Deps
from knowledge import Knowledge
from knowledge.answering import Engine
from tests.handlers.conftest import NOW, running
from tests.support.databases import fresh
from tests.support.officials import COORDINATOR, NAMES, OFFICER, OWNER, appoint, appoint_to
from tests.support.stage import Scene, Stage
from tests.telegram_server import TINY_JPEG, Person, TelegramServer

DESK, OFFICE = -1_000_000_000_500, -1_000_000_000_700
LAN, BINH, UT = 71008123, 71008456, 21
PHONES = {LAN: "+84912888777", BINH: "+84912888772"}
SEND, AGREE, PASS = "[Gửi thành phản ánh]", "[✅ Đồng ý và gửi]", "[✅ Gửi cho cán bộ]"


@dataclass(frozen=True)
class Story:
    """What happens, in which words, and who else than the sender and the officers may know of it."""

    name: str
    scenes: tuple[Scene, ...]
    secret: bool = False
    """Only those who may see denunciations know of it, and the group does not."""
    named: bool = False
    """The sender gives a name."""
    passed_on: bool = False
    """It is passed on to the agency of which Út is an officer."""

    def __str__(self) -> str:
        return self.name.replace(" ", "_")


@dataclass(repr=False)
class House(Stage):
    """The bot in Telegram, with a desk: An is an officer, Bảy coordinates, Khách has no role.

    Út is an officer of UBND tỉnh alone, and not in the group.
    """

    folder: Path = Path()
    knowledge: Knowledge = None  # type: ignore[assignment]
    engine: Engine = None  # type: ignore[assignment]
    now: datetime = NOW
    deps: Deps = None  # type: ignore[assignment]
    haste: timedelta = timedelta(0)
    """How much of the bot's time passes with each look at what is left: what failed is tried again after a while."""
    _running: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def store(self) -> Store:
        """The store that is open now."""
        return self.deps.store

    async def opens(self) -> None:
        """The bot starts."""
        store = open_store(self.folder)
        self._running.callback(store.close)
        settings = Settings(telegram_api_url=self.server.url, data_dir=self.folder, owner_ids=(OWNER,))
        self.deps = services(store, settings, self.knowledge, self.engine, lambda: self.now, draws=lambda: False)
        await self._running.enter_async_context(running(self.deps, self.server))

    async def closes(self) -> None:
        """The bot stops, and nothing of it is left but its files."""
        await self._running.aclose()
        self._running = AsyncExitStack()

    async def does(self, who: str, does: str) -> None:
        """Lets somebody do something and waits until all is said that follows from it."""
        what, arrow, words = does.partition(">")
        if who == "bot":
            await self._is_told(does)
        elif arrow and hasattr(self, f"_{what}"):
            getattr(self, f"_{what}")(self.people[who], words.strip())
        else:
            await super().does(who, does)
        await self.settles()

    async def settles(self) -> None:
        """Waits until nothing is left to be done, said or fetched."""
        async with asyncio.timeout(30):
            while self.server.unconfirmed or self._left():
                self.now += self.haste
                await asyncio.sleep(0.01)
        await self.server.wait_until_quiet(30, settle=0.01)

    def _left(self) -> bool:
        return bool(
            self.store.db.execute(
                "SELECT 1 FROM inbox WHERE status = 'waiting' UNION ALL"
                " SELECT 1 FROM outbox WHERE status IN ('pending', 'sending') UNION ALL"
                " SELECT 1 FROM attachments WHERE stored_at IS NULL AND error IS NULL LIMIT 1"
            ).fetchone()
        )

    async def _is_told(self, does: str) -> None:
        if does == "restart":
            await self.closes()
            await self.opens()
        else:
            self.now += timedelta(days=int(does.removeprefix("wait ")))
            self.deps.staff.watching.tick(self.now)

    def _album(self, person: Person, words: str) -> None:
        person.sends_album([TINY_JPEG, TINY_JPEG + b"2"], caption=words)

    def _voice(self, person: Person, _words: str) -> None:
        person.sends_voice()

    def _where(self, person: Person, _words: str) -> None:
        person.sends_location(9.93, 106.34)

    def _number(self, person: Person, _words: str) -> None:
        person.sends_contact(PHONES[person.id])

    def _blocks(self, person: Person, _words: str) -> None:
        person.blocks()

    def _unblocks(self, person: Person, _words: str) -> None:
        person.unblocks()


@asynccontextmanager
async def house(folder: Path, knowledge: Knowledge, engine: Engine) -> AsyncIterator[House]:
    """A house that is open, with the group as its desk."""
    async with TelegramServer() as server:
        people = {
            "lan": server.person(LAN, first_name="Zqxlan", last_name="Zqxhoa", username="zqxuserlan", wrote=True),
            "binh": server.person(BINH, first_name="Zqxbinh", last_name="Zqxtam", username="zqxuserbinh", wrote=True),
            "an": server.person(OFFICER, first_name=NAMES[OFFICER], wrote=True),
            "bay": server.person(COORDINATOR, first_name=NAMES[COORDINATOR], wrote=True),
            "ut": server.person(UT, first_name="Út", wrote=True),
            "khach": server.person(99, first_name="Khách", wrote=True),
            "owner": server.person(OWNER, first_name="Chủ", wrote=True),
        }
        officials = frozenset({"an", "bay", "khach", "owner"})
        members = [people[name] for name in sorted(officials)]
        desk = server.group(DESK, title="Tổ xử lý", members=members)
        house = House(server, desk, people, officials, folder=folder, knowledge=knowledge, engine=engine)
        server.world.clock = lambda: house.now.timestamp()  # noqa: PLW0108 - the moment moves
        fresh(folder)
        await house.opens()
        try:
            for person in (OFFICER, COORDINATOR):
                appoint(house.store, person, NOW)
            appoint_to(house.store, UT, "ubnd-tinh", NOW)
            await house.does("owner", "/nhomxuly")
            yield house
        finally:
            await house.closes()


def with_restarts(scenes: Sequence[Scene]) -> tuple[Scene, ...]:
    """The same, with the bot closed and opened again between any two lines."""
    return tuple(line for scene in scenes for line in (scene, ("bot", "restart")))


HOLE = "Đường zqxcho trước chợ xã Phước Hưng có ổ gà lớn, xe ngã hoài"
LAMP = "Đèn đường zqxden ở xã Long Đức hư cả tuần nay, tối thui"
BRIBE = "Tôi tố cáo ông chủ tịch zqxhoilo nhận hối lộ của dân"

PLAIN: tuple[Scene, ...] = (
    ("lan", HOLE, {"lan": SEND, "group": "!zqxcho"}),
    ("lan", SEND, {"lan": ("Cán bộ sẽ thấy đúng như sau", AGREE), "group": "!zqxcho"}),
    ("lan", AGREE, {"lan": "Mã phản ánh", "card": ("🟢", "zqxcho", "ẩn danh", "[Tiếp nhận]")}),
    ("an", "[Tiếp nhận]", {"lan": "Cán bộ đã tiếp nhận", "card": "Người xử lý: Cán"}),
    ("an", "card> Mai đội duy tu vá.", {"group": "[Gửi cho người dân]", "lan": "!duy tu"}),
    ("an", "[Gửi cho người dân]", {"lan": ("đã có trả lời", "Mai đội duy tu vá.", "!Cán:"), "card": "✅"}),
    ("lan", "[⭐ Đánh giá]", {"lan": "[⭐⭐⭐⭐⭐]"}),
    ("lan", "[⭐⭐⭐⭐⭐]", {"lan": "5 sao"}),
    ("lan", "Zqxcam on nhiều", {"group": "5"}),
    ("an", "[Đóng]", {"lan": "khép lại", "card": "⚪"}),
)

STORIES = (
    Story("the plain one", PLAIN),
    Story("a restart between any two lines", with_restarts(PLAIN)),
    Story(
        "album voice edit and location",
        (
            ("lan", HOLE),
            ("lan", SEND),
            ("lan", "album> zqxhinh hai cái", {"lan": "2 ảnh"}),
            ("lan", "voice>", {"lan": "2 ảnh, 1 ghi âm"}),
            ("lan", "where>", {"lan": "có vị trí trên bản đồ"}),
            ("lan", "zqxsua ngày 12"),
            ("lan", "edit> zqxsua ngày 22", {"lan": ("zqxsua ngày 22", "!zqxsua ngày 12")}),
            ("lan", AGREE, {"card": ("zqxcho", "zqxhinh", "zqxsua ngày 22", "!ngày 12")}),
        ),
    ),
    Story(
        "anonymous",
        (
            ("lan", f"{HOLE}, gọi 0912 888 777"),
            ("lan", SEND),
            ("lan", AGREE, {"card": ("ẩn danh", "•", "!888 777", "!Zqxlan", "[Xem số]")}),
            ("an", "[Xem số]", {"popup": "tiếp nhận"}),
            ("an", "[Tiếp nhận]"),
            ("an", "[Xem số]", {"popup": "888", "group": "!888 777"}),
        ),
    ),
    Story(
        "with a name and a number",
        (
            ("lan", HOLE),
            ("lan", SEND),
            ("lan", "[📱 Để lại số điện thoại]"),
            ("lan", "number>", {"lan": ("Zqxlan", PHONES[LAN])}),
            ("lan", AGREE, {"card": ("Zqxlan", "!888777")}),
        ),
        named=True,
    ),
    Story(
        "what was asked is answered with a picture, after a pause",
        (
            ("lan", HOLE),
            ("lan", SEND),
            ("lan", AGREE),
            ("an", "card> Ở ấp nào?"),
            ("an", "[Hỏi thêm người dân]", {"lan": "Ở ấp nào?", "card": "chờ người dân trả lời"}),
            ("bot", "restart"),
            ("bot", "wait 3"),
            ("lan", "album> zqxap Chợ, ngay cổng", {"group": "!zqxap"}),
            ("lan", PASS, {"group": "zqxap Chợ", "card": "đã tiếp nhận"}),
        ),
    ),
    Story(
        "withdrawn",
        (
            ("lan", HOLE),
            ("lan", SEND),
            ("lan", AGREE),
            ("an", "card> Mai vá."),
            ("lan", "[Xem tình trạng]"),
            ("lan", "[Rút lại]", {"lan": "không lấy lại được"}),
            ("lan", "[Rút lại]", {"lan": "Đã rút phản ánh", "card": ("⚪", "!Tiếp nhận"), "group": "rút"}),
            ("an", "[Gửi cho người dân]", {"lan": "!Mai vá."}),
        ),
    ),
    Story(
        "reopened once",
        (
            ("lan", HOLE),
            ("lan", SEND),
            ("lan", AGREE),
            ("an", "card> Đã vá."),
            ("an", "[Gửi cho người dân]"),
            ("bot", "wait 10"),
            ("lan", "[Chưa xong, mở lại]"),
            ("lan", "[Mở lại]", {"card": "mở lại", "group": "mở lại"}),
            ("an", "card> Nay vá xong thật."),
            ("an", "[Gửi cho người dân]", {"lan": "Nay vá xong thật."}),
            ("bot", "wait 16", {"lan": "khép lại", "card": "⚪"}),
        ),
    ),
    Story(
        "in English for one and in Vietnamese for all others",
        (
            ("lan", "/ngonngu en"),
            ("lan", HOLE, {"lan": "[Send as a petition]"}),
            ("lan", "[Send as a petition]", {"lan": "what the officials will see"}),
            ("lan", "[✅ Agree and send]", {"lan": "Its code", "card": ("ẩn danh", "[Tiếp nhận]", "!Take up")}),
            ("an", "[Tiếp nhận]", {"lan": "An official has taken up"}),
            ("an", "card> Đã vá."),
            ("an", "[Gửi cho người dân]", {"lan": ("has been answered", "Đã vá."), "group": "!answered"}),
        ),
    ),
    Story(
        "typed straight, with a question in the middle",
        (
            ("lan", HOLE, {"lan": SEND}),
            ("lan", "chừng nào nộp báo cáo 6 tháng?", {"lan": "10/6"}),
            ("lan", "phản ánh của tôi tới đâu rồi", {"lan": "chưa gửi phản ánh nào"}),
            ("lan", SEND),
            ("lan", AGREE, {"card": ("zqxcho", "!báo cáo 6 tháng")}),
            ("lan", "phản ánh của tôi tới đâu rồi", {"lan": "1 phản ánh"}),
        ),
    ),
    Story(
        "an erased person with an open petition",
        (
            ("lan", HOLE),
            ("lan", SEND),
            ("lan", "[📱 Để lại số điện thoại]"),
            ("lan", "number>"),
            ("lan", AGREE, {"card": "Zqxlan"}),
            ("an", "card> Ở ấp nào?"),
            ("lan", "/xoadulieu", {"lan": "1 phản ánh đang xử lý"}),
            ("lan", "[Xóa hẳn dữ liệu của tôi]", {"lan": "Đã xóa dữ liệu", "card": ("!Zqxlan", "zqxcho", "ẩn danh")}),
            ("an", "[Hỏi thêm người dân]", {"lan": "!Ở ấp nào?"}),
            ("lan", "/phananh", {"lan": "chưa gửi phản ánh nào"}),
            ("an", "card> Đã vá."),
            ("an", "[Gửi cho người dân]", {"lan": "!Đã vá.", "card": "✅"}),
        ),
        named=True,
    ),
    Story(
        "a citizen who blocks the bot and comes back",
        (
            ("lan", HOLE),
            ("lan", SEND),
            ("lan", AGREE),
            ("lan", "blocks>"),
            ("an", "[Tiếp nhận]", {"card": "đã chặn bot", "lan": "!đã tiếp nhận"}),
            ("lan", "unblocks>"),
            ("lan", "/phananh", {"lan": "1 phản ánh"}),
            ("an", "card> Đã vá."),
            ("an", "[Gửi cho người dân]", {"lan": "Đã vá."}),
        ),
    ),
    Story(
        "two people about two things",
        (
            ("lan", HOLE),
            ("lan", SEND),
            ("lan", AGREE),
            ("binh", LAMP),
            ("binh", SEND),
            ("binh", AGREE, {"card": "zqxden", "lan": "!zqxden"}),
            ("an", "card> Mai thay bóng."),
            ("an", "[Gửi cho người dân]", {"binh": "Mai thay bóng.", "lan": "!thay bóng"}),
            ("lan", "/phananh", {"lan": ("1 phản ánh", "!zqxden")}),
        ),
    ),
    Story(
        "corrected, passed on to an agency's own officer, and declined there",
        (
            ("lan", HOLE),
            ("lan", SEND),
            ("lan", AGREE, {"ut": "!zqxcho"}),
            ("an", "[Sửa]"),
            ("an", "[Lĩnh vực: Hạ tầng, môi trường, an ninh]"),
            ("an", "[Đất đai]", {"lan": "xếp vào lĩnh vực “Đất đai”", "card": "Đất đai"}),
            ("an", "[Chuyển]"),
            ("an", "last> UBND tỉnh"),
            ("an", "[UBND tỉnh]", {"lan": "UBND tỉnh", "ut": ("zqxcho", "[Tiếp nhận]")}),
            ("ut", "[Tiếp nhận]", {"card": "Người xử lý: Út"}),
            ("ut", "[Từ chối]"),
            ("ut", "last> Tòa án đang xem.", {"lan": "!Tòa án"}),
            ("ut", "[Từ chối, nêu nơi có thẩm quyền]"),
            ("ut", "last> Tòa án nhân dân khu vực 9", {"lan": "!Tòa án"}),
            (
                "ut",
                "[Từ chối với lý do này]",
                {"lan": ("Tòa án đang xem.", "Nơi có thẩm quyền: Tòa án nhân dân khu vực 9", "!Út"), "card": "⚪"},
            ),
        ),
        passed_on=True,
    ),
    Story(
        "a denunciation",
        (
            ("lan", BRIBE, {"lan": "Luật Tố cáo"}),
            ("lan", "[Chuyển giúp tôi]", {"lan": "không đưa vào nhóm"}),
            ("lan", AGREE, {"group": "!zqxhoilo", "an": "!zqxhoilo", "bay": ("zqxhoilo", "🔒"), "owner": "zqxhoilo"}),
            ("bot", "wait 20", {"group": "!zqxhoilo", "an": "!zqxhoilo"}),
        ),
        secret=True,
    ),
)
