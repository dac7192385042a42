"""What Telegram knows: users, chats, messages, files, the queue of updates."""

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.text_entities import Entity, to_html
from tests.support.wakeups import Wakeups

Json = dict[str, Any]

DEFAULT_TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawx"
UPDATES_KEPT_SECONDS = 24 * 3600
# Bot API, getUpdates: these three kinds come only when asked for by name.
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class ApiError(Exception):
    """A refusal of the Bot API: error_code, description and, for some, response parameters."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        """Take what goes into error_code, description and parameters of the answer."""
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(text: str, **parameters: Any) -> ApiError:
    """Return the refusal "Bad Request: text"."""
    return ApiError(400, f"Bad Request: {text}", **parameters)


@dataclass
class StoredFile:
    """A file that Telegram keeps; size may be larger than the content held here."""

    file_id: str
    unique_id: str
    kind: str
    path: str
    name: str
    mime_type: str
    content: bytes
    size: int


@dataclass(eq=False)
class Message:
    """One message as people see it now: edits change it in place, deletion sets deleted.

    content holds the kind-specific fields of the Bot API (text, entities, photo, ...), from_user the
    sender, by_bot whether the bot under test wrote it.
    """

    chat: "Chat"
    id: int
    date: int
    from_user: Json
    by_bot: bool
    content: Json
    reply_markup: Json | None = None
    edit_date: int | None = None
    reply_to: "Message | None" = None
    thread_id: int | None = None
    extra: Json = field(default_factory=dict)
    deleted: bool = False
    edits: int = 0
    bot_reactions: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The plain text or the caption, empty when there is neither."""
        return str(self.content.get("text", self.content.get("caption", "")))

    @property
    def entities(self) -> list[Entity]:
        """The entities of the text or the caption."""
        return list(self.content.get("entities") or self.content.get("caption_entities") or [])

    @property
    def html(self) -> str:
        """The text with its formatting as Telegram HTML."""
        return to_html(self.text, self.entities)

    @property
    def is_service(self) -> bool:
        """Whether this is a note by Telegram itself (a member joined, a topic was made, ...)."""
        return not any(key in self.content for key in _CONTENT_KEYS)

    @property
    def button_rows(self) -> list[list[Json]]:
        """The inline keyboard as Bot API objects, row by row."""
        return list((self.reply_markup or {}).get("inline_keyboard", []))

    @property
    def buttons(self) -> list[str]:
        """The texts of the inline buttons in reading order."""
        return [button["text"] for row in self.button_rows for button in row]

    @property
    def keyboard(self) -> list[str]:
        """The texts of the buttons of a reply keyboard sent with this message."""
        rows = (self.reply_markup or {}).get("keyboard", [])
        return [button["text"] for row in rows for button in row]

    def button(self, text_or_data: str) -> Json:
        """Return the inline button with this text or callback_data; raise LookupError if none."""
        for row in self.button_rows:
            for button in row:
                if text_or_data in (button["text"], button.get("callback_data")):
                    return button
        raise LookupError(f"no button {text_or_data!r} on message {self.id}, there are {self.buttons}")

    def to_json(self, nested: bool = False) -> Json:
        """Return the Bot API object; a message inside reply_to_message carries no further reply."""
        data: Json = {"message_id": self.id, "from": self.from_user, "chat": self.chat.to_json()}
        data["date"] = self.date
        if self.edit_date is not None:
            data["edit_date"] = self.edit_date
        if self.thread_id is not None:
            data["message_thread_id"] = self.thread_id
            data["is_topic_message"] = True
        data.update(self.extra)
        if not nested:
            reply = self.reply_to
            if reply is None and self.thread_id is not None and self.id != self.thread_id:
                # In a topic everything without a reply of its own counts as a reply to its first message.
                reply = self.chat.messages.get(self.thread_id)
            if reply is not None and not reply.deleted:
                data["reply_to_message"] = reply.to_json(nested=True)
        data.update(self.content)
        # Only inline keyboards are shown to the bot.
        if self.reply_markup is not None and "inline_keyboard" in self.reply_markup:
            data["reply_markup"] = self.reply_markup
        return data

    def __repr__(self) -> str:
        """Show what a failed assertion needs."""
        flag = " deleted" if self.deleted else ""
        return f"<Message {self.chat.id}/{self.id}{flag} {self.text!r} {self.buttons}>"


_CONTENT_KEYS = (
    "text",
    "photo",
    "document",
    "video",
    "voice",
    "audio",
    "animation",
    "sticker",
    "location",
    "contact",
    "venue",
    "dice",
    "video_note",
)


@dataclass
class Topic:
    """A forum topic; its id is the id of the message that opened it."""

    id: int
    name: str
    closed: bool = False


@dataclass(eq=False)
class Chat:
    """A chat of the bot: private with one person, or a group."""

    id: int
    type: str
    title: str = ""
    username: str | None = None
    person: Json | None = None
    is_forum: bool = False
    members: dict[int, Json] = field(default_factory=dict)
    admins: dict[int, str] = field(default_factory=dict)
    bot_status: str = "member"
    bot_may_send: bool = True
    began: bool = False
    blocked: bool = False
    deactivated: bool = False
    migrated_to: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    actions: list[str] = field(default_factory=list)
    pinned: list[int] = field(default_factory=list)
    last_id: int = 0

    @property
    def is_private(self) -> bool:
        """Whether this is a private chat."""
        return self.type == "private"

    @property
    def bot_is_admin(self) -> bool:
        """Whether the bot is an administrator here."""
        return self.bot_status == "administrator"

    def visible(self) -> list[Message]:
        """Return the messages that were not deleted, oldest first."""
        return [message for message in self.messages.values() if not message.deleted]

    def to_json(self) -> Json:
        """Return the Bot API Chat object."""
        data: Json = {"id": self.id, "type": self.type}
        if self.person is not None:
            data["first_name"] = self.person["first_name"]
            for key in ("last_name", "username"):
                if key in self.person:
                    data[key] = self.person[key]
        else:
            data["title"] = self.title
            if self.username:
                data["username"] = self.username
            if self.is_forum:
                data["is_forum"] = True
        return data


@dataclass(eq=False)
class Query:
    """A callback or inline query of a person, and what the bot answered."""

    id: str
    person: Json
    asked_at: float
    message: Message | None = None
    answered: bool = False
    text: str = ""
    alert: bool = False
    url: str | None = None
    results: list[Json] = field(default_factory=list)
    answer: Json = field(default_factory=dict)
    expired: bool = False


@dataclass
class Call:
    """One call of the bot: method, parameters (files as their names), and how it ended."""

    method: str
    params: Json
    time: float
    result: Any = None
    error_code: int | None = None
    description: str = ""
    fault: str | None = None

    @property
    def ok(self) -> bool:
        """Whether the call had its effect (even if a fault hid the answer from the bot)."""
        return self.error_code is None and self.result is not None


class World:
    """All state, its lock, and the queue of updates for the bot."""

    def __init__(self, token: str, username: str, first_name: str) -> None:
        """Make an empty Telegram in which only the bot exists."""
        self.lock = threading.RLock()
        self.wakeups = Wakeups(self.lock)
        self.clock: Callable[[], float] = time.time
        self.token = token
        self.bot: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": first_name,
            "username": username,
        }
        self.privacy_mode = False
        self.query_lifetime = 60.0
        self.users: dict[int, Json] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.files_by_path: dict[str, StoredFile] = {}
        self.local_files: Path | None = None
        """The folder of a server in local mode."""
        self.keeps_local_files = True
        self.callback_queries: dict[str, Query] = {}
        self.inline_queries: dict[str, Query] = {}
        self.inline_messages: dict[str, Message] = {}
        self.calls: list[Call] = []
        self.pending: list[tuple[float, Json]] = []
        self.allowed_updates: list[str] | None = None
        self.webhook: Json = {}
        self._update_id = 870_000_000
        self._serial = 0

    # ---- time and numbers

    def now(self) -> int:
        """Return the date of a message sent now, in Unix seconds."""
        return int(self.clock())

    def serial(self) -> int:
        """Return a number never returned before."""
        self._serial += 1
        return self._serial

    # ---- updates

    def allows(self, kind: str) -> bool:
        """Return whether the bot asked for this kind of update.

        An empty list means all kinds but the three that must be named.
        """
        if self.allowed_updates:
            return kind in self.allowed_updates
        return kind not in NOT_BY_DEFAULT

    def push(self, update: Json) -> Json | None:
        """Queue an update given without update_id, as it is; return it, or None if not allowed.

        What the bot gets need not be valid, so that tests can send what its library cannot parse.
        """
        with self.lock:
            if not all(self.allows(kind) for kind in update):
                return None
            self._update_id += 1
            full = {"update_id": self._update_id, **update}
            self.pending.append((self.clock(), full))
            self.wakeups.notify()
            return full

    def take(self, offset: int, limit: int) -> list[Json]:
        """Return the next updates for getUpdates.

        A positive offset confirms, that is forgets, all updates below it. A negative one keeps that
        many from the end and forgets the rest. Updates older than a day are gone.
        """
        with self.lock:
            oldest = self.clock() - UPDATES_KEPT_SECONDS
            before = len(self.pending)
            self.pending = [
                (born, update)
                for born, update in self.pending
                if born >= oldest and (offset <= 0 or update["update_id"] >= offset)
            ]
            if offset < 0:
                self.pending = self.pending[offset:]
            if len(self.pending) != before:
                self.wakeups.notify()
            return [update for _, update in self.pending[:limit]]

    # ---- files

    def store(
        self, content: bytes, kind: str, name: str = "", mime_type: str = "", size: int | None = None
    ) -> StoredFile:
        """Keep a file and return it; size overrides the length of the content for huge files."""
        number = self.serial()
        folder, extension = {
            "photo": ("photos", "jpg"),
            "voice": ("voice", "oga"),
            "video": ("videos", "mp4"),
            "animation": ("animations", "mp4"),
            "video_note": ("video_notes", "mp4"),
            "audio": ("music", "mp3"),
            "sticker": ("stickers", "webp"),
        }.get(kind, ("documents", "bin"))
        if "." in name and name.rsplit(".", 1)[1].isalnum():
            extension = name.rsplit(".", 1)[1]
        digest = hashlib.sha256(content + f"{kind}{number}".encode()).hexdigest()
        stored = StoredFile(
            file_id=f"BQAC{digest[:40]}{number}",
            unique_id=f"AgAD{digest[:12]}",
            kind=kind,
            path=f"{folder}/file_{number}.{extension}",
            name=name,
            mime_type=mime_type,
            content=content,
            size=len(content) if size is None else size,
        )
        self.files[stored.file_id] = stored
        self.files_by_path[stored.path] = stored
        return stored

    # ---- messages

    def add_message(
        self,
        chat: Chat,
        from_user: Json,
        content: Json,
        *,
        reply_to: Message | None = None,
        thread_id: int | None = None,
        reply_markup: Json | None = None,
        extra: Json | None = None,
    ) -> Message:
        """Put a message into a chat and return it; ids count up in each chat."""
        chat.last_id += 1
        message = Message(
            chat=chat,
            id=chat.last_id,
            date=self.now(),
            from_user=from_user,
            by_bot=from_user["id"] == self.bot["id"],
            content=content,
            reply_to=reply_to,
            thread_id=thread_id,
            reply_markup=reply_markup,
            extra=dict(extra or {}),
        )
        chat.messages[message.id] = message
        return message

    def announce(self, message: Message, kind: str = "message") -> None:
        """Send an update about a person's message to the bot, if it may see the message."""
        with self.lock:
            if message.chat.is_private or self._bot_sees(message):
                self.push({kind: message.to_json()})
            self.wakeups.notify()

    def _bot_sees(self, message: Message) -> bool:
        chat = message.chat
        if chat.bot_status in ("left", "kicked"):
            return False
        if chat.bot_is_admin or not self.privacy_mode or message.is_service:
            return True
        # Privacy mode: a member sees only commands, replies to it and messages that mention it.
        if message.reply_to is not None and message.reply_to.by_bot:
            return True
        name = str(self.bot["username"]).lower()
        return f"@{name}" in message.text.lower() or (
            message.text.startswith("/") and "@" not in message.text.partition(" ")[0]
        )

    # ---- members

    def member_json(self, chat: Chat, user: Json) -> Json:
        """Return the Bot API ChatMember of a user in a chat."""
        user_id = user["id"]
        if user_id == self.bot["id"]:
            status = chat.bot_status
            if chat.is_private:
                status = "kicked" if chat.blocked else "member"
        elif user_id in chat.admins:
            status = chat.admins[user_id]
        else:
            status = "member" if user_id in chat.members or chat.is_private else "left"
        member: Json = {"user": user, "status": status}
        if status == "creator":
            member["is_anonymous"] = False
        elif status == "kicked":
            member["until_date"] = 0
        elif status == "administrator":
            member["can_be_edited"] = False
            member["is_anonymous"] = False
            for right in _ADMIN_RIGHTS:
                member[right] = True
            if chat.is_forum:
                member["can_manage_topics"] = True
        return member


_ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
